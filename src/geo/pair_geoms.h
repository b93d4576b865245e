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
/* Of the geometries of two states that are marked, one flag each, unmark those that are in both: what is left marked
   has gone, and is new. false when memory is out. */
bool lc_geoms_unmark_same(const lc_geoms *before, bool *was, const lc_geoms *after, bool *is);

#endif
