#include "geo/wkb.h"

#include <string.h>

#include "base/memory.h"

enum { POINT = 1, LINE, POLYGON, MULTI = 3, COLLECTION = 7, COUNT = 4, XY = 16 };

/* Where bytes go; the same walk first counts them, with `at` NULL. */
typedef struct {
    unsigned char *at;
    size_t n;
} bytes_t;

static void put(bytes_t *out, uint64_t bits, size_t n) {
    for (size_t i = 0; out->at && i < n; i++) out->at[out->n + i] = (unsigned char)(bits >> (8 * i));
    out->n += n;
}

static void put_count(bytes_t *out, size_t n) {
    put(out, n, COUNT);
}

static void put_head(bytes_t *out, int type) {
    put(out, 1, 1);
    put(out, (uint64_t)type, COUNT);
}

static void put_number(bytes_t *out, double value) {
    uint64_t bits;
    memcpy(&bits, &value, sizeof bits);
    put(out, bits, sizeof bits);
}

/* Most of all that is written: as it lies in memory, where that is little-endian. */
static void put_points(bytes_t *out, const lc_geoms *geoms, size_t part) {
#if __BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__
    size_t n = (geoms->xy_of[part + 1] - geoms->xy_of[part]) * XY;
    if (out->at && n) memcpy(out->at + out->n, geoms->xy + geoms->xy_of[part], n);
    out->n += n;
    return;
#endif
    for (size_t i = geoms->xy_of[part]; i < geoms->xy_of[part + 1]; i++) {
        put_number(out, geoms->xy[i].x);
        put_number(out, geoms->xy[i].y);
    }
}

static size_t points_of(const lc_geoms *geoms, size_t part) {
    return geoms->xy_of[part + 1] - geoms->xy_of[part];
}

static int type_of(const lc_geoms *geoms, size_t g) {
    return geoms->kind[g] == LC_POINT ? POINT : geoms->kind[g] == LC_LINE ? LINE : POLYGON;
}

static void put_geometry(bytes_t *out, const lc_geoms *geoms, size_t g) {
    size_t first = geoms->part_of[g], end = geoms->part_of[g + 1];
    put_head(out, type_of(geoms, g));
    if (geoms->kind[g] == LC_POLYGON) put_count(out, end - first);
    for (size_t p = first; p < end; p++) {
        if (geoms->kind[g] != LC_POINT) put_count(out, points_of(geoms, p));
        put_points(out, geoms, p);
    }
}

static void put_all(bytes_t *out, const lc_geoms *geoms, size_t first, size_t end, bool multi) {
    if (end == first + 1 && !multi) {
        put_geometry(out, geoms, first);
        return;
    }
    int type = end > first ? type_of(geoms, first) : POLYGON;
    for (size_t g = first; g < end; g++)
        if (type_of(geoms, g) != type_of(geoms, first)) type = COLLECTION - MULTI;
    put_head(out, type + MULTI);
    put_count(out, end - first);
    for (size_t g = first; g < end; g++) put_geometry(out, geoms, g);
}

size_t lc_geoms_wkb_put(const lc_geoms *geoms, size_t first, size_t end, bool multi, unsigned char *at) {
    bytes_t out = {.at = at};
    put_all(&out, geoms, first, end, multi);
    return out.n;
}

bool lc_geoms_wkb(const lc_geoms *geoms, uint32_t feature, bool multi, unsigned char **wkb, size_t *size) {
    size_t first = lc_geoms_first_of(geoms, feature), end = lc_geoms_first_of(geoms, (uint64_t)feature + 1);
    *size = lc_geoms_wkb_put(geoms, first, end, multi, NULL);
    unsigned char *bytes = LC_NEW(unsigned char, *size);
    if (!bytes) return false;
    lc_geoms_wkb_put(geoms, first, end, multi, bytes);
    *wkb = bytes;
    return true;
}
