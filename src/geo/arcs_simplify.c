/* Simplifying arcs with GEOS. */
#include <stdlib.h>

#include "base/memory.h"
#include "geo/arcs.h"
#include "geo/geos_session.h"

/* Arc a, its x stretched. */
static GEOSGeometry *line_of(const lc_geos *s, const lc_geoms *lines, size_t a, double stretch) {
    size_t first = lines->xy_of[a], n = lines->xy_of[a + 1] - first;
    GEOSCoordSequence *seq = GEOSCoordSeq_create_r(s->geos, (unsigned)n, 2);
    if (!seq) return NULL;
    for (size_t i = 0; i < n; i++) {
        lc_xy p = lines->xy[first + i];
        if (!GEOSCoordSeq_setXY_r(s->geos, seq, (unsigned)i, p.x * stretch, p.y)) {
            GEOSCoordSeq_destroy_r(s->geos, seq);
            return NULL;
        }
    }
    return GEOSGeom_createLineString_r(s->geos, seq);
}

/* All arcs, in order, as one collection. */
static GEOSGeometry *collect(const lc_geos *s, const lc_geoms *lines, double stretch) {
    GEOSGeometry **list = LC_NEW(GEOSGeometry *, lines->n);
    size_t n = 0;
    bool ok = list != NULL;
    while (ok && n < lines->n) {
        list[n] = line_of(s, lines, n, stretch);
        ok = list[n] != NULL;
        if (ok) n++;
    }
    GEOSGeometry *all = ok ? GEOSGeom_createCollection_r(s->geos, GEOS_MULTILINESTRING, list, (unsigned)n) : NULL;
    if (!all)
        for (size_t i = 0; list && i < n; i++) GEOSGeom_destroy_r(s->geos, list[i]);
    free(list);
    return all;
}

/* Which points of every arc are left. The points that GEOS keeps are the arc's own, in their order, so they are looked
   up in it: nothing of their coordinates is lost by stretching and back. */
static bool mark_kept(const lc_geos *s, const GEOSGeometry *simple, const lc_geoms *lines, double stretch, bool *kept) {
    if (GEOSGetNumGeometries_r(s->geos, simple) != (int)lines->n) return false;
    for (size_t a = 0; a < lines->n; a++) {
        const GEOSCoordSequence *seq = GEOSGeom_getCoordSeq_r(s->geos, GEOSGetGeometryN_r(s->geos, simple, (int)a));
        unsigned n = 0;
        size_t at = lines->xy_of[a], end = lines->xy_of[a + 1];
        if (!seq || !GEOSCoordSeq_getSize_r(s->geos, seq, &n) || n < 2) return false;
        for (unsigned i = 0; i < n; i++, at++) {
            double x, y;
            if (!GEOSCoordSeq_getXY_r(s->geos, seq, i, &x, &y)) return false;
            while (at < end && (lines->xy[at].x * stretch != x || lines->xy[at].y != y)) at++;
            if (at == end) return false;
            kept[at] = true;
        }
    }
    return true;
}

/* How many points a ring has left. */
static size_t ring_points(const lc_arcs *arcs, size_t ring, const bool *kept) {
    size_t n = 0;
    for (size_t r = arcs->ref_of[ring]; r < arcs->ref_of[ring + 1]; r++) {
        size_t a = (size_t)(arcs->ref[r] < 0 ? ~arcs->ref[r] : arcs->ref[r]);
        for (size_t i = arcs->lines.xy_of[a] + 1; i < arcs->lines.xy_of[a + 1]; i++) n += kept[i];
    }
    return n;
}

/* Give the outer rings that have become a line all their points back. */
static void restore_collapsed(const lc_arcs *arcs, bool *kept) {
    for (size_t g = 0; g < arcs->n_polygons; g++) {
        size_t outer = arcs->ring_of[g];
        if (outer == arcs->ring_of[g + 1] || ring_points(arcs, outer, kept) >= 3) continue;
        for (size_t r = arcs->ref_of[outer]; r < arcs->ref_of[outer + 1]; r++) {
            size_t a = (size_t)(arcs->ref[r] < 0 ? ~arcs->ref[r] : arcs->ref[r]);
            for (size_t i = arcs->lines.xy_of[a]; i < arcs->lines.xy_of[a + 1]; i++) kept[i] = true;
        }
    }
}

static void drop_points(lc_geoms *lines, const bool *kept) {
    size_t n = 0;
    for (size_t a = 0; a < lines->n; a++) {
        size_t first = n;
        for (size_t i = lines->xy_of[a]; i < lines->xy_of[a + 1]; i++)
            if (kept[i]) lines->xy[n++] = lines->xy[i];
        lines->xy_of[a] = first;
    }
    lines->xy_of[lines->n] = n;
    lines->n_xy = n;
}

lc_status lc_arcs_simplify(lc_context *ctx, lc_arcs *arcs, double tolerance, double stretch) {
    lc_geos s;
    if (arcs->lines.n == 0) return LC_OK;
    bool *kept = LC_NEW0(bool, arcs->lines.n_xy);
    if (!kept || !lc_geos_open(&s)) {
        free(kept);
        return lc_fail_memory(ctx);
    }
    lc_status status = LC_OK;
    GEOSGeometry *lines = collect(&s, &arcs->lines, stretch), *simple = NULL;
    /* Borders must not cross one another; lines that bound nothing may, and each by itself is done in a tenth of the
       time. */
    if (lines) simple = (arcs->n_polygons ? GEOSTopologyPreserveSimplify_r : GEOSSimplify_r)(s.geos, lines, tolerance);
    if (simple && mark_kept(&s, simple, &arcs->lines, stretch, kept)) {
        restore_collapsed(arcs, kept);
        drop_points(&arcs->lines, kept);
    } else {
        status = lc_geos_fail(ctx, &s, "simplify borders");
    }
    GEOSGeom_destroy_r(s.geos, simple);
    GEOSGeom_destroy_r(s.geos, lines);
    GEOS_finish_r(s.geos);
    free(kept);
    return status;
}
