/* Service areas, gaps and distance grids: the shapes behind the ratios. */
#ifndef LC_REPORT_SHAPES_H
#define LC_REPORT_SHAPES_H

#include "report/shapes_job.h"

/* Fill the report's areas, gaps and grids, as far as the options ask for them. */
lc_status lc_shapes_make(lc_context *ctx, const lc_shapes_job *job, lc_report *report);

#endif
