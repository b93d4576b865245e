/* The ground that a city's paths lie on, opened while its network is built. */
#ifndef LC_CITY_WALK_GROUND_H
#define LC_CITY_WALK_GROUND_H

#include "city/inputs.h"
#include "network/raw_paths.h"

/* What the options ask of walking costs. */
lc_status lc_cost_wish_read(lc_context *ctx, const lc_city_options *options, lc_cost_wish *out);

/*
 * Open the heights that options ask for, in the city's work CRS, and note them for the report. Warns of slopes without
 * heights and of heights without slopes.
 * @param lines_have_heights the lines of the network bring their own
 * @param[out] out of a lc_raw_network, whose freeing closes it; borrows from the inputs
 */
lc_status lc_walk_ground_open(lc_context *ctx, const lc_city_options *options, lc_inputs *in, bool lines_have_heights,
                              lc_walk_ground *out);
/* By the costs of the profiles, which may close stairs (`stairs: none`): *none: nobody walks on them, *some: some do
   not. */
void lc_walk_ground_of_stairs(const lc_inputs *in, bool *none, bool *some);
/* Take the stairs out of paths that nobody walks on. */
void lc_walk_ground_close_paths(lc_context *ctx, lc_paths *paths);
/* Warn of paths without a height. */
void lc_walk_ground_warn(lc_context *ctx, const lc_network *network);

/* Was the city read with what a profile's walking costs count? Errors: LC_ERR_INPUT. */
lc_status lc_walk_ground_check(lc_context *ctx, const lc_city *city, const lc_profile *profile);

#endif
