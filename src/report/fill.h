/* From results to the report. */
#ifndef LC_REPORT_FILL_H
#define LC_REPORT_FILL_H

#include "measure/results.h"
#include "report/before.h"

/*
 * Make a report of results; it has copies of all that it holds. Its warnings are still to be added.
 * @param edge_effect as lc_edge_effect() gives it; may be NULL
 * @param before NULL: everything is counted; else what facilities that have not changed amount to is taken from there
 * @param[out] out to be freed with lc_report_free()
 */
lc_status lc_report_fill(lc_context *ctx, const lc_check_options *options, const lc_plan *plan, const bool *edge_effect,
                         const lc_results *results, const lc_report_before *before, lc_report **out);

/* The communities' values, and the totals with what they rest on, of results. `reason` says for each indicator why it
   has no answer; NULL when it has. */
void lc_report_fill_totals(lc_context *ctx, lc_report *report, const char *const *reason, const lc_results *results);

#endif
