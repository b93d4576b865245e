/* Run a plan over the communities and refine until the errors are small enough and the verdicts settled. */
#ifndef LC_MEASURE_RESULTS_H
#define LC_MEASURE_RESULTS_H

#include "measure/fields.h"

/* One indicator in one community (or the whole city): areas in m2, or weights of places. */
typedef struct lc_result {
    double demand, covered, err, offnet;
    double island;           /* on the network: demand whose nearest path is on an island */
    double ranged, distance; /* demand with d in the search range, and its sum of d */
    double p50_m, p90_m;     /* NaN when less of the demand is in range */
} lc_result;

/* Every place for one indicator with the population denominator. */
typedef struct lc_place_result {
    size_t indicator;
    const lc_places *of;    /* borrowed from the city */
    double *d_m;            /* one a place, INFINITY when out of reach; NULL for a combination */
    bool *covered, *offnet; /* one a place */
    double *access;         /* one a place: what there is for each person there; NULL unless that is measured */
    double gini_distance;   /* of d to the nearest facility, over the places in the search range, each once; or NaN */
} lc_place_result;

/* How many of its parts cover the demand of an indicator that asks for at least so many. */
typedef struct lc_counted {
    size_t indicator, n_parts;
    double *within;      /* [community * n_parts + m - 1]: demand that m parts or more cover */
    double *err;         /* the same: bound on its error */
    double *city_within; /* [m - 1] */
} lc_counted;

typedef struct lc_results {
    size_t n_communities, n_indicators, n_bands;
    lc_result *value; /* [community * n_indicators + indicator] */
    double *band;     /* [(community * n_indicators + indicator) * n_bands + band]: demand within the band's edge */
    lc_result *city;  /* [indicator] */
    lc_place_result *places;
    size_t n_places;
    lc_counted *counted;
    size_t n_counted;
} lc_results;

/*
 * Measure. Every ratio's err is brought below a tenth of max_error (so that the actual error is far smaller than what
 * is allowed); where it leaves a verdict open, down to 1e-6. Population ratios are exact.
 */
lc_status lc_results_measure(lc_context *ctx, const lc_fields *fields, double max_error, lc_results *out);
void lc_results_free(lc_results *results);

/* What is counted for an indicator; NULL when it is no at_least with data. */
const lc_counted *lc_results_counted(const lc_results *results, size_t indicator);

/* The verdict on a ratio that is known within err. */
lc_verdict lc_verdict_of(double ratio, double err, double target);

#endif
