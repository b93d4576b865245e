/* lc_cut(): a check of many planes in parts. */
#include "output/cut.h"

#include <math.h>

#include "api/planes.h"
#include "base/language.h"
#include "base/options.h"
#include "city/cut_sources.h"
#include "city/read_city.h"
#include "city/shared.h"

static lc_status settle(lc_context *ctx, const lc_cut_options *options, lc_cut_options *o) {
    *o = LC_CUT_OPTIONS_INIT;
    lc_status status = lc_options_read(ctx, "lc_cut_options", o, sizeof *o, options);
    if (status == LC_OK && (!o->project || !o->city))
        status = lc_fail(ctx, LC_ERR_INPUT, "cut needs a project file, and what it says of the city");
    if (!o->profile) o->profile = "life-circle";
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

/* NULL where the project names none. */
static lc_status read_edits(lc_context *ctx, const lc_cut_options *o, lc_edits **out) {
    lc_status status = o->n_edits ? lc_edits_new(ctx, NULL, out) : LC_OK;
    for (size_t i = 0; status == LC_OK && i < o->n_edits; i++) status = lc_edits_read(ctx, *out, o->edits[i]);
    return status;
}

/* Cut what has been read of the communities. */
static lc_status cut(lc_context *ctx, lc_cut_job *job, const lc_edits *edits, lc_cut_layer *communities,
                     lc_cut_result *result) {
    const lc_cut_options *o = job->options;
    const lc_city *city = job->city;
    lc_cut_sources sources = {0};
    const char *why_whole = NULL;
    lc_status status = check_parts(ctx, city, o, &job->parts);
    if (status == LC_OK) {
        job->margin_m = lc_planes_margin(&job->profile, 1, o->link_limit_m);
        status = lc_cut_sources_read(ctx, city, job->profile, job->margin_m, communities, &sources);
    }
    if (status == LC_OK && edits) status = lc_cut_sources_moves(ctx, city, job->profile, edits, &sources);
    job->sources = &sources;
    if (status == LC_OK) status = lc_cut_write(ctx, job, &why_whole);
    if (status == LC_OK) {
        bool extracts = o->city->n_osm && !why_whole;
        *result = (lc_cut_result){city->n_communities, city->shared->planes.n, job->parts, extracts ? job->parts : 0,
                                  why_whole ? lc_tr(ctx, why_whole) : NULL};
    }
    lc_cut_sources_free(&sources);
    return status;
}

lc_status lc_cut(lc_context *ctx, const lc_cut_options *options, const char *folder, lc_cut_result *out) {
    lc_cut_options o;
    lc_city city = {0};
    lc_profile *profile = NULL;
    lc_edits *edits = NULL;
    lc_cut_files files = {0};
    lc_cut_layer communities = {0};
    lc_cut_result result = {0};
    lc_cut_job job = {.options = &o, .city = &city, .files = &files, .folder = folder};
    lc_context_begin(ctx);
    lc_status status = settle(ctx, options, &o);
    if (status == LC_OK) status = lc_profile_load(ctx, o.city->data_dir, o.profile, &profile);
    if (status == LC_OK) status = lc_cut_files_list(ctx, &o, profile, &files);
    if (status == LC_OK) status = read_edits(ctx, &o, &edits);
    if (status == LC_OK) status = lc_city_read_planes(ctx, o.city, &city, &communities);
    job.profile = profile;
    if (status == LC_OK) status = cut(ctx, &job, edits, &communities, &result);
    if (status == LC_OK && out) *out = result;
    lc_phase_begin(ctx, NULL);
    lc_cut_layer_clear(&communities);
    lc_city_clear(&city);
    lc_edits_free(edits);
    lc_cut_files_free(&files);
    lc_profile_free(profile);
    return status;
}
