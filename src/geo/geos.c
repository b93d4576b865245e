#include "geo/geos.h"

#include <math.h>
#include <string.h>

#include "base/memory.h"
#include "geo/crossings.h"
#include "geo/geos_session.h"
#include "geo/simple.h"

static lc_status session_open(lc_context *ctx, lc_geos *s) {
    return lc_geos_open(s) ? LC_OK : lc_fail_memory(ctx);
}

/* ------------------------------------------------------------ make valid */

/* Find the polygons that are invalid; *any tells whether there are some. */
static lc_status find_invalid(lc_context *ctx, const lc_geos *s, const lc_geoms *in, bool *invalid, bool *any) {
    for (size_t g = 0; g < in->n; g++) {
        bool flat;
        if (in->kind[g] != LC_POLYGON || lc_geom_is_simple(in, g)) continue;
        GEOSGeometry *polygon = lc_geos_polygon(s, in, g, &flat);
        if (!polygon && !flat) return lc_geos_fail(ctx, s, "read a polygon");
        invalid[g] = flat || GEOSisValid_r(s->geos, polygon) != 1;
        *any = *any || invalid[g];
        if (polygon) GEOSGeom_destroy_r(s->geos, polygon);
    }
    return LC_OK;
}

/* Repairs that would take too long are not begun. */
static lc_status take_repairs(lc_context *ctx, const lc_geoms *geoms, const bool *invalid) {
    size_t left = LC_REPAIRS_MOST;
    for (size_t g = 0; g < geoms->n; g++) {
        if (!invalid[g]) continue;
        lc_status status = lc_repairs_take(ctx, geoms, geoms->part_of[g], geoms->part_of[g + 1], &left);
        if (status) return lc_fail_at(ctx, status, &(lc_where){.feature = (int64_t)geoms->feature[g] + 1});
    }
    return LC_OK;
}

/* Append what invalid polygon g is when repaired; it is lost when nothing is left. */
static lc_status repair(lc_context *ctx, const lc_geos *s, const lc_geoms *in, size_t g, lc_geoms *out,
                        size_t *repaired, size_t *lost) {
    bool flat;
    size_t n = 0;
    lc_status status = LC_OK;
    GEOSGeometry *polygon = lc_geos_polygon(s, in, g, &flat);
    GEOSGeometry *valid = polygon ? GEOSMakeValid_r(s->geos, polygon) : NULL;
    if (!valid && !flat)
        status = lc_geos_fail(ctx, s, "repair a polygon");
    else if (valid && !lc_geos_append(s, valid, in->feature[g], out, &n))
        status = lc_fail_memory(ctx);
    *(n ? repaired : lost) += 1;
    if (valid) GEOSGeom_destroy_r(s->geos, valid);
    if (polygon) GEOSGeom_destroy_r(s->geos, polygon);
    return status;
}

static lc_status repair_all(lc_context *ctx, const lc_geos *s, lc_geoms *geoms, const bool *invalid, size_t *repaired,
                            size_t *lost) {
    lc_geoms out = {0};
    lc_status status = LC_OK;
    for (size_t g = 0; g < geoms->n && !status; g++) {
        if (invalid[g])
            status = repair(ctx, s, geoms, g, &out, repaired, lost);
        else if (!lc_geoms_copy(&out, geoms, g, geoms->feature[g]))
            status = lc_fail_memory(ctx);
    }
    if (!status) {
        lc_geoms old = *geoms;
        *geoms = out;
        out = old;
    }
    lc_geoms_free(&out);
    return status;
}

lc_status lc_geoms_make_valid(lc_context *ctx, lc_geoms *geoms, size_t *repaired, size_t *lost) {
    lc_geos s;
    bool *invalid = LC_NEW0(bool, geoms->n), any = false;
    size_t n_repaired = 0, n_lost = 0;
    if (!invalid) return lc_fail_memory(ctx);
    lc_status status = session_open(ctx, &s);
    if (status == LC_OK) {
        status = find_invalid(ctx, &s, geoms, invalid, &any);
        if (status == LC_OK && any) status = take_repairs(ctx, geoms, invalid);
        if (status == LC_OK && any) status = repair_all(ctx, &s, geoms, invalid, &n_repaired, &n_lost);
        GEOS_finish_r(s.geos);
    }
    free(invalid);
    if (!status) {
        *repaired = n_repaired;
        *lost = n_lost;
    }
    return status;
}

lc_status lc_geoms_are_valid(lc_context *ctx, const lc_geoms *geoms, bool *valid) {
    lc_geos s;
    bool *invalid = LC_NEW0(bool, geoms->n), any = false;
    if (!invalid) return lc_fail_memory(ctx);
    lc_status status = session_open(ctx, &s);
    if (status == LC_OK) {
        status = find_invalid(ctx, &s, geoms, invalid, &any);
        GEOS_finish_r(s.geos);
    }
    free(invalid);
    *valid = !any;
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
    size_t left = LC_REPAIRS_MOST;
    lc_status status = lc_repairs_take(ctx, rings, 0, rings->n_parts, &left);
    if (status == LC_OK) status = session_open(ctx, &s);
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
