/* Where weighted places are read from. */
#ifndef LC_CITY_PLACE_SOURCES_H
#define LC_CITY_PLACE_SOURCES_H

#include "city/inputs.h"

/*
 * Read the demand of the population denominator: from options->demand; else, when an OpenStreetMap file was read, its
 * buildings. There is none (NULL) when there is neither. Nothing is read unless an indicator has the denominator, or
 * gaps are asked for (want_gaps), which tell the weight in them; what is named is always read. Then the groups of the
 * options, and those of the profiles. To be called before lc_raw_network_read(), which frees the extract.
 */
lc_status lc_places_read(lc_context *ctx, const lc_city_options *options, lc_inputs *in);

#endif
