#include "source/osm_pbf_data.h"

#include <string.h>

#include "base/budget.h"
#include "base/language.h"
#include "base/memory.h"

/* One block's strings: number of the wanted key (looked up once), and where the text stands for each object type. */
typedef struct lc_pbf_string {
    const char *text;
    uint32_t length;
    int key; /* UNKNOWN until asked for */
    uint32_t offset[LC_OSM_TYPES];
} lc_pbf_string;

enum { UNKNOWN = -2 };

lc_status lc_pbf_damaged(lc_pbf *r, const char *what) {
    return lc_fail(r->ctx, LC_ERR_INPUT, "%s: %s (block at byte %llu); the file is damaged or cut short: get it again",
                   r->path, lc_tr(r->ctx, what), (unsigned long long)r->at);
}

void lc_pbf_free(lc_pbf *r) {
    free(r->strings);
    *r = (lc_pbf){0};
}

/* ---------------------------------------------------------------- strings */

static lc_status read_strings(lc_pbf *r, lc_span table) {
    lc_field f;
    r->n_strings = 0;
    while (lc_next_field(&table, &f)) {
        if (f.number != 1 || !f.is_bytes) continue;
        lc_status status = LC_ROOM_ASKED(r->ctx, r->path, r->strings, r->cap_strings, r->n_strings + 1);
        if (status) return status;
        size_t n = (size_t)(f.bytes.end - f.bytes.at);
        lc_pbf_string s = {.text = (const char *)f.bytes.at, .length = (uint32_t)n, .key = UNKNOWN};
        for (int type = 0; type < LC_OSM_TYPES; type++) s.offset[type] = UINT32_MAX;
        r->strings[r->n_strings++] = s;
    }
    return lc_span_done(&table) ? LC_OK : lc_pbf_damaged(r, "its table of strings is malformed");
}

static lc_status add_tag(lc_pbf *r, lc_osm_type type, uint64_t k, uint64_t v) {
    if (k >= r->n_strings || v >= r->n_strings) return lc_pbf_damaged(r, "a tag is not in its table of strings");
    lc_pbf_string *key = &r->strings[k], *value = &r->strings[v];
    if (key->key == UNKNOWN) key->key = lc_osm_builder_key(r->b, key->text, key->length);
    if (!lc_osm_wants(r->b, type, key->key)) return LC_OK;
    if (value->offset[type] == UINT32_MAX) {
        lc_status status = lc_osm_add_text(r->b, type, value->text, value->length, &value->offset[type]);
        if (status) return status;
    }
    return lc_osm_add_tag(r->b, type, key->key, value->offset[type]);
}

static lc_status deleted(lc_pbf *r) {
    return lc_fail(r->ctx, LC_ERR_INPUT,
                   "%s: a deleted object; save the current state of the data, without deleted objects", r->path);
}

/* What is said of an object: its version counts, and whether it is there. */
static lc_status add_info(lc_pbf *r, lc_osm_type type, lc_span info) {
    lc_field f;
    while (lc_next_field(&info, &f)) {
        if (f.number == 1 && !f.is_bytes) lc_osm_set_version(r->b, type, (int64_t)f.value);
        if (f.number == 6 && !f.is_bytes && !f.value) return deleted(r);
    }
    return lc_span_done(&info) ? LC_OK : lc_pbf_damaged(r, "what is said of an object is malformed");
}

static lc_status add_tags(lc_pbf *r, lc_osm_type type, lc_span keys, lc_span values) {
    uint64_t k, v;
    if (keys.at != keys.end) lc_osm_set_tagged(r->b, type);
    while (lc_next_varint(&keys, &k)) {
        if (!lc_next_varint(&values, &v)) return lc_pbf_damaged(r, "a tag has no value");
        lc_status status = add_tag(r, type, k, v);
        if (status) return status;
    }
    return lc_span_done(&keys) && lc_span_done(&values) ? LC_OK
                                                        : lc_pbf_damaged(r, "keys and values of tags do not match");
}

/* ---------------------------------------------------------------- objects */

/* Sums wrap instead of overflowing: a damaged file may hold anything. */
static int64_t plus(int64_t a, int64_t b) {
    return (int64_t)((uint64_t)a + (uint64_t)b);
}

static double degrees(const lc_pbf *r, int64_t offset, int64_t value) {
    int64_t nanodegrees = plus(offset, (int64_t)((uint64_t)r->granularity * (uint64_t)value));
    return (double)nanodegrees / 1e9;
}

