/* Service areas drawn again, more finely, where the gaps of a community disagree with its ratio. */
#ifndef LC_REPORT_REFINE_AREAS_H
#define LC_REPORT_REFINE_AREAS_H

#include "report/gaps.h"

/*
 * Halve the lattice, down to 2.5 m, around every community whose gaps differ too much from its ratio, and cut the gaps
 * there again. Areas and gaps elsewhere stay as they are.
 * @param land, todo, least_m2, shape as of lc_gaps_cut(), which has been called
 * @param coarse_m the lattice that the areas are from
 */
lc_status lc_areas_refine(lc_context *ctx, const lc_shapes_job *job, const lc_geoms *land, double coarse_m,
                          const size_t *todo, size_t n_todo, double least_m2, lc_shape *shape);
/* Warn of areas that still disagree: their ratios hold. */
void lc_areas_warn_coarse(lc_context *ctx, const lc_shapes_job *job, const lc_shape *shape, const size_t *todo,
                          size_t n_todo);

#endif
