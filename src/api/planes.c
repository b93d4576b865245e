#include "api/planes.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "api/checking.h"
#include "base/memory.h"
#include "city/cut_moves.h"
#include "city/edited_city.h"
#include "city/plane_moves.h"
#include "city/read_city.h"
#include "city/shared.h"
#include "city/walk_ground.h"
#include "geo/lonlat.h"
#include "measure/network_reach.h"
#include "profile/profile_cost.h"
#include "report/fill_edits.h"
#include "report/plane_grids.h"
#include "report/shard_edits.h"

static const double MARGIN_M = 100; /* docs/definitions.md, "More than one plane" */
static const double SETTLED = 1e-6; /* an open verdict is refined down to this err */

/* A run over all planes. */
typedef struct {
    lc_plane_wish wish;
    const lc_profile *profile;
    const lc_check_options *options; /* without edits */
    lc_plane_edits *edits;           /* NULL without */
    lc_plane_grids *grids;           /* NULL without */
    bool looked;                     /* what moves to another plane has been looked for in all */
    bool meets;                      /* a community of any plane is near a path */
} run_t;

double lc_planes_margin(const lc_profile *const *profile, size_t n, double link_limit_m) {
    double range = 0;
    for (size_t k = 0; k < n; k++)
        for (size_t i = 0; i < profile[k]->n_indicators; i++)
            for (size_t r = 0; r < profile[k]->indicators[i].n_rules; r++)
                range = fmax(range, lc_search_range(profile[k], profile[k]->indicators[i].rules[r].category));
    return range + link_limit_m + MARGIN_M;
}

/* An edit may do nothing in one part of the planes, and something in another. */
static bool is_part(const run_t *run) {
    return run->wish.all->shared->index != NULL;
}

/* The edits as plane k takes them. */
static const lc_edits *edits_of(const run_t *run, size_t k) {
    return lc_plane_edits_at(&run->wish, &run->wish.all->shared->planes.plane[k], NULL, run->edits);
}

/* What moves from one plane to another is looked for in all of them. A part that was cut has what was found then,
   unless the edits have changed since. */
static lc_status look_for_moves(lc_context *ctx, run_t *run) {
    const lc_shared *shared = run->wish.all->shared;
    const lc_planes *planes = is_part(run) ? &shared->all_planes : &shared->planes;
    run->looked = true;
    if (planes->n) return lc_plane_moves_find(ctx, &run->wish, planes, run->profile, run->edits);
    return lc_edit_fail(ctx, lc_plane_edits_want(run->edits),
                        "its facility comes from another plane, and %s was cut for other edits; cut again",
                        run->wish.shared->cut->file);
}

static lc_status edit_one(lc_context *ctx, run_t *run, const lc_city *city, size_t k, lc_edited_city *out) {
    lc_status status = lc_phase_begin(ctx, "carry out edits");
    if (status == LC_OK) status = lc_edited_city_new(ctx, city, run->profile, edits_of(run, k), NULL, out);
    if (status != LC_OK || run->looked || !lc_plane_edits_want(run->edits)) return status;
    lc_edited_city_free(out);
    status = look_for_moves(ctx, run);
    return status == LC_OK ? lc_edited_city_new(ctx, city, run->profile, edits_of(run, k), NULL, out) : status;
}

lc_status lc_planes_add(lc_context *ctx, const lc_city *all, size_t k, const lc_checked *part, lc_join *join,
                        lc_plane_grids **grids) {
    const lc_report *plane = part->report;
    lc_xy centre = all->shared->planes.plane[k].centre;
    lc_status status = lc_plane_grids_add(ctx, plane->grids, plane->n_grids, plane->work_crs, centre, grids);
    return status == LC_OK ? lc_join_add(ctx, join, k, part) : status;
}

