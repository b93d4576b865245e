#include "geo/overlay.h"

#include <math.h>
#include <stdlib.h>

#include "base/memory.h"
#include "base/union_find.h"
#include "geo/geos_session.h"
#include "geo/simple.h"

/* A multipolygon (or other collection) that owns n geometries; NULL on failure, with them destroyed. */
static GEOSGeometry *collect(const lc_geos *s, int type, GEOSGeometry **list, size_t n) {
    GEOSGeometry *all = GEOSGeom_createCollection_r(s->geos, type, list, (unsigned)n);
    if (!all)
        for (size_t i = 0; i < n; i++) GEOSGeom_destroy_r(s->geos, list[i]);
    return all;
}

/* The polygons first .. end-1 of some geometries, or of those in a list, as one multipolygon. */
static GEOSGeometry *multipolygon(const lc_geos *s, const lc_geoms *geoms, const lc_items *items, size_t first,
                                  size_t end) {
    GEOSGeometry **list = LC_NEW(GEOSGeometry *, end - first);
    size_t n = 0;
    bool ok = list != NULL, flat;
    for (size_t i = first; ok && i < end; i++) {
        size_t g = items ? items->item[i] : i;
        if (geoms->kind[g] != LC_POLYGON) continue;
        GEOSGeometry *polygon = lc_geos_polygon(s, geoms, g, &flat);
        if (polygon) list[n++] = polygon;
        ok = polygon || flat;
    }
    GEOSGeometry *all = NULL;
    if (ok) {
        all = collect(s, GEOS_MULTIPOLYGON, list, n);
    } else {
        for (size_t i = 0; i < n; i++) GEOSGeom_destroy_r(s->geos, list[i]);
    }
    free(list);
    return all;
}

/* Polygons that may have something in common: their boxes meet, or are joined by boxes that do. */
typedef struct {
    uint32_t *root; /* of each geometry: the first of its cluster, by way of others */
    lc_items order; /* polygons, cluster after cluster, each cluster by number */
} clusters_t;

static bool join_clusters(const lc_geoms *polygons, uint32_t *root) {
    lc_items near = {0};
    lc_index *index = lc_geoms_index(polygons);
    bool ok = index != NULL;
    for (uint32_t g = 0; ok && g < polygons->n; g++) {
        lc_box box = lc_geom_box(polygons, g);
        ok = lc_index_search(index, &box, &near);
        for (size_t k = 0; ok && k < near.n; k++) lc_sets_join(root, g, near.item[k]);
    }
    free(near.item);
    lc_index_free(index);
    return ok;
}

/* By counting: first[r] is where the cluster with the root r begins. */
static bool find_clusters(const lc_geoms *polygons, clusters_t *c) {
    size_t n = polygons->n;
    size_t *first = LC_NEW0(size_t, n + 1);
    c->root = LC_NEW(uint32_t, n);
    c->order.item = LC_NEW(uint32_t, n);
    bool ok = first && c->root && c->order.item;
    if (ok) lc_sets_begin(c->root, n);
    ok = ok && join_clusters(polygons, c->root);
    for (uint32_t g = 0; ok && g < n; g++) first[lc_set_root(c->root, g) + 1] += polygons->kind[g] == LC_POLYGON;
    for (size_t r = 0; ok && r < n; r++) first[r + 1] += first[r];
    c->order.n = ok ? first[n] : 0;
    for (uint32_t g = 0; ok && g < n; g++)
        if (polygons->kind[g] == LC_POLYGON) c->order.item[first[lc_set_root(c->root, g)]++] = g;
    free(first);
    return ok;
}

static bool unite(const lc_geos *s, const lc_geoms *polygons, const lc_items *items, size_t first, size_t end,
                  uint32_t feature, lc_geoms *out) {
    size_t n = 0;
    if (end == first + 1) return lc_geoms_copy(out, polygons, items->item[first], feature);
    GEOSGeometry *all = multipolygon(s, polygons, items, first, end);
    GEOSGeometry *joined = all ? GEOSUnaryUnion_r(s->geos, all) : NULL;
    bool ok = joined && lc_geos_append(s, joined, feature, out, &n);
    GEOSGeom_destroy_r(s->geos, joined);
    GEOSGeom_destroy_r(s->geos, all);
    return ok;
}

lc_status lc_geoms_union(lc_context *ctx, const lc_geoms *polygons, uint32_t feature, lc_geoms *out) {
    lc_geos s;
    clusters_t c = {0};
    if (!lc_geos_open(&s)) return lc_fail_memory(ctx);
    lc_status status = find_clusters(polygons, &c) ? LC_OK : lc_fail_memory(ctx);
    for (size_t i = 0, end; status == LC_OK && i < c.order.n; i = end) {
        uint32_t root = lc_set_root(c.root, c.order.item[i]);
        for (end = i + 1; end < c.order.n && lc_set_root(c.root, c.order.item[end]) == root;) end++;
        if (!unite(&s, polygons, &c.order, i, end, feature, out)) status = lc_geos_fail(ctx, &s, "unite polygons");
        if (status == LC_OK) status = lc_fail_cancelled(ctx);
    }
    free(c.root);
    free(c.order.item);
    GEOS_finish_r(s.geos);
    return status;
}

