/* A made city as an OSM PBF file: dense nodes, then ways, in compressed blocks. */
#include <cpl_conv.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "city.h"

enum {
    BLOCK = 8000,
    SLOTS = 1 << 16
}; /* objects in a block, as other writers have it; more slots than strings in it */
static const int64_t NODES_APART = 1000000000, WAYS_APART = 100000000; /* first ids of two cities of a country */

typedef struct {
    unsigned char *p;
    size_t n, cap;
} bytes_t;

typedef struct {
    const city_t *city;
    const int64_t *id; /* of nodes */
    const lc_xy *lonlat;
    FILE *file;
    bytes_t ids, lats, lons, tags, group, block, strings, message, keys, values, refs;
    const char **string; /* of the block at work */
    size_t n_strings, cap_strings;
    size_t slot[SLOTS]; /* their numbers by hash, 0: free */
    bool ok;
} writer_t;

static void put_byte(writer_t *w, bytes_t *b, unsigned v) {
    w->ok = w->ok && LC_ROOM(b->p, b->cap, b->n + 1);
    if (w->ok) b->p[b->n++] = (unsigned char)v;
}

static void put_varint(writer_t *w, bytes_t *b, uint64_t v) {
    for (; v >= 0x80; v >>= 7) put_byte(w, b, (unsigned)(v & 0x7f) | 0x80);
    put_byte(w, b, (unsigned)v);
}

static void put_signed(writer_t *w, bytes_t *b, int64_t v) {
    put_varint(w, b, ((uint64_t)v << 1) ^ (uint64_t)(v < 0 ? -1 : 0));
}

static void put_number(writer_t *w, bytes_t *b, unsigned field, uint64_t v) {
    put_varint(w, b, field << 3);
    put_varint(w, b, v);
}

static void put_text(writer_t *w, bytes_t *b, unsigned field, const void *p, size_t n) {
    put_varint(w, b, field << 3 | 2);
    put_varint(w, b, n);
    w->ok = w->ok && LC_ROOM(b->p, b->cap, b->n + n);
    if (w->ok && n) memcpy(b->p + b->n, p, n);
    if (w->ok) b->n += n;
}

static void put_bytes(writer_t *w, bytes_t *b, unsigned field, const bytes_t *v) {
    put_text(w, b, field, v->p, v->n);
}

static size_t string_of(writer_t *w, const char *text) {
    uint32_t h = 2166136261u; /* FNV-1a */
    for (const char *p = text; *p; p++) h = (h ^ (unsigned char)*p) * 16777619u;
    size_t *slot = &w->slot[h % SLOTS];
    for (; *slot; slot = &w->slot[++h % SLOTS])
        if (strcmp(w->string[*slot], text) == 0) return *slot;
    w->ok = w->ok && LC_ROOM(w->string, w->cap_strings, w->n_strings + 1);
    if (!w->ok) return 0;
    *slot = w->n_strings;
    w->string[w->n_strings] = text;
    return w->n_strings++;
}

/* -------------------------------------------------------------------------------------------------------- blocks */

static void write_blob(writer_t *w, const char *type, const bytes_t *data) {
    size_t packed_size = 0;
    void *packed = CPLZLibDeflate(data->p, data->n, -1, NULL, 0, &packed_size);
    bytes_t blob = {0}, head = {0};
    w->ok = w->ok && packed;
    put_number(w, &blob, 2, data->n);
    put_text(w, &blob, 3, packed, packed_size);
    put_text(w, &head, 1, type, strlen(type));
    put_number(w, &head, 3, blob.n);
    unsigned char size[4] = {0, 0, (unsigned char)(head.n >> 8), (unsigned char)head.n};
    w->ok = w->ok && fwrite(size, 1, 4, w->file) == 4 && fwrite(head.p, 1, head.n, w->file) == head.n &&
            fwrite(blob.p, 1, blob.n, w->file) == blob.n;
    free(blob.p);
    free(head.p);
    CPLFree(packed);
}

static void begin_block(writer_t *w) {
    w->ids.n = w->lats.n = w->lons.n = w->tags.n = w->group.n = 0;
    memset(w->slot, 0, sizeof w->slot);
    w->ok = w->ok && LC_ROOM(w->string, w->cap_strings, 1);
    if (w->ok) w->string[0] = ""; /* the format keeps number 0 for itself */
    w->n_strings = 1;
}

static void end_block(writer_t *w) {
    w->strings.n = w->block.n = 0;
    for (size_t i = 0; i < w->n_strings; i++) put_text(w, &w->strings, 1, w->string[i], strlen(w->string[i]));
    put_bytes(w, &w->block, 1, &w->strings);
    put_bytes(w, &w->block, 2, &w->group);
    write_blob(w, "OSMData", &w->block);
}

static void write_header(writer_t *w) {
    static const char *const features[] = {"OsmSchema-V0.6", "DenseNodes"};
    bytes_t header = {0};
    for (int i = 0; i < 2; i++) put_text(w, &header, 4, features[i], strlen(features[i]));
    put_text(w, &header, 16, "bench-city", 10);
    write_blob(w, "OSMHeader", &header);
    free(header.p);
}

static int64_t units(double degrees) {
    return (int64_t)floor(degrees * 1e7 + 0.5);
}

