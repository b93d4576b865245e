/* People laid evenly over polygons: demand of the population denominator that is measured over the plane. */
#ifndef LC_CITY_SPREAD_H
#define LC_CITY_SPREAD_H

#include "geo/zones.h"

/*
 * n pieces, each what a polygon of the demand has in common with a community, work CRS; by community, then by polygon:
 * community c owns start[c] .. start[c + 1] - 1. Polygons that overlap have a piece each, which all count; so have
 * communities that do.
 */
typedef struct lc_spread {
    size_t n;
    lc_geoms geoms;    /* polygons; feature = piece */
    double *per_m2;    /* one a piece: weight a square metre */
    size_t *start;     /* n_communities + 1 */
    size_t elsewhere;  /* polygons that have a weight and lie in no community */
    size_t homes_none; /* polygons without residential land inside, which are laid over as a whole */
} lc_spread;

/* What is laid. Borrowed, work CRS, valid polygons; the parts of one feature do not overlap. */
typedef struct lc_spreading {
    const lc_geoms *polygons;
    const double *weight;        /* one a feature of the polygons; 0: none */
    const lc_zones *residential; /* lie over this land inside each polygon; NULL: over all of it */
    const lc_geoms *communities; /* feature = community */
    size_t n_communities;
} lc_spreading;

lc_status lc_spread_new(lc_context *ctx, const lc_spreading *from, lc_spread **out);
void lc_spread_free(lc_spread *spread);

/* The weight of community c that lies in the polygons of `geoms` from `first` to before `end`. false when memory is
   out. */
bool lc_spread_weight(const lc_spread *spread, size_t c, const lc_geoms *geoms, size_t first, size_t end,
                      double *weight);

#endif
