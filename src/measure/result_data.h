/* What was measured: data alone. */
#ifndef LC_MEASURE_RESULT_DATA_H
#define LC_MEASURE_RESULT_DATA_H

#include "city/places.h"

/* One indicator in one community (or the whole city): areas in m2, or weights of places. */
typedef struct lc_result {
    double demand, covered, err, offnet;
    double island;           /* on the network: demand whose nearest path is on an island */
    double ranged, distance; /* demand with d in the search range, and its sum of d */
    double p50_m, p90_m;     /* NaN when less of the demand is in range */
} lc_result;

enum { LC_PLACE_BINS = 20 };

/* Every place for one indicator with the population denominator. */
typedef struct lc_place_result {
    size_t indicator;
    const lc_places *of;       /* borrowed from the city */
    double *d_m;               /* one a place, INFINITY when out of reach; NULL for a combination */
    bool *covered, *offnet;    /* one a place */
    double *access;            /* one a place: what there is for each person there; NULL unless that is measured */
    double range_m;            /* of the search */
    double bin[LC_PLACE_BINS]; /* share of the weight by that distance, each place once, in equal bins of the range */
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
    lc_place_result *places;
    size_t n_places;
    lc_counted *counted;
    size_t n_counted;
} lc_results;

#endif
