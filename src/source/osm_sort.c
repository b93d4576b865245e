#include "source/osm_sort.h"

#include <string.h>

#include "base/memory.h"

typedef struct entry {
    int64_t id;
    size_t index;
} entry;

/* The objects to keep, in their new order. */
typedef struct order {
    entry *entry;
    size_t n;
} order;

typedef struct sorting {
    lc_context *ctx;
    lc_osm *osm;
    lc_osm_rank *const *rank; /* NULL: not known */
    bool in_order, again;
} sorting;

static int compare(const void *a, const void *b) {
    const entry *p = a, *q = b;
    if (p->id != q->id) return p->id < q->id ? -1 : 1;
    return p->index < q->index ? -1 : p->index > q->index;
}

static bool ascending(const int64_t *id, size_t n) {
    for (size_t i = 1; i < n; i++)
        if (id[i - 1] >= id[i]) return false;
    return true;
}

/* Warn of an id whose objects, entries first .. end - 1, differ from the one that counts. */
static void warn_of_versions(const sorting *s, lc_osm_type type, const order *o, size_t first, size_t end, entry best) {
    static const char *const names[] = {"node", "way", "relation"};
    const lc_osm_rank *rank = s->rank[type];
    for (size_t i = first; i < end; i++) {
        size_t other = o->entry[i].index;
        if (other == best.index || !lc_osm_differ(s->osm, type, best.index, other, rank[best.index], rank[other]))
            continue;
        lc_warn(s->ctx, "osm_duplicates",
                "OSM objects that are given several times and differ: the highest version counts, then the one with "
                "tags, then the last",
                "%s/%lld", names[type], (long long)best.id);
        return;
    }
}

/* The entry of the highest rank, the last of equals. */
static entry find_best(const lc_osm_rank *rank, const order *o, size_t first, size_t end) {
    entry best = o->entry[first];
    for (size_t i = first + 1; i < end; i++)
        if (rank[o->entry[i].index] >= rank[best.index]) best = o->entry[i];
    return best;
}

/* Each id once, in ascending order, with the object that counts. */
static bool find_order(sorting *s, lc_osm_type type, const int64_t *id, size_t n, order *out) {
    out->entry = LC_NEW(entry, n);
    if (!out->entry) return false;
    for (size_t i = 0; i < n; i++) out->entry[i] = (entry){id[i], i};
    qsort(out->entry, n, sizeof *out->entry, compare);
    out->n = 0;
    for (size_t i = 0, end; i < n; i = end) {
        entry best = out->entry[i];
        for (end = i + 1; end < n && out->entry[end].id == best.id;) end++;
        if (end > i + 1) s->in_order = false;
        s->again = s->again || (end > i + 1 && !s->rank);
        if (end > i + 1 && s->rank) {
            best = find_best(s->rank[type], out, i, end);
            warn_of_versions(s, type, out, i, end, best);
        }
        out->entry[out->n++] = best;
    }
    return true;
}

/* Elements in the order of `o`, in a new array; the old one is freed. */
static bool permute(void **data, size_t size, const order *o) {
    char *from = *data, *to = lc_alloc_array(o->n, size);
    if (!to) return false;
    for (size_t i = 0; i < o->n; i++) memcpy(to + i * size, from + o->entry[i].index * size, size);
    free(*data);
    *data = to;
    return true;
}

/* The same for runs of elements: object i owns start[i] .. start[i+1]-1 of each array. */
static bool permute_runs(size_t **start, void **a, size_t size_a, void **b, size_t size_b, const order *o) {
    size_t *s = *start, n = 0;
    for (size_t i = 0; i < o->n; i++) n += s[o->entry[i].index + 1] - s[o->entry[i].index];
    size_t *new_start = LC_NEW(size_t, o->n + 1);
    char *new_a = lc_alloc_array(n, size_a), *new_b = lc_alloc_array(n, size_b);
    if (!new_start || !new_a || !new_b) {
        free(new_start);
        free(new_a);
        free(new_b);
        return false;
    }
    n = 0;
    for (size_t i = 0; i < o->n; i++) {
        size_t first = s[o->entry[i].index], count = s[o->entry[i].index + 1] - first;
        new_start[i] = n;
        if (count && *a) memcpy(new_a + n * size_a, (char *)*a + first * size_a, count * size_a);
        if (count && *b) memcpy(new_b + n * size_b, (char *)*b + first * size_b, count * size_b);
        n += count;
    }
    new_start[o->n] = n;
    free(*start);
    free(*a);
    free(*b);
    *start = new_start;
    *a = new_a;
    *b = new_b;
    return true;
}

static bool permute_tags(lc_osm_tags *tags, const order *o) {
    void *key = tags->key, *value = tags->value;
    bool ok = permute_runs(&tags->start, &key, sizeof *tags->key, &value, sizeof *tags->value, o);
    tags->key = key;
    tags->value = value;
    if (!ok) return false;
    tags->n_objects = o->n;
    tags->n = tags->start[o->n];
    return true;
}

