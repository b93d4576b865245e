/* lc_live_…: a city that is checked again and again, with other edits each time. */
#include <stdlib.h>
#include <string.h>

#include "api/checking.h"
#include "base/language.h"
#include "base/memory.h"
#include "city/edited_city.h"
#include "output/area_change_json.h"

/* The city with some edits, and all that was made of it. */
typedef struct {
    lc_edits *edits; /* own; NULL: the city as it is */
    lc_edited_city edited;
    lc_check_options options; /* with them */
    lc_checking checking;
} state_t;

struct lc_live {
    lc_city city; /* borrowed, but for the projection */
    const lc_profile *profile;
    lc_check_options options;
    lc_kept kept;
    state_t *base;   /* without edits: what every change is told against */
    state_t *now;    /* may be the base itself */
    lc_edits **undo; /* lists before, the latest last; NULL: no edits */
    size_t n_undo, cap_undo;
    bool *changed; /* one a community: by the last step */
    bool skips_extras;
    size_t measured;
};

static void free_state(state_t *s) {
    if (!s) return;
    lc_checking_free(&s->checking);
    lc_edited_city_free(&s->edited);
    lc_edits_free(s->edits);
    free(s);
}

static lc_shapes_job job_of(const state_t *s) {
    return (lc_shapes_job){.options = &s->options,
                           .profile = s->checking.profile,
                           .plan = s->checking.plan,
                           .city = s->checking.city,
                           .fields = s->checking.fields,
                           .results = &s->checking.results};
}

static void skip_extras(lc_check_options *o) {
    o->want_areas = o->want_gaps = o->want_facilities = o->want_network = false;
    o->n_categories = 0;
}

/* The city with edits, which become the state's. `before` is the state that stands now; NULL at the start. */
static lc_status make_state(lc_context *ctx, lc_live *live, const state_t *before, lc_edits *edits, state_t **out) {
    state_t *s = LC_NEW0(state_t, 1);
    if (!s) {
        lc_edits_free(edits);
        return lc_fail_memory(ctx);
    }
    *out = s;
    s->edits = edits;
    s->options = live->options;
    s->options.edits = edits;
    if (before && live->skips_extras) skip_extras(&s->options);
    s->checking = (lc_checking){.options = &s->options,
                                .profile = live->profile,
                                .city = edits ? &s->edited.city : &live->city,
                                .before = before ? &before->checking : NULL,
                                .kept = &live->kept};
    lc_status status = lc_phase_begin(ctx, "carry out edits");
    if (status == LC_OK && edits)
        status = lc_edited_city_new(ctx, &live->city, live->profile, edits,
                                    before && before->edits ? &before->edited : NULL, &s->edited);
    live->kept.measured = 0;
    return status == LC_OK ? lc_checking_run(ctx, &s->checking) : status;
}

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

/* Go over to a list of edits, which becomes the state's. When that fails all stays as it was. */
static lc_status go_to(lc_context *ctx, lc_live *live, lc_edits *edits) {
    state_t *next = NULL;
    size_t levels = live->kept.n;
    lc_status status = make_state(ctx, live, live->now, edits, &next);
    lc_phase_begin(ctx, NULL);
    if (status != LC_OK) {
        bool measured = next && next->checking.fields; /* then what is kept may be of the state that failed */
        if (measured || live->kept.n != levels) lc_kept_forget(&live->kept, NULL, 0, true);
        free_state(next);
        return status;
    }
    note_changes(live, live->now->checking.report, next->checking.report);
    live->measured = live->kept.measured;
    next->checking.before = NULL;
    if (live->now != live->base) free_state(live->now);
    live->now = next;
    return LC_OK;
}

static lc_status begin(lc_context *ctx, lc_live *live, const lc_city *city, const lc_check_options *options) {
    lc_status status = lc_check_settle(ctx, options, &live->options);
    if (status == LC_OK) status = lc_check_city(ctx, city, live->profile);
    if (status == LC_OK && city->shared) status = lc_check_one_plane(ctx, LC_TEXT("a live city (serve)"));
    if (status != LC_OK) return status;
    live->options.edits = NULL;
    live->kept.n_communities = city->n_communities;
    live->changed = LC_NEW0(bool, city->n_communities);
    if (!live->changed) return lc_fail_memory(ctx);
    status = lc_work_crs_copy(ctx, city->crs, &live->city.crs);
    if (status == LC_OK) status = make_state(ctx, live, NULL, NULL, &live->base);
    if (status != LC_OK) return status;
    live->now = live->base;
    live->measured = live->kept.measured;
    return LC_OK;
}

lc_status lc_live_open(lc_context *ctx, const lc_city *city, const lc_profile *profile, const lc_check_options *options,
                       lc_live **out) {
    lc_context_begin(ctx);
    lc_live *live = LC_NEW0(lc_live, 1);
    if (!live) return lc_fail_memory(ctx);
    live->city = *city;
    live->city.crs = NULL;
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
    if (live->now != live->base) free_state(live->now);
    free_state(live->base);
    lc_live_forget(live);
    free(live->undo);
    lc_kept_free(&live->kept);
    lc_work_crs_free(live->city.crs);
    free(live->changed);
    free(live);
}

/* A copy; NULL for no edits. */
static lc_status copy_edits(lc_context *ctx, const lc_edits *edits, lc_edits **out) {
    *out = NULL;
    return edits ? lc_edits_copy(ctx, edits, out) : LC_OK;
}

lc_status lc_live_set(lc_context *ctx, lc_live *live, const lc_edits *edits) {
    lc_edits *own = NULL, *old = NULL;
    lc_context_begin(ctx);
    lc_status status = copy_edits(ctx, edits, &own);
    if (status == LC_OK) status = copy_edits(ctx, live->now->edits, &old);
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
}

lc_status lc_live_change(lc_context *ctx, lc_live *live, size_t indicator, char **geojson) {
    const lc_shapes_job before = job_of(live->base), after = job_of(live->now);
    lc_area_change change = {0};
    lc_context_begin(ctx);
    if (indicator >= live->profile->n_indicators)
        return lc_fail(ctx, LC_ERR_INPUT, "there is no indicator number %zu", indicator);
    lc_status status = lc_phase_begin(ctx, "draw areas");
    if (status == LC_OK) status = lc_area_change_make(ctx, &before, &after, indicator, &change);
    if (status == LC_OK) status = lc_area_change_text(ctx, &change, geojson);
    lc_phase_begin(ctx, NULL);
    lc_area_change_free(&change);
    return status;
}

lc_status lc_live_site(lc_context *ctx, const lc_live *live, const lc_site_options *options, lc_siting **out) {
    return lc_site(ctx, live->now->checking.city, live->profile, options, out);
}

const lc_report *lc_live_base(const lc_live *live) {
    return live->base->checking.report;
}

const lc_report *lc_live_report(const lc_live *live) {
    return live->now->checking.report;
}

bool lc_live_changed(const lc_live *live, size_t community) {
    return live->changed[community];
}

size_t lc_live_measured(const lc_live *live) {
    return live->measured;
}
