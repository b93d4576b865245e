/* From sums to a ratio and its verdict: of a community, of the city, of a group of communities. */
#ifndef LC_REPORT_VALUE_OF_H
#define LC_REPORT_VALUE_OF_H

#include "measure/results.h"

/* `reason` says why there is no answer; NULL when there is one. */
lc_value lc_report_value_of(const lc_result *result, const lc_indicator *indicator, const char *reason, double target);

#endif
