/* Why an indicator has no ratio, and what would give it one, in words. */
#ifndef LC_REPORT_ADVICE_H
#define LC_REPORT_ADVICE_H

#include "report/report.h"

/* Are there data that a target of the indicator could be held against? */
bool lc_target_unjudged(const lc_indicator *indicator);
/* City totals whose target cannot be judged. */
size_t lc_report_unjudged(const lc_report *report);

#endif
