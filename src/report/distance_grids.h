/* Lattices of distances over the city: what shapes are drawn from, and what --field writes. */
#ifndef LC_REPORT_DISTANCE_GRIDS_H
#define LC_REPORT_DISTANCE_GRIDS_H

#include "coverage/grid.h"
#include "report/shapes_job.h"

#define LC_GRID_COARSE_M 10.0 /* between points, at first */

/* The lattice over all communities with points cell_m apart, or farther where there would be too many. */
lc_lattice lc_shapes_lattice(const lc_shapes_job *job, double cell_m);
/* What is nearest to each of its points, in and around communities: on the city's network, and on the one without
   stairs. NULL where nothing is measured on it. */
typedef struct lc_shapes_grids {
    lc_grid *own, *step_free;
} lc_shapes_grids;
lc_status lc_shapes_grids_new(lc_context *ctx, const lc_shapes_job *job, double cell_m, lc_shapes_grids *out);
void lc_shapes_grids_free(lc_shapes_grids *grids);
/* The one that a group of the network is measured on. */
const lc_grid *lc_shapes_grid_of(const lc_shapes_grids *grids, const lc_shapes_job *job, size_t group);

/* Fill the report's grids, one for each --field. */
lc_status lc_distance_grids_make(lc_context *ctx, const lc_shapes_job *job, lc_report *report);

#endif
