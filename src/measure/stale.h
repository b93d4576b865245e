/* Which communities may have other sums after facilities have changed. */
#ifndef LC_MEASURE_STALE_H
#define LC_MEASURE_STALE_H

#include "measure/fields.h"

/*
 * Compare the fields of a city before and after edits. A community's sums follow from the distances D on the network
 * within the link limit of it, from the polygons of facilities in it, from the distances at its compounds' gates, and,
 * on the straight metric, from the facilities within the range of it: where none of these differs, the sums are the
 * same.
 * @param[out] stale one a community
 * @param[out] all the network itself, or what is measured, is another: nothing can be said
 * false when memory is out
 */
bool lc_stale_communities(const lc_fields *before, const lc_fields *after, bool *stale, bool *all);

#endif
