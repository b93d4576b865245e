#include "api/live_planes.h"

#include <math.h>
#include <stdlib.h>

#include "api/planes.h"
#include "api/site.h"
#include "base/memory.h"
#include "city/plane_moves.h"
#include "city/raw_network.h"
#include "city/same_city.h"
#include "city/shared.h"
#include "city/walk_ground.h"
#include "geo/lonlat.h"
#include "measure/network_reach.h"

/* ----------------------------------------------------------------------------------------------------------- opening
 */

static lc_status refuse_part(lc_context *ctx, const lc_city *all) {
    if (!all->shared->index) return LC_OK;
    return lc_fail(ctx, LC_ERR_INPUT,
                   "a live city (serve) is one of all planes, and not of a part of them: leave --shard out");
}

static const double NEAR_PATHS_M = 1000; /* more than from where anything closes a path (plane_edits.c) */

/* The box of the plane's paths as they were read. */
static lc_status find_paths(lc_context *ctx, const lc_city *city, lc_box *out) {
    const lc_raw_network *raw = city->raw;
    *out = (lc_box){-180, -90, 180, 90};
    if (!raw) return LC_OK;
    const lc_xy *xy = raw->lines ? raw->drawn.lines.xy : raw->paths.xy;
    size_t n_xy = raw->lines ? raw->drawn.lines.n_xy : raw->paths.n_xy, n = 0;
    lc_xy *known = LC_NEW(lc_xy, n_xy);
    if (!known) return lc_fail_memory(ctx);
    for (size_t k = 0; k < n_xy; k++)
        if (isfinite(xy[k].x)) known[n++] = xy[k];
    lc_status status = lc_work_crs_unproject_many(ctx, city->crs, known, n);
    lc_box box = lc_lonlat_box(known, n);
    *out = n ? lc_lonlat_grown(&box, NEAR_PATHS_M) : lc_box_empty();
    free(known);
    return status;
}

static lc_status read_plane(lc_context *ctx, lc_live_planes *p, size_t k) {
    lc_live_city *live = &p->plane[k];
    lc_progress_plane(ctx, k, p->n);
    live->profile = p->profile;
    live->options = p->options;
    p->city[k] = &live->city;
    lc_status status = lc_city_read_plane(ctx, &p->wish, k, &live->city);
    live->kept.n_communities = live->city.n_communities;
    if (status == LC_OK) status = find_paths(ctx, &live->city, &p->paths[k]);
    return status == LC_OK ? lc_walk_ground_check(ctx, &live->city, p->profile) : status;
}

lc_status lc_live_planes_open(lc_context *ctx, const lc_city *all, const lc_profile *profile,
                              const lc_check_options *options, lc_live_planes **out) {
    lc_live_planes *p = LC_NEW0(lc_live_planes, 1);
    if (!p) return lc_fail_memory(ctx);
    p->profile = profile;
    p->options = options;
    lc_status status = refuse_part(ctx, all);
    if (status == LC_OK) status = lc_planes_refuse_catchments(ctx, profile);
    if (status == LC_OK) status = lc_planes_begin(ctx, all, &p->profile, options->link_limit_m, &p->wish);
    size_t n = all->shared->planes.n;
    p->plane = LC_NEW0(lc_live_city, n);
    p->paths = LC_NEW(lc_box, n);
    p->city = LC_NEW0(const lc_city *, n);
    if (status == LC_OK && !(p->plane && p->paths && p->city)) status = lc_fail_memory(ctx);
    if (status == LC_OK) p->n = n;
    for (size_t k = 0; status == LC_OK && k < n; k++) status = read_plane(ctx, p, k);
    lc_progress_plane(ctx, 0, 0);
    p->wish.held = p->city;
    lc_warnings_clear(&ctx->warnings);
    if (status == LC_OK) lc_shared_drop_sources(p->wish.shared);
    if (status == LC_OK)
        *out = p;
    else
        lc_live_planes_free(p);
    return status;
}

void lc_live_planes_free(lc_live_planes *p) {
    if (!p) return;
    for (size_t k = 0; k < p->n; k++) {
        lc_live_city_free(&p->plane[k]);
        lc_city_clear(&p->plane[k].city);
    }
    free(p->plane);
    free(p->paths);
    free(p->city);
    lc_shared_free(p->wish.shared);
    free(p);
}

/* ------------------------------------------------------------------------------------------------------------- edits
 */

/* Edits of paths that are the very same share the network, and are not carried out again. */
static void note_same_paths(lc_plane_edits *edits, const lc_live_state *now, const lc_live_state *next) {
    const lc_network *made = next->edited.networks.network;
    if (now && now->here && made && made == now->edited.networks.network)
        lc_plane_edits_again(edits, now->edits, now->here);
}

