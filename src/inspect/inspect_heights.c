/* What is in a raster of heights (--as heights), what is wrong with it, and how much of the paths it covers. */
#include <math.h>

#include "base/memory.h"
#include "city/raw_network.h"
#include "city/read_inputs.h"
#include "inspect/inspection.h"
#include "source/heights_survey.h"

static const double SEA_SHARE = 0.01, LITTLE_SHARE = 0.01; /* of cells at 0 m; of path without a height */

static void tell_cells(lc_inspection *out, const lc_heights *heights, const lc_heights_survey *s) {
    const lc_heights_info *info = lc_heights_of(heights);
    double without = s->cells ? (double)s->without / (double)s->cells : 0;
    lc_found(out, "format", "format", "raster: of use as heights (--dem)");
    lc_found(out, "crs", "CRS", "%s", info->crs);
    lc_found_extent(out);
    lc_found(out, "cell_size", "size of a cell", "%.4g x %.4g m", info->cell_x_m, info->cell_y_m);
    lc_found(out, "cells", "cells", "%d x %d, %.1f %% without a height", info->width, info->height, 100 * without);
    if (s->without < s->cells) lc_found(out, "heights", "heights", "%.2f to %.2f m", s->least_m, s->most_m);
    lc_found_number(out, "heights", "cells", (double)s->cells, 0);
    lc_found_number(out, "heights", "without", (double)s->without, 0);
    lc_found_number(out, "heights", "least_m", s->least_m, 3);
    lc_found_number(out, "heights", "most_m", s->most_m, 3);
    lc_found_number(out, "heights", "cell_x_m", info->cell_x_m, 3);
    lc_found_number(out, "heights", "cell_y_m", info->cell_y_m, 3);
}

/* Pictures of heights go from 0 to 255, whatever the metres are. */
static bool is_stretched(const lc_heights_survey *s) {
    return s->bytes && s->least_m == 0 && s->most_m == 255;
}

static void judge_heights(lc_inspection *out, const lc_heights_survey *s) {
    size_t odd = s->below_land + s->above, known = s->cells - s->without;
    if (!known) {
        lc_found_problem_of(out, LC_ERROR, "empty", "no cell has a height", "check the raster and its nodata value", 1);
        return;
    }
    if (odd)
        lc_found_example(out,
                         lc_found_problem_of(out, LC_WARNING, "height_implausible",
                                             "cells lower than any land, or higher than any mountain",
                                             "if they stand for no data, declare their value in the file "
                                             "(gdal_translate -a_nodata); if the unit is not the metre, scale them",
                                             odd),
                         "%.9g m", s->above ? s->most_m : s->least_m);
    if (is_stretched(s))
        lc_found_problem_of(out, LC_WARNING, "height_stretched",
                            "heights of 0 to 255 in bytes: stretched to be looked at, most likely, and no metres",
                            "take the raster that it was made from, or scale it back to metres (gdal_translate -scale)",
                            1);
    else if (s->whole == known && s->least_m < s->most_m)
        lc_found_problem_of(out, LC_NOTE, "height_steps",
                            "heights in whole metres: flat ground becomes terraces, which the averaging smooths",
                            "leave --dem-smooth as it is, or take heights in fractions of a metre", 1);
    if ((double)s->zero > SEA_SHARE * (double)known)
        lc_found_problem_of(out, LC_NOTE, "height_zero", "cells of exactly 0 m: the sea, or no data",
                            "if they are no data, declare it (gdal_translate -a_nodata 0)", s->zero);
}

/* ----------------------------------------------------------------------------------------------- held against paths */

