/* How equally the communities are served, in a report. */
#ifndef LC_REPORT_FILL_EQUALITY_H
#define LC_REPORT_FILL_EQUALITY_H

#include "measure/results.h"
#include "report/before.h"

/* Fill gini, theil, gini_distance and the Lorenz curve of every indicator, whose values are there. `before`, when it is
   not NULL, gives what has not changed. false when memory is out or the context is
   cancelled. */
bool lc_report_fill_equality(const lc_context *ctx, lc_report *report, const lc_results *results,
                             const lc_report_before *before);

#endif
