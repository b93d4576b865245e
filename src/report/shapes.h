/* Service areas, gaps and distance grids: the shapes behind the ratios. */
#ifndef LC_REPORT_SHAPES_H
#define LC_REPORT_SHAPES_H

#include "report/shapes_job.h"

#define LC_SHAPES_GRID_DEGREES 1e-7 /* what GeoJSON is written with, so that shapes are valid there too: 1 cm */

/* Fill the report's areas, gaps and grids, as far as the options ask for them. */
lc_status lc_shapes_make(lc_context *ctx, const lc_shapes_job *job, lc_report *report);

#endif
