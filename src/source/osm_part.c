#include "source/osm_part.h"

#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "base/sort.h"
#include "geo/lonlat.h"

/* What of an extract is taken; numbers ascend, each once, when all is found. */
typedef struct {
    const lc_osm *whole;
    const lc_osm_index *index;
    const lc_box *box;
    lc_items way;     /* that lie in the box, and ... */
    lc_items outline; /* ... those that are there for an area alone */
    lc_items node, relation;
    lc_items tagged; /* that lie in the box, of the tagged nodes */
    lc_items hits;
} taking_t;

static bool push(lc_items *items, size_t item) {
    if (!LC_ROOM(items->item, items->capacity, items->n + 1)) return false;
    items->item[items->n++] = (uint32_t)item;
    return true;
}

static bool has(const lc_items *items, size_t item) {
    size_t low = 0, high = items->n;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (items->item[middle] < item)
            low = middle + 1;
        else
            high = middle;
    }
    return low < items->n && items->item[low] == item;
}

/* Take a node, which may be one that the extract lacks; *in when it lies in the box. */
static bool take_node(taking_t *t, size_t node, bool *in) {
    if (node == SIZE_MAX) return true;
    *in = *in || lc_lonlat_holds(t->box, t->whole->node_xy[node]);
    return push(&t->node, node);
}

/* Take the nodes of a way and its centre. */
static bool take_nodes(taking_t *t, size_t way, bool *in) {
    const lc_osm *osm = t->whole;
    size_t near = t->node.n ? t->node.item[t->node.n - 1] : 0;
    bool ok = true;
    for (size_t r = osm->way_start[way]; ok && r < osm->way_start[way + 1]; r++) {
        size_t node = lc_osm_find_node_near(osm, osm->ref[r], near);
        ok = take_node(t, node, in);
        if (node != SIZE_MAX) near = node;
    }
    return ok && take_node(t, lc_osm_find_centre(osm, LC_OSM_WAY, osm->way_id[way]), in);
}

static bool take_ways(taking_t *t) {
    bool ok = lc_lonlat_search(t->index->ways, t->box, &t->hits);
    for (size_t k = 0; ok && k < t->hits.n; k++) {
        size_t before = t->node.n;
        bool in = false;
        ok = take_nodes(t, t->hits.item[k], &in);
        if (in)
            ok = ok && push(&t->way, t->hits.item[k]);
        else
            t->node.n = before;
    }
    return ok;
}

/* Tagged nodes, and relations by their nodes and centres. */
static bool take_points(taking_t *t) {
    const lc_osm *osm = t->whole;
    bool ok = lc_lonlat_search(t->index->points, t->box, &t->hits);
    for (size_t k = 0; ok && k < t->hits.n; k++) {
        size_t point = t->hits.item[k];
        const lc_keyed *anchor = point < osm->n_tagged ? NULL : &t->index->anchor[point - osm->n_tagged];
        size_t node = anchor ? anchor->key : osm->tagged_node[point];
        if (!lc_lonlat_holds(t->box, osm->node_xy[node])) continue;
        ok = anchor ? push(&t->relation, anchor->item) : push(&t->tagged, point) && push(&t->node, node);
    }
    return ok;
}

/* Does a relation make an area that somebody may ask for? */
static bool makes_area(const lc_osm *osm, size_t relation) {
    lc_osm_object object = {&osm->relation_tags, relation};
    const char *type = lc_osm_tag(&object, "type");
    bool tagged = osm->relation_tags.start[relation + 1] - osm->relation_tags.start[relation] > 1;
    return type && tagged && (strcmp(type, "multipolygon") == 0 || strcmp(type, "boundary") == 0);
}

/* The ways of an area's outline that do not lie in the box. */
static bool take_outline(taking_t *t, size_t relation) {
    const lc_osm *osm = t->whole;
    bool ok = true;
    for (size_t k = osm->member_start[relation]; ok && k < osm->member_start[relation + 1]; k++) {
        size_t way = osm->member_type[k] == LC_OSM_WAY ? lc_osm_find_way(osm, osm->member_ref[k]) : SIZE_MAX;
        if (way != SIZE_MAX && !has(&t->way, way)) ok = push(&t->outline, way);
    }
    return ok;
}

