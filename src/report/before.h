/* What a report may take over from the one of another state of the city. */
#ifndef LC_REPORT_BEFORE_H
#define LC_REPORT_BEFORE_H

#include "measure/plan_data.h"
#include "measure/result_data.h"
#include "report/report.h"

/* The report of another state of the same city, by the same profile. */
typedef struct lc_report_before {
    const lc_report *report;
    const lc_plan *plan;
    const lc_results *results;
} lc_report_before;

#endif
