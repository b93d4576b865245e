/* Service areas, gaps and distance grids: the shapes behind the ratios. */
#ifndef LC_REPORT_SHAPES_H
#define LC_REPORT_SHAPES_H

#include "measure/results.h"
#include "report/report.h"

/* Everything that the shapes are made from. */
typedef struct lc_shapes_job {
    const lc_check_options *options;
    const lc_profile *profile;
    const lc_plan *plan;
    const lc_city *city;
    const lc_fields *fields;
    const lc_results *results;
} lc_shapes_job;

/* Fill the report's areas, gaps and grids, as far as the options ask for them. */
lc_status lc_shapes_make(lc_context *ctx, const lc_shapes_job *job, lc_report *report);

#endif
