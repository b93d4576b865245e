#include "siting/site_city.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "siting/candidate_sources.h"
#include "siting/fill.h"
#include "siting/measured.h"
#include "siting/model.h"
#include "siting/needs.h"
#include "siting/plane_sites.h"
#include "siting/solve.h"
#include "siting/with_sites.h"

/* Points stand for areas, so that a target may be missed by a little when it is measured exactly: it is asked for
 * again. */
static const double STEP_UP = 1e-5;
enum { ROUNDS = 6 };

typedef struct {
    const lc_city *city;
    const lc_ask *ask;
    lc_candidates *candidates; /* one a category asked for */
    lc_noted noted;
    lc_plane_sites *planes; /* of several planes; NULL of one */
    lc_measured measured;   /* of one, as it is */
    lc_exact before, after;
    lc_model model;
    lc_needs needs;
    lc_siting_answer answer;
} run_t;

/* --------------------------------------------------------------------------------------------------------- candidates
 */

static lc_status read_candidates(lc_context *ctx, run_t *r) {
    const lc_site_options *o = &r->ask->options;
    size_t n = 0;
    lc_status status = lc_phase_begin(ctx, "read candidates");
    r->candidates = LC_NEW0(lc_candidates, r->ask->n_categories);
    if (!r->candidates) return lc_fail_memory(ctx);
    if (status == LC_OK && r->planes) status = lc_plane_sites_candidates(ctx, r->planes, r->candidates, &r->noted);
    for (size_t k = 0; status == LC_OK && !r->planes && k < r->ask->n_categories; k++)
        status = lc_candidates_read(ctx, r->city, o->data_dir, r->ask->category[k], o->candidates, o->n_candidates,
                                    &r->candidates[k], &r->noted);
    for (size_t k = 0; k < r->ask->n_categories; k++) n += r->candidates[k].places.n;
    if (status == LC_OK && n == 0)
        status = lc_fail(ctx, LC_ERR_INPUT, "candidates \"%s\": there is none in it; check the source and its subset",
                         o->candidates[0]);
    return status;
}

/* Candidates of one id, in every category. */
static size_t fix_id(run_t *r, const char *id, lc_siting_fix fix) {
    size_t found = 0;
    for (size_t k = 0; k < r->ask->n_categories; k++)
        for (size_t j = 0; j < r->candidates[k].places.n; j++) {
            if (strcmp(r->candidates[k].places.id[j], id) != 0) continue;
            r->candidates[k].fix[j] = (unsigned char)fix;
            found++;
        }
    return found;
}

static lc_status fix_candidates(lc_context *ctx, run_t *r) {
    const lc_site_options *o = &r->ask->options;
    for (size_t i = 0; i < o->n_exclude; i++)
        if (!fix_id(r, o->exclude[i], LC_SITE_EXCLUDED))
            return lc_fail(ctx, LC_ERR_INPUT, "exclude \"%s\": no candidate has this id", o->exclude[i]);
    for (size_t i = 0; i < o->n_must; i++)
        if (!fix_id(r, o->must[i], LC_SITE_MUST))
            return lc_fail(ctx, LC_ERR_INPUT, "must \"%s\": no candidate has this id", o->must[i]);
    return LC_OK;
}

/* ------------------------------------------------------------------------------------------------------ what there is
 */

