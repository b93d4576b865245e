/* Is what stands for people plausible, fine enough, and there for all of the communities? */
#ifndef LC_CITY_DEMAND_CHECKS_H
#define LC_CITY_DEMAND_CHECKS_H

#include "city/inputs.h"
#include "source/raster.h"

/* What a cell of a raster is held against; begin, then look at every cell that lies in a community, then end. */
typedef struct lc_cell_check {
    lc_context *ctx;
    const lc_source *source;
    const lc_cells *cells;
    double cell_ha; /* NaN when not known */
    size_t bytes_255;
} lc_cell_check;
void lc_cell_check_begin(lc_context *ctx, const lc_inputs *in, const lc_source *source, const lc_cells *cells,
                         lc_cell_check *out);
/* LC_ERR_INPUT when cell i holds what cannot be: more than 1e6 people a hectare, or the largest number of its integer
 * type. */
lc_status lc_cell_check_one(lc_cell_check *check, size_t i);
/* Warn of bytes of 255, of communities smaller than a cell, and of those that the raster covers in part. */
lc_status lc_cell_check_end(const lc_cell_check *check, const lc_inputs *in);

/* The smallest distance that an indicator over the population asks for; INFINITY without one. */
double lc_demand_least_distance(const lc_inputs *in);

/* Warn of the communities of which less than 95 % are covered: covered_m2 is one a community. */
lc_status lc_demand_partial(lc_context *ctx, const lc_inputs *in, const double *covered_m2);

#endif