/* Any geometry of ours in GEOS's form. */
static GEOSGeometry *convert(const lc_geos *s, const lc_geoms *geoms, size_t g) {
    bool flat;
    if (geoms->kind[g] == LC_POLYGON) return lc_geos_polygon(s, geoms, g, &flat);
    const lc_xy *p = geoms->xy + geoms->xy_of[geoms->part_of[g]];
    size_t n = geoms->xy_of[geoms->part_of[g + 1]] - geoms->xy_of[geoms->part_of[g]];
    if (geoms->kind[g] == LC_POINT || n < 2) return GEOSGeom_createPointFromXY_r(s->geos, p->x, p->y);
    GEOSCoordSequence *seq = GEOSCoordSeq_copyFromBuffer_r(s->geos, &p->x, (unsigned)n, 0, 0);
    return seq ? GEOSGeom_createLineString_r(s->geos, seq) : NULL;
}

lc_status lc_geoms_buffer(lc_context *ctx, const lc_geoms *geoms, const bool *use, double distance_m, int quadrant,
                          uint32_t feature, lc_geoms *out) {
    lc_geos s;
    if (!lc_geos_open(&s)) return lc_fail_memory(ctx);
    GEOSGeometry **list = LC_NEW(GEOSGeometry *, geoms->n), *all = NULL, *joined = NULL;
    size_t n = 0, parts = 0;
    bool ok = list != NULL;
    for (size_t g = 0; ok && g < geoms->n; g++) {
        if (!use[g]) continue;
        GEOSGeometry *shape = convert(&s, geoms, g),
                     *grown = shape ? GEOSBuffer_r(s.geos, shape, distance_m, quadrant) : NULL;
        GEOSGeom_destroy_r(s.geos, shape);
        ok = grown != NULL;
        if (ok) list[n++] = grown;
    }
    if (ok) {
        all = collect(&s, GEOS_GEOMETRYCOLLECTION, list, n);
        joined = all ? GEOSUnaryUnion_r(s.geos, all) : NULL;
    } else {
        for (size_t i = 0; list && i < n; i++) GEOSGeom_destroy_r(s.geos, list[i]);
    }
    lc_status status = joined ? LC_OK : lc_geos_fail(ctx, &s, "grow facilities");
    if (status == LC_OK && !lc_geos_append(&s, joined, feature, out, &parts)) status = lc_fail_memory(ctx);
    GEOSGeom_destroy_r(s.geos, joined);
    GEOSGeom_destroy_r(s.geos, all);
    free(list);
    GEOS_finish_r(s.geos);
    return status;
}

/* Take back what was appended after there were `n` geometries. */
static void take_back(lc_geoms *geoms, size_t n) {
    geoms->n = n;
    geoms->n_parts = geoms->part_of[n];
    geoms->n_xy = geoms->xy_of[geoms->n_parts];
}

/* Append polygons with their coordinates rounded, and points that fall together as one. */
static bool round_polygons(const lc_geoms *geoms, size_t first, size_t end, double grid, lc_geoms *out) {
    double scale = round(1 / grid);
    for (size_t g = first; g < end; g++) {
        if (!lc_geoms_begin(out, LC_POLYGON, geoms->feature[g])) return false;
        for (size_t p = geoms->part_of[g]; p < geoms->part_of[g + 1]; p++) {
            if (!lc_geoms_begin_part(out)) return false;
            size_t begin = out->n_xy;
            for (size_t i = geoms->xy_of[p]; i < geoms->xy_of[p + 1]; i++) {
                lc_xy at = {round(geoms->xy[i].x * scale) / scale, round(geoms->xy[i].y * scale) / scale};
                size_t last = out->n_xy - 1;
                if (out->n_xy > begin && out->xy[last].x == at.x && out->xy[last].y == at.y) continue;
                if (!lc_geoms_add(out, at.x, at.y)) return false;
            }
        }
    }
    return true;
}

/* Snap the geometries first .. end-1 of one feature. */
static bool snap_feature(const lc_geos *s, const lc_geoms *geoms, size_t first, size_t end, double grid,
                         lc_geoms *out) {
    size_t n = 0, before = out->n;
    if (geoms->kind[first] != LC_POLYGON) {
        for (size_t g = first; g < end; g++)
            if (!lc_geoms_copy(out, geoms, g, geoms->feature[g])) return false;
        return true;
    }
    /* Most stay valid, and that is soon seen. */
    if (!round_polygons(geoms, first, end, grid, out)) return false;
    if (lc_rings_are_apart(out, before, out->n)) return true;
    take_back(out, before);
    GEOSGeometry *all = multipolygon(s, geoms, NULL, first, end);
    if (all && GEOSisValid_r(s->geos, all) != 1) { /* valid in the plane it came from, but not to the last bit here */
        GEOSGeometry *valid = GEOSMakeValid_r(s->geos, all);
        GEOSGeom_destroy_r(s->geos, all);
        all = valid;
    }
    GEOSGeometry *snapped = all ? GEOSGeom_setPrecision_r(s->geos, all, grid, 0) : NULL;
    bool ok = snapped && lc_geos_append(s, snapped, geoms->feature[first], out, &n);
    GEOSGeom_destroy_r(s->geos, snapped);
    GEOSGeom_destroy_r(s->geos, all);
    return ok;
}