/* The versions of a group of nodes, empty where there are none. Deleted objects are of files with history. */
static lc_status read_dense_info(lc_pbf *r, lc_span info, lc_span *versions) {
    uint64_t visible;
    lc_field f;
    while (lc_next_field(&info, &f)) {
        if (f.number == 1 && f.is_bytes) *versions = f.bytes;
        if (f.number != 6 || !f.is_bytes) continue;
        while (lc_next_varint(&f.bytes, &visible))
            if (!visible) return deleted(r);
    }
    return lc_span_done(&info) ? LC_OK : lc_pbf_damaged(r, "what is said of nodes is malformed");
}

static lc_status read_dense(lc_pbf *r, lc_span message) {
    lc_span ids = {0}, lats = {0}, lons = {0}, tags = {0}, versions = {0};
    lc_field f;
    while (lc_next_field(&message, &f)) {
        if (!f.is_bytes) continue;
        if (f.number == 1) ids = f.bytes;
        if (f.number == 5) {
            lc_status status = read_dense_info(r, f.bytes, &versions);
            if (status) return status;
        }
        if (f.number == 8) lats = f.bytes;
        if (f.number == 9) lons = f.bytes;
        if (f.number == 10) tags = f.bytes;
    }
    if (!lc_span_done(&message)) return lc_pbf_damaged(r, "a group of nodes is malformed");
    int64_t id = 0, lat = 0, lon = 0;
    uint64_t a, b, c, k, v;
    bool versioned = r->b->ranked && versions.at != versions.end;
    while (lc_next_varint(&ids, &a)) {
        if (!lc_next_varint(&lats, &b) || !lc_next_varint(&lons, &c))
            return lc_pbf_damaged(r, "a node has no position");
        id = plus(id, lc_zigzag(a));
        lat = plus(lat, lc_zigzag(b));
        lon = plus(lon, lc_zigzag(c));
        lc_status status = lc_osm_add_node(r->b, id, degrees(r, r->lon_offset, lon), degrees(r, r->lat_offset, lat));
        if (status) return status;
        if (versioned) {
            if (!lc_next_varint(&versions, &v)) return lc_pbf_damaged(r, "a node has no version");
            lc_osm_set_version(r->b, LC_OSM_NODE, (int64_t)v);
        }
        for (bool first = true; lc_next_varint(&tags, &k) && k != 0; first = false) {
            if (!lc_next_varint(&tags, &v)) return lc_pbf_damaged(r, "a node's tag has no value");
            if (first) lc_osm_set_tagged(r->b, LC_OSM_NODE);
            status = add_tag(r, LC_OSM_NODE, k, v);
            if (status) return status;
        }
    }
    bool done = lc_span_done(&ids) && lc_span_done(&lats) && lc_span_done(&lons) && lc_span_done(&tags) &&
                (!versioned || lc_span_done(&versions));
    return done ? LC_OK : lc_pbf_damaged(r, "ids, positions and tags of nodes do not match");
}

static lc_status read_node(lc_pbf *r, lc_span message) {
    lc_span keys = {0}, values = {0}, info = {0};
    int64_t id = 0, lat = 0, lon = 0;
    unsigned seen = 0;
    lc_field f;
    while (lc_next_field(&message, &f)) {
        if (f.number == 1 && !f.is_bytes) id = lc_zigzag(f.value), seen |= 1;
        if (f.number == 2 && f.is_bytes) keys = f.bytes;
        if (f.number == 3 && f.is_bytes) values = f.bytes;
        if (f.number == 4 && f.is_bytes) info = f.bytes;
        if (f.number == 8 && !f.is_bytes) lat = lc_zigzag(f.value), seen |= 2;
        if (f.number == 9 && !f.is_bytes) lon = lc_zigzag(f.value), seen |= 4;
    }
    if (!lc_span_done(&message) || seen != 7) return lc_pbf_damaged(r, "a node is malformed");
    lc_status status = lc_osm_add_node(r->b, id, degrees(r, r->lon_offset, lon), degrees(r, r->lat_offset, lat));
    if (!status) status = add_info(r, LC_OSM_NODE, info);
    return status ? status : add_tags(r, LC_OSM_NODE, keys, values);
}

/* What ways and relations have in common. */
typedef struct lc_pbf_object {
    lc_span keys, values, info;
    int64_t id;
    bool has_id;
} lc_pbf_object;

