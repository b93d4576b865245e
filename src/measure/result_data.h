/* What was measured: data alone, and room for it. */
#ifndef LC_MEASURE_RESULT_DATA_H
#define LC_MEASURE_RESULT_DATA_H

#include "city/places.h"

/* One indicator in one community (or the whole city): areas in m2, or weights of places. */
typedef struct lc_result {
    double demand, covered, err, offnet;
    double island;                           /* on the network: demand whose nearest path is on an island */
    double ranged, distance;                 /* demand with d in the search range, and its sum of d */
    double p50_m, p90_m;                     /* NaN when less of the demand is in range */
    double mean_err_m, p50_err_m, p90_err_m; /* bounds on the errors of distance / ranged, p50_m and p90_m: INFINITY
                                                where none is known, NaN where there is nothing to bound */
} lc_result;

enum { LC_DISTANCE_PARTS = 20 }; /* of the search range, that distances are counted in */

/* Every place for one indicator with the population denominator. */
typedef struct lc_place_result {
    size_t indicator;
    const lc_places *of;    /* borrowed from the city */
    double *d_m;            /* one a place, INFINITY when out of reach; NULL for a combination */
    bool *covered, *offnet; /* one a place */
    double *access;         /* one a place: what there is for each person there; NULL unless that is measured */
    double range_m;         /* of the search */
    /* Share of the weight by that distance, each place once, in equal parts of the range. */
    double bin[LC_DISTANCE_PARTS];
    double gini_distance; /* of d to the nearest facility, over the places in the search range, each once; or NaN */
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
    double *range_m;  /* [indicator]: of the search, where `part` is known; 0: it is not. NULL: of none */
    /* [(community * n_indicators + indicator) * LC_DISTANCE_PARTS + k]: of what is measured over the plane, the demand
       with d in that part of the range. */
    float *part;
    lc_place_result *places;
    size_t n_places;
    lc_counted *counted;
    size_t n_counted;
} lc_results;

void lc_results_free(lc_results *results);

/* Results of n communities, all 0, for the indicators of `like`, and counted as there; without bands and places. */
bool lc_results_start(lc_results *out, const lc_results *like, size_t n);
/* Community k of `from` is community index[k] of `to`, which began like it. */
void lc_results_put(lc_results *to, const lc_results *from, const size_t *index);
/* What is counted of n_parts in n communities, all 0. */
bool lc_counted_start(lc_counted *out, size_t indicator, size_t n_parts, size_t n);

/* What is counted for an indicator; NULL when it is no at_least with data. */
const lc_counted *lc_results_counted(const lc_results *results, size_t indicator);

#endif
