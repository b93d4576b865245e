/* lc_live_…: a city that is checked again and again, with other edits each time. */
#include <stdlib.h>
#include <string.h>

#include "api/live_planes.h"
#include "base/memory.h"
#include "output/area_change_json.h"

struct lc_live {
    const lc_profile *profile;
    lc_check_options options;
    lc_live_city one;       /* of one plane: its city is borrowed, but for the projection */
    lc_live_planes *planes; /* of several; NULL of one */
    lc_report *base, *now;  /* of several planes: own, and may be the same */
    lc_edits *edits;        /* as it stands; NULL: the city as it is */
    lc_edits **undo;        /* lists before, the latest last; NULL: no edits */
    size_t n_undo, cap_undo;
    bool *changed; /* one a community: by the last step */
    bool skips_extras;
    size_t measured;
};

static bool same_value(lc_value a, lc_value b) {
    return memcmp(&a.ratio, &b.ratio, sizeof a.ratio) == 0 && memcmp(&a.err, &b.err, sizeof a.err) == 0 &&
           memcmp(&a.offnet, &b.offnet, sizeof a.offnet) == 0 && memcmp(&a.mean_m, &b.mean_m, sizeof a.mean_m) == 0 &&
           memcmp(&a.mean_err_m, &b.mean_err_m, sizeof a.mean_err_m) == 0 && a.verdict == b.verdict &&
           !a.reason == !b.reason;
}

static void note_changes(lc_live *live, const lc_report *before, const lc_report *after) {
    for (size_t c = 0; c < after->n_communities; c++) {
        bool same = true;
        for (size_t i = 0; same && i < after->n_indicators; i++)
            same = same_value(lc_report_value(before, c, i), lc_report_value(after, c, i));
        live->changed[c] = !same;
    }
}

/* A copy; NULL for no edits. */
static lc_status copy_edits(lc_context *ctx, const lc_edits *edits, lc_edits **out) {
    *out = NULL;
    return edits ? lc_edits_copy(ctx, edits, out) : LC_OK;
}

/* Check one plane with other edits; the next state is there then. */
static lc_status step_one(lc_context *ctx, lc_live *live, const lc_edits *edits, bool bare) {
    lc_edits *own = NULL;
    lc_status status = copy_edits(ctx, edits, &own);
    live->one.kept.measured = 0;
    if (status == LC_OK) status = lc_live_city_edit(ctx, &live->one, own, NULL, bare);
    return status == LC_OK ? lc_live_city_measure(ctx, &live->one) : status;
}

/* The report of the next state, which belongs to that, or of several planes to the caller. */
static lc_status step(lc_context *ctx, lc_live *live, const lc_edits *edits, lc_report **out) {
    if (live->planes) return lc_live_planes_step(ctx, live->planes, edits, live->skips_extras, out);
    lc_status status = step_one(ctx, live, edits, live->skips_extras);
    if (status == LC_OK) *out = live->one.next->checking.report;
    return status;
}

static void go_on(lc_live *live, lc_report *report) {
    if (live->planes) {
        lc_live_planes_go_on(live->planes);
        live->measured = lc_live_planes_measured(live->planes);
        if (live->now != live->base) lc_report_free(live->now);
        live->now = report;
        if (!live->base) live->base = report;
    } else {
        lc_live_city_go_on(&live->one);
        live->measured = live->one.kept.measured;
    }
}

static void go_back(lc_live *live) {
    if (live->planes)
        lc_live_planes_go_back(live->planes);
    else
        lc_live_city_go_back(&live->one);
}

/* Go over to a list of edits, which becomes the city's. When that fails all stays as it was. */
static lc_status go_to(lc_context *ctx, lc_live *live, lc_edits *edits) {
    lc_report *report = NULL;
    lc_status status = step(ctx, live, edits, &report);
    lc_phase_begin(ctx, NULL);
    if (status != LC_OK) {
        go_back(live);
        lc_edits_free(edits);
        return status;
    }
    note_changes(live, lc_live_report(live), report);
    go_on(live, report);
    lc_edits_free(live->edits);
    live->edits = edits;
    return LC_OK;
}

static lc_status open_one(lc_context *ctx, lc_live *live, const lc_city *city) {
    live->one = (lc_live_city){.city = *city, .profile = live->profile, .options = &live->options};
    live->one.city.crs = NULL;
    live->one.kept.n_communities = city->n_communities;
    return lc_work_crs_copy(ctx, city->crs, &live->one.city.crs);
}

static lc_status begin(lc_context *ctx, lc_live *live, const lc_city *city, const lc_check_options *options) {
    lc_report *report = NULL;
    lc_status status = lc_check_settle(ctx, options, &live->options);
    if (status == LC_OK) status = lc_check_city(ctx, city, live->profile);
    if (status != LC_OK) return status;
    live->options.edits = NULL;
    status = city->shared ? lc_live_planes_open(ctx, city, live->profile, &live->options, &live->planes)
                          : open_one(ctx, live, city);
    if (status == LC_OK) status = step(ctx, live, NULL, &report);
    if (status != LC_OK) return status;
    go_on(live, report);
    live->changed = LC_NEW0(bool, city->n_communities);
    return live->changed ? LC_OK : lc_fail_memory(ctx);
}