bool lc_geoms_snap(lc_geoms *geoms, double grid) {
    lc_geos s;
    lc_geoms out = {0};
    bool ok = true;
    if (!lc_geos_open(&s)) return false;
    for (size_t g = 0, end; ok && g < geoms->n; g = end) {
        for (end = g + 1; end < geoms->n && geoms->feature[end] == geoms->feature[g]; end++) continue;
        ok = snap_feature(&s, geoms, g, end, grid, &out);
    }
    GEOS_finish_r(s.geos);
    if (ok) {
        lc_geoms_free(geoms);
        *geoms = out;
        out = (lc_geoms){0};
    }
    lc_geoms_free(&out);
    return ok;
}

/* Is a ring too small to be seen, or a mere sliver? */
static bool ring_small(const lc_xy *p, size_t n, double least_m2) {
    static const double SLIVER_M = 0.5; /* mean width */
    double length = 0;
    for (size_t i = 1; i < n; i++) length += lc_length(p[i].x - p[i - 1].x, p[i].y - p[i - 1].y);
    double area = fabs(lc_ring_area(p, n));
    return area < least_m2 || 2 * area < SLIVER_M * length;
}

/* Copy polygons without what is too small to be seen. */
static bool keep_large(const lc_geoms *from, double least_m2, lc_geoms *out) {
    for (size_t g = 0; g < from->n; g++) {
        size_t outer = from->part_of[g];
        if (lc_geom_area(from, g) < least_m2 ||
            ring_small(from->xy + from->xy_of[outer], from->xy_of[outer + 1] - from->xy_of[outer], least_m2))
            continue;
        if (!lc_geoms_begin(out, LC_POLYGON, from->feature[g])) return false;
        for (size_t p = outer; p < from->part_of[g + 1]; p++) {
            const lc_xy *xy = from->xy + from->xy_of[p];
            size_t n = from->xy_of[p + 1] - from->xy_of[p];
            if (p > outer && ring_small(xy, n, least_m2)) continue;
            if (!lc_geoms_begin_part(out)) return false;
            for (size_t i = 0; i < n; i++)
                if (!lc_geoms_add(out, xy[i].x, xy[i].y)) return false;
        }
    }
    return true;
}

bool lc_geoms_overlay(const lc_geoms *subject, size_t first, size_t end, const lc_geoms *clip, const lc_index *index,
                      bool inside, double least_m2, uint32_t feature, lc_geoms *out) {
    lc_geos s;
    lc_items near_by = {0};
    lc_box box = lc_box_empty();
    lc_geoms parts = {0};
    size_t n = 0;
    for (size_t g = first; g < end; g++) {
        lc_box own = lc_geom_box(subject, g);
        lc_box_add(&box, own.x0, own.y0);
        lc_box_add(&box, own.x1, own.y1);
    }
    if (first == end) return true;
    if (!lc_index_search(index, &box, &near_by) || !lc_geos_open(&s)) {
        free(near_by.item);
        return false;
    }
    GEOSGeometry *a = multipolygon(&s, subject, NULL, first, end), *b = multipolygon(&s, clip, &near_by, 0, near_by.n);
    /* Only what is near matters: cutting that off first is far quicker than the overlay of all. */
    GEOSGeometry *near = b ? GEOSClipByRect_r(s.geos, b, box.x0 - 1, box.y0 - 1, box.x1 + 1, box.y1 + 1) : NULL;
    GEOSGeometry *cut = NULL;
    if (a && near) cut = inside ? GEOSIntersection_r(s.geos, a, near) : GEOSDifference_r(s.geos, a, near);
    if (a && b && !cut) cut = inside ? GEOSIntersection_r(s.geos, a, b) : GEOSDifference_r(s.geos, a, b);
    lc_geoms *to = least_m2 > 0 ? &parts : out;
    bool ok = cut && lc_geos_append(&s, cut, feature, to, &n) && (to == out || keep_large(&parts, least_m2, out));
    GEOSGeom_destroy_r(s.geos, cut);
    GEOSGeom_destroy_r(s.geos, near);
    GEOSGeom_destroy_r(s.geos, b);
    GEOSGeom_destroy_r(s.geos, a);
    GEOS_finish_r(s.geos);
    lc_geoms_free(&parts);
    free(near_by.item);
    return ok;
}
