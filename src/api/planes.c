#include "api/planes.h"

#include <math.h>

#include "base/language.h"
#include "base/memory.h"
#include "city/read_city.h"
#include "city/shared.h"
#include "measure/network_reach.h"
#include "profile/profile_cost.h"

static const double MARGIN_M = 100;  /* docs/definitions.md, "More than one plane" */
static const double SETTLED = 1e-6;  /* an open verdict is refined down to this err */
static const double SETTLING = 1e-5; /* max_error that brings every err, and so those of totals, below that */

/* A run over all planes. */
typedef struct {
    lc_plane_wish wish;
    const lc_profile *profile;
    const lc_check_options *options;
    bool meets; /* a community of any plane is near a path */
} run_t;

double lc_planes_margin(const lc_profile *const *profile, size_t n, double link_limit_m) {
    double range = 0;
    for (size_t k = 0; k < n; k++)
        for (size_t i = 0; i < profile[k]->n_indicators; i++)
            for (size_t r = 0; r < profile[k]->indicators[i].n_rules; r++)
                range = fmax(range, lc_search_range(profile[k], profile[k]->indicators[i].rules[r].category));
    return range + link_limit_m + MARGIN_M;
}

static lc_status check_one(lc_context *ctx, run_t *run, size_t k, lc_join *join) {
    lc_city city = {0};
    lc_checked part = {0};
    bool meets = false;
    lc_warnings_clear(&ctx->warnings);
    lc_status status = lc_city_read_plane(ctx, &run->wish, k, &city);
    if (status == LC_OK) status = lc_network_meets(ctx, &city, run->options->link_limit_m, &meets);
    if (status == LC_OK) status = lc_check_plane(ctx, &city, run->profile, run->options, &part);
    if (status == LC_OK) status = lc_join_add(ctx, join, k, &part);
    run->meets = run->meets || meets;
    lc_city_clear(&city);
    return status;
}

static lc_status check_all(lc_context *ctx, run_t *run, lc_report **out) {
    lc_join *join = NULL;
    lc_status status = lc_join_new(ctx, run->wish.all, &join);
    size_t n = run->wish.all->shared->planes.n;
    for (size_t k = 0; status == LC_OK && k < n; k++) {
        lc_progress_plane(ctx, k, n);
        status = check_one(ctx, run, k, join);
    }
    lc_progress_plane(ctx, 0, 0);
    if (status == LC_OK && !run->meets && lc_profile_walks(run->profile))
        status = lc_fail(ctx, LC_ERR_INPUT,
                         "no place of any community is within %g m of a path, in any of %zu planes; is the network of "
                         "another country, or are the axes or the CRS of one of them wrong?",
                         run->options->link_limit_m, n);
    if (status == LC_OK) status = lc_join_end(ctx, join, &run->wish.shared->warnings, out);
    lc_join_free(join);
    return status;
}

/* Does the err of a total leave its verdict open? Planes refine for their own totals only. */
static bool is_open(const lc_report *report) {
    for (size_t i = 0; i < report->n_indicators; i++) {
        const lc_indicator *ind = &report->indicators[i];
        if (ind->err > SETTLED && fabs(ind->ratio - ind->target) <= ind->err) return true;
    }
    return false;
}

/* Grids of one plane do not go on in the next. */
static lc_status refuse_grids(lc_context *ctx, const lc_check_options *o) {
    if (!o->n_categories) return LC_OK;
    return lc_fail(ctx, LC_ERR_INPUT,
                   "distances as a raster cannot be written of communities in several planes; check a part of them "
                   "('|subset='), or give --planes one");
}

/* What a facility has is shared out among all who reach it, in the next plane too. */
static lc_status refuse_catchments(lc_context *ctx, const lc_profile *profile) {
    for (size_t i = 0; i < profile->n_indicators; i++)
        if (profile->indicators[i].measures == LC_MEASURES_2SFCA)
            return lc_fail(
                ctx, LC_ERR_INPUT,
                "%s: measure: 2sfca shares facilities out among people of one plane, and the communities take "
                "several; check a part of them ('|subset='), or give --planes one",
                profile->indicators[i].id);
    return LC_OK;
}

/* The report, with totals whose verdicts are settled. */
static lc_status check_settled(lc_context *ctx, run_t *run, lc_report **out) {
    const lc_check_options *asked = run->options;
    lc_check_options finer = *asked;
    lc_report *report = NULL;
    lc_status status = check_all(ctx, run, &report);
    finer.max_error = SETTLING;
    run->options = &finer;
    if (status == LC_OK && asked->max_error > SETTLING && is_open(report)) {
        lc_report_free(report);
        report = NULL;
        status = check_all(ctx, run, &report);
        if (status == LC_OK) report->max_error = asked->max_error;
    }
    run->options = asked;
    if (status == LC_OK) *out = report;
    return status;
}

/* Extracts and layers were cut for the ranges of a profile and a link limit. */
static lc_status check_reach(lc_context *ctx, const run_t *run) {
    const lc_cut_part *cut = run->wish.shared->cut;
    if (!cut || !(cut->extract || cut->layers) || run->wish.margin_m <= cut->margin_m + 0.001) return LC_OK;
    return lc_fail(ctx, LC_ERR_INPUT,
                   "%s: what was cut reaches %.0f m beyond the communities, and this check needs %.0f m; cut again",
                   cut->file, cut->margin_m, run->wish.margin_m);
}

lc_status lc_check_planes(lc_context *ctx, const lc_city *city, const lc_profile *profile,
                          const lc_check_options *options, lc_report **out) {
    const lc_city_options *read_for = &city->shared->options;
    const lc_profile *const own[] = {profile};
    bool several = read_for->n_profiles > 1;
    run_t run = {.wish = {.all = city,
                          .profiles = several ? read_for->profiles : own,
                          .n_profiles = several ? read_for->n_profiles : 1},
                 .profile = profile,
                 .options = options};
    run.wish.margin_m = lc_planes_margin(run.wish.profiles, run.wish.n_profiles, options->link_limit_m);
    lc_status status = refuse_grids(ctx, options);
    if (status == LC_OK) status = refuse_catchments(ctx, profile);
    /* the city may be checked on another thread at the same time: what is read is this check's own */
    if (status == LC_OK) status = lc_shared_new(ctx, read_for, &run.wish.shared);
    if (status != LC_OK) return status;
    run.wish.shared->near = city->shared->near;
    status = check_reach(ctx, &run);
    if (status == LC_OK) status = check_settled(ctx, &run, out);
    lc_shared_free(run.wish.shared);
    return status;
}
