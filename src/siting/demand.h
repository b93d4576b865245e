/* Points that stand for the demand of the communities. */
#ifndef LC_SITING_DEMAND_H
#define LC_SITING_DEMAND_H

#include "city/city.h"
#include "profile/profile.h"

typedef struct lc_demand {
    size_t n;
    lc_xy *xy;
    double *weight;      /* people or another weight; m2 of areas */
    uint32_t *community; /* by community, ascending */
    size_t cap_xy, cap_weight, cap_community;
} lc_demand;

/*
 * The demand of a city for a denominator. The places of a population are taken as they are, once for every community
 * that they lie in. An area, or the residential land in it, is cut along a lattice of at most 20 m, finer in small
 * communities; each piece becomes a point inside of it with the area of the piece, so that the weights of a community
 * add up to its area. To be freed. Errors: LC_ERR_MEMORY, LC_ERR_CANCELLED.
 */
lc_status lc_demand_make(lc_context *ctx, const lc_city *city, lc_denominator denominator, lc_demand *out);
void lc_demand_free(lc_demand *demand);

#endif