static const lc_planes *planes_of(const lc_live_planes *p) {
    return &p->wish.all->shared->planes;
}

/* The next state of plane k; none when the edits leave it as it stands. */
static lc_status edit_plane(lc_context *ctx, lc_live_planes *p, lc_plane_edits *edits, size_t k, bool bare) {
    lc_live_city *live = &p->plane[k];
    const lc_edits *seen = edits ? lc_plane_edits_at(&p->wish, &planes_of(p)->plane[k], &p->paths[k], edits) : NULL;
    lc_edits *own = NULL;
    lc_warnings_clear(&ctx->warnings);
    lc_status status = seen ? lc_edits_copy(ctx, seen, &own) : LC_OK;
    if (status == LC_OK) status = lc_live_city_edit(ctx, live, own, seen, bare);
    if (status != LC_OK) return status;
    if (edits) note_same_paths(edits, live->now, live->next);
    if (edits && !(live->next->here = lc_plane_edits_here(edits))) return lc_fail_memory(ctx);
    if (live->now && lc_same_city(live->now->checking.city, live->next->checking.city)) lc_live_city_go_back(live);
    return LC_OK;
}

static lc_status edit_all(lc_context *ctx, lc_live_planes *p, lc_plane_edits *edits, bool bare) {
    lc_status status = edits && lc_edits_of_moves(edits->all)
                           ? lc_plane_moves_find(ctx, &p->wish, planes_of(p), p->profile, edits)
                           : LC_OK;
    for (size_t k = 0; status == LC_OK && k < p->n; k++) {
        lc_progress_plane(ctx, k, p->n);
        status = edit_plane(ctx, p, edits, k, bare);
    }
    if (status == LC_OK && edits) status = lc_plane_edits_end(ctx, edits, p->wish.margin_m);
    return status;
}

/* ----------------------------------------------------------------------------------------------------------- measuring
 */

/* As it will stand. */
static lc_live_state *state_of(const lc_live_city *live) {
    return live->next ? live->next : live->now;
}

static lc_status measure_plane(lc_context *ctx, lc_live_planes *p, size_t k) {
    lc_live_city *live = &p->plane[k];
    lc_live_state *s = live->next;
    live->kept.measured = 0;
    if (!s) return LC_OK;
    lc_progress_plane(ctx, k, p->n);
    lc_warnings_clear(&ctx->warnings);
    lc_status status = lc_network_meets(ctx, s->checking.city, p->options->link_limit_m, &s->meets);
    if (status == LC_OK) status = lc_live_city_measure(ctx, live);
    if (status == LC_OK && !(s->reason = lc_plan_reasons(s->checking.plan))) status = lc_fail_memory(ctx);
    return status;
}

static lc_status measure_all(lc_context *ctx, lc_live_planes *p) {
    lc_status status = LC_OK;
    bool meets = false;
    for (size_t k = 0; status == LC_OK && k < p->n; k++) {
        status = measure_plane(ctx, p, k);
        meets = meets || (status == LC_OK && state_of(&p->plane[k])->meets);
    }
    if (status == LC_OK && !meets && lc_profile_walks(p->profile))
        status = lc_planes_fail_apart(ctx, p->n, p->options->link_limit_m);
    return status;
}

/* Measure a plane as it will stand with smaller errors, if that has not been done. */
static lc_status measure_finer(lc_context *ctx, lc_live_planes *p, size_t k, bool bare) {
    lc_live_state *s = state_of(&p->plane[k]);
    if (s->fine.report) return LC_OK;
    lc_check_options finer = s->options;
    lc_checking c = {.options = &finer,
                     .profile = p->profile,
                     .city = s->checking.city,
                     .before = &s->checking,
                     .kept = &p->plane[k].kept};
    finer.max_error = LC_PLANES_SETTLING;
    if (bare) lc_live_skip(&finer);
    lc_progress_plane(ctx, k, p->n);
    lc_warnings_clear(&ctx->warnings);
    lc_status status = lc_checking_run(ctx, &c);
    const char **reason = status == LC_OK ? lc_plan_reasons(c.plan) : NULL;
    if (status == LC_OK && !reason) status = lc_fail_memory(ctx);
    if (status == LC_OK) {
        s->fine = (lc_checked){c.report, c.results, reason};
        c.report = NULL;
        c.results = (lc_results){0};
    }
    lc_checking_free(&c);
    return status;
}

/* ------------------------------------------------------------------------------------------------------------ joining
 */

