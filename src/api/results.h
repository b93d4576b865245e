/* Run a plan over the communities and refine until the errors are small enough and the verdicts settled. */
#ifndef LC_API_RESULTS_H
#define LC_API_RESULTS_H

#include "api/plan.h"

/* One indicator in one community (or the whole city), in m2. */
typedef struct lc_result {
    double demand, covered, err, offnet, ranged, distance;
} lc_result;

typedef struct lc_results {
    size_t n_communities, n_indicators;
    lc_result *value; /* [community * n_indicators + indicator] */
    lc_result *city;  /* [indicator] */
} lc_results;

/*
 * Measure. Every ratio's err is brought below max_error (and to a tenth of it, so that the actual error is far
 * smaller); where it leaves a verdict open, down to 1e-6.
 */
lc_status lc_results_measure(lc_context *ctx, const lc_profile *profile, const lc_plan *plan,
                             const lc_geoms *communities, size_t n_communities, double max_error, lc_results *out);
void lc_results_free(lc_results *results);

/* The verdict on a ratio that is known within err. */
lc_verdict lc_verdict_of(double ratio, double err, double target);

#endif
