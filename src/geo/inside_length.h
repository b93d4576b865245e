/* How much of some lines lies inside polygons. */
#ifndef LC_GEO_INSIDE_LENGTH_H
#define LC_GEO_INSIDE_LENGTH_H

#include "geo/line_union.h"

/*
 * Add to length_m[f], for each feature f of `polygons`, the length of the stretches inside it, and to *any_m the length
 * inside any of them, each stretch once. What runs along a border is inside on both sides of it. The polygons of one
 * feature may touch but must not overlap.
 */
lc_status lc_inside_length(lc_context *ctx, const lc_stretches *lines, const lc_geoms *polygons, double *length_m,
                           double *any_m);

#endif
