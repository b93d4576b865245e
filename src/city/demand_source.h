/* One demand, everybody or a group of people, read from its source. */
#ifndef LC_CITY_DEMAND_SOURCE_H
#define LC_CITY_DEMAND_SOURCE_H

#include "city/inputs.h"

/* Above it is no number of people, square metres or floors, but what stands for "none" in many tables (1e20, 3.4e38,
   1.8e308): one of them would outweigh all others. */
static const double LC_WEIGHT_MOST = 1e15;

typedef struct lc_demand_ask {
    const char *source;                      /* NULL: the buildings of the OpenStreetMap file */
    const char *weight_field, *floors_field; /* NULL without */
    bool another;                            /* weight_field takes the place of what the source says itself */
} lc_demand_ask;

/*
 * Read points or polygons with a weight field (without one, points as 1 each and polygons by footprint times floors),
 * a raster, or buildings (data/rules/land.yaml). Notes the input for the report. Places without a usable weight, and
 * those in no community, are counted as warnings.
 * @param[out] places malloc'ed, NULL when the source says spread=
 * @param[out] spread the same the other way round
 */
lc_status lc_demand_read(lc_context *ctx, lc_inputs *in, const lc_demand_ask *ask, lc_places **places,
                         lc_spread **spread);

#endif
