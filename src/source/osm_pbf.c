/*
 * OSM PBF files (https://wiki.openstreetmap.org/wiki/PBF_Format). This reader is our own: libreadosm 1.1.0a steps over
 * nodes that are not "dense", takes a block's granularity for its end, cuts the ids of ways and relations to 32 bits,
 * reads outside the table of strings or follows NULL when numbers are off, and takes more than ten times as long.
 */
#include "source/osm_pbf.h"

#include <cpl_conv.h>
#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "base/language.h"
#include "base/memory.h"
#include "source/gdal_errors.h"
#include "source/osm_pbf_data.h"

enum { HEADER_MAX = 64 << 10, BLOB_MAX = 32 << 20 }; /* limits of the format */

typedef struct pbf_reader {
    lc_pbf data;
    FILE *file;
    uint64_t size; /* bytes of the file */
    unsigned char *blob, *raw;
    size_t cap_blob, cap_raw;
    size_t last; /* objects of the last block of data */
    bool header_seen;
} pbf_reader;

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
            return lc_fail(r->data.ctx, LC_ERR_INPUT,
                           "%s: a history file; take one date out of it first, as 'osmium time-filter' does",
                           r->data.path);
        if (f.number == 4 && !is(f.bytes, "OsmSchema-V0.6") && !is(f.bytes, "DenseNodes"))
            return lc_fail(r->data.ctx, LC_ERR_INPUT,
                           "%s: needs a reader that knows '%.*s'; convert it, as 'osmium cat -o NEW.osm.pbf' does",
                           r->data.path, n, (const char *)f.bytes.at);
        if (f.number == 5 && is(f.bytes, "LocationsOnWays"))
            return lc_fail(r->data.ctx, LC_ERR_INPUT,
                           "%s: its nodes stand on the ways and are partly left out; give the file from before "
                           "'osmium add-locations-to-ways'",
                           r->data.path);
    }
    r->header_seen = true;
    return lc_span_done(&block) ? LC_OK : lc_pbf_damaged(&r->data, "its header is malformed");
}

/* ------------------------------------------------------------------ blobs */

static lc_status read_bytes(pbf_reader *r, void *to, size_t n) {
    if (fread(to, 1, n, r->file) == n) return LC_OK;
    if (ferror(r->file))
        return lc_fail(r->data.ctx, LC_ERR_IO, "%s: cannot be read: %s", r->data.path,
                       lc_system_text(r->data.ctx, errno));
    return lc_pbf_damaged(&r->data, "the file ends in the middle of a block");
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
            return lc_fail(r->data.ctx, LC_ERR_INPUT,
                           "%s: is compressed with %s; convert it to zlib, as 'osmium cat -o NEW.osm.pbf' does",
                           r->data.path, other[f.number]);
        }
    }
    if (!lc_span_done(&blob)) return lc_pbf_damaged(&r->data, "a block's envelope is malformed");
    if (found) return LC_OK;
    if (!packed.at || raw_size == 0 || raw_size > BLOB_MAX) return lc_pbf_damaged(&r->data, "a block has no data");
    if (!LC_ROOM(r->raw, r->cap_raw, (size_t)raw_size)) return lc_fail_memory(r->data.ctx);
    size_t got = 0;
    lc_gdal_hush();
    bool ok = CPLZLibInflate(packed.at, (size_t)(packed.end - packed.at), r->raw, (size_t)raw_size, &got) != NULL;
    lc_gdal_speak();
    if (!ok || got != raw_size) return lc_pbf_damaged(&r->data, "a block cannot be uncompressed");
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
        return r->header_seen ? lc_pbf_damaged(&r->data, "there is no block where one should begin")
                              : lc_fail(r->data.ctx, LC_ERR_INPUT, "%s: not an OSM PBF file", r->data.path);
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
    if (!r->header_seen && !*is_header)
        return lc_fail(r->data.ctx, LC_ERR_INPUT, "%s: not an OSM PBF file", r->data.path);
    if (!lc_span_done(&envelope) || size > BLOB_MAX) return lc_pbf_damaged(&r->data, "a block's envelope is malformed");
    *length = (size_t)size;
    return LC_OK;
}

static lc_status read_block(pbf_reader *r) {
    bool is_header = false, is_data = false;
    size_t n = 0;
    lc_span block = {0};
    lc_status status = read_envelope(r, &is_header, &is_data, &n);
    if (status) return status;
    if (!LC_ROOM(r->blob, r->cap_blob, n + 1)) return lc_fail_memory(r->data.ctx);
    status = read_bytes(r, r->blob, n);
    if (status || (!is_header && !is_data)) return status; /* the format says to step over other types */
    status = unpack(r, n, &block);
    if (status) return status;
    if (is_header) return read_header(r, block);
    size_t before = lc_osm_builder_given(r->data.b);
    status = lc_pbf_read_data(&r->data, block);
    r->last = lc_osm_builder_given(r->data.b) - before;
    return status;
}

/* Programs fill all blocks but the last: after a full one there was another, unless the number came out even. */
static void warn_of_end(const pbf_reader *r) {
    enum { FULL = 8000 };
    if (r->last == FULL)
        lc_warn(
            r->data.ctx, "osm_cut",
            "OpenStreetMap files that end with a full block, as one does that is cut short; get it again if anything "
            "is missing",
            "%s", strrchr(r->data.path, '/') ? strrchr(r->data.path, '/') + 1 : r->data.path);
}

lc_status lc_osm_read_pbf(lc_context *ctx, const char *path, lc_osm_builder *b) {
    pbf_reader r = {.data = {.ctx = ctx, .path = path, .b = b}};
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
        r.data.at = at > 0 ? (uint64_t)at : 0;
        status = lc_progress(ctx, r.size ? (double)r.data.at / (double)r.size : 0);
        if (!status) status = read_block(&r);
    }
    if (!status && ferror(r.file))
        status = lc_fail(ctx, LC_ERR_IO, "%s: cannot be read: %s", path, lc_system_text(ctx, errno));
    if (!status && !r.header_seen) status = lc_fail(ctx, LC_ERR_INPUT, "%s: not an OSM PBF file", path);
    if (!status) warn_of_end(&r);
    lc_pbf_free(&r.data);
    free(r.raw);
    free(r.blob);
    fclose(r.file);
    return status;
}
