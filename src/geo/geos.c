#include "geo/geos.h"

#include <math.h>
#include <string.h>

#include "base/memory.h"
#include "geo/geos_session.h"

static lc_status session_open(lc_context *ctx, lc_geos *s) {
    return lc_geos_open(s) ? LC_OK : lc_fail_memory(ctx);
}

/* ------------------------------------------------------------ make valid */

/* Append polygon g to `out`, repaired if it is invalid. */
static lc_status repair(lc_context *ctx, lc_geos *s, const lc_geoms *in, size_t g, lc_geoms *out, size_t *repaired,
                        size_t *lost) {
    bool flat;
    GEOSGeometry *polygon = lc_geos_polygon(s, in, g, &flat);
    if (flat) {
        *lost += 1;
        return LC_OK;
    }
    if (!polygon) return lc_geos_fail(ctx, s, "read a polygon");
    lc_status status = LC_OK;
    GEOSGeometry *valid = NULL;
    size_t n = 0;
    char is_valid = GEOSisValid_r(s->geos, polygon);
    if (is_valid == 1) {
        if (!lc_geoms_copy(out, in, g, in->feature[g])) status = lc_fail_memory(ctx);
        goto done;
    }
    valid = GEOSMakeValid_r(s->geos, polygon);
    if (!valid) {
        status = lc_geos_fail(ctx, s, "repair a polygon");
        goto done;
    }
    if (!lc_geos_append(s, valid, in->feature[g], out, &n)) {
        status = lc_fail_memory(ctx);
        goto done;
    }
    *(n ? repaired : lost) += 1;
done:
    if (valid) GEOSGeom_destroy_r(s->geos, valid);
    GEOSGeom_destroy_r(s->geos, polygon);
    return status;
}

lc_status lc_geoms_make_valid(lc_context *ctx, lc_geoms *geoms, size_t *repaired, size_t *lost) {
    lc_geos s;
    lc_geoms out = {0};
    size_t n_repaired = 0, n_lost = 0;
    lc_status status = session_open(ctx, &s);
    if (status) return status;
    for (size_t g = 0; g < geoms->n && !status; g++) {
        if (geoms->kind[g] == LC_POLYGON)
            status = repair(ctx, &s, geoms, g, &out, &n_repaired, &n_lost);
        else if (!lc_geoms_copy(&out, geoms, g, geoms->feature[g]))
            status = lc_fail_memory(ctx);
    }
    GEOS_finish_r(s.geos);
    if (!status && (n_repaired || n_lost)) {
        lc_geoms old = *geoms;
        *geoms = out;
        out = old;
    }
    lc_geoms_free(&out);
    if (!status) {
        *repaired = n_repaired;
        *lost = n_lost;
    }
    return status;
}

/* ------------------------------------------------------ point on surface */

lc_status lc_geom_point_on_surface(lc_context *ctx, const lc_geoms *geoms, size_t g, lc_xy *out) {
    if (geoms->kind[g] != LC_POLYGON) {
        *out = geoms->xy[geoms->xy_of[geoms->part_of[g]]];
        return LC_OK;
    }
    lc_geos s;
    lc_status status = session_open(ctx, &s);
    if (status) return status;
    bool flat;
    GEOSGeometry *point = NULL, *polygon = lc_geos_polygon(&s, geoms, g, &flat);
    if (flat) {
        *out = geoms->xy[geoms->xy_of[geoms->part_of[g]]];
        goto done;
    }
    if (polygon) point = GEOSPointOnSurface_r(s.geos, polygon);
    lc_xy p;
    if (!point || GEOSGeomGetX_r(s.geos, point, &p.x) != 1 || GEOSGeomGetY_r(s.geos, point, &p.y) != 1)
        status = lc_geos_fail(ctx, &s, "find a point on a surface");
    else
        *out = p;
done:
    if (point) GEOSGeom_destroy_r(s.geos, point);
    if (polygon) GEOSGeom_destroy_r(s.geos, polygon);
    GEOS_finish_r(s.geos);
    return status;
}

/* ------------------------------------------------------------ from rings */