/* Check one plane that has been read. */
static lc_status check_plane(lc_context *ctx, const lc_city *city, const lc_profile *profile, const lc_check_options *o,
                             lc_checked *out) {
    lc_checking c = {.options = o, .profile = profile, .city = city};
    lc_status status = lc_checking_run(ctx, &c);
    const char **reason = status == LC_OK ? lc_plan_reasons(c.plan) : NULL;
    if (status == LC_OK && !reason) status = lc_fail_memory(ctx);
    if (status == LC_OK) {
        *out = (lc_checked){c.report, c.results, reason};
        c.report = NULL;
        c.results = (lc_results){0};
    }
    lc_checking_free(&c);
    return status;
}

static lc_status check_one(lc_context *ctx, run_t *run, size_t k, lc_join *join) {
    lc_city city = {0};
    lc_edited_city edited = {0};
    lc_checked part = {0};
    bool meets = false;
    lc_warnings_clear(&ctx->warnings);
    lc_status status = lc_city_read_plane(ctx, &run->wish, k, &city);
    if (status == LC_OK) status = lc_walk_ground_check(ctx, &city, run->profile);
    if (status == LC_OK && run->edits) status = edit_one(ctx, run, &city, k, &edited);
    const lc_city *checked = run->edits ? &edited.city : &city;
    if (status == LC_OK) status = lc_network_meets(ctx, checked, run->options->link_limit_m, &meets);
    if (status == LC_OK) status = check_plane(ctx, checked, run->profile, run->options, &part);
    if (status == LC_OK) status = lc_planes_add(ctx, run->wish.all, k, &part, join, &run->grids);
    lc_checked_free(&part);
    run->meets = run->meets || meets;
    if (run->edits) lc_edited_city_free(&edited);
    lc_city_clear(&city);
    return status;
}

/* The files of the edits are inputs, too. */
static bool add_inputs(lc_report *report, const lc_edits *edits) {
    size_t n = report->n_inputs;
    lc_input_info *info = LC_NEW0(lc_input_info, n + edits->n_info);
    if (!info) return false;
    if (n) memcpy(info, report->inputs, n * sizeof *info);
    free(report->inputs);
    report->inputs = info;
    bool ok = true;
    for (size_t i = 0; ok && i < edits->n_info; i++)
        ok = lc_input_info_copy(&edits->info[i], &report->inputs[report->n_inputs++]);
    return ok;
}

lc_status lc_planes_join(lc_context *ctx, lc_join *join, const lc_warnings *told, const lc_edits *edits,
                         lc_plane_grids **grids, lc_report **out) {
    lc_warnings sources = {0}; /* what reading them had to say, the edits last */
    lc_report *report = NULL;
    bool ok = lc_warnings_copy(&sources, told);
    ok = ok && (!edits || lc_warnings_add(&sources, &edits->warnings));
    lc_status status = ok ? lc_join_end(ctx, join, &sources, &report) : lc_fail_memory(ctx);
    if (status == LC_OK && edits && !(add_inputs(report, edits) && lc_report_fill_edits(report, edits)))
        status = lc_fail_memory(ctx);
    if (status == LC_OK) {
        report->plane_grids = *grids;
        *grids = NULL;
        *out = report;
    } else {
        lc_report_free(report);
    }
    lc_warnings_clear(&sources);
    return status;
}

lc_status lc_planes_fail_apart(lc_context *ctx, size_t n, double link_limit_m) {
    return lc_fail(ctx, LC_ERR_INPUT,
                   "no place of any community is within %g m of a path, in any of %zu planes; is the network of "
                   "another country, or are the axes or the CRS of one of them wrong?",
                   link_limit_m, n);
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
    if (status == LC_OK && run->edits && !is_part(run))
        status = lc_plane_edits_end(ctx, run->edits, run->wish.margin_m);
    if (status == LC_OK && !run->meets && lc_profile_walks(run->profile))
        status = lc_planes_fail_apart(ctx, n, run->options->link_limit_m);
    if (status == LC_OK)
        status = lc_planes_join(ctx, join, &run->wish.shared->warnings, run->edits ? run->edits->all : NULL,
                                &run->grids, out);
    lc_join_free(join);
    lc_plane_grids_free(run->grids);
    run->grids = NULL;
    return status;
}

