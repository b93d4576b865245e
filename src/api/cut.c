/* lc_cut(): a check of many planes in parts. */
#include "output/cut.h"

#include <math.h>

#include "api/planes.h"
#include "base/language.h"
#include "base/options.h"
#include "city/read_city.h"
#include "city/shared.h"

static lc_status settle(lc_context *ctx, const lc_cut_options *options, lc_cut_options *o) {
    *o = LC_CUT_OPTIONS_INIT;
    lc_status status = lc_options_read(ctx, "lc_cut_options", o, sizeof *o, options);
    if (status == LC_OK && (!o->project || !o->city))
        status = lc_fail(ctx, LC_ERR_INPUT, "cut needs a project file, and what it says of the city");
    if (isnan(o->link_limit_m)) o->link_limit_m = 250;
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

/* How far the sources of a plane reach, as a check by the profile will want it. */
static lc_status find_margin(lc_context *ctx, const lc_cut_options *o, double *margin_m) {
    lc_profile *profile = NULL;
    lc_status status = lc_profile_load(ctx, o->city->data_dir, o->profile ? o->profile : "life-circle", &profile);
    if (status != LC_OK) return status;
    *margin_m = lc_planes_margin((const lc_profile *const *)&profile, 1, o->link_limit_m);
    lc_profile_free(profile);
    return LC_OK;
}

lc_status lc_cut(lc_context *ctx, const lc_cut_options *options, const char *folder, lc_cut_result *out) {
    lc_cut_options o;
    lc_city city = {0};
    size_t parts = 0;
    double margin_m = 0;
    lc_context_begin(ctx);
    lc_status status = settle(ctx, options, &o);
    if (status == LC_OK) status = lc_city_read_planes(ctx, o.city, &city);
    if (status == LC_OK) status = check_parts(ctx, &city, &o, &parts);
    if (status == LC_OK) status = find_margin(ctx, &o, &margin_m);
    lc_cut_job job = {&o, &city, folder, parts, margin_m};
    const char *why_whole = NULL;
    if (status == LC_OK) status = lc_cut_write(ctx, &job, &why_whole);
    if (status == LC_OK && out) {
        bool extracts = o.city->n_osm && !why_whole;
        *out = (lc_cut_result){city.n_communities, city.shared->planes.n, parts, extracts ? parts : 0,
                               why_whole ? lc_tr(ctx, why_whole) : NULL};
    }
    lc_phase_begin(ctx, NULL);
    lc_city_clear(&city);
    return status;
}
