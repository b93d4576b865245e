/* Service areas of combinations, from their parts on a lattice. */
#ifndef LC_REPORT_COMBINED_AREA_H
#define LC_REPORT_COMBINED_AREA_H

#include "coverage/grid.h"
#include "report/shapes_job.h"

/*
 * By how much the least that must be near is too far, at every point of the grid's lattice: the n-th smallest of the
 * parts' distances, each less its own limit. Below 0 the combination covers the point; NaN where skipped.
 * @param network the grid of the network's pass, NULL when no part is walked
 * @param lattice where to measure what is in a straight line
 * @param[out] excess width * height, malloc'ed
 */
lc_status lc_combined_excess(lc_context *ctx, const lc_shapes_job *job, const lc_grid *network,
                             const lc_lattice *lattice, size_t indicator, float **excess);

#endif
