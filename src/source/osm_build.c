#include "source/osm_build.h"

#include <math.h>
#include <string.h>

#include "base/budget.h"
#include "base/memory.h"
#include "source/osm_sort.h"

static size_t hash_text(const char *text, size_t n) {
    uint32_t h = 2166136261u; /* FNV-1a */
    for (size_t i = 0; i < n; i++) h = (h ^ (unsigned char)text[i]) * 16777619u;
    return h;
}

static bool index_keys(lc_osm_builder *b) {
    b->n_slots = 16;
    while (b->n_slots < 4 * b->n_keys) b->n_slots *= 2;
    b->slots = LC_NEW0(uint32_t, b->n_slots);
    if (!b->slots) return false;
    for (size_t k = 0; k < b->n_keys; k++) {
        size_t n = strlen(b->keys[k]);
        if (lc_osm_builder_key(b, b->keys[k], n) != LC_OSM_NO_KEY) continue;
        size_t slot = hash_text(b->keys[k], n) & (b->n_slots - 1);
        while (b->slots[slot]) slot = (slot + 1) & (b->n_slots - 1);
        b->slots[slot] = (uint32_t)k + 1;
    }
    return true;
}

int lc_osm_builder_key(const lc_osm_builder *b, const char *key, size_t n) {
    size_t slot = hash_text(key, n) & (b->n_slots - 1);
    for (; b->slots[slot]; slot = (slot + 1) & (b->n_slots - 1)) {
        const char *known = b->keys[b->slots[slot] - 1];
        if (strlen(known) == n && memcmp(known, key, n) == 0) return (int)b->slots[slot] - 1;
    }
    return LC_OSM_NO_KEY;
}

/* Is there room? No when the run may not take as much; no_room() tells. */
#define ROOM(b, array, capacity, need)                                                                                 \
    (((b)->refused = LC_ROOM_ASKED((b)->ctx, (b)->path, array, capacity, need)) == LC_OK)

static lc_status no_room(const lc_osm_builder *b) {
    return b->refused ? b->refused : lc_fail_memory(b->ctx);
}

static lc_status start_tags(lc_osm_builder *b, lc_osm_type type) {
    lc_osm_tag_builder *t = &b->tags[type];
    t->key_text = LC_NEW(uint32_t, b->n_keys);
    if (!t->key_text || !LC_ROOM(t->tags.start, t->cap_start, 1)) return lc_fail_memory(b->ctx);
    t->tags.start[0] = 0;
    for (size_t k = 0; k < b->n_keys; k++) {
        lc_status status = lc_osm_add_text(b, type, b->keys[k], strlen(b->keys[k]), &t->key_text[k]);
        if (status) return status;
    }
    return LC_OK;
}

lc_status lc_osm_builder_init(lc_context *ctx, const char *const *keys, size_t n_keys, bool ranked,
                              lc_osm_builder *out) {
    *out = (lc_osm_builder){.ctx = ctx, .ranked = ranked};
    lc_osm_builder *b = out;
    b->keys = LC_NEW0(const char *, n_keys + 1);
    if (!b->keys) return lc_fail_memory(ctx);
    for (size_t k = 0; k < n_keys; k++) {
        b->keys[k] = keys[k];
        if (strcmp(keys[k], "type") == 0) b->type_everywhere = true;
    }
    b->keys[n_keys] = "type";
    b->n_keys = n_keys + 1;
    lc_osm *osm = &b->osm;
    if (!index_keys(b) || !LC_ROOM(osm->way_start, b->cap_way_start, 1) ||
        !LC_ROOM(osm->member_start, b->cap_member_start, 1)) {
        lc_osm_builder_free(b);
        return lc_fail_memory(ctx);
    }
    osm->way_start[0] = osm->member_start[0] = 0;
    for (int type = 0; type < LC_OSM_TYPES; type++) {
        lc_status status = start_tags(b, (lc_osm_type)type);
        if (status) {
            lc_osm_builder_free(b);
            return status;
        }
    }
    return LC_OK;
}

