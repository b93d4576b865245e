#include "geo/geos.h"

#include <geos_c.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "base/memory.h"

/* A GEOS handle with the last message GEOS had for us. */
typedef struct session {
    GEOSContextHandle_t geos;
    char message[256];
} session;

static void keep_message(const char *message, void *user) {
    session *s = user;
    snprintf(s->message, sizeof s->message, "%s", message);
}

static void ignore_message(const char *message, void *user) {
    (void)message;
    (void)user;
}

static lc_status session_open(lc_context *ctx, session *s) {
    s->message[0] = '\0';
    s->geos = GEOS_init_r();
    if (!s->geos) return lc_fail_memory(ctx);
    GEOSContext_setErrorMessageHandler_r(s->geos, keep_message, s);
    GEOSContext_setNoticeMessageHandler_r(s->geos, ignore_message, NULL);
    return LC_OK;
}

static lc_status session_fail(lc_context *ctx, const session *s, const char *doing) {
    return lc_fail(ctx, LC_ERR_INTERNAL, "GEOS could not %s: %s", doing,
                   s->message[0] ? s->message : "no reason given");
}

/* A closed ring, or NULL; fewer than four points make none. */
static GEOSGeometry *make_ring(const session *s, const lc_xy *xy, size_t n) {
    if (n < 4 || n > UINT32_MAX) return NULL;
    GEOSCoordSequence *seq = GEOSCoordSeq_copyFromBuffer_r(s->geos, &xy->x, (unsigned)n, 0, 0);
    return seq ? GEOSGeom_createLinearRing_r(s->geos, seq) : NULL;
}

/* Polygon g; NULL with *flat set when its outer ring has too few points to enclose anything. */
static GEOSGeometry *make_polygon(const session *s, const lc_geoms *geoms, size_t g, bool *flat) {
    size_t first = geoms->part_of[g], n = geoms->part_of[g + 1] - first;
    *flat = n == 0 || geoms->xy_of[first + 1] - geoms->xy_of[first] < 4;
    if (*flat) return NULL;
    GEOSGeometry **rings = LC_NEW0(GEOSGeometry *, n);
    if (!rings) return NULL;
    size_t made = 0;
    bool ok = true;
    for (size_t p = first; ok && p < first + n; p++) {
        size_t count = geoms->xy_of[p + 1] - geoms->xy_of[p];
        if (count < 4) continue;
        rings[made] = make_ring(s, geoms->xy + geoms->xy_of[p], count);
        ok = rings[made] != NULL;
        if (ok) made++;
    }
    GEOSGeometry *polygon = NULL;
    if (ok) polygon = GEOSGeom_createPolygon_r(s->geos, rings[0], made > 1 ? rings + 1 : NULL, (unsigned)(made - 1));
    if (!ok)
        for (size_t i = 0; i < made; i++) GEOSGeom_destroy_r(s->geos, rings[i]);
    free(rings);
    return polygon;
}

static bool append_ring(const session *s, const GEOSGeometry *ring, lc_geoms *out) {
    const GEOSCoordSequence *seq = GEOSGeom_getCoordSeq_r(s->geos, ring);
    unsigned n = 0;
    if (!seq || !GEOSCoordSeq_getSize_r(s->geos, seq, &n) || !lc_geoms_begin_part(out)) return false;
    for (unsigned i = 0; i < n; i++) {
        double x, y;
        if (!GEOSCoordSeq_getXY_r(s->geos, seq, i, &x, &y) || !lc_geoms_add(out, x, y)) return false;
    }
    return true;
}

/* Append the polygonal parts of a geometry; *n counts them. */
static bool append_polygons(const session *s, const GEOSGeometry *geom, uint32_t feature, lc_geoms *out, size_t *n) {
    int type = GEOSGeomTypeId_r(s->geos, geom);
    if (type == GEOS_MULTIPOLYGON || type == GEOS_GEOMETRYCOLLECTION) {
        int parts = GEOSGetNumGeometries_r(s->geos, geom);
        for (int i = 0; i < parts; i++)
            if (!append_polygons(s, GEOSGetGeometryN_r(s->geos, geom, i), feature, out, n)) return false;
        return true;
    }
    if (type != GEOS_POLYGON || GEOSisEmpty_r(s->geos, geom)) return true;
    if (!lc_geoms_begin(out, LC_POLYGON, feature)) return false;
    if (!append_ring(s, GEOSGetExteriorRing_r(s->geos, geom), out)) return false;
    int holes = GEOSGetNumInteriorRings_r(s->geos, geom);
    for (int i = 0; i < holes; i++)
        if (!append_ring(s, GEOSGetInteriorRingN_r(s->geos, geom, i), out)) return false;
    *n += 1;
    return true;
}

/* ------------------------------------------------------------ make valid */

/* Append polygon g to `out`, repaired if it is invalid. */
static lc_status repair(lc_context *ctx, session *s, const lc_geoms *in, size_t g, lc_geoms *out, size_t *repaired,
                        size_t *lost) {
    bool flat;
    GEOSGeometry *polygon = make_polygon(s, in, g, &flat);
    if (flat) {
        *lost += 1;
        return LC_OK;
    }
    if (!polygon) return session_fail(ctx, s, "read a polygon");
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
        status = session_fail(ctx, s, "repair a polygon");
        goto done;
    }
    if (!append_polygons(s, valid, in->feature[g], out, &n)) {
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
    session s;
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
    session s;
    lc_status status = session_open(ctx, &s);
    if (status) return status;
    bool flat;
    GEOSGeometry *point = NULL, *polygon = make_polygon(&s, geoms, g, &flat);
    if (flat) {
        *out = geoms->xy[geoms->xy_of[geoms->part_of[g]]];
        goto done;
    }
    if (polygon) point = GEOSPointOnSurface_r(s.geos, polygon);
    lc_xy p;
    if (!point || GEOSGeomGetX_r(s.geos, point, &p.x) != 1 || GEOSGeomGetY_r(s.geos, point, &p.y) != 1)
        status = session_fail(ctx, &s, "find a point on a surface");
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
static GEOSGeometry *collect_lines(const session *s, const lc_geoms *rings, double *length) {
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
static GEOSGeometry *build_area(const session *s, const lc_geoms *rings) {
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
static GEOSGeometry *symmetric_difference(const session *s, const lc_geoms *rings) {
    GEOSGeometry *sum = GEOSGeom_createEmptyPolygon_r(s->geos);
    for (size_t g = 0; sum && g < rings->n; g++) {
        size_t p = rings->part_of[g], first = rings->xy_of[p], count = rings->xy_of[p + 1] - first;
        if (count < 4) continue;
        GEOSGeometry *ring = make_ring(s, rings->xy + first, count);
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
    session s;
    lc_status status = session_open(ctx, &s);
    if (status) return status;
    GEOSGeometry *area = build_area(&s, rings);
    if (!area) area = symmetric_difference(&s, rings);
    size_t n = 0;
    if (!area)
        status = session_fail(ctx, &s, "build an area from rings");
    else if (!append_polygons(&s, area, feature, out, &n))
        status = lc_fail_memory(ctx);
    if (area) GEOSGeom_destroy_r(s.geos, area);
    GEOS_finish_r(s.geos);
    return status;
}
