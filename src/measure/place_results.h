/* Population ratios: sums over weighted places. */
#ifndef LC_MEASURE_PLACE_RESULTS_H
#define LC_MEASURE_PLACE_RESULTS_H

#include "measure/results.h"

/* Fill the values, bands and place results of every indicator with the population denominator. */
lc_status lc_results_places(lc_context *ctx, const lc_fields *fields, lc_results *out);

#endif