/* Metres of path, and of those without a height at either end of a piece. */
static lc_status measure_paths(lc_context *ctx, lc_heights *heights, const lc_paths *paths, double *all_m,
                               double *without_m, size_t *n_without) {
    double *z = LC_NEW(double, paths->n_xy);
    lc_status status = z ? lc_heights_at(ctx, heights, paths->xy, paths->n_xy, z) : lc_fail_memory(ctx);
    *all_m = *without_m = 0;
    *n_without = 0;
    for (size_t p = 0; status == LC_OK && p < paths->n; p++)
        for (size_t k = paths->start[p]; k + 1 < paths->start[p + 1]; k++) {
            uint32_t a = paths->vertex[k], b = paths->vertex[k + 1];
            double length = lc_length(paths->xy[b].x - paths->xy[a].x, paths->xy[b].y - paths->xy[a].y);
            *all_m += length;
            if (!isnan(z[a]) && !isnan(z[b])) continue;
            *without_m += length;
            ++*n_without;
        }
    free(z);
    return status;
}

static void tell_paths(lc_inspection *out, double all_m, double without_m, size_t n_without) {
    double share = all_m > 0 ? without_m / all_m : 0;
    lc_found(out, "paths", "paths", "%.1f km, %.1f %% without a height", all_m / 1000, 100 * share);
    lc_found_number(out, "heights", "paths_m", all_m, 1);
    lc_found_number(out, "heights", "paths_without_m", without_m, 1);
    if (share >= 1)
        lc_found_problem_of(out, LC_ERROR, "height_elsewhere", "no path lies on the raster",
                            "check its crs, and that it is of the same city", 1);
    else if (share > LITTLE_SHARE)
        lc_found_problem_of(out, LC_WARNING, "no_height_there", "pieces of path without a height, which count as flat",
                            "take a raster that covers all of them", n_without);
}

static lc_status read_paths(lc_context *ctx, const lc_inspect_options *options, lc_inputs *in, lc_paths *paths) {
    lc_city_options o = LC_CITY_OPTIONS_INIT;
    o.network = options->network;
    o.data_dir = options->data_dir;
    lc_status status = lc_walk_rules_load(ctx, o.data_dir, &in->walk);
    if (status == LC_OK)
        status =
            o.network ? lc_inputs_network(ctx, &o, in) : lc_inspect_osm_read(ctx, options->osm, options->n_osm, in);
    return status == LC_OK ? lc_inputs_take_paths(ctx, in, paths, NULL) : status;
}

static lc_status hold_against_paths(lc_inspection *out, const lc_inspect_options *options, lc_inputs *in,
                                    lc_heights *heights) {
    lc_paths paths = {0};
    double all_m, without_m;
    size_t n_without;
    lc_status status = read_paths(out->ctx, options, in, &paths);
    lc_warnings_clear(&out->ctx->warnings); /* those are of the paths */
    if (status == LC_OK) status = measure_paths(out->ctx, heights, &paths, &all_m, &without_m, &n_without);
    if (status == LC_OK) tell_paths(out, all_m, without_m, n_without);
    lc_paths_free(&paths);
    return status;
}

lc_status lc_inspect_heights(lc_inspection *out, const lc_inspect_options *options, const lc_source *source,
                             bool *against) {
    lc_city city = {0};
    lc_inputs in = {.city = &city};
    lc_heights *heights = NULL;
    lc_heights_survey survey;
    lc_context *ctx = out->ctx;
    *against = false;
    lc_status status = lc_heights_extent(ctx, source, &out->extent);
    const lc_box *e = &out->extent;
    if (status == LC_OK) status = lc_work_crs_new(ctx, (e->x0 + e->x1) / 2, (e->y0 + e->y1) / 2, &city.crs);
    if (status == LC_OK) status = lc_heights_open(ctx, source, city.crs, LC_SMOOTH_M, &heights);
    if (status == LC_OK) status = lc_heights_count(ctx, heights, &survey);
    if (status == LC_OK) {
        tell_cells(out, heights, &survey);
        judge_heights(out, &survey);
        lc_found_warnings(out, NULL);
    }
    if (status == LC_OK && (options->network || options->n_osm)) {
        *against = true;
        status = hold_against_paths(out, options, &in, heights);
    }
    lc_heights_close(heights);
    lc_inputs_free(&in);
    lc_city_clear(&city);
    return status;
}
