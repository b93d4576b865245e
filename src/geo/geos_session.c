#include "geo/geos_session.h"

#include <stdio.h>

#include "base/language.h"
#include "base/memory.h"

static void keep_message(const char *message, void *user) {
    lc_geos *s = user;
    snprintf(s->message, sizeof s->message, "%s", message);
}

static void ignore_message(const char *message, void *user) {
    (void)message;
    (void)user;
}

bool lc_geos_open(lc_geos *s) {
    s->message[0] = '\0';
    s->geos = GEOS_init_r();
    if (!s->geos) return false;
    GEOSContext_setErrorMessageHandler_r(s->geos, keep_message, s);
    GEOSContext_setNoticeMessageHandler_r(s->geos, ignore_message, NULL);
    return true;
}

lc_status lc_geos_fail(lc_context *ctx, const lc_geos *s, const char *doing) {
    return lc_fail(ctx, LC_ERR_INTERNAL, "GEOS could not %s: %s", lc_tr(ctx, doing),
                   s->message[0] ? s->message : lc_tr(ctx, "no reason given"));
}

GEOSGeometry *lc_geos_ring(const lc_geos *s, const lc_xy *xy, size_t n) {
    if (n < 4 || n > UINT32_MAX) return NULL;
    GEOSCoordSequence *seq = GEOSCoordSeq_copyFromBuffer_r(s->geos, &xy->x, (unsigned)n, 0, 0);
    return seq ? GEOSGeom_createLinearRing_r(s->geos, seq) : NULL;
}

GEOSGeometry *lc_geos_polygon(const lc_geos *s, const lc_geoms *geoms, size_t g, bool *flat) {
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
        rings[made] = lc_geos_ring(s, geoms->xy + geoms->xy_of[p], count);
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

/* A multipolygon that owns n polygons; NULL on failure, with them destroyed. */
static GEOSGeometry *collect(const lc_geos *s, GEOSGeometry **list, size_t n) {
    GEOSGeometry *all = GEOSGeom_createCollection_r(s->geos, GEOS_MULTIPOLYGON, list, (unsigned)n);
    if (!all)
        for (size_t i = 0; i < n; i++) GEOSGeom_destroy_r(s->geos, list[i]);
    return all;
}

GEOSGeometry *lc_geos_multipolygon(const lc_geos *s, const lc_geoms *geoms, const lc_items *items, size_t first,
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
        all = collect(s, list, n);
    } else {
        for (size_t i = 0; i < n; i++) GEOSGeom_destroy_r(s->geos, list[i]);
    }
    free(list);
    return all;
}

static bool append_ring(const lc_geos *s, const GEOSGeometry *ring, lc_geoms *out) {
    const GEOSCoordSequence *seq = GEOSGeom_getCoordSeq_r(s->geos, ring);
    unsigned n = 0;
    if (!seq || !GEOSCoordSeq_getSize_r(s->geos, seq, &n) || !lc_geoms_begin_part(out)) return false;
    lc_xy *room = lc_geoms_add_room(out, n);
    return room && (!n || GEOSCoordSeq_copyToBuffer_r(s->geos, seq, &room->x, false, false));
}

bool lc_geos_append(const lc_geos *s, const GEOSGeometry *geom, uint32_t feature, lc_geoms *out, size_t *n) {
    int type = GEOSGeomTypeId_r(s->geos, geom);
    if (type == GEOS_MULTIPOLYGON || type == GEOS_GEOMETRYCOLLECTION) {
        int parts = GEOSGetNumGeometries_r(s->geos, geom);
        for (int i = 0; i < parts; i++)
            if (!lc_geos_append(s, GEOSGetGeometryN_r(s->geos, geom, i), feature, out, n)) return false;
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
