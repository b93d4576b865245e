/* Run a plan over the communities and refine until the errors are small enough and the verdicts settled. */
#ifndef LC_MEASURE_RESULTS_H
#define LC_MEASURE_RESULTS_H

#include "measure/fields.h"
#include "measure/kept.h"
#include "measure/result_data.h"

/* Bounds that are asked of errors. */
typedef struct lc_asked {
    double share;      /* of ratios */
    double distance_m; /* of medians and 90th percentiles, and 0.3 of it of means; INFINITY: what costs nothing */
} lc_asked;

/*
 * Measure. Every ratio's err is brought below a tenth of what is asked (so that the actual error is far smaller than
 * what is allowed); where it leaves a verdict open, down to 1e-6. Population ratios are exact. Communities with a mean
 * or a quantile that is not known well enough are measured again by pieces, and around the quantiles; the bounds that
 * come out are told in any case.
 */
lc_status lc_results_measure(lc_context *ctx, const lc_fields *fields, lc_asked asked, lc_results *out);
/* The same, to the bit, with what is known in `kept`, which must be right for these fields; it keeps the rest as well.
 */
lc_status lc_results_measure_again(lc_context *ctx, const lc_fields *fields, lc_asked asked, lc_kept *kept,
                                   lc_results *out);

/* The verdict on a ratio that is known within err. */
lc_verdict lc_verdict_of(double ratio, double err, double target);

/* The totals of the city, of what there is for its communities. */
void lc_results_sum(lc_results *results);

#endif
