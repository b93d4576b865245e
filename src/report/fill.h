/* From results to the report. */
#ifndef LC_REPORT_FILL_H
#define LC_REPORT_FILL_H

#include "measure/results.h"
#include "report/report.h"

/*
 * Make a report of results; it has copies of all that it holds. Its warnings are still to be added.
 * @param edge_effect as lc_edge_effect() gives it; may be NULL
 * @param[out] out to be freed with lc_report_free()
 */
lc_status lc_report_fill(lc_context *ctx, const lc_check_options *options, const lc_plan *plan, const bool *edge_effect,
                         const lc_results *results, lc_report **out);

#endif