static lc_status check_data(lc_context *ctx, const lc_city *city, const lc_ask *ask) {
    for (size_t i = 0; i < ask->profile.n_indicators; i++) {
        const lc_indicator_def *def = &ask->profile.indicators[i];
        if (def->metric == LC_NETWORK && !city->network)
            return lc_fail(ctx, LC_ERR_INPUT,
                           "indicator \"%s\" measures walking distance: give the paths with --osm or --network",
                           def->id);
        if (def->group)
            return lc_fail(ctx, LC_ERR_INPUT,
                           "indicator \"%s\" counts a group of people, and sites are chosen for everybody; take the "
                           "indicator without the group, with the group's people as --demand",
                           def->id);
        if (def->measures != LC_MEASURES_COVERAGE)
            return lc_fail(
                ctx, LC_ERR_INPUT,
                "indicator \"%s\" says what there is for each person (measure: 2sfca), and sites are chosen to "
                "cover people; take one of coverage",
                def->id);
        if (def->denominator == LC_POPULATION && city->spread)
            return lc_fail(
                ctx, LC_ERR_INPUT,
                "indicator \"%s\" counts people who are laid over polygons, and sites are chosen for places: "
                "leave out spread= in the demand, or give buildings or a raster",
                def->id);
        if (def->denominator == LC_POPULATION && !city->places)
            return lc_fail(ctx, LC_ERR_INPUT, "indicator \"%s\" counts people: give the demand with --demand or --osm",
                           def->id);
        if (def->denominator == LC_RESIDENTIAL && !city->residential)
            return lc_fail(ctx, LC_ERR_INPUT,
                           "indicator \"%s\" measures residential land: give it with --residential or --osm", def->id);
    }
    return LC_OK;
}

/* The city as it is. Without a facility there is nothing to measure, and nothing is covered. */
static lc_status measure_before(lc_context *ctx, run_t *r) {
    lc_status status = lc_phase_begin(ctx, "measure coverage");
    if (status == LC_OK && r->planes) return lc_plane_sites_cover(ctx, r->planes, check_data, &r->before, &r->model);
    if (status == LC_OK)
        status = lc_measured_new(ctx, r->city, &r->ask->profile, r->ask->options.link_limit_m, &r->measured);
    return status == LC_OK ? lc_exact_take(ctx, &r->measured, &r->before) : status;
}

static lc_status cover(lc_context *ctx, run_t *r) {
    lc_status status = LC_OK;
    for (size_t i = 0; i < r->ask->profile.n_indicators; i++)
        if (r->before.reason[i])
            lc_warn(ctx, "nothing_exists", "indicators of which the city has no facility: nothing is covered before",
                    "%s", r->ask->profile.indicators[i].id);
    if (!r->planes) status = lc_phase_begin(ctx, "cover demand");
    if (status == LC_OK && !r->planes)
        status = lc_model_new(ctx, r->ask, r->measured.fields, r->candidates, 0, &r->model);
    if (status != LC_OK) return status;
    double total = 0;
    for (size_t k = 0; k < r->ask->profile.n_indicators; k++) total += r->model.part[k].total;
    if (!(total > 0))
        return lc_fail(ctx, LC_ERR_INPUT, "there is no demand in the communities to be covered; check the demand");
    return LC_OK;
}

/* ------------------------------------------------------------------------------------------------------------- choice
 */

static bool is_least(const run_t *r) {
    return r->ask->question == LC_SITE_REACH || r->ask->question == LC_SITE_EACH_COMMUNITY;
}

static lc_status check_budget(lc_context *ctx, const run_t *r) {
    double must = 0;
    size_t n = 0;
    if (r->ask->question == LC_SITE_BUDGET && !r->model.has_cost)
        return lc_fail(ctx, LC_ERR_INPUT,
                       "budget: the candidates have no costs; give them in a field 'cost', or ask with --count");
    for (size_t j = 0; j < r->model.n_columns; j++) {
        if (r->model.fix[j] != LC_SITE_MUST) continue;
        must += r->model.cost[j];
        n++;
    }
    if (r->ask->question == LC_SITE_COUNT && (double)n > r->ask->asked)
        return lc_fail(ctx, LC_ERR_INPUT, "count %g: %zu candidates must be taken; ask for at least as many",
                       r->ask->asked, n);
    if (r->ask->question == LC_SITE_BUDGET && must > r->ask->asked * (1 + 1e-12))
        return lc_fail(ctx, LC_ERR_INPUT, "budget %g: what must be taken costs %g", r->ask->asked, must);
    return LC_OK;
}

