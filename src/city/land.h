/* Residential land. */
#ifndef LC_CITY_LAND_H
#define LC_CITY_LAND_H

#include "city/city.h"

/* Take land in lon/lat, which is brought to the work CRS in place; what lies off the communities plays no part, unless
   `everywhere`. */
lc_status lc_city_take_land(lc_context *ctx, lc_geoms *land, bool everywhere, lc_city *city);

#endif
