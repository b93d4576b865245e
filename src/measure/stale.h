/* Which communities may have other sums after facilities or paths have changed, and by which passes. */
#ifndef LC_MEASURE_STALE_H
#define LC_MEASURE_STALE_H

#include "measure/fields.h"

/*
 * Compare the fields of a city before and after edits. A community's sums follow from the paths and the distances D on
 * them within the link limit of it, from the polygons in it of all facilities measured at once, from the distances at
 * its compounds' gates, and, on the straight metric, from the facilities within the range of it: where none of these
 * differs, the sums are the same. To the last bit they are where none differs within that distance of the tiles that it
 * lies in: how a tile is cut follows from all that may be nearest in it.
 *
 * @param[in,out] stale [pass * n_communities + community], false before
 * @param[out] all what is measured is another, or paths have changed in a city with gated compounds: nothing can be
 *             said
 * false when memory is out
 */
bool lc_stale_communities(const lc_fields *before, const lc_fields *after, bool *stale, bool *all);

#endif
