/* lc_cut(): a check of many planes in parts. */
#include "output/cut.h"
#include "base/options.h"
#include "city/read_city.h"
#include "city/shared.h"

static lc_status settle(lc_context *ctx, const lc_cut_options *options, lc_cut_options *o) {
    *o = LC_CUT_OPTIONS_INIT;
    lc_status status = lc_options_read(ctx, "lc_cut_options", o, sizeof *o, options);
    if (status == LC_OK && (!o->project || !o->city))
        status = lc_fail(ctx, LC_ERR_INPUT, "cut needs a project file, and what it says of the city");
    return status;
}

static lc_status check_parts(lc_context *ctx, const lc_city *city, const lc_cut_options *o, size_t *parts) {
    if (!city->shared)
        return lc_fail(ctx, LC_ERR_INPUT,
                       "%s: the communities lie in one plane, and there is nothing to cut; check them as they are",
                       o->project);
    size_t n = city->shared->planes.n;
    *parts = o->parts ? o->parts : n;
    if (*parts <= n) return LC_OK;
    return lc_fail(ctx, LC_ERR_INPUT, "%zu parts: the communities lie in %zu planes; take as many at most", *parts, n);
}

lc_status lc_cut(lc_context *ctx, const lc_cut_options *options, const char *folder, lc_cut_result *out) {
    lc_cut_options o;
    lc_city city = {0};
    size_t parts = 0;
    lc_context_begin(ctx);
    lc_status status = settle(ctx, options, &o);
    if (status == LC_OK) status = lc_city_read_planes(ctx, o.city, &city);
    if (status == LC_OK) status = check_parts(ctx, &city, &o, &parts);
    if (status == LC_OK) status = lc_cut_write(ctx, &o, parts, folder);
    if (status == LC_OK && out) *out = (lc_cut_result){city.n_communities, city.shared->planes.n, parts};
    lc_phase_begin(ctx, NULL);
    lc_city_clear(&city);
    return status;
}
