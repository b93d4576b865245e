/* Service areas along the network, and of combinations, as contours on a lattice. */
#ifndef LC_REPORT_LATTICE_AREAS_H
#define LC_REPORT_LATTICE_AREAS_H

#include "report/gaps.h"

/* Are areas of indicator i drawn from facilities alone, without a lattice? */
bool lc_shapes_straight(const lc_shapes_job *job, size_t i);

/*
 * Draw the areas of the indicators in `todo` anew, where communities are (those that the job is about); straight ones
 * are passed over. Parts and holes smaller than least_m2 are left out.
 * @param cell_m between points of the lattice, or farther where there would be too many
 * @param shape one an indicator
 */
lc_status lc_lattice_areas_draw(lc_context *ctx, const lc_shapes_job *job, double cell_m, const size_t *todo,
                                size_t n_todo, double least_m2, lc_shape *shape);

#endif