static bool permute_array(int64_t **data, const order *o) {
    void *bytes = *data;
    bool ok = permute(&bytes, sizeof **data, o);
    *data = bytes;
    return ok;
}

/* Node tags follow their nodes: `moved` is the order of the nodes. */
static bool sort_tagged(lc_osm *osm, const order *moved, size_t n_before) {
    uint32_t *tag_of = LC_NEW0(uint32_t, n_before); /* old node -> tag object + 1 */
    order o = {LC_NEW(entry, osm->n_tagged), 0};
    bool ok = tag_of && o.entry;
    if (ok) {
        for (size_t t = 0; t < osm->n_tagged; t++) tag_of[osm->tagged_node[t]] = (uint32_t)t + 1;
        for (size_t i = 0; i < moved->n; i++) {
            uint32_t t = tag_of[moved->entry[i].index];
            if (t) o.entry[o.n++] = (entry){(int64_t)i, t - 1};
        }
        ok = permute_tags(&osm->node_tags, &o);
    }
    if (ok) {
        osm->n_tagged = o.n;
        for (size_t t = 0; t < o.n; t++) osm->tagged_node[t] = (uint32_t)o.entry[t].id;
    }
    free(o.entry);
    free(tag_of);
    return ok;
}

uint64_t lc_osm_sort_bytes(const lc_osm *osm) {
    const struct {
        const int64_t *id;
        size_t n, bytes; /* of what is copied beside the order */
    } part[] = {
        {osm->node_id, osm->n_nodes, osm->n_nodes * (sizeof *osm->node_xy + sizeof(uint32_t))},
        {osm->way_id, osm->n_ways, osm->n_ways ? osm->way_start[osm->n_ways] * sizeof *osm->ref : 0},
        {osm->relation_id, osm->n_relations,
         osm->n_relations ? osm->member_start[osm->n_relations] * (sizeof *osm->member_ref + 1) : 0},
    };
    uint64_t most = 0;
    for (size_t k = 0; k < sizeof part / sizeof *part; k++) {
        uint64_t bytes = part[k].bytes + part[k].n * sizeof(entry);
        if (bytes > most && !ascending(part[k].id, part[k].n)) most = bytes;
    }
    return most;
}

static bool sort_nodes(sorting *s) {
    lc_osm *osm = s->osm;
    order o = {0};
    if (ascending(osm->node_id, osm->n_nodes)) return true;
    s->in_order = false;
    size_t before = osm->n_nodes;
    bool ok = find_order(s, LC_OSM_NODE, osm->node_id, before, &o);
    void *xy = osm->node_xy;
    ok = ok && permute_array(&osm->node_id, &o) && permute(&xy, sizeof *osm->node_xy, &o);
    osm->node_xy = xy;
    ok = ok && sort_tagged(osm, &o, before);
    if (ok) osm->n_nodes = o.n;
    free(o.entry);
    return ok;
}

static bool sort_ways(sorting *s) {
    lc_osm *osm = s->osm;
    order o = {0};
    if (ascending(osm->way_id, osm->n_ways)) return true;
    bool ok = find_order(s, LC_OSM_WAY, osm->way_id, osm->n_ways, &o) && permute_array(&osm->way_id, &o);
    void *ref = osm->ref, *none = NULL;
    ok = ok && permute_runs(&osm->way_start, &ref, sizeof *osm->ref, &none, 1, &o);
    osm->ref = ref;
    free(none);
    ok = ok && permute_tags(&osm->way_tags, &o);
    if (ok) osm->n_ways = o.n;
    free(o.entry);
    return ok;
}

static bool sort_relations(sorting *s) {
    lc_osm *osm = s->osm;
    order o = {0};
    if (ascending(osm->relation_id, osm->n_relations)) return true;
    bool ok =
        find_order(s, LC_OSM_RELATION, osm->relation_id, osm->n_relations, &o) && permute_array(&osm->relation_id, &o);
    void *type = osm->member_type, *ref = osm->member_ref;
    ok = ok && permute_runs(&osm->member_start, &type, sizeof *osm->member_type, &ref, sizeof *osm->member_ref, &o);
    osm->member_type = type;
    osm->member_ref = ref;
    ok = ok && permute_tags(&osm->relation_tags, &o);
    if (ok) osm->n_relations = o.n;
    free(o.entry);
    return ok;
}

lc_status lc_osm_sort(lc_context *ctx, lc_osm *osm, lc_osm_rank *const *rank, bool *in_order, bool *again) {
    sorting s = {.ctx = ctx, .osm = osm, .rank = rank, .in_order = true};
    if (!sort_nodes(&s) || !sort_ways(&s) || !sort_relations(&s)) return lc_fail_memory(ctx);
    *in_order = s.in_order;
    *again = s.again;
    return LC_OK;
}
