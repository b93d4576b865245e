#include "city/walk_ground.h"

#include <math.h>

#include "profile/walk_cost_read.h"

/* Of any profile that the city is read for; without one, by what options say alone. */
static bool any_counts(const lc_inputs *in, bool (*counts)(const lc_profile *, const lc_cost_wish *)) {
    static const lc_profile nobody = {0};
    bool any = in->n_profiles == 0 && counts(&nobody, &in->city->cost);
    for (size_t i = 0; i < in->n_profiles; i++) any = any || counts(in->profile[i], &in->city->cost);
    return any;
}

static lc_status open_heights(lc_context *ctx, const lc_city_options *o, lc_inputs *in, lc_walk_ground *out) {
    lc_source source = {0};
    double smooth_m = isnan(o->dem_smooth_m) ? LC_SMOOTH_M : o->dem_smooth_m;
    lc_status status = lc_source_parse(ctx, o->dem, &source);
    if (status == LC_OK) status = lc_heights_open(ctx, &source, in->city->crs, smooth_m, &out->heights);
    lc_source_free(&source);
    if (status != LC_OK) return status;
    const lc_heights_info *info = lc_heights_of(out->heights);
    out->ground.heights = out->heights;
    return lc_inputs_note(ctx, in, "dem", info->file, NULL, info->crs, NULL, (size_t)info->width * (size_t)info->height,
                          info->sha256);
}

lc_status lc_walk_ground_open(lc_context *ctx, const lc_city_options *o, lc_inputs *in, bool lines_have_heights,
                              lc_walk_ground *out) {
    *out = (lc_walk_ground){0};
    in->city->cost.heights = in->city->cost.heights || lines_have_heights;
    bool heights = in->city->cost.heights, slopes = any_counts(in, lc_profile_counts_slopes);
    if (!slopes && o->dem)
        lc_warn(ctx, "dem_unused", "heights are given, and the walking cost does not count slopes", "%s", "dem");
    if (slopes && !heights)
        lc_warn(ctx, "no_heights",
                "slopes are to count, and there are no heights: paths count as flat; give a raster with --dem", NULL);
    if (!slopes && !any_counts(in, lc_profile_counts_walk_cost)) return LC_OK;
    out->ground.classes = &in->walk->classes;
    return slopes && o->dem ? open_heights(ctx, o, in, out) : LC_OK;
}

void lc_walk_ground_of_stairs(const lc_inputs *in, bool *none, bool *some) {
    bool closed = any_counts(in, lc_profile_closes_stairs), walked = any_counts(in, lc_profile_walks_stairs);
    *none = closed && !walked;
    *some = closed && walked;
}

void lc_walk_ground_close_paths(lc_context *ctx, lc_paths *paths) {
    lc_warn_count(ctx, "stairs_closed", "stairs are not walked, as the walking cost says, and were left out",
                  lc_paths_leave_out(paths, LC_PATH_STAIRS));
}

lc_status lc_cost_wish_read(lc_context *ctx, const lc_city_options *o, lc_cost_wish *out) {
    *out = (lc_cost_wish){.given = o->walk_cost, .heights = o->dem};
    return o->walk_cost ? lc_walk_cost_named(ctx, o->data_dir, o->walk_cost, &out->cost) : LC_OK;
}

void lc_walk_ground_warn(lc_context *ctx, const lc_network *network) {
    if (network->flat_m > 0.5)
        lc_warn(ctx, "no_height_there", "paths lie where the raster has no heights; they count as flat",
                "%.0f m of paths", network->flat_m);
}

/* Lengths that were given bring rates along paths, but no slopes, stairs or crossings. */
static bool knows_walk_cost(const lc_city *city) {
    return !city->network || !city->network->n_verts || (city->network->trait && !city->network->has_given);
}

static bool has_stairs(const lc_network *network) {
    bool any = false;
    for (size_t v = 0; v < network->n_verts && !any; v++) any = network->trait[v].stairs;
    return any;
}

/* Without stairs as well, or with them, as the profile asks? */
static bool knows_stairs(const lc_city *city, const lc_profile *profile) {
    if (!city->network || !city->network->trait) return true;
    if (city->without_stairs) return !lc_profile_walks_stairs(profile, &city->cost);
    return city->step_free || !lc_profile_closes_stairs(profile, &city->cost) || !has_stairs(city->network);
}

lc_status lc_walk_ground_check(lc_context *ctx, const lc_city *city, const lc_profile *profile) {
    if (!knows_walk_cost(city) && lc_profile_counts_walk_cost(profile, &city->cost))
        return lc_fail(ctx, LC_ERR_INPUT,
                       "profile %s counts slopes, stairs or crossings, and the city was read without: "
                       "name the profile among those that it is read for",
                       profile->name);
    if (!knows_stairs(city, profile))
        return lc_fail(ctx, LC_ERR_INPUT,
                       "profile %s walks on stairs, or closes them, where those that the city was read for do not: "
                       "name the profile among those that it is read for",
                       profile->name);
    return LC_OK;
}
