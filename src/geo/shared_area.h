/* Area that polygons of different features have in common. */
#ifndef LC_GEO_SHARED_AREA_H
#define LC_GEO_SHARED_AREA_H

#include "geo/geoms.h"

/* Features a < b share area_m2. */
typedef struct lc_shared {
    uint32_t a, b;
    double area_m2;
} lc_shared;

/* All pairs of features whose polygons share more than least_m2, by a, then b; *out is malloc'ed. */
lc_status lc_geoms_shared_areas(lc_context *ctx, const lc_geoms *polygons, double least_m2, lc_shared **out, size_t *n);

#endif
