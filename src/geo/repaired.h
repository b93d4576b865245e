/* Areas of features before and after their polygons are repaired (geos.h). */
#ifndef LC_GEO_REPAIRED_H
#define LC_GEO_REPAIRED_H

#include "geo/geoms.h"

/* The area of each of n features, in squared units of the coordinates: outlines less holes, whatever is wrong with
   them. malloc'ed; NULL when memory is out. */
double *lc_feature_areas(const lc_geoms *geoms, size_t n);
/* Has a repair made another area of it, by more than a hundredth? */
bool lc_area_changed(double before, double after);
/* Square metres that a square degree is at a latitude of WGS 84. */
double lc_square_degree_m2(double lat);

#endif
