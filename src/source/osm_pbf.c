/*
 * OSM PBF files (https://wiki.openstreetmap.org/wiki/PBF_Format). This reader is our own: libreadosm 1.1.0a steps over
 * nodes that are not "dense", takes a block's granularity for its end, cuts the ids of ways and relations to 32 bits,
 * reads outside the table of strings or follows NULL when numbers are off, and takes more than ten times as long.
 */
#include <cpl_conv.h>
#include <cpl_error.h>
#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "base/language.h"
#include "base/memory.h"
#include "source/osm_build.h"
#include "source/protobuf.h"

enum { HEADER_MAX = 64 << 10, BLOB_MAX = 32 << 20 }; /* limits of the format */

/* One block's strings: number of the wanted key (looked up once), and where the text stands for each object type. */
typedef struct pbf_string {
    const char *text;
    uint32_t length;
    int key; /* UNKNOWN until asked for */
    uint32_t offset[LC_OSM_TYPES];
} pbf_string;

enum { UNKNOWN = -2 };

typedef struct pbf_reader {
    lc_context *ctx;
    const char *path;
    lc_osm_builder *b;
    FILE *file;
    uint64_t size, at; /* bytes of the file; where the block at work begins */
    unsigned char *blob, *raw;
    size_t cap_blob, cap_raw;
    pbf_string *strings;
    size_t n_strings, cap_strings;
    int64_t granularity, lat_offset, lon_offset;
    bool header_seen;
} pbf_reader;

static lc_status damaged(pbf_reader *r, const char *what) {
    return lc_fail(r->ctx, LC_ERR_INPUT, "%s: %s (block at byte %llu); the file is damaged or cut short: get it again",
                   r->path, lc_tr(r->ctx, what), (unsigned long long)r->at);
}

/* ---------------------------------------------------------------- strings */

static lc_status read_strings(pbf_reader *r, lc_span table) {
    lc_field f;
    r->n_strings = 0;
    while (lc_next_field(&table, &f)) {
        if (f.number != 1 || !f.is_bytes) continue;
        if (!LC_ROOM(r->strings, r->cap_strings, r->n_strings + 1)) return lc_fail_memory(r->ctx);
        size_t n = (size_t)(f.bytes.end - f.bytes.at);
        pbf_string s = {.text = (const char *)f.bytes.at, .length = (uint32_t)n, .key = UNKNOWN};
        for (int type = 0; type < LC_OSM_TYPES; type++) s.offset[type] = UINT32_MAX;
        r->strings[r->n_strings++] = s;
    }
    return lc_span_done(&table) ? LC_OK : damaged(r, "its table of strings is malformed");
}

static lc_status add_tag(pbf_reader *r, lc_osm_type type, uint64_t k, uint64_t v) {
    if (k >= r->n_strings || v >= r->n_strings) return damaged(r, "a tag is not in its table of strings");
    pbf_string *key = &r->strings[k], *value = &r->strings[v];
    if (key->key == UNKNOWN) key->key = lc_osm_builder_key(r->b, key->text, key->length);
    if (!lc_osm_wants(r->b, type, key->key)) return LC_OK;
    if (value->offset[type] == UINT32_MAX) {
        lc_status status = lc_osm_add_text(r->b, type, value->text, value->length, &value->offset[type]);
        if (status) return status;
    }
    return lc_osm_add_tag(r->b, type, key->key, value->offset[type]);
}

static lc_status deleted(pbf_reader *r) {
    return lc_fail(r->ctx, LC_ERR_INPUT,
                   "%s: a deleted object; save the current state of the data, without deleted objects", r->path);
}

/* What is said of an object, of which the version counts. */
static lc_status add_info(pbf_reader *r, lc_osm_type type, lc_span info) {
    lc_field f;
    if (!r->b->ranked) return LC_OK;
    while (lc_next_field(&info, &f)) {
        if (f.number == 1 && !f.is_bytes) lc_osm_set_version(r->b, type, (int64_t)f.value);
        if (f.number == 6 && !f.is_bytes && !f.value) return deleted(r);
    }
    return lc_span_done(&info) ? LC_OK : damaged(r, "what is said of an object is malformed");
}

static lc_status add_tags(pbf_reader *r, lc_osm_type type, lc_span keys, lc_span values) {
    uint64_t k, v;
    if (keys.at != keys.end) lc_osm_set_tagged(r->b, type);
    while (lc_next_varint(&keys, &k)) {
        if (!lc_next_varint(&values, &v)) return damaged(r, "a tag has no value");
        lc_status status = add_tag(r, type, k, v);
        if (status) return status;
    }
    return lc_span_done(&keys) && lc_span_done(&values) ? LC_OK : damaged(r, "keys and values of tags do not match");
}