static lc_siting_problem problem_of(const run_t *r) {
    const lc_model *m = &r->model;
    bool least = is_least(r);
    lc_siting_problem p = {.cover = &m->cover,
                           .weight = least ? r->needs.weight : m->weight,
                           .told = m->weight,
                           .cost = m->has_cost && r->ask->question != LC_SITE_COUNT ? m->cost : NULL,
                           .fix = m->fix,
                           .aim = least ? LC_SITING_LEAST : LC_SITING_MOST,
                           .budget = r->ask->asked,
                           .group = least ? r->needs.group : NULL,
                           .need = least ? r->needs.need : NULL,
                           .n_groups = least ? r->needs.n : 1,
                           .seconds = r->ask->options.time_limit_s};
    return p;
}

static lc_status choose(lc_context *ctx, run_t *r) {
    lc_status status = lc_phase_begin(ctx, "choose sites");
    if (status == LC_OK && is_least(r)) status = lc_needs_settle(ctx, &r->model, &r->needs);
    const lc_siting_problem p = problem_of(r);
    lc_siting_answer_free(&r->answer);
    return status == LC_OK ? lc_siting_solve(ctx, &p, &r->answer) : status;
}

/* Measure one plane with the sites. */
static lc_status measure_one(lc_context *ctx, run_t *r) {
    size_t n = r->ask->n_categories;
    bool **taken = LC_NEW0(bool *, n);
    lc_with_sites with = {0};
    lc_measured measured = {0};
    lc_status status = taken ? LC_OK : lc_fail_memory(ctx);
    for (size_t k = 0; status == LC_OK && k < n; k++)
        if (!(taken[k] = LC_NEW0(bool, r->candidates[k].places.n))) status = lc_fail_memory(ctx);
    for (size_t i = 0; status == LC_OK && i < r->answer.n; i++) {
        size_t category, own;
        lc_model_column(&r->model, r->answer.site[i], &category, &own);
        taken[category][own] = true;
    }
    if (status == LC_OK) status = lc_with_sites_new(ctx, r->city, r->candidates, n, taken, &with);
    if (status == LC_OK)
        status = lc_measured_new(ctx, &with.city, &r->ask->profile, r->ask->options.link_limit_m, &measured);
    if (status == LC_OK) status = lc_exact_take(ctx, &measured, &r->after);
    for (size_t k = 0; taken && k < n; k++) free(taken[k]);
    free(taken);
    lc_measured_free(&measured);
    lc_with_sites_free(&with);
    return status;
}

/* Measure the city with the sites, as a check with them as edits would. */
static lc_status measure_after(lc_context *ctx, run_t *r) {
    lc_context *quiet = lc_context_beside(ctx); /* what there is to say has been said */
    lc_status status = quiet ? lc_phase_begin(ctx, "check with the sites") : lc_fail_memory(ctx);
    lc_exact_free(&r->after);
    if (status == LC_OK) {
        status = r->planes ? lc_plane_sites_after(quiet, r->planes, &r->model, &r->before, r->answer.site, r->answer.n,
                                                  &r->after)
                           : measure_one(quiet, r);
        if (status != LC_OK) lc_fail_as(ctx, status, quiet);
    }
    lc_context_free(quiet);
    return status;
}

/* By how much the exact ratio of a group misses the target; below 0 when it does not. */
static double short_of(const run_t *r, size_t g) {
    size_t n = r->city->n_communities;
    double ratio =
        r->ask->question == LC_SITE_REACH ? lc_exact_ratio(&r->after, g) : lc_exact_ratio_in(&r->after, g / n, g % n);
    return isnan(ratio) ? -1 : r->ask->asked - ratio;
}

/* Ask for a little more where the exact ratio is short of the target; false when it is not. */
static bool ask_for_more(run_t *r) {
    bool more = false;
    for (size_t g = 0; g < r->needs.n; g++) {
        double missing = short_of(r, g);
        if (r->needs.need[g] <= 0 || missing <= 1e-9) continue;
        r->needs.more[g] += missing + STEP_UP;
        more = true;
    }
    return more;
}