/* Relations by their ways besides, and what belongs to all of them. */
static bool take_relations(taking_t *t) {
    const lc_osm *osm = t->whole;
    bool ok = true, any = false;
    for (size_t k = 0; ok && k < t->way.n; k++) ok = lc_osm_index_relations(t->index, t->way.item[k], &t->relation);
    ok = ok && lc_sort_once(t->relation.item, &t->relation.n);
    for (size_t k = 0; ok && k < t->relation.n; k++) {
        size_t r = t->relation.item[k];
        ok = take_node(t, lc_osm_find_centre(osm, LC_OSM_RELATION, osm->relation_id[r]), &any);
        if (ok && makes_area(osm, r)) ok = take_outline(t, r);
    }
    ok = ok && lc_sort_once(t->outline.item, &t->outline.n);
    for (size_t k = 0; ok && k < t->outline.n; k++) ok = take_nodes(t, t->outline.item[k], &any);
    return ok;
}

/* ------------------------------------------------------------------------------------------------------------ copying
 */

/* The tags of object `from` as those of the next object of `out`; none with `bare`. */
static bool copy_tags(const lc_osm_tags *whole, size_t from, bool bare, lc_osm_tags *out, size_t *cap_key,
                      size_t *cap_value) {
    size_t n = bare ? 0 : whole->start[from + 1] - whole->start[from];
    if (!LC_ROOM(out->key, *cap_key, out->n + n) || !LC_ROOM(out->value, *cap_value, out->n + n)) return false;
    for (size_t k = 0; k < n; k++) {
        out->key[out->n + k] = whole->key[whole->start[from] + k];
        out->value[out->n + k] = whole->value[whole->start[from] + k];
    }
    out->n += n;
    out->start[++out->n_objects] = out->n;
    return true;
}

static bool start_tags(const lc_osm_tags *whole, size_t n_objects, lc_osm_tags *out) {
    out->text = whole->text;
    out->start = LC_NEW0(size_t, n_objects + 1);
    return out->start;
}

static bool copy_nodes(const taking_t *t, lc_osm *out) {
    const lc_osm *osm = t->whole;
    size_t cap_key = 0, cap_value = 0, at = 0;
    out->node_id = LC_NEW(int64_t, t->node.n);
    out->node_xy = LC_NEW(lc_xy, t->node.n);
    out->tagged_node = LC_NEW(uint32_t, t->tagged.n);
    bool ok =
        out->node_id && out->node_xy && out->tagged_node && start_tags(&osm->node_tags, t->tagged.n, &out->node_tags);
    for (size_t k = 0; ok && k < t->node.n; k++) {
        size_t node = t->node.item[k];
        out->n_made += node < osm->n_made;
        out->node_id[out->n_nodes] = osm->node_id[node];
        out->node_xy[out->n_nodes++] = osm->node_xy[node];
    }
    /* a tagged node that is there for its way alone lies outside: as a node it is not in the part */
    for (size_t k = 0; ok && k < t->tagged.n; k++) {
        uint32_t node = osm->tagged_node[t->tagged.item[k]];
        while (t->node.item[at] < node) at++;
        out->tagged_node[out->n_tagged++] = (uint32_t)at;
        ok = copy_tags(&osm->node_tags, t->tagged.item[k], false, &out->node_tags, &cap_key, &cap_value);
    }
    return ok;
}

static bool copy_way(const lc_osm *osm, size_t way, bool bare, lc_osm *out, size_t *cap_key, size_t *cap_value) {
    size_t from = osm->way_start[way], length = osm->way_start[way + 1] - from, at = out->way_start[out->n_ways];
    if (length) memcpy(out->ref + at, osm->ref + from, length * sizeof *out->ref);
    out->way_id[out->n_ways++] = osm->way_id[way];
    out->way_start[out->n_ways] = at + length;
    return copy_tags(&osm->way_tags, way, bare, &out->way_tags, cap_key, cap_value);
}

