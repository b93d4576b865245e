/* Where to add to a city: from the question to the answer. */
#ifndef LC_SITING_SITE_CITY_H
#define LC_SITING_SITE_CITY_H

#include "city/read_city.h"
#include "siting/ask.h"
#include "siting/siting.h"

/*
 * Read the candidates, hold them against the demand, choose, and measure the city with what was chosen.
 * @param[out] out to be freed with lc_siting_free()
 * Errors: as lc_site().
 */
lc_status lc_site_city(lc_context *ctx, const lc_city *city, const lc_ask *ask, lc_siting **out);
/* The same of a city in several planes. */
lc_status lc_site_planes(lc_context *ctx, const lc_plane_wish *wish, const lc_ask *ask, lc_siting **out);

#endif