/* ---------------------------------------------------------------- objects */

/* Sums wrap instead of overflowing: a damaged file may hold anything. */
static int64_t plus(int64_t a, int64_t b) {
    return (int64_t)((uint64_t)a + (uint64_t)b);
}

static double degrees(const pbf_reader *r, int64_t offset, int64_t value) {
    int64_t nanodegrees = plus(offset, (int64_t)((uint64_t)r->granularity * (uint64_t)value));
    return (double)nanodegrees / 1e9;
}

/* The versions of a group of nodes, empty where there are none. Deleted objects are of files with history. */
static lc_status read_dense_info(pbf_reader *r, lc_span info, lc_span *versions) {
    uint64_t visible;
    lc_field f;
    while (lc_next_field(&info, &f)) {
        if (f.number == 1 && f.is_bytes) *versions = f.bytes;
        if (f.number != 6 || !f.is_bytes) continue;
        while (lc_next_varint(&f.bytes, &visible))
            if (!visible) return deleted(r);
    }
    return lc_span_done(&info) ? LC_OK : damaged(r, "what is said of nodes is malformed");
}

static lc_status read_dense(pbf_reader *r, lc_span message) {
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
    if (!lc_span_done(&message)) return damaged(r, "a group of nodes is malformed");
    int64_t id = 0, lat = 0, lon = 0;
    uint64_t a, b, c, k, v;
    bool versioned = r->b->ranked && versions.at != versions.end;
    while (lc_next_varint(&ids, &a)) {
        if (!lc_next_varint(&lats, &b) || !lc_next_varint(&lons, &c)) return damaged(r, "a node has no position");
        id = plus(id, lc_zigzag(a));
        lat = plus(lat, lc_zigzag(b));
        lon = plus(lon, lc_zigzag(c));
        lc_status status = lc_osm_add_node(r->b, id, degrees(r, r->lon_offset, lon), degrees(r, r->lat_offset, lat));
        if (status) return status;
        if (versioned) {
            if (!lc_next_varint(&versions, &v)) return damaged(r, "a node has no version");
            lc_osm_set_version(r->b, LC_OSM_NODE, (int64_t)v);
        }
        for (bool first = true; lc_next_varint(&tags, &k) && k != 0; first = false) {
            if (!lc_next_varint(&tags, &v)) return damaged(r, "a node's tag has no value");
            if (first) lc_osm_set_tagged(r->b, LC_OSM_NODE);
            status = add_tag(r, LC_OSM_NODE, k, v);
            if (status) return status;
        }
    }
    bool done = lc_span_done(&ids) && lc_span_done(&lats) && lc_span_done(&lons) && lc_span_done(&tags) &&
                (!versioned || lc_span_done(&versions));
    return done ? LC_OK : damaged(r, "ids, positions and tags of nodes do not match");
}

static lc_status read_node(pbf_reader *r, lc_span message) {
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
    if (!lc_span_done(&message) || seen != 7) return damaged(r, "a node is malformed");
    lc_status status = lc_osm_add_node(r->b, id, degrees(r, r->lon_offset, lon), degrees(r, r->lat_offset, lat));
    if (!status) status = add_info(r, LC_OSM_NODE, info);
    return status ? status : add_tags(r, LC_OSM_NODE, keys, values);
}

static lc_status read_way(pbf_reader *r, lc_span message) {
    lc_span keys = {0}, values = {0}, info = {0}, refs = {0};
    int64_t id = 0, ref = 0;
    bool has_id = false;
    uint64_t v;
    lc_field f;
    while (lc_next_field(&message, &f)) {
        if (f.number == 1 && !f.is_bytes) id = (int64_t)f.value, has_id = true;
        if (f.number == 2 && f.is_bytes) keys = f.bytes;
        if (f.number == 3 && f.is_bytes) values = f.bytes;
        if (f.number == 4 && f.is_bytes) info = f.bytes;
        if (f.number == 8 && f.is_bytes) refs = f.bytes;
    }
    if (!lc_span_done(&message) || !has_id) return damaged(r, "a way is malformed");
    lc_status status = lc_osm_add_way(r->b, id);
    if (!status) status = add_info(r, LC_OSM_WAY, info);
    while (!status && lc_next_varint(&refs, &v)) {
        ref = plus(ref, lc_zigzag(v));
        status = lc_osm_add_ref(r->b, ref);
    }
    if (status) return status;
    return lc_span_done(&refs) ? add_tags(r, LC_OSM_WAY, keys, values) : damaged(r, "a way's nodes are malformed");
}

