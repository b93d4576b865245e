/* Polygons made one (GEOS), on all threads: the same result on any number of them. */
#ifndef LC_GEO_UNION_H
#define LC_GEO_UNION_H

#include "geo/geoms.h"

/* Append the union of all polygons to `out` under `feature`. */
lc_status lc_geoms_union(lc_context *ctx, const lc_geoms *polygons, uint32_t feature, lc_geoms *out);

/* Append each geometry whose `use` is true, grown by distance_m, to `out` under its feature: not united. Arcs have
   `quadrant` chords a quarter circle. */
lc_status lc_geoms_grow(lc_context *ctx, const lc_geoms *geoms, const bool *use, double distance_m, int quadrant,
                        lc_geoms *out);

#endif
