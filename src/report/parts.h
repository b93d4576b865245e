/* What a report tells of its scorecard. */
#ifndef LC_REPORT_PARTS_H
#define LC_REPORT_PARTS_H

#include "report/report.h"

/* How many items of the scorecard does a community meet? */
size_t lc_report_met(const lc_report *report, size_t community);

#endif