static lc_status read_relation(pbf_reader *r, lc_span message) {
    lc_span keys = {0}, values = {0}, info = {0}, members = {0}, types = {0};
    int64_t id = 0, ref = 0;
    bool has_id = false;
    uint64_t v, type;
    lc_field f;
    while (lc_next_field(&message, &f)) {
        if (f.number == 1 && !f.is_bytes) id = (int64_t)f.value, has_id = true;
        if (f.number == 2 && f.is_bytes) keys = f.bytes;
        if (f.number == 3 && f.is_bytes) values = f.bytes;
        if (f.number == 4 && f.is_bytes) info = f.bytes;
        if (f.number == 9 && f.is_bytes) members = f.bytes;
        if (f.number == 10 && f.is_bytes) types = f.bytes;
    }
    if (!lc_span_done(&message) || !has_id) return damaged(r, "a relation is malformed");
    lc_status status = lc_osm_add_relation(r->b, id);
    if (!status) status = add_info(r, LC_OSM_RELATION, info);
    while (!status && lc_next_varint(&members, &v)) {
        if (!lc_next_varint(&types, &type) || type > LC_OSM_RELATION) return damaged(r, "a member has no type");
        ref = plus(ref, lc_zigzag(v));
        status = lc_osm_add_member(r->b, (lc_osm_type)type, ref);
    }
    if (status) return status;
    bool done = lc_span_done(&members) && lc_span_done(&types);
    return done ? add_tags(r, LC_OSM_RELATION, keys, values) : damaged(r, "a relation's members are malformed");
}

/* ----------------------------------------------------------------- blocks */

static lc_status read_group(pbf_reader *r, lc_span group) {
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
    return lc_span_done(&group) ? LC_OK : damaged(r, "a group is malformed");
}

/* Granularity and strings may stand behind the groups that need them: two rounds over the block. */
static lc_status read_data(pbf_reader *r, lc_span block) {
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
    if (!lc_span_done(&rest)) return damaged(r, "a block of data is malformed");
    while (!status && lc_next_field(&block, &f))
        if (f.number == 2 && f.is_bytes) status = read_group(r, f.bytes);
    return status;
}

static bool is(lc_span bytes, const char *text) {
    size_t n = strlen(text);
    return (size_t)(bytes.end - bytes.at) == n && memcmp(bytes.at, text, n) == 0;
}

static lc_status read_header(pbf_reader *r, lc_span block) {
    lc_field f;
    while (lc_next_field(&block, &f)) {
        if (!f.is_bytes) continue;
        int n = (int)(f.bytes.end - f.bytes.at);
        if (f.number == 4 && is(f.bytes, "HistoricalInformation"))
            return lc_fail(r->ctx, LC_ERR_INPUT,
                           "%s: a history file; take one date out of it first, as 'osmium time-filter' does", r->path);
        if (f.number == 4 && !is(f.bytes, "OsmSchema-V0.6") && !is(f.bytes, "DenseNodes"))
            return lc_fail(r->ctx, LC_ERR_INPUT,
                           "%s: needs a reader that knows '%.*s'; convert it, as 'osmium cat -o NEW.osm.pbf' does",
                           r->path, n, (const char *)f.bytes.at);
        if (f.number == 5 && is(f.bytes, "LocationsOnWays"))
            return lc_fail(r->ctx, LC_ERR_INPUT,
                           "%s: its nodes stand on the ways and are partly left out; give the file from before "
                           "'osmium add-locations-to-ways'",
                           r->path);
    }
    r->header_seen = true;
    return lc_span_done(&block) ? LC_OK : damaged(r, "its header is malformed");
}

/* ------------------------------------------------------------------ blobs */

static lc_status read_bytes(pbf_reader *r, void *to, size_t n) {
    if (fread(to, 1, n, r->file) == n) return LC_OK;
    if (ferror(r->file))
        return lc_fail(r->ctx, LC_ERR_IO, "%s: cannot be read: %s", r->path, lc_system_text(r->ctx, errno));
    return damaged(r, "the file ends in the middle of a block");
}