static lc_status answer(lc_context *ctx, run_t *r) {
    lc_status status = check_budget(ctx, r);
    bool again = true;
    if (status == LC_OK && is_least(r)) status = lc_needs_new(ctx, &r->model, &r->needs);
    for (int k = 0; status == LC_OK && again && k < ROUNDS; k++) {
        status = choose(ctx, r);
        if (status == LC_OK) status = measure_after(ctx, r);
        again = status == LC_OK && is_least(r) && ask_for_more(r);
    }
    if (status == LC_OK && again)
        lc_warn(ctx, "target_short", "targets that are missed by a little when areas are measured exactly", "%g",
                r->ask->asked);
    return status;
}

/* What the planes have read as well, and the files of their edits. */
static bool list_inputs(const lc_plane_sites *planes, lc_city *city, lc_input_info **info) {
    const lc_edits *edits = planes->wish->edits;
    size_t n = city->n_info, n_planes = planes->n_info, n_edits = edits ? edits->n_info : 0;
    *info = LC_NEW(lc_input_info, n + n_planes + n_edits);
    if (!*info) return false;
    if (n) memcpy(*info, city->info, n * sizeof **info);
    if (n_planes) memcpy(*info + n, planes->info, n_planes * sizeof **info);
    if (n_edits) memcpy(*info + n + n_planes, edits->info, n_edits * sizeof **info);
    city->info = *info;
    city->n_info = n + n_planes + n_edits;
    return true;
}

static lc_status fill(lc_context *ctx, run_t *r, lc_siting **out) {
    lc_city city = *r->city;
    lc_input_info *info = NULL;
    if (r->planes && !list_inputs(r->planes, &city, &info)) return lc_fail_memory(ctx);
    const lc_fill_job job = {.ask = r->ask,
                             .city = &city,
                             .candidates = r->candidates,
                             .model = &r->model,
                             .answer = &r->answer,
                             .before = &r->before,
                             .after = &r->after,
                             .noted = &r->noted};
    lc_status status = lc_siting_fill(ctx, &job, out);
    free(info);
    return status;
}

static lc_status run_all(lc_context *ctx, run_t *r, lc_siting **out) {
    typedef lc_status (*step_fn)(lc_context *, run_t *);
    static const step_fn steps[] = {read_candidates, fix_candidates, measure_before, cover, answer};
    lc_status status = r->planes ? LC_OK : check_data(ctx, r->city, r->ask);
    for (size_t i = 0; status == LC_OK && i < sizeof steps / sizeof *steps; i++) status = steps[i](ctx, r);
    if (status == LC_OK) status = fill(ctx, r, out);
    lc_siting_answer_free(&r->answer);
    lc_needs_free(&r->needs);
    if (r->model.ask) lc_model_free(&r->model);
    lc_exact_free(&r->after);
    lc_exact_free(&r->before);
    lc_measured_free(&r->measured);
    lc_noted_free(&r->noted);
    for (size_t k = 0; r->candidates && k < r->ask->n_categories; k++) lc_candidates_free(&r->candidates[k]);
    free(r->candidates);
    return status;
}

lc_status lc_site_city(lc_context *ctx, const lc_city *city, const lc_ask *ask, lc_siting **out) {
    run_t r = {.city = city, .ask = ask};
    return run_all(ctx, &r, out);
}

lc_status lc_site_planes(lc_context *ctx, const lc_plane_wish *wish, const lc_ask *ask, lc_siting **out) {
    lc_plane_sites planes;
    run_t r = {.city = wish->all, .ask = ask, .planes = &planes};
    lc_status status = lc_plane_sites_begin(ctx, wish, ask, &planes);
    if (status == LC_OK) status = run_all(ctx, &r, out);
    lc_plane_sites_end(&planes);
    return status;
}
