/* Combinations and the scorecard in a report. */
#ifndef LC_REPORT_FILL_PARTS_H
#define LC_REPORT_FILL_PARTS_H

#include "measure/results.h"
#include "report/report.h"

/* Fill them; indicators and values must be there. false when memory is out. */
bool lc_report_fill_parts(lc_report *report, const lc_plan *plan, const lc_results *results);

/* The shares of the whole demand with so many parts, and their mean number, of results. */
void lc_report_fill_total_parts(lc_report *report, const lc_results *results);

#endif
