/* Service areas of combinations, from their parts on a lattice. */
#ifndef LC_REPORT_COMBINED_AREA_H
#define LC_REPORT_COMBINED_AREA_H

#include "report/distance_grids.h"

/*
 * By how much the least that must be near is too far, at every point of the grid's lattice: the n-th smallest of the
 * parts' distances, each less its own limit. Below 0 the combination covers the point; NaN where skipped.
 * @param grids what is nearest on the networks
 * @param lattice theirs
 * @param[out] excess width * height, malloc'ed
 */
lc_status lc_combined_excess(lc_context *ctx, const lc_shapes_job *job, const lc_shapes_grids *grids,
                             const lc_lattice *lattice, size_t indicator, float **excess);

#endif
