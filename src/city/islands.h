/* What is to be told of islands of paths (network/islands.h). */
#ifndef LC_CITY_ISLANDS_H
#define LC_CITY_ISLANDS_H

#include "city/city.h"

/* Warn of the islands that were joined, with their places. */
void lc_islands_warn(lc_context *ctx, const lc_city *city);

#endif
