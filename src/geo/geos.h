/* The few polygon operations that GEOS does for us (reentrant API; a handle per call chain, none global). */
#ifndef LC_GEO_GEOS_H
#define LC_GEO_GEOS_H

#include "geo/geoms.h"

/* Repair invalid polygons in place of themselves (GEOS MakeValid; only polygonal parts are kept, as several geometries
   of the same feature where it falls apart). One whose outline crosses itself more often than can be repaired is
   LC_ERR_INPUT, of which lc_error() tells the feature, from 1 on, and no more. *repaired counts the polygons that were
   invalid. A polygon that has no area left disappears and is counted in *lost. */
lc_status lc_geoms_make_valid(lc_context *ctx, lc_geoms *geoms, size_t *repaired, size_t *lost);
/* *valid: are all polygons, as GEOS sees it? Then lc_geoms_make_valid() would leave them as they are. */
lc_status lc_geoms_are_valid(lc_context *ctx, const lc_geoms *geoms, bool *valid);

/* A point that surely lies inside polygon g (GEOS PointOnSurface); the first coordinate for points and lines. */
lc_status lc_geom_point_on_surface(lc_context *ctx, const lc_geoms *geoms, size_t g, lc_xy *out);

/* Polygons enclosed by rings under the even-odd rule, holes assigned (GEOS BuildArea). `rings` holds lines, each
   closed; results are appended to `out` under `feature`. Used to assemble multipolygon relations. */
lc_status lc_geoms_from_rings(lc_context *ctx, const lc_geoms *rings, uint32_t feature, lc_geoms *out);

#endif