lc_status lc_live_open(lc_context *ctx, const lc_city *city, const lc_profile *profile, const lc_check_options *options,
                       lc_live **out) {
    lc_context_begin(ctx);
    lc_live *live = LC_NEW0(lc_live, 1);
    if (!live) return lc_fail_memory(ctx);
    live->profile = profile;
    lc_status status = begin(ctx, live, city, options);
    lc_phase_begin(ctx, NULL);
    if (status == LC_OK)
        *out = live;
    else
        lc_live_free(live);
    return status;
}

void lc_live_free(lc_live *live) {
    if (!live) return;
    if (live->now != live->base) lc_report_free(live->now);
    lc_report_free(live->base);
    lc_live_planes_free(live->planes);
    lc_live_city_free(&live->one);
    lc_work_crs_free(live->one.city.crs);
    lc_live_forget(live);
    free(live->undo);
    lc_edits_free(live->edits);
    free(live->changed);
    free(live);
}

lc_status lc_live_set(lc_context *ctx, lc_live *live, const lc_edits *edits) {
    lc_edits *own = NULL, *old = NULL;
    lc_context_begin(ctx);
    lc_status status = copy_edits(ctx, edits, &own);
    if (status == LC_OK) status = copy_edits(ctx, live->edits, &old);
    if (status == LC_OK && !LC_ROOM(live->undo, live->cap_undo, live->n_undo + 1)) status = lc_fail_memory(ctx);
    if (status != LC_OK) {
        lc_edits_free(own);
        lc_edits_free(old);
        return status;
    }
    status = go_to(ctx, live, own);
    if (status == LC_OK)
        live->undo[live->n_undo++] = old;
    else
        lc_edits_free(old);
    return status;
}

lc_status lc_live_undo(lc_context *ctx, lc_live *live) {
    lc_edits *own = NULL;
    lc_context_begin(ctx);
    if (!live->n_undo) return lc_fail(ctx, LC_ERR_INPUT, "there is nothing to undo");
    lc_status status = copy_edits(ctx, live->undo[live->n_undo - 1], &own);
    if (status == LC_OK) status = go_to(ctx, live, own);
    if (status == LC_OK) lc_edits_free(live->undo[--live->n_undo]);
    return status;
}

void lc_live_forget(lc_live *live) {
    while (live->n_undo) lc_edits_free(live->undo[--live->n_undo]);
}

void lc_live_skip_extras(lc_live *live) {
    live->skips_extras = true;
    if (live->planes) lc_live_planes_skip(live->planes);
}

/* What edits change in a city, or in a plane of one. */
static lc_status add_change(lc_context *ctx, const lc_live_city *city, size_t indicator, lc_area_change *out) {
    const lc_shapes_job before = lc_live_job(city->base), after = lc_live_job(city->now);
    lc_area_change change = {0};
    if (city->base == city->now) return LC_OK;
    lc_status status = lc_area_change_make(ctx, &before, &after, indicator, &change);
    if (status == LC_OK && !lc_area_change_join(out, &change)) status = lc_fail_memory(ctx);
    lc_area_change_free(&change);
    return status;
}

static lc_status find_change(lc_context *ctx, const lc_live *live, size_t indicator, lc_area_change *out) {
    if (!live->planes) return add_change(ctx, &live->one, indicator, out);
    lc_status status = LC_OK;
    for (size_t k = 0; status == LC_OK && k < live->planes->n; k++)
        status = add_change(ctx, &live->planes->plane[k], indicator, out);
    return status;
}

lc_status lc_live_change(lc_context *ctx, lc_live *live, size_t indicator, char **geojson) {
    lc_area_change change = {0};
    lc_context_begin(ctx);
    if (indicator >= live->profile->n_indicators)
        return lc_fail(ctx, LC_ERR_INPUT, "there is no indicator number %zu", indicator);
    lc_status status = lc_phase_begin(ctx, "draw areas");
    if (status == LC_OK) status = find_change(ctx, live, indicator, &change);
    if (status == LC_OK) status = lc_area_change_text(ctx, &change, geojson);
    lc_phase_begin(ctx, NULL);
    lc_area_change_free(&change);
    return status;
}

lc_status lc_live_site(lc_context *ctx, const lc_live *live, const lc_site_options *options, lc_siting **out) {
    if (live->planes) return lc_live_planes_site(ctx, live->planes, live->edits, options, out);
    return lc_site(ctx, live->one.now->checking.city, live->profile, options, out);
}

const lc_report *lc_live_base(const lc_live *live) {
    return live->planes ? live->base : live->one.base->checking.report;
}

const lc_report *lc_live_report(const lc_live *live) {
    return live->planes ? live->now : live->one.now->checking.report;
}

bool lc_live_changed(const lc_live *live, size_t community) {
    return live->changed[community];
}

size_t lc_live_measured(const lc_live *live) {
    return live->measured;
}