static void free_tags(lc_osm_tags *tags) {
    free(tags->start);
    free(tags->key);
    free(tags->value);
    free(tags->text);
    *tags = (lc_osm_tags){0};
}

void lc_osm_builder_free(lc_osm_builder *b) {
    for (int type = 0; type < LC_OSM_TYPES; type++) {
        free_tags(&b->tags[type].tags);
        free(b->tags[type].key_text);
    }
    for (int type = 0; type < LC_OSM_TYPES; type++) free(b->rank[type]);
    lc_osm_free(&b->osm);
    free(b->slots);
    free(b->keys);
    *b = (lc_osm_builder){0};
}

/* ---------------------------------------------------------------- objects */

/* A further object that can own tags. */
static bool begin_tags(lc_osm_builder *b, lc_osm_type type) {
    lc_osm_tag_builder *t = &b->tags[type];
    if (!ROOM(b, t->tags.start, t->cap_start, t->tags.n_objects + 2)) return false;
    t->tags.n_objects++;
    t->tags.start[t->tags.n_objects] = t->tags.n;
    return true;
}

/* Ids of our own begin where no map has any. */
static lc_status check_id(lc_osm_builder *b, int64_t id) {
    if (id > LC_OSM_ID_LEAST) return LC_OK;
    return lc_fail(b->ctx, LC_ERR_INPUT, "%s: %lld is no id of an object; correct or remove it", b->path,
                   (long long)id);
}

static bool put_rank(lc_osm_builder *b, lc_osm_type type, size_t object, lc_osm_rank rank) {
    if (!b->ranked) return true;
    if (!ROOM(b, b->rank[type], b->cap_rank[type], object + 1)) return false;
    b->rank[type][object] = rank;
    return true;
}

static lc_status append_node(lc_osm_builder *b, int64_t id, double lon, double lat, lc_osm_rank rank) {
    if (!(lon >= -180 && lon <= 180 && lat >= -90 && lat <= 90))
        return lc_fail(b->ctx, LC_ERR_INPUT,
                       "%s: node %lld has no position on the globe (lon %g, lat %g); correct or remove it", b->path,
                       (long long)id, lon, lat);
    lc_osm *osm = &b->osm;
    if (osm->n_nodes == UINT32_MAX - 1)
        return lc_fail(b->ctx, LC_ERR_INPUT, "%s: more nodes than can be counted; cut an extract of the city first",
                       b->path);
    if (!ROOM(b, osm->node_id, b->cap_id, osm->n_nodes + 1) || !ROOM(b, osm->node_xy, b->cap_xy, osm->n_nodes + 1) ||
        !put_rank(b, LC_OSM_NODE, osm->n_nodes, rank))
        return no_room(b);
    osm->node_id[osm->n_nodes] = id;
    osm->node_xy[osm->n_nodes++] = (lc_xy){lon, lat};
    b->node_open = true;
    return LC_OK;
}

static lc_status append_way(lc_osm_builder *b, int64_t id, lc_osm_rank rank) {
    lc_osm *osm = &b->osm;
    lc_status status = check_id(b, id);
    if (status) return status;
    if (!ROOM(b, osm->way_id, b->cap_way, osm->n_ways + 1) ||
        !ROOM(b, osm->way_start, b->cap_way_start, osm->n_ways + 2) || !put_rank(b, LC_OSM_WAY, osm->n_ways, rank) ||
        !begin_tags(b, LC_OSM_WAY))
        return no_room(b);
    if (osm->n_ways == 0) b->nodes_first = osm->n_nodes;
    osm->way_id[osm->n_ways++] = id;
    osm->way_start[osm->n_ways] = b->n_refs;
    return LC_OK;
}

