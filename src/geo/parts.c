#include "geo/parts.h"

#include <stdlib.h>

#include "base/memory.h"
#include "geo/union.h"

static const double SAME_AREA = 1e-9; /* of the area: what rounding in the union may take */

static int by_left(const void *a, const void *b) {
    const lc_box *p = a, *q = b;
    return (p->x0 > q->x0) - (p->x0 < q->x0);
}

/* Do the boxes of two polygons among first .. end-1 share an area? Swept from left to right. */
static bool boxes_overlap(const lc_geoms *geoms, size_t first, size_t end, lc_box *box) {
    size_t n = 0;
    for (size_t g = first; g < end; g++)
        if (geoms->kind[g] == LC_POLYGON) box[n++] = lc_geom_box(geoms, g);
    qsort(box, n, sizeof *box, by_left);
    for (size_t i = 0; i < n; i++)
        for (size_t k = i + 1; k < n && box[k].x0 < box[i].x1; k++)
            if (box[k].y0 < box[i].y1 && box[i].y0 < box[k].y1) return true;
    return false;
}

/* The polygons among first .. end-1 as one feature, and their areas. */
static bool take_polygons(const lc_geoms *geoms, size_t first, size_t end, lc_geoms *out, double *area) {
    *area = 0;
    for (size_t g = first; g < end; g++) {
        if (geoms->kind[g] != LC_POLYGON) continue;
        *area += lc_geom_area(geoms, g);
        if (!lc_geoms_copy(out, geoms, g, 0)) return false;
    }
    return true;
}

/* The union of the polygons among first .. end-1, where that is smaller than they are together; else nothing. */
static lc_status unite(lc_context *ctx, const lc_geoms *geoms, size_t first, size_t end, lc_geoms *out) {
    lc_geoms polygons = {0}, whole = {0};
    double sum, area = 0;
    lc_status status = take_polygons(geoms, first, end, &polygons, &sum) ? LC_OK : lc_fail_memory(ctx);
    if (status == LC_OK) status = lc_geoms_union(ctx, &polygons, geoms->feature[first], &whole);
    for (size_t g = 0; status == LC_OK && g < whole.n; g++) area += lc_geom_area(&whole, g);
    if (status == LC_OK && area < sum * (1 - SAME_AREA)) {
        *out = whole;
        whole = (lc_geoms){0};
    }
    lc_geoms_free(&whole);
    lc_geoms_free(&polygons);
    return status;
}

/* Append what is not replaced of first .. end-1, then what replaces its polygons. */
static bool append(lc_geoms *to, const lc_geoms *geoms, size_t first, size_t end, const lc_geoms *united) {
    for (size_t g = 0; g < united->n; g++)
        if (!lc_geoms_copy(to, united, g, united->feature[g])) return false;
    for (size_t g = first; g < end; g++)
        if ((united->n == 0 || geoms->kind[g] != LC_POLYGON) && !lc_geoms_copy(to, geoms, g, geoms->feature[g]))
            return false;
    return true;
}

static size_t end_of(const lc_geoms *geoms, size_t first) {
    size_t end = first + 1;
    while (end < geoms->n && geoms->feature[end] == geoms->feature[first]) end++;
    return end;
}

lc_status lc_geoms_unite_parts(lc_context *ctx, lc_geoms *geoms, lc_features *united) {
    lc_geoms out = {0};
    lc_status status = LC_OK;
    lc_box *box = LC_NEW(lc_box, geoms->n);
    if (!box) return lc_fail_memory(ctx);
    bool any = false;
    for (size_t first = 0, end; first < geoms->n && !any; first = end) {
        end = end_of(geoms, first);
        any = end > first + 1 && boxes_overlap(geoms, first, end, box);
    }
    for (size_t first = 0, end; any && first < geoms->n && status == LC_OK; first = end) {
        lc_geoms whole = {0};
        end = end_of(geoms, first);
        if (end > first + 1 && boxes_overlap(geoms, first, end, box)) status = unite(ctx, geoms, first, end, &whole);
        if (status == LC_OK && whole.n) {
            if (LC_ROOM(united->item, united->capacity, united->n + 1))
                united->item[united->n++] = geoms->feature[first];
            else
                status = lc_fail_memory(ctx);
        }
        if (status == LC_OK && !append(&out, geoms, first, end, &whole)) status = lc_fail_memory(ctx);
        lc_geoms_free(&whole);
    }
    if (status == LC_OK && any) {
        lc_geoms old = *geoms;
        *geoms = out;
        out = old;
    }
    lc_geoms_free(&out);
    free(box);
    return status;
}
