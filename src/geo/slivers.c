#include "geo/slivers.h"

#include "base/memory.h"
#include "geo/geos_session.h"
#include "geo/union.h"

enum { QUADRANT = 8 };        /* chords a quarter circle */
static const double LONG = 4; /* times as long as wide */

static double perimeter(const lc_geoms *geoms, size_t g) {
    double length = 0;
    for (size_t p = geoms->part_of[g]; p < geoms->part_of[g + 1]; p++)
        for (size_t i = geoms->xy_of[p]; i + 1 < geoms->xy_of[p + 1]; i++)
            length += lc_length(geoms->xy[i + 1].x - geoms->xy[i].x, geoms->xy[i + 1].y - geoms->xy[i].y);
    return length;
}

static GEOSGeometry *as_multipolygon(const lc_geos *s, const lc_geoms *geoms) {
    GEOSGeometry **list = LC_NEW(GEOSGeometry *, geoms->n), *all = NULL;
    size_t n = 0;
    bool ok = list != NULL, flat = false;
    for (size_t g = 0; ok && g < geoms->n; g++) {
        GEOSGeometry *polygon = lc_geos_polygon(s, geoms, g, &flat);
        ok = polygon || flat;
        if (polygon) list[n++] = polygon;
    }
    if (ok) all = GEOSGeom_createCollection_r(s->geos, GEOS_MULTIPOLYGON, list, (unsigned)n);
    for (size_t i = 0; !all && i < n; i++) GEOSGeom_destroy_r(s->geos, list[i]);
    free(list);
    return all;
}

/* What closing (growing, then shrinking by the same) adds to a shape. */
static GEOSGeometry *closing(const lc_geos *s, const GEOSGeometry *shape, double by_m) {
    GEOSGeometry *grown = GEOSBuffer_r(s->geos, shape, by_m, QUADRANT);
    GEOSGeometry *closed = grown ? GEOSBuffer_r(s->geos, grown, -by_m, QUADRANT) : NULL;
    GEOSGeometry *added = closed ? GEOSDifference_r(s->geos, closed, shape) : NULL;
    GEOSGeom_destroy_r(s->geos, grown);
    GEOSGeom_destroy_r(s->geos, closed);
    return added;
}

static bool copy_narrow(const lc_geoms *from, double width_m, lc_geoms *out) {
    for (size_t g = 0; g < from->n; g++)
        if (perimeter(from, g) / 2 >= LONG * width_m && lc_geom_area(from, g) >= 1 && !lc_geoms_copy(out, from, g, 0))
            return false;
    return true;
}

static bool copy_hole(const lc_geoms *from, size_t part, lc_geoms *out) {
    bool ok = lc_geoms_begin(out, LC_POLYGON, 0) && lc_geoms_begin_part(out);
    for (size_t i = from->xy_of[part]; ok && i < from->xy_of[part + 1]; i++)
        ok = lc_geoms_add(out, from->xy[i].x, from->xy[i].y);
    return ok;
}

static bool copy_holes(const lc_geoms *joined, double width_m, lc_geoms *out) {
    for (size_t g = 0; g < joined->n; g++)
        for (size_t p = joined->part_of[g] + 1; p < joined->part_of[g + 1]; p++) {
            lc_geoms hole = {0};
            bool ok = copy_hole(joined, p, &hole),
                 wide = ok && 2 * lc_geom_area(&hole, 0) > width_m * perimeter(&hole, 0);
            ok = ok && (!wide || lc_geoms_copy(out, &hole, 0, 0));
            lc_geoms_free(&hole);
            if (!ok) return false;
        }
    return true;
}

lc_status lc_geoms_slivers(lc_context *ctx, const lc_geoms *polygons, double width_m, lc_geoms *out, size_t *n_narrow) {
    lc_geos s;
    lc_geoms joined = {0}, added = {0};
    GEOSGeometry *shape = NULL, *gaps = NULL;
    size_t n = 0;
    lc_status status = lc_geoms_union(ctx, polygons, 0, &joined);
    if (status) return status;
    if (!lc_geos_open(&s)) {
        lc_geoms_free(&joined);
        return lc_fail_memory(ctx);
    }
    shape = as_multipolygon(&s, &joined);
    gaps = shape ? closing(&s, shape, width_m / 2) : NULL;
    if (!gaps) status = lc_geos_fail(ctx, &s, "look for gaps");
    if (!status && !(lc_geos_append(&s, gaps, 0, &added, &n) && copy_narrow(&added, width_m, out)))
        status = lc_fail_memory(ctx);
    *n_narrow = out->n;
    if (!status && !copy_holes(&joined, width_m, out)) status = lc_fail_memory(ctx);
    GEOSGeom_destroy_r(s.geos, gaps);
    GEOSGeom_destroy_r(s.geos, shape);
    GEOS_finish_r(s.geos);
    lc_geoms_free(&added);
    lc_geoms_free(&joined);
    return status;
}
