/* From sums to a ratio and its verdict: of a community, of the city, of a group of communities. */
#ifndef LC_REPORT_VALUE_OF_H
#define LC_REPORT_VALUE_OF_H

#include "measure/results.h"

/* A bound as a report has it: NaN where none is known. */
double lc_report_bound_of(double bound);

/* `reason` says why there is no answer; NULL when there is one. */
lc_value lc_report_value_of(const lc_result *result, const lc_indicator *indicator, const char *reason, double target);
/* Put what a sum over communities gives, held against the indicator's target, into `total`, which may be the indicator.
 */
void lc_report_put_total(const lc_result *sum, const lc_indicator *indicator, const char *reason, lc_indicator *total);

#endif