/* All rings as one collection of lines, and their length in all. */
static GEOSGeometry *collect_lines(const lc_geos *s, const lc_geoms *rings, double *length) {
    GEOSGeometry **lines = LC_NEW0(GEOSGeometry *, rings->n);
    if (!lines) return NULL;
    size_t n = 0;
    bool ok = true;
    *length = 0;
    for (size_t g = 0; ok && g < rings->n; g++) {
        size_t p = rings->part_of[g], first = rings->xy_of[p], count = rings->xy_of[p + 1] - first;
        if (count < 4) continue;
        GEOSCoordSequence *seq = GEOSCoordSeq_copyFromBuffer_r(s->geos, &rings->xy[first].x, (unsigned)count, 0, 0);
        lines[n] = seq ? GEOSGeom_createLineString_r(s->geos, seq) : NULL;
        double one = 0;
        ok = lines[n] && GEOSLength_r(s->geos, lines[n], &one);
        if (lines[n]) n++;
        *length += one;
    }
    GEOSGeometry *all = ok ? GEOSGeom_createCollection_r(s->geos, GEOS_MULTILINESTRING, lines, (unsigned)n) : NULL;
    if (!ok)
        for (size_t i = 0; i < n; i++) GEOSGeom_destroy_r(s->geos, lines[i]);
    free(lines);
    return all;
}

/* BuildArea dissolves rings that cross or share a stretch; where nothing was dissolved, the result's outline is exactly
   the rings' and even-odd holds. */
static GEOSGeometry *build_area(const lc_geos *s, const lc_geoms *rings) {
    double length = 0, outline = 0;
    GEOSGeometry *lines = collect_lines(s, rings, &length);
    if (!lines) return NULL;
    GEOSGeometry *area = GEOSBuildArea_r(s->geos, lines);
    GEOSGeom_destroy_r(s->geos, lines);
    if (area && GEOSLength_r(s->geos, area, &outline) && fabs(outline - length) <= 1e-9 * length) return area;
    if (area) GEOSGeom_destroy_r(s->geos, area);
    return NULL;
}

/* The even-odd rule taken at its word: the symmetric difference of all rings. */
static GEOSGeometry *symmetric_difference(const lc_geos *s, const lc_geoms *rings) {
    GEOSGeometry *sum = GEOSGeom_createEmptyPolygon_r(s->geos);
    for (size_t g = 0; sum && g < rings->n; g++) {
        size_t p = rings->part_of[g], first = rings->xy_of[p], count = rings->xy_of[p + 1] - first;
        if (count < 4) continue;
        GEOSGeometry *ring = lc_geos_ring(s, rings->xy + first, count);
        GEOSGeometry *polygon = ring ? GEOSGeom_createPolygon_r(s->geos, ring, NULL, 0) : NULL;
        GEOSGeometry *valid = polygon ? GEOSMakeValid_r(s->geos, polygon) : NULL;
        GEOSGeometry *area = valid ? GEOSBuffer_r(s->geos, valid, 0, 8) : NULL; /* sheds lines and points */
        GEOSGeometry *next = area ? GEOSSymDifference_r(s->geos, sum, area) : NULL;
        if (polygon) GEOSGeom_destroy_r(s->geos, polygon);
        if (valid) GEOSGeom_destroy_r(s->geos, valid);
        if (area) GEOSGeom_destroy_r(s->geos, area);
        GEOSGeom_destroy_r(s->geos, sum);
        sum = next;
    }
    return sum;
}

lc_status lc_geoms_from_rings(lc_context *ctx, const lc_geoms *rings, uint32_t feature, lc_geoms *out) {
    lc_geos s;
    lc_status status = session_open(ctx, &s);
    if (status) return status;
    GEOSGeometry *area = build_area(&s, rings);
    if (!area) area = symmetric_difference(&s, rings);
    size_t n = 0;
    if (!area)
        status = lc_geos_fail(ctx, &s, "build an area from rings");
    else if (!lc_geos_append(&s, area, feature, out, &n))
        status = lc_fail_memory(ctx);
    if (area) GEOSGeom_destroy_r(s.geos, area);
    GEOS_finish_r(s.geos);
    return status;
}
