/* Polygons around the lattice points within a distance (marching squares). */
#ifndef LC_COVERAGE_CONTOUR_H
#define LC_COVERAGE_CONTOUR_H

#include "coverage/grid.h"

/*
 * Append to `out`, under `feature`, the polygons that enclose the points with d <= limit_m, in the columns i0 .. i1 - 1
 * and rows j0 .. j1 - 1 (closed at the rim). Points that are skipped (NaN) count as beyond. The polygons are valid and
 * disjoint: outer rings counter-clockwise, holes clockwise; rings smaller than least_m2 are left out.
 */
lc_status lc_contour(lc_context *ctx, const lc_lattice *lattice, const float *d, double limit_m, size_t i0, size_t i1,
                     size_t j0, size_t j1, double least_m2, uint32_t feature, lc_geoms *out);

/* The same in two steps: the first looks at the distances, on all threads; the second, one thread's, at what was found
   alone. */
typedef struct lc_contour_steps lc_contour_steps;
lc_status lc_contour_trace(lc_context *ctx, const lc_lattice *lattice, const float *d, double limit_m, size_t i0,
                           size_t i1, size_t j0, size_t j1, lc_contour_steps **out);
lc_status lc_contour_join(lc_context *ctx, const lc_contour_steps *steps, double least_m2, uint32_t feature,
                          lc_geoms *out);
void lc_contour_steps_free(lc_contour_steps *steps);

#endif
