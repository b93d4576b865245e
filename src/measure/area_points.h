/* Points that stand for the area of communities, or for a kind of land in them, where a mean over points is enough. */
#ifndef LC_MEASURE_AREA_POINTS_H
#define LC_MEASURE_AREA_POINTS_H

#include "geo/zones.h"

/* false ends it. */
typedef bool (*lc_area_point_fn)(void *user, lc_xy xy, size_t community);

/*
 * Lay points of one lattice over the demand of each of n communities, 20 m apart and nearer where that would be fewer
 * than 1000, so that small demands have as many points as large ones. Rows are shifted by the golden ratio: no street
 * lines up with the lattice.
 * @param within zones that the demand lies in; NULL: the communities are the demand
 * @param demand_m2 n areas; a community without demand has no points
 * @return false when memory is out, or `take` said so
 */
bool lc_area_points(const lc_geoms *communities, size_t n, const lc_zones *within, const double *demand_m2,
                    lc_area_point_fn take, void *user);

#endif