static size_t count_refs(const lc_osm *osm, const lc_items *way) {
    size_t n = 0;
    for (size_t k = 0; k < way->n; k++) n += osm->way_start[way->item[k] + 1] - osm->way_start[way->item[k]];
    return n;
}

/* Both kinds of ways, in their order. */
static bool copy_ways(const taking_t *t, lc_osm *out) {
    const lc_osm *osm = t->whole;
    size_t n = t->way.n + t->outline.n, cap_key = 0, cap_value = 0, a = 0, b = 0;
    out->way_id = LC_NEW(int64_t, n);
    out->way_start = LC_NEW0(size_t, n + 1);
    out->ref = LC_NEW(int64_t, count_refs(osm, &t->way) + count_refs(osm, &t->outline));
    bool ok = out->way_id && out->way_start && out->ref && start_tags(&osm->way_tags, n, &out->way_tags);
    while (ok && out->n_ways < n) {
        bool bare = a == t->way.n || (b < t->outline.n && t->outline.item[b] < t->way.item[a]);
        size_t way = bare ? t->outline.item[b++] : t->way.item[a++];
        ok = copy_way(osm, way, bare, out, &cap_key, &cap_value);
    }
    return ok;
}

static bool copy_relations(const taking_t *t, lc_osm *out) {
    const lc_osm *osm = t->whole;
    size_t n = t->relation.n, members = 0, cap_key = 0, cap_value = 0;
    for (size_t k = 0; k < n; k++)
        members += osm->member_start[t->relation.item[k] + 1] - osm->member_start[t->relation.item[k]];
    out->relation_id = LC_NEW(int64_t, n);
    out->member_start = LC_NEW0(size_t, n + 1);
    out->member_type = LC_NEW(unsigned char, members);
    out->member_ref = LC_NEW(int64_t, members);
    bool ok = out->relation_id && out->member_start && out->member_type && out->member_ref &&
              start_tags(&osm->relation_tags, n, &out->relation_tags);
    for (size_t k = 0; ok && k < n; k++) {
        size_t r = t->relation.item[k], from = osm->member_start[r], length = osm->member_start[r + 1] - from;
        size_t at = out->member_start[out->n_relations];
        if (length) {
            memcpy(out->member_type + at, osm->member_type + from, length);
            memcpy(out->member_ref + at, osm->member_ref + from, length * sizeof *out->member_ref);
        }
        out->relation_id[out->n_relations++] = osm->relation_id[r];
        out->member_start[out->n_relations] = at + length;
        ok = copy_tags(&osm->relation_tags, r, false, &out->relation_tags, &cap_key, &cap_value);
    }
    return ok;
}

static bool copy_taken(const taking_t *t, lc_osm *out) {
    out->borrows_text = true;
    out->in_order = t->whole->in_order;
    out->name = lc_strdup(t->whole->name);
    memcpy(out->sha256, t->whole->sha256, sizeof out->sha256);
    return out->name && copy_nodes(t, out) && copy_ways(t, out) && copy_relations(t, out);
}

lc_status lc_osm_part_of(lc_context *ctx, const lc_osm *whole, const lc_osm_index *index, const lc_box *box,
                         lc_osm *out) {
    lc_osm part = {0};
    taking_t t = {.whole = whole, .index = index, .box = box};
    bool ok = take_ways(&t) && take_points(&t) && take_relations(&t) && lc_sort_once(t.node.item, &t.node.n);
    ok = ok && copy_taken(&t, &part);
    lc_items *list[] = {&t.way, &t.outline, &t.node, &t.relation, &t.tagged, &t.hits};
    for (size_t k = 0; k < sizeof list / sizeof *list; k++) free(list[k]->item);
    if (ok)
        *out = part;
    else
        lc_osm_free(&part);
    return ok ? LC_OK : lc_fail_memory(ctx);
}