lc_status lc_osm_add_node(lc_osm_builder *b, int64_t id, double lon, double lat) {
    lc_status status = check_id(b, id);
    return status ? status : append_node(b, id, lon, lat, LC_OSM_PLAIN);
}

lc_status lc_osm_add_way(lc_osm_builder *b, int64_t id) {
    return append_way(b, id, LC_OSM_PLAIN);
}

lc_status lc_osm_add_ref(lc_osm_builder *b, int64_t node) {
    if (!ROOM(b, b->osm.ref, b->cap_ref, b->n_refs + 1)) return no_room(b);
    b->osm.ref[b->n_refs++] = node;
    b->osm.way_start[b->osm.n_ways] = b->n_refs;
    return LC_OK;
}

lc_status lc_osm_add_relation(lc_osm_builder *b, int64_t id) {
    lc_osm *osm = &b->osm;
    lc_status status = check_id(b, id);
    if (status) return status;
    if (!ROOM(b, osm->relation_id, b->cap_relation, osm->n_relations + 1) ||
        !ROOM(b, osm->member_start, b->cap_member_start, osm->n_relations + 2) ||
        !put_rank(b, LC_OSM_RELATION, osm->n_relations, LC_OSM_PLAIN) || !begin_tags(b, LC_OSM_RELATION))
        return no_room(b);
    if (osm->n_relations == 0) b->ways_first = osm->n_ways;
    osm->relation_id[osm->n_relations++] = id;
    osm->member_start[osm->n_relations] = b->n_members;
    return LC_OK;
}

lc_status lc_osm_add_member(lc_osm_builder *b, lc_osm_type type, int64_t ref) {
    lc_osm *osm = &b->osm;
    if (!ROOM(b, osm->member_type, b->cap_member_type, b->n_members + 1) ||
        !ROOM(b, osm->member_ref, b->cap_member_ref, b->n_members + 1))
        return no_room(b);
    osm->member_type[b->n_members] = (unsigned char)type;
    osm->member_ref[b->n_members++] = ref;
    osm->member_start[osm->n_relations] = b->n_members;
    return LC_OK;
}

/* ---------------------------------------------------- versions and places */

static lc_osm_rank *last_rank(lc_osm_builder *b, lc_osm_type type) {
    const size_t n[LC_OSM_TYPES] = {b->osm.n_nodes, b->osm.n_ways, b->osm.n_relations};
    return &b->rank[type][n[type] - 1];
}

void lc_osm_set_version(lc_osm_builder *b, lc_osm_type type, int64_t version) {
    if (b->ranked) *last_rank(b, type) = lc_osm_rank_of(version, false);
}

void lc_osm_set_tagged(lc_osm_builder *b, lc_osm_type type) {
    if (!b->ranked) return;
    lc_osm_rank *rank = last_rank(b, type);
    *rank = lc_osm_rank_tagged(*rank);
}

lc_status lc_osm_add_position(lc_osm_builder *b, int64_t node, double lon, double lat) {
    b->n_derived++;
    return append_node(b, node, lon, lat, LC_OSM_DERIVED);
}

lc_status lc_osm_add_centre(lc_osm_builder *b, lc_osm_type type, int64_t id, double lon, double lat) {
    if (id >= -LC_OSM_ID_LEAST)
        return lc_fail(b->ctx, LC_ERR_INPUT, "%s: %lld is no id of an object; correct or remove it", b->path,
                       (long long)id);
    return lc_osm_add_position(b, lc_osm_centre_id(type, id), lon, lat);
}

lc_status lc_osm_add_derived_way(lc_osm_builder *b, int64_t id) {
    b->n_derived++;
    return append_way(b, id, LC_OSM_DERIVED);
}

/* Places in units of 1e-7 degrees, a number of 63 bits: from INT64_MIN on, far below the centres. */
int64_t lc_osm_place_id(double lon, double lat) {
    int64_t x = llround((lon + 180) * 1e7), y = llround((lat + 90) * 1e7);
    return INT64_MIN + (x << 31) + y;
}

