/* How equally the communities are served, in a report. */
#ifndef LC_REPORT_FILL_EQUALITY_H
#define LC_REPORT_FILL_EQUALITY_H

#include "measure/results.h"
#include "report/report.h"

/* Fill gini, theil, gini_distance and the Lorenz curve of every indicator, whose values are there. false when memory is
   out. */
bool lc_report_fill_equality(lc_report *report, const lc_results *results);

#endif
