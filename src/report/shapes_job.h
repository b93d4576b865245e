/* What shapes are made from: data alone. */
#ifndef LC_REPORT_SHAPES_JOB_H
#define LC_REPORT_SHAPES_JOB_H

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
    const bool *only; /* one a community: where alone areas are wanted; NULL: everywhere */
} lc_shapes_job;

#endif
