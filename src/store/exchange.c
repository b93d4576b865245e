#include "store/exchange.h"

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "base/memory.h"
#include "store/arrays.h"
#include "store/geom_arrays.h"

enum { NAME_BYTES = 64 };

void lc_exchange_begin(lc_exchange *x, const char *section) {
    x->section = section;
    x->number = 0;
}

static void next_name(lc_exchange *x, char name[NAME_BYTES]) {
    snprintf(name, NAME_BYTES, "%s %zu", x->section, ++x->number);
}

static size_t file_bytes(lc_exchange *x) {
    struct stat file;
    if (!x->bytes) x->bytes = stat(x->db->path, &file) == 0 ? (size_t)file.st_size : SIZE_MAX;
    return x->bytes;
}

void *lc_exchange_room(lc_exchange *x, void *there, size_t n, size_t size) {
    if (!x->reads) return there;
    lc_exchange_hold(x, n <= file_bytes(x));
    if (x->status != LC_OK) return NULL;
    void *room = lc_calloc_array(n, size);
    if (!room) x->status = lc_fail_memory(x->db->ctx);
    return room;
}

void lc_exchange_hold(lc_exchange *x, bool sound) {
    if (x->status == LC_OK && !sound) x->status = lc_database_damaged(x->db);
}

/* ------------------------------------------------------------------------------------------------------------ bytes
 */

static void write_bytes(lc_exchange *x, const void *bytes, size_t size) {
    char name[NAME_BYTES];
    next_name(x, name);
    if (x->status == LC_OK && size) x->status = lc_array_insert(x->db, name, bytes, size);
}

static void *read_bytes(lc_exchange *x, size_t size, size_t *n) {
    char name[NAME_BYTES];
    void *bytes = NULL;
    next_name(x, name);
    if (x->status == LC_OK) x->status = lc_array_select(x->db, name, size, &bytes, n);
    return bytes;
}

/* --------------------------------------------------------------------------------------------------------- columns */

static void write_column(lc_exchange *x, const char *first, size_t stride, size_t n, size_t size) {
    if (stride == size || n == 0) {
        write_bytes(x, first, n * size);
        return;
    }
    char *column = lc_alloc_array(n, size);
    if (!column) x->status = lc_fail_memory(x->db->ctx);
    for (size_t k = 0; column && k < n; k++) memcpy(column + k * size, first + k * stride, size);
    if (column) write_bytes(x, column, n * size);
    free(column);
}

static void read_column(lc_exchange *x, char *first, size_t stride, size_t n, size_t size) {
    size_t there = 0;
    char *column = read_bytes(x, size, &there);
    lc_exchange_hold(x, there == n);
    for (size_t k = 0; x->status == LC_OK && k < n; k++) memcpy(first + k * stride, column + k * size, size);
    free(column);
}

void lc_exchange_column(lc_exchange *x, void *first, size_t stride, size_t n, size_t size) {
    if (x->status != LC_OK) return;
    x->reads ? read_column(x, first, stride, n, size) : write_column(x, first, stride, n, size);
}

void lc_exchange_flags(lc_exchange *x, void *first, size_t stride, size_t n) {
    unsigned char *flag = x->status == LC_OK ? LC_NEW(unsigned char, n) : NULL;
    if (x->status == LC_OK && !flag) x->status = lc_fail_memory(x->db->ctx);
    for (size_t k = 0; x->status == LC_OK && !x->reads && k < n; k++)
        flag[k] = *(const bool *)((const char *)first + k * stride);
    lc_exchange_column(x, flag, 1, n, 1);
    for (size_t k = 0; x->status == LC_OK && x->reads && k < n; k++) {
        lc_exchange_hold(x, flag[k] <= 1);
        *(bool *)((char *)first + k * stride) = flag[k] == 1;
    }
    free(flag);
}

/* ----------------------------------------------------------------------------------------------------------- texts */

void lc_exchange_texts(lc_exchange *x, void *first, size_t stride, size_t n) {
    char name[NAME_BYTES], **text = NULL;
    if (x->status != LC_OK) return;
    next_name(x, name);
    if (!x->reads) {
        x->status = lc_texts_insert(x->db, name, first, stride, n);
        return;
    }
    x->status = lc_texts_select(x->db, name, n, &text);
    for (size_t k = 0; text && k < n; k++) memcpy((char *)first + k * stride, &text[k], sizeof *text);
    free(text);
}

/* ------------------------------------------------------------------------------------------------------ geometries */

static void exchange_array(lc_exchange *x, void **array, size_t *n, size_t size) {
    if (x->reads)
        *array = read_bytes(x, size, n);
    else
        write_bytes(x, *array, *n * size);
}

void lc_exchange_geoms(lc_exchange *x, lc_geoms *g, size_t n_features) {
    lc_geom_counts n = lc_geoms_counts(g);
    if (x->status != LC_OK) return;
    exchange_array(x, (void **)&g->kind, &n.kind, sizeof *g->kind);
    exchange_array(x, (void **)&g->feature, &n.feature, sizeof *g->feature);
    exchange_array(x, (void **)&g->part_of, &n.part_of, sizeof *g->part_of);
    exchange_array(x, (void **)&g->xy_of, &n.xy_of, sizeof *g->xy_of);
    exchange_array(x, (void **)&g->xy, &n.xy, sizeof *g->xy);
    if (x->reads) lc_exchange_hold(x, lc_geoms_settle(g, &n, n_features));
}