/* ------------------------------------------------------------------- tags */

lc_status lc_osm_add_text(lc_osm_builder *b, lc_osm_type type, const char *text, size_t n, uint32_t *offset) {
    lc_osm_tag_builder *t = &b->tags[type];
    if (t->n_text + n + 1 > UINT32_MAX)
        return lc_fail(b->ctx, LC_ERR_INPUT, "%s: more text than can be kept; cut an extract of the city first",
                       b->path);
    if (!ROOM(b, t->tags.text, t->cap_text, t->n_text + n + 1)) return no_room(b);
    memcpy(t->tags.text + t->n_text, text, n);
    t->tags.text[t->n_text + n] = '\0';
    *offset = (uint32_t)t->n_text;
    t->n_text += n + 1;
    return LC_OK;
}

bool lc_osm_wants(const lc_osm_builder *b, lc_osm_type type, int key) {
    if (key == LC_OSM_NO_KEY) return false;
    return type == LC_OSM_RELATION || b->type_everywhere || (size_t)key + 1 < b->n_keys;
}

lc_status lc_osm_add_tag(lc_osm_builder *b, lc_osm_type type, int key, uint32_t value) {
    if (!lc_osm_wants(b, type, key)) return LC_OK;
    lc_osm_tag_builder *t = &b->tags[type];
    if (type == LC_OSM_NODE && b->node_open) {
        if (!ROOM(b, b->osm.tagged_node, b->cap_tagged, b->osm.n_tagged + 1) || !begin_tags(b, type)) return no_room(b);
        b->osm.tagged_node[b->osm.n_tagged++] = (uint32_t)(b->osm.n_nodes - 1);
        b->node_open = false;
    }
    if (!ROOM(b, t->tags.key, t->cap_key, t->tags.n + 1) || !ROOM(b, t->tags.value, t->cap_value, t->tags.n + 1))
        return no_room(b);
    t->tags.key[t->tags.n] = t->key_text[key];
    t->tags.value[t->tags.n++] = value;
    t->tags.start[t->tags.n_objects] = t->tags.n;
    return LC_OK;
}

size_t lc_osm_builder_given(const lc_osm_builder *b) {
    return b->osm.n_nodes + b->osm.n_ways + b->osm.n_relations - b->n_derived;
}

/* Nodes first, then ways, then relations, and nothing that they say of one another. */
static bool types_in_order(const lc_osm_builder *b) {
    const lc_osm *osm = &b->osm;
    return b->n_derived == 0 && (osm->n_ways == 0 || b->nodes_first == osm->n_nodes) &&
           (osm->n_relations == 0 || b->ways_first == osm->n_ways);
}

static size_t count_made(const lc_osm *osm) {
    size_t low = 0, high = osm->n_nodes;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (osm->node_id[middle] < LC_OSM_ID_LEAST)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

lc_status lc_osm_builder_finish(lc_osm_builder *b, lc_osm *out, bool *again) {
    b->osm.node_tags = b->tags[LC_OSM_NODE].tags;
    b->osm.way_tags = b->tags[LC_OSM_WAY].tags;
    b->osm.relation_tags = b->tags[LC_OSM_RELATION].tags;
    for (int type = 0; type < LC_OSM_TYPES; type++) b->tags[type].tags = (lc_osm_tags){0};
    bool in_order = false, types = types_in_order(b);
    lc_status status = lc_memory_ask(b->ctx, b->path, lc_osm_sort_bytes(&b->osm));
    if (status) return status;
    status = lc_osm_sort(b->ctx, &b->osm, b->ranked ? b->rank : NULL, &in_order, again);
    if (status || *again) return status;
    b->osm.n_made = count_made(&b->osm);
    b->osm.in_order = in_order && types;
    *out = b->osm;
    b->osm = (lc_osm){0};
    return LC_OK;
}