/* The block inside a blob, uncompressed: in r->blob or r->raw. */
static lc_status unpack(pbf_reader *r, size_t n, lc_span *out) {
    static const char *const other[] = {[4] = "lzma", [5] = "bzip2", [6] = "lz4", [7] = "zstd"};
    lc_span blob = {r->blob, r->blob + n}, packed = {0};
    uint64_t raw_size = 0;
    bool found = false;
    lc_field f;
    while (lc_next_field(&blob, &f)) {
        if (f.number == 1 && f.is_bytes) {
            *out = f.bytes;
            found = true;
        } else if (f.number == 2 && !f.is_bytes) {
            raw_size = f.value;
        } else if (f.number == 3 && f.is_bytes) {
            packed = f.bytes;
        } else if (f.number >= 4 && f.number <= 7 && f.is_bytes) {
            return lc_fail(r->ctx, LC_ERR_INPUT,
                           "%s: is compressed with %s; convert it to zlib, as 'osmium cat -o NEW.osm.pbf' does",
                           r->path, other[f.number]);
        }
    }
    if (!lc_span_done(&blob)) return damaged(r, "a block's envelope is malformed");
    if (found) return LC_OK;
    if (!packed.at || raw_size == 0 || raw_size > BLOB_MAX) return damaged(r, "a block has no data");
    if (!LC_ROOM(r->raw, r->cap_raw, (size_t)raw_size)) return lc_fail_memory(r->ctx);
    size_t got = 0;
    CPLPushErrorHandler(CPLQuietErrorHandler);
    bool ok = CPLZLibInflate(packed.at, (size_t)(packed.end - packed.at), r->raw, (size_t)raw_size, &got) != NULL;
    CPLPopErrorHandler();
    if (!ok || got != raw_size) return damaged(r, "a block cannot be uncompressed");
    *out = (lc_span){r->raw, r->raw + got};
    return LC_OK;
}

/* The envelope of the next block: its type and the length of what follows. */
static lc_status read_envelope(pbf_reader *r, bool *is_header, bool *is_data, size_t *length) {
    unsigned char prefix[4], bytes[HEADER_MAX];
    lc_status status = read_bytes(r, prefix, sizeof prefix);
    if (status) return status;
    size_t n = (size_t)prefix[0] << 24 | (size_t)prefix[1] << 16 | (size_t)prefix[2] << 8 | prefix[3];
    if (n == 0 || n > HEADER_MAX)
        return r->header_seen ? damaged(r, "there is no block where one should begin")
                              : lc_fail(r->ctx, LC_ERR_INPUT, "%s: not an OSM PBF file", r->path);
    status = read_bytes(r, bytes, n);
    if (status) return status;
    lc_span envelope = {bytes, bytes + n};
    uint64_t size = UINT64_MAX;
    lc_field f;
    while (lc_next_field(&envelope, &f)) {
        if (f.number == 1 && f.is_bytes) {
            *is_header = is(f.bytes, "OSMHeader");
            *is_data = is(f.bytes, "OSMData");
        }
        if (f.number == 3 && !f.is_bytes) size = f.value;
    }
    if (!r->header_seen && !*is_header) return lc_fail(r->ctx, LC_ERR_INPUT, "%s: not an OSM PBF file", r->path);
    if (!lc_span_done(&envelope) || size > BLOB_MAX) return damaged(r, "a block's envelope is malformed");
    *length = (size_t)size;
    return LC_OK;
}

static lc_status read_block(pbf_reader *r) {
    bool is_header = false, is_data = false;
    size_t n = 0;
    lc_span block = {0};
    lc_status status = read_envelope(r, &is_header, &is_data, &n);
    if (status) return status;
    if (!LC_ROOM(r->blob, r->cap_blob, n + 1)) return lc_fail_memory(r->ctx);
    status = read_bytes(r, r->blob, n);
    if (status || (!is_header && !is_data)) return status; /* the format says to step over other types */
    status = unpack(r, n, &block);
    if (status) return status;
    return is_header ? read_header(r, block) : read_data(r, block);
}

lc_status lc_osm_read_pbf(lc_context *ctx, const char *path, lc_osm_builder *b) {
    pbf_reader r = {.ctx = ctx, .path = path, .b = b};
    lc_status status = LC_OK;
    r.file = fopen(path, "rb");
    if (!r.file) return lc_fail(ctx, LC_ERR_IO, "%s: cannot be read: %s", path, lc_system_text(ctx, errno));
    if (fseeko(r.file, 0, SEEK_END) == 0) {
        off_t size = ftello(r.file);
        r.size = size > 0 ? (uint64_t)size : 0;
        rewind(r.file);
    }
    while (!status) {
        int next = getc(r.file);
        if (next == EOF) break;
        ungetc(next, r.file);
        off_t at = ftello(r.file);
        r.at = at > 0 ? (uint64_t)at : 0;
        status = lc_progress(ctx, r.size ? (double)r.at / (double)r.size : 0);
        if (!status) status = read_block(&r);
    }
    if (!status && ferror(r.file))
        status = lc_fail(ctx, LC_ERR_IO, "%s: cannot be read: %s", path, lc_system_text(ctx, errno));
    if (!status && !r.header_seen) status = lc_fail(ctx, LC_ERR_INPUT, "%s: not an OSM PBF file", path);
    free(r.strings);
    free(r.raw);
    free(r.blob);
    fclose(r.file);
    return status;
}