/* tag_of: the way whose tags a node carries, SIZE_MAX without. */
static void write_nodes(writer_t *w, const size_t *tag_of) {
    const city_t *c = w->city;
    for (size_t from = 0; from < c->n_nodes; from += BLOCK) {
        int64_t id = 0, lat = 0, lon = 0;
        begin_block(w);
        for (size_t i = from; i < c->n_nodes && i < from + BLOCK; i++) {
            put_signed(w, &w->ids, w->id[i] - id);
            put_signed(w, &w->lats, units(w->lonlat[i].y) - lat);
            put_signed(w, &w->lons, units(w->lonlat[i].x) - lon);
            id = w->id[i];
            lat = units(w->lonlat[i].y);
            lon = units(w->lonlat[i].x);
            const city_way *way = tag_of[i] == SIZE_MAX ? NULL : &c->way[tag_of[i]];
            for (size_t t = 0; way && t < way->n_tags; t++) {
                put_varint(w, &w->tags, string_of(w, c->tag[way->tag + t].key));
                put_varint(w, &w->tags, string_of(w, c->tag[way->tag + t].value));
            }
            put_varint(w, &w->tags, 0);
        }
        w->message.n = 0;
        put_bytes(w, &w->message, 1, &w->ids);
        put_bytes(w, &w->message, 8, &w->lats);
        put_bytes(w, &w->message, 9, &w->lons);
        put_bytes(w, &w->message, 10, &w->tags);
        put_bytes(w, &w->group, 2, &w->message);
        end_block(w);
    }
}

static void put_way(writer_t *w, const city_way *way, int64_t id) {
    const city_t *c = w->city;
    w->message.n = w->keys.n = w->values.n = w->refs.n = 0;
    for (size_t t = 0; t < way->n_tags; t++) {
        put_varint(w, &w->keys, string_of(w, c->tag[way->tag + t].key));
        put_varint(w, &w->values, string_of(w, c->tag[way->tag + t].value));
    }
    int64_t last = 0;
    for (size_t k = 0; k < way->n_refs; k++) {
        int64_t ref = w->id[c->ref[way->ref + k]];
        put_signed(w, &w->refs, ref - last);
        last = ref;
    }
    put_number(w, &w->message, 1, (uint64_t)id);
    put_bytes(w, &w->message, 2, &w->keys);
    put_bytes(w, &w->message, 3, &w->values);
    put_bytes(w, &w->message, 8, &w->refs);
    put_bytes(w, &w->group, 3, &w->message);
}

static void write_ways(writer_t *w) {
    const city_t *c = w->city;
    size_t in_block = 0;
    begin_block(w);
    for (size_t i = 0; i < c->n_ways; i++) {
        if (c->way[i].n_refs < 2) continue;
        put_way(w, &c->way[i], 1000 + 7 * (int64_t)i + WAYS_APART * (int64_t)c->number);
        if (++in_block < BLOCK) continue;
        end_block(w);
        begin_block(w);
        in_block = 0;
    }
    if (in_block) end_block(w);
}

static void write_all(writer_t *w) {
    const city_t *c = w->city;
    size_t *tag_of = LC_NEW(size_t, c->n_nodes);
    w->ok = tag_of != NULL;
    for (size_t i = 0; w->ok && i < c->n_nodes; i++) tag_of[i] = SIZE_MAX;
    for (size_t i = 0; w->ok && i < c->n_ways; i++)
        if (c->way[i].n_refs == 1) tag_of[c->ref[c->way[i].ref]] = i;
    if (w->ok) {
        write_header(w);
        write_nodes(w, tag_of);
        write_ways(w);
    }
    free(tag_of);
}

static void free_writer(writer_t *w) {
    bytes_t *all[] = {&w->ids,     &w->lats,    &w->lons, &w->tags,   &w->group, &w->block,
                      &w->strings, &w->message, &w->keys, &w->values, &w->refs};
    for (size_t i = 0; i < sizeof all / sizeof *all; i++) free(all[i]->p);
    free(w->string);
    free(w);
}

lc_status city_write_pbf(lc_context *ctx, const city_t *c, const lc_work_crs *crs, const char *path) {
    lc_xy *lonlat = LC_NEW(lc_xy, c->n_nodes);
    int64_t *id = LC_NEW(int64_t, c->n_nodes), next = 1000000 + NODES_APART * (int64_t)c->number;
    writer_t *w = LC_NEW0(writer_t, 1);
    lc_status status = LC_OK;
    if (!lonlat || !id || !w) {
        status = lc_fail_memory(ctx);
        goto done;
    }
    rng_t gaps = {1};
    for (size_t i = 0; i < c->n_nodes; i++) { /* ids have gaps, as those of real extracts do */
        lonlat[i] = c->node[i];
        id[i] = next += 1 + (int64_t)rng_below(&gaps, 30);
    }
    *w = (writer_t){.city = c, .id = id, .lonlat = lonlat};
    lc_work_crs_unproject(crs, lonlat, c->n_nodes);
    w->file = fopen(path, "wb");
    if (w->file) write_all(w);
    bool closed = w->file && fclose(w->file) == 0;
    if (!closed || !w->ok) status = lc_fail(ctx, LC_ERR_IO, "%s: cannot be written: %s", path, strerror(errno));
done:
    if (w) free_writer(w);
    free(lonlat);
    free(id);
    return status;
}
