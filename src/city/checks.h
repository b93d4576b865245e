/* What a planner should know of the communities before believing their numbers. */
#ifndef LC_CITY_CHECKS_H
#define LC_CITY_CHECKS_H

#include "city/city.h"

/* Warn of communities that overlap by more than 1 m2 and 0.01 % of the smaller, largest overlap first, and of those
   that are the same area twice. */
lc_status lc_check_overlaps(lc_context *ctx, const lc_city *city);

#endif
