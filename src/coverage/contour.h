/* Polygons around the lattice points within a distance (marching squares). */
#ifndef LC_COVERAGE_CONTOUR_H
#define LC_COVERAGE_CONTOUR_H

#include "coverage/grid.h"

/*
 * Append to `out`, as of feature 0, the polygons that enclose the points with d <= limit_m, closed at the rim. Points
 * that are skipped (NaN) count as beyond. The polygons are valid and disjoint: outer rings counter-clockwise, holes
 * clockwise; rings smaller than least_m2 are left out.
 */
lc_status lc_contour(lc_context *ctx, const lc_lattice *lattice, const float *d, double limit_m, double least_m2,
                     lc_geoms *out);

/* The same in two steps: the first looks at the distances, on all threads; the second, one thread's, at what was found
   alone. */
typedef struct lc_contour_steps lc_contour_steps;
lc_status lc_contour_trace(lc_context *ctx, const lc_lattice *lattice, const float *d, double limit_m,
                           lc_contour_steps **out);
lc_status lc_contour_join(lc_context *ctx, const lc_contour_steps *steps, double least_m2, lc_geoms *out);
void lc_contour_steps_free(lc_contour_steps *steps);

#endif
