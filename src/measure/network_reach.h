/* Has the network anything to do with the communities? */
#ifndef LC_MEASURE_NETWORK_REACH_H
#define LC_MEASURE_NETWORK_REACH_H

#include "city/city.h"
#include "profile/profile.h"

/* LC_ERR_INPUT, naming both extents, when an indicator of the profile is walked and no place of any community is on
   network: the paths are of another city, or axes are swapped. */
lc_status lc_network_reach(lc_context *ctx, const lc_profile *profile, const lc_city *city, double link_limit_m);

/* Does any community, or any gate of a compound, come within the limit of a path? */
lc_status lc_network_meets(lc_context *ctx, const lc_city *city, double link_limit_m, bool *meets);

#endif
