/* Weighted places: the demand of the population denominator. */
#ifndef LC_CITY_PLACES_H
#define LC_CITY_PLACES_H

#include "city/inputs.h"

/* n places with a weight above 0 that lie in a community, work CRS, in the order of their source. */
typedef struct lc_places {
    size_t n;
    lc_xy *xy;
    double *weight;
    /* Pairs of a place and a community it lies in, by community, then by place: community c owns
       place[start[c]] .. place[start[c + 1] - 1]. A place on overlapping communities is in each. */
    size_t *start; /* n_communities + 1 */
    uint32_t *place;
} lc_places;

/*
 * Read the places: from options->demand (points or polygons with options->weight_field, polygons by footprint times
 * options->floors_field without one, or a raster); else, when an OpenStreetMap file was read, its buildings
 * (data/rules/land.yaml), weighted by footprint times building:levels. *known is false when there is neither.
 * Nothing is read (and *known is false) unless an indicator has the population denominator or gaps are asked for
 * (want_gaps), which tell the weight in them. Notes the input for the report. Places without a usable weight, and those
 * in no community, are counted as warnings. To be called before lc_inputs_paths(), which frees the extract.
 */
lc_status lc_places_read(lc_context *ctx, const lc_check_options *options, lc_inputs *in, lc_places *out, bool *known);
void lc_places_free(lc_places *places);

/* The number of floors that a text begins with ("2", "2.5", "3;4" is 3); 0 when it begins with none above 0. */
double lc_floors(const char *text);

#endif
