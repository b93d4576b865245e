/* How much of some polygons' union lies inside others. */
#ifndef LC_GEO_INSIDE_AREA_H
#define LC_GEO_INSIDE_AREA_H

#include "geo/geoms.h"

/*
 * Add to area_m2[f], for each feature f of `polygons`, the area inside it of the union of the polygons among `land`,
 * which may overlap and be invalid. The polygons of one feature may touch but must not overlap; where not all are known
 * to be `valid`, they are looked at, and repaired.
 */
lc_status lc_inside_area(lc_context *ctx, const lc_geoms *land, const lc_geoms *polygons, bool valid, double *area_m2);

#endif
