/* Service areas, gaps and distance grids: the shapes behind the ratios. */
#ifndef LC_REPORT_SHAPES_H
#define LC_REPORT_SHAPES_H

#include "report/shapes_job.h"

#define LC_SHAPES_GRID_DEGREES 1e-7 /* what GeoJSON is written with, so that shapes are valid there too: 1 cm */

/* Fill the report's areas, gaps and grids, as far as the options ask for them. */
lc_status lc_shapes_make(lc_context *ctx, const lc_shapes_job *job, lc_report *report);

/* The service area of one indicator, in the work CRS, about as far as `only` of the job asks, from a lattice of 10 m.
   `out` is to be freed after an error too. */
lc_status lc_shapes_area(lc_context *ctx, const lc_shapes_job *job, size_t indicator, lc_geoms *out);
/* The weight of community c inside polygon g; NaN where no people are known. false when memory is out. */
bool lc_shapes_weight(lc_people people, size_t c, const lc_geoms *geoms, size_t g, double *weight);

#endif