/* A report of numbers alone. */
static lc_report without_extras(const lc_report *from) {
    lc_report bare = *from;
    bare.has_areas = bare.has_gaps = bare.has_facilities = bare.has_paths = false;
    bare.n_grids = 0;
    return bare;
}

static lc_status add_plane(lc_context *ctx, const lc_live_planes *p, size_t k, bool fine, bool bare, lc_join *join,
                           lc_plane_grids **grids) {
    const lc_live_state *s = state_of(&p->plane[k]);
    lc_checked part = fine ? s->fine : (lc_checked){s->checking.report, s->checking.results, s->reason};
    lc_report numbers = without_extras(part.report);
    if (bare) part.report = &numbers;
    lc_status status = lc_fail_cancelled(ctx);
    return status == LC_OK ? lc_planes_add(ctx, p->wish.all, k, &part, join, grids) : status;
}

static lc_status join_all(lc_context *ctx, const lc_live_planes *p, const lc_edits *edits, bool fine, bool bare,
                          lc_report **out) {
    lc_join *join = NULL;
    lc_plane_grids *grids = NULL;
    lc_warnings_clear(&ctx->warnings);
    lc_status status = lc_join_new(ctx, p->wish.all, &join);
    for (size_t k = 0; status == LC_OK && k < p->n; k++) status = add_plane(ctx, p, k, fine, bare, join, &grids);
    if (status == LC_OK) status = lc_planes_join(ctx, join, &p->wish.shared->warnings, edits, &grids, out);
    lc_join_free(join);
    lc_plane_grids_free(grids);
    return status;
}

/* The report of all planes, with totals whose verdicts are settled. */
static lc_status join_settled(lc_context *ctx, lc_live_planes *p, const lc_edits *edits, bool bare, lc_report **out) {
    lc_report *report = NULL;
    lc_status status = join_all(ctx, p, edits, false, bare, &report);
    if (status == LC_OK && p->options->max_error > LC_PLANES_SETTLING && lc_planes_are_open(report)) {
        lc_report_free(report);
        report = NULL;
        for (size_t k = 0; status == LC_OK && k < p->n; k++) status = measure_finer(ctx, p, k, bare);
        if (status == LC_OK) status = join_all(ctx, p, edits, true, bare, &report);
        if (status == LC_OK) report->max_error = p->options->max_error;
    }
    if (status == LC_OK) *out = report;
    return status;
}

lc_status lc_live_planes_step(lc_context *ctx, lc_live_planes *p, const lc_edits *edits, bool bare, lc_report **out) {
    lc_plane_edits *seen = NULL;
    lc_status status = edits ? lc_plane_edits_new(ctx, edits, &p->wish.all->shared->planes, &seen) : LC_OK;
    if (status == LC_OK) status = edit_all(ctx, p, seen, bare);
    if (status == LC_OK) status = measure_all(ctx, p);
    if (status == LC_OK) status = join_settled(ctx, p, edits, bare, out);
    lc_progress_plane(ctx, 0, 0);
    lc_warnings_clear(&ctx->warnings);
    lc_plane_edits_free(seen);
    return status;
}

void lc_live_planes_go_on(lc_live_planes *p) {
    for (size_t k = 0; k < p->n; k++) lc_live_city_go_on(&p->plane[k]);
}

void lc_live_planes_go_back(lc_live_planes *p) {
    for (size_t k = 0; k < p->n; k++) lc_live_city_go_back(&p->plane[k]);
}

size_t lc_live_planes_measured(const lc_live_planes *p) {
    size_t n = 0;
    for (size_t k = 0; k < p->n; k++) n += p->plane[k].kept.measured;
    return n;
}

static void clear_extras(lc_live_state *s) {
    if (!s) return;
    lc_report_clear_shapes(s->checking.report);
    if (s->fine.report) lc_report_clear_shapes(s->fine.report);
}

void lc_live_planes_skip(lc_live_planes *p) {
    for (size_t k = 0; k < p->n; k++) {
        clear_extras(p->plane[k].base);
        clear_extras(p->plane[k].now);
    }
}

/* -------------------------------------------------------------------------------------------------------------- sites
 */

lc_status lc_live_planes_site(lc_context *ctx, const lc_live_planes *p, const lc_edits *edits,
                              const lc_site_options *options, lc_siting **out) {
    lc_plane_wish wish = p->wish;
    const lc_city **held = LC_NEW(const lc_city *, p->n);
    if (!held) return lc_fail_memory(ctx);
    for (size_t k = 0; k < p->n; k++) held[k] = p->plane[k].now->checking.city;
    wish.held = held;
    wish.edits = edits;
    lc_status status = lc_site_held(ctx, &wish, p->profile, options, out);
    free(held);
    return status;
}
