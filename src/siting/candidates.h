/* Places where a facility may be built. */
#ifndef LC_SITING_CANDIDATES_H
#define LC_SITING_CANDIDATES_H

#include "city/city.h"

/*
 * The candidates of one category. `places` are facilities to be: their geometries have lon/lat of 7 decimals (1 cm), so
 * that what is measured is what is written.
 */
typedef struct lc_candidates {
    lc_facilities places;
    lc_geoms lonlat;    /* the same geometries, WGS 84 */
    double *cost;       /* places.n, above 0 */
    bool has_cost;      /* some source has costs; else all are 1 */
    unsigned char *fix; /* places.n, lc_siting_fix */
} lc_candidates;

void lc_candidates_free(lc_candidates *candidates);

/* Coordinates in degrees as they will be written: 7 decimals. */
void lc_candidates_round(lc_geoms *lonlat);

/* Add `places` (in the work CRS) that are `lonlat` (rounded), with their costs (NULL: 1 each); all are consumed. */
lc_status lc_candidates_add(lc_context *ctx, lc_geoms *lonlat, lc_facilities *places, double *cost, lc_candidates *out);

/*
 * A point every step_m, or a little closer, along all paths inside the communities: at every junction and end, and
 * between two of them as many as it takes, in equal parts. Straight ways across squares have none.
 */
lc_status lc_candidates_along_paths(lc_context *ctx, const lc_city *city, double step_m, lc_candidates *out);

#endif
