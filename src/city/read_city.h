/* A city read from sources. */
#ifndef LC_CITY_READ_CITY_H
#define LC_CITY_READ_CITY_H

#include "city/city.h"

/*
 * Read the sources of `options`, as far as `profile` asks for them, and build the network. What there is to warn of
 * goes to the city.
 * @param options with the defaults in place
 * @param[out] out to be cleared with lc_city_clear()
 */
lc_status lc_city_read(lc_context *ctx, const lc_check_options *options, const lc_profile *profile, lc_city *out);

#endif