static void take_field(lc_pbf_object *o, const lc_field *f) {
    if (f->number == 1 && !f->is_bytes) o->id = (int64_t)f->value, o->has_id = true;
    if (f->number == 2 && f->is_bytes) o->keys = f->bytes;
    if (f->number == 3 && f->is_bytes) o->values = f->bytes;
    if (f->number == 4 && f->is_bytes) o->info = f->bytes;
}

static lc_status read_way(lc_pbf *r, lc_span message) {
    lc_pbf_object o = {0};
    lc_span refs = {0};
    int64_t ref = 0;
    uint64_t v;
    lc_field f;
    while (lc_next_field(&message, &f)) {
        take_field(&o, &f);
        if (f.number == 8 && f.is_bytes) refs = f.bytes;
    }
    if (!lc_span_done(&message) || !o.has_id) return lc_pbf_damaged(r, "a way is malformed");
    lc_status status = lc_osm_add_way(r->b, o.id);
    if (!status) status = add_info(r, LC_OSM_WAY, o.info);
    while (!status && lc_next_varint(&refs, &v)) {
        ref = plus(ref, lc_zigzag(v));
        status = lc_osm_add_ref(r->b, ref);
    }
    if (status) return status;
    return lc_span_done(&refs) ? add_tags(r, LC_OSM_WAY, o.keys, o.values)
                               : lc_pbf_damaged(r, "a way's nodes are malformed");
}

static lc_status read_relation(lc_pbf *r, lc_span message) {
    lc_pbf_object o = {0};
    lc_span members = {0}, types = {0};
    int64_t ref = 0;
    uint64_t v, type;
    lc_field f;
    while (lc_next_field(&message, &f)) {
        take_field(&o, &f);
        if (f.number == 9 && f.is_bytes) members = f.bytes;
        if (f.number == 10 && f.is_bytes) types = f.bytes;
    }
    if (!lc_span_done(&message) || !o.has_id) return lc_pbf_damaged(r, "a relation is malformed");
    lc_status status = lc_osm_add_relation(r->b, o.id);
    if (!status) status = add_info(r, LC_OSM_RELATION, o.info);
    while (!status && lc_next_varint(&members, &v)) {
        if (!lc_next_varint(&types, &type) || type > LC_OSM_RELATION) return lc_pbf_damaged(r, "a member has no type");
        ref = plus(ref, lc_zigzag(v));
        status = lc_osm_add_member(r->b, (lc_osm_type)type, ref);
    }
    if (status) return status;
    bool done = lc_span_done(&members) && lc_span_done(&types);
    return done ? add_tags(r, LC_OSM_RELATION, o.keys, o.values)
                : lc_pbf_damaged(r, "a relation's members are malformed");
}

/* ----------------------------------------------------------------- blocks */

static lc_status read_group(lc_pbf *r, lc_span group) {
    lc_status status = LC_OK;
    lc_field f;
    while (!status && lc_next_field(&group, &f)) {
        if (!f.is_bytes) continue;
        if (f.number == 1) status = read_node(r, f.bytes);
        if (f.number == 2) status = read_dense(r, f.bytes);
        if (f.number == 3) status = read_way(r, f.bytes);
        if (f.number == 4) status = read_relation(r, f.bytes);
    }
    if (status) return status;
    return lc_span_done(&group) ? LC_OK : lc_pbf_damaged(r, "a group is malformed");
}

/* Granularity and strings may stand behind the groups that need them: two rounds over the block. */
lc_status lc_pbf_read_data(lc_pbf *r, lc_span block) {
    lc_span rest = block;
    lc_status status = LC_OK;
    lc_field f;
    r->granularity = 100;
    r->lat_offset = r->lon_offset = 0;
    r->n_strings = 0;
    while (!status && lc_next_field(&rest, &f)) {
        if (f.number == 1 && f.is_bytes) status = read_strings(r, f.bytes);
        if (f.number == 17 && !f.is_bytes) r->granularity = (int64_t)f.value;
        if (f.number == 19 && !f.is_bytes) r->lat_offset = (int64_t)f.value;
        if (f.number == 20 && !f.is_bytes) r->lon_offset = (int64_t)f.value;
    }
    if (status) return status;
    if (!lc_span_done(&rest)) return lc_pbf_damaged(r, "a block of data is malformed");
    if (r->granularity <= 0) return lc_pbf_damaged(r, "a block gives all its nodes one position (granularity 0)");
    while (!status && lc_next_field(&block, &f))
        if (f.number == 2 && f.is_bytes) status = read_group(r, f.bytes);
    return status;
}
