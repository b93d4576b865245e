/* Weighted places: the demand of the population denominator. */
#ifndef LC_CITY_PLACES_H
#define LC_CITY_PLACES_H

#include "geo/index.h"

/* n places with a weight above 0 that lie in a community, work CRS, in the order of their source. */
typedef struct lc_places {
    size_t n;
    lc_xy *xy;
    double *weight;
    /* Pairs of a place and a community it lies in, by community, then by place: community c owns
       place[start[c]] .. place[start[c + 1] - 1]. A place on overlapping communities is in each. */
    size_t *start; /* n_communities + 1 */
    uint32_t *place;
} lc_places;

void lc_places_free(lc_places *places);

/* Places as they come in, each with the communities it lies in. */
typedef struct lc_gathering {
    const lc_geoms *communities; /* feature = community; borrowed */
    size_t n_communities;
    lc_index *index; /* of the communities' polygons */
    lc_items hits;
    lc_places places;
    uint32_t *pair_place, *pair_community;
    size_t n_pairs, cap_xy, cap_weight, cap_pair_place, cap_pair_community;
    size_t outside; /* places that lie in no community */
} lc_gathering;

/* Begin, add, and take what came together (malloc'ed); to be ended in any case. */
lc_status lc_gathering_begin(lc_context *ctx, const lc_geoms *communities, size_t n_communities, lc_gathering *out);
lc_status lc_gathering_add(lc_context *ctx, lc_gathering *gathering, lc_xy place, double weight);
/* Does any community's box meet this one? Spares work for what lies elsewhere. */
lc_status lc_gathering_meets(lc_context *ctx, lc_gathering *gathering, const lc_box *box, bool *meets);
lc_status lc_gathering_take(lc_context *ctx, lc_gathering *gathering, lc_places **out);
void lc_gathering_end(lc_gathering *gathering);

#endif
