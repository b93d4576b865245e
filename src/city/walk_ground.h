/* The ground that a city's paths lie on, opened while its network is built. */
#ifndef LC_CITY_WALK_GROUND_H
#define LC_CITY_WALK_GROUND_H

#include "city/inputs.h"
#include "network/ground.h"

/* What the options ask of walking costs. */
lc_status lc_cost_wish_read(lc_context *ctx, const lc_city_options *options, lc_cost_wish *out);

/* {0} when lengths alone count. */
typedef struct lc_walk_ground {
    lc_ground ground;
    lc_heights *heights; /* behind ground.heights */
} lc_walk_ground;

/*
 * Open the heights that options ask for, in the city's work CRS, and note them for the report. Warns of slopes without
 * heights and of heights without slopes.
 * @param[out] out to be closed with lc_walk_ground_close(); borrows from the inputs
 */
lc_status lc_walk_ground_open(lc_context *ctx, const lc_city_options *options, lc_inputs *in, const lc_paths *paths,
                              lc_walk_ground *out);
/* Take the paths out that the cost of every profile closes (`stairs: none`). */
void lc_walk_ground_close_paths(lc_context *ctx, const lc_inputs *in, lc_paths *paths);
/* For lc_network_rules: NULL when lengths alone count. */
const lc_ground *lc_walk_ground_rules(const lc_walk_ground *ground);
void lc_walk_ground_close(lc_walk_ground *ground);
/* Warn of paths without a height. */
void lc_walk_ground_warn(lc_context *ctx, const lc_network *network);

/* Was the city read with what a profile's walking costs count? Errors: LC_ERR_INPUT. */
lc_status lc_walk_ground_check(lc_context *ctx, const lc_city *city, const lc_profile *profile);

#endif
