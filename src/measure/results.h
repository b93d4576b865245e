/* Run a plan over the communities and refine until the errors are small enough and the verdicts settled. */
#ifndef LC_MEASURE_RESULTS_H
#define LC_MEASURE_RESULTS_H

#include "measure/fields.h"
#include "measure/kept.h"
#include "measure/result_data.h"

/*
 * Measure. Every ratio's err is brought below a tenth of max_error (so that the actual error is far smaller than what
 * is allowed); where it leaves a verdict open, down to 1e-6. Population ratios are exact.
 */
lc_status lc_results_measure(lc_context *ctx, const lc_fields *fields, double max_error, lc_results *out);
/* The same, to the bit, with what is known in `kept`, which must be right for these fields; it keeps the rest as well.
 */
lc_status lc_results_measure_again(lc_context *ctx, const lc_fields *fields, double max_error, lc_kept *kept,
                                   lc_results *out);

/* The verdict on a ratio that is known within err. */
lc_verdict lc_verdict_of(double ratio, double err, double target);

/* The totals of the city, of what there is for its communities. */
void lc_results_sum(lc_results *results);

#endif
