/* Which geometries of a layer are still there in another state of it. */
#ifndef LC_GEO_PAIR_GEOMS_H
#define LC_GEO_PAIR_GEOMS_H

#include "geo/geoms.h"

#define LC_NO_GEOM UINT32_MAX

/*
 * Pair the geometries of `after` with the very same ones of `before`, in their order: pair[g] is a geometry of
 * `before`, or LC_NO_GEOM. pair rises where it is one. A few that were left out or put in do not part what follows; of
 * geometries in another order some may stay without a pair.
 */
void lc_geoms_pair(const lc_geoms *before, const lc_geoms *after, uint32_t *pair);

#endif