bool lc_planes_are_open(const lc_report *report) {
    for (size_t i = 0; i < report->n_indicators; i++) {
        const lc_indicator *ind = &report->indicators[i];
        if (ind->err > SETTLED && fabs(ind->ratio - ind->target) <= ind->err) return true;
    }
    return false;
}

lc_status lc_planes_refuse_catchments(lc_context *ctx, const lc_profile *profile) {
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
    finer.max_error = LC_PLANES_SETTLING;
    run->options = &finer;
    if (status == LC_OK && asked->max_error > LC_PLANES_SETTLING && lc_planes_are_open(report)) {
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
static lc_status check_reach(lc_context *ctx, const lc_plane_wish *wish) {
    const lc_cut_part *cut = wish->shared->cut;
    if (!cut || !(cut->extract || cut->layers) || wish->margin_m <= cut->margin_m + 0.001) return LC_OK;
    return lc_fail(ctx, LC_ERR_INPUT,
                   "%s: what was cut reaches %.0f m beyond the communities, and this check needs %.0f m; cut again",
                   cut->file, cut->margin_m, wish->margin_m);
}

static lc_status begin_edits(lc_context *ctx, run_t *run, const lc_edits *edits) {
    const lc_planes *planes = &run->wish.all->shared->planes;
    if (!edits) return LC_OK;
    if (!is_part(run)) return lc_plane_edits_new(ctx, edits, planes, &run->edits);
    lc_status status = lc_plane_edits_of_part(ctx, edits, planes, &run->edits);
    return status == LC_OK ? lc_cut_moves_take(ctx, run->wish.shared, run->edits, &run->looked) : status;
}

lc_status lc_planes_begin(lc_context *ctx, const lc_city *city, const lc_profile *const *profile, double link_limit_m,
                          lc_plane_wish *out) {
    const lc_city_options *read_for = &city->shared->options;
    bool several = read_for->n_profiles > 1;
    *out = (lc_plane_wish){.all = city,
                           .profiles = several ? read_for->profiles : profile,
                           .n_profiles = several ? read_for->n_profiles : 1};
    out->margin_m = fmax(lc_planes_margin(out->profiles, out->n_profiles, link_limit_m),
                         lc_planes_margin(profile, 1, link_limit_m)); /* which may be none of those */
    /* the city may be checked on another thread at the same time: what is read is this check's own */
    lc_status status = lc_shared_new(ctx, read_for, &out->shared);
    if (status != LC_OK) return status;
    out->shared->near = city->shared->near;
    status = check_reach(ctx, out);
    if (status == LC_OK) return LC_OK;
    lc_shared_free(out->shared);
    out->shared = NULL; /* whoever frees it as well frees it once */
    return status;
}

/* A part says what came of the edits in it. */
static lc_status note_edits(lc_context *ctx, const run_t *run, lc_report **report) {
    if (!run->edits || !is_part(run)) return LC_OK;
    if (lc_shard_edits_take(run->edits, run->wish.margin_m, &(*report)->shard->edits)) return LC_OK;
    lc_report_free(*report);
    *report = NULL;
    return lc_fail_memory(ctx);
}

lc_status lc_check_planes(lc_context *ctx, const lc_city *city, const lc_profile *profile,
                          const lc_check_options *options, lc_report **out) {
    lc_check_options unedited = *options;
    unedited.edits = NULL;
    run_t run = {.profile = profile, .options = &unedited};
    lc_status status = lc_planes_refuse_catchments(ctx, profile);
    if (status == LC_OK) status = lc_planes_begin(ctx, city, &profile, options->link_limit_m, &run.wish);
    if (status != LC_OK) return status;
    status = begin_edits(ctx, &run, options->edits);
    if (status == LC_OK) status = check_settled(ctx, &run, out);
    if (status == LC_OK) status = note_edits(ctx, &run, out);
    lc_plane_edits_free(run.edits);
    lc_shared_free(run.wish.shared);
    return status;
}
