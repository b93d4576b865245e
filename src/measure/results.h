/* Run a plan over the communities and refine until the errors are small enough and the verdicts settled. */
#ifndef LC_MEASURE_RESULTS_H
#define LC_MEASURE_RESULTS_H

#include "measure/fields.h"

/* One indicator in one community (or the whole city): areas in m2, or weights of places. */
typedef struct lc_result {
    double demand, covered, err, offnet;
    double ranged, distance; /* demand with d in the search range, and its sum of d */
    double p50_m, p90_m;     /* NaN when less of the demand is in range */
} lc_result;

/* d of every place for one indicator with the population denominator. */
typedef struct lc_place_result {
    size_t indicator;
    double *d_m;  /* one a place, INFINITY when out of reach */
    bool *offnet; /* one a place */
} lc_place_result;

typedef struct lc_results {
    size_t n_communities, n_indicators, n_bands;
    lc_result *value; /* [community * n_indicators + indicator] */
    double *band;     /* [(community * n_indicators + indicator) * n_bands + band]: demand within the band's edge */
    lc_result *city;  /* [indicator] */
    lc_place_result *places;
    size_t n_places;
} lc_results;

/*
 * Measure. Every ratio's err is brought below a tenth of max_error (so that the actual error is far smaller than what
 * is allowed); where it leaves a verdict open, down to 1e-6. Population ratios are exact.
 */
lc_status lc_results_measure(lc_context *ctx, const lc_fields *fields, double max_error, lc_results *out);
void lc_results_free(lc_results *results);

/* The verdict on a ratio that is known within err. */
lc_verdict lc_verdict_of(double ratio, double err, double target);

#endif
