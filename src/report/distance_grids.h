/* Lattices of distances over the city: what shapes are drawn from, and what --field writes. */
#ifndef LC_REPORT_DISTANCE_GRIDS_H
#define LC_REPORT_DISTANCE_GRIDS_H

#include "coverage/grid.h"
#include "report/shapes_job.h"

#define LC_GRID_COARSE_M 10.0 /* between points, at first */

/* The lattice over all communities with points cell_m apart, or farther where there would be too many. */
lc_lattice lc_shapes_lattice(const lc_shapes_job *job, double cell_m);
/* What is nearest on the network to each of its points, in and around communities. There must be a network pass. */
lc_status lc_shapes_grid(lc_context *ctx, const lc_shapes_job *job, double cell_m, lc_grid **out);
/* The pass of the network, or NULL. */
const lc_pass_fields *lc_shapes_network(const lc_shapes_job *job);

/* Fill the report's grids, one for each --field. */
lc_status lc_distance_grids_make(lc_context *ctx, const lc_shapes_job *job, lc_report *report);

#endif
