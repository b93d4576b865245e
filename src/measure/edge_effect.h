/* Communities whose numbers the network's edge may cut short. */
#ifndef LC_MEASURE_EDGE_EFFECT_H
#define LC_MEASURE_EDGE_EFFECT_H

#include "city/city.h"
#include "profile/profile.h"

/*
 * Flag the communities of which some point is nearer to the edge of the bounding box of the network than the largest
 * distance of the network indicators, and warn of them.
 * @param[out] out one a community, malloc'ed; NULL without a network or a network indicator
 */
lc_status lc_edge_effect(lc_context *ctx, const lc_profile *profile, const lc_city *city, bool **out);

#endif
