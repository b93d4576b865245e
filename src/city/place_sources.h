/* Where weighted places are read from. */
#ifndef LC_CITY_PLACE_SOURCES_H
#define LC_CITY_PLACE_SOURCES_H

#include "city/inputs.h"

/*
 * Read the places: from options->demand (points or polygons with options->weight_field; without one, points as 1
 * each and polygons by footprint times options->floors_field; or a raster); else, when an OpenStreetMap file was read,
 * its buildings (data/rules/land.yaml), weighted by footprint times building:levels. There are none (NULL) when there
 * is neither. Nothing is read unless an indicator has the population denominator or gaps are asked for (want_gaps),
 * which tell the weight in them. Notes the input for the report. Places without a usable weight, and those in no
 * community, are counted as warnings. To be called before lc_inputs_paths(), which frees the extract.
 */
lc_status lc_places_read(lc_context *ctx, const lc_city_options *options, lc_inputs *in);

#endif
