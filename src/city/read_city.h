/* A city read from sources. */
#ifndef LC_CITY_READ_CITY_H
#define LC_CITY_READ_CITY_H

#include "city/city.h"

/*
 * Read the sources of `options`, as far as its profiles ask for them, and build the network. What there is to warn of
 * goes to the city.
 * @param options of this library's size; the defaults are put in place
 * @param[out] out to be cleared with lc_city_clear()
 */
lc_status lc_city_read(lc_context *ctx, const lc_city_options *options, lc_city *out);

#endif
