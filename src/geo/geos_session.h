/* GEOS sessions and conversions, shared by the files of this folder that use GEOS. */
#ifndef LC_GEO_GEOS_SESSION_H
#define LC_GEO_GEOS_SESSION_H

#include <geos_c.h>

#include "geo/index.h"

/* A GEOS handle with the last message GEOS had for us. One thread's. */
typedef struct lc_geos {
    GEOSContextHandle_t geos;
    char message[256];
} lc_geos;

/* The session must stay where it is until GEOS_finish_r(s->geos). false when memory is out. */
bool lc_geos_open(lc_geos *s);
/* Fail with GEOS's own words about what it was `doing`. */
lc_status lc_geos_fail(lc_context *ctx, const lc_geos *s, const char *doing);

/* A closed ring, or NULL; fewer than four points make none. */
GEOSGeometry *lc_geos_ring(const lc_geos *s, const lc_xy *xy, size_t n);
/* Polygon g; NULL with *flat set when its outer ring has too few points to enclose anything. */
GEOSGeometry *lc_geos_polygon(const lc_geos *s, const lc_geoms *geoms, size_t g, bool *flat);
/* The polygons first .. end-1 of some geometries, or of those in a list, as one multipolygon; flat ones are left out.
 */
GEOSGeometry *lc_geos_multipolygon(const lc_geos *s, const lc_geoms *geoms, const lc_items *items, size_t first,
                                   size_t end);
/* Append the polygonal parts of a geometry; *n counts them. */
bool lc_geos_append(const lc_geos *s, const GEOSGeometry *geom, uint32_t feature, lc_geoms *out, size_t *n);

#endif
