/* The map's shapes, simplified until the page is small enough to open at once. */
#include "output/map_fit.h"

#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "base/parallel.h"
#include "output/map_data.h"

/* With the texts and numbers of 5,000 communities and 20 indicators the page stays below 15 MB. */
enum { COMMUNITIES_BYTES = 3000000, OVERLAY_BYTES = 8000000, MOST_COARSER = 6 };
/* With those of 100,000 communities and 11 indicators it stays below 30 MB. */
enum { BYTES_A_COMMUNITY = 60, MANY_OVERLAY_BYTES = 5000000, PLACES_MOST = 400000, FACILITIES_MOST = 40000 };

/* Borders take this much when they are as simple as they can be. */
static size_t communities_bytes(const lc_report *report) {
    size_t least = BYTES_A_COMMUNITY * report->n_communities;
    return least > COMMUNITIES_BYTES ? least : COMMUNITIES_BYTES;
}

static size_t overlay_bytes(const lc_report *report) {
    return report->n_communities > LC_MAP_MANY ? MANY_OVERLAY_BYTES : OVERLAY_BYTES;
}

/* What is too many to be drawn is left out, all of it: a part would look like a place without. */
static void count_left_out(const lc_report *report, lc_map_shapes *s) {
    size_t places = 0;
    for (size_t g = 0; g < report->gaps.n; g++) places += report->gaps.kind[g] == LC_POINT;
    s->places_left_out = places > PLACES_MOST ? places : 0;
    s->facilities_left_out = report->n_facilities > FACILITIES_MOST ? report->n_facilities : 0;
}

static lc_status make_communities(lc_context *ctx, const lc_report *report, lc_map_shapes *s) {
    size_t n = report->n_communities, *all = LC_NEW(size_t, n);
    if (!all) return lc_fail_memory(ctx);
    for (size_t c = 0; c < n; c++) all[c] = c;
    s->frame = lc_map_frame_of(&report->shapes);
    lc_status status = lc_map_layer_make(ctx, &s->frame, &report->shapes, all, n, &s->communities);
    for (int i = 0; !status && i < MOST_COARSER && lc_map_layer_bytes(&s->communities) > communities_bytes(report);
         i++) {
        lc_map_layer_free(&s->communities);
        lc_map_coarser(&s->frame);
        status = lc_map_layer_make(ctx, &s->frame, &report->shapes, all, n, &s->communities);
    }
    free(all);
    return status;
}

/* Is a gap drawn as an area? Weighted places are points. */
static bool is_drawn(const lc_map_shapes *s, const lc_gap *gap) {
    return gap->area_m2 >= s->least_gap_m2;
}

/* Areas and gaps of all indicators, drawn side by side. What fails does so in a context of its own. */
typedef struct {
    const lc_report *report;
    lc_map_shapes *shapes;
    const lc_context *ctx; /* of the caller */
    size_t *left_out;      /* one an indicator: gaps too small to be drawn */
    size_t *bytes;         /* about what its shapes take */
    lc_context **failed;
    lc_status *status;
} overlay_t;

/* A layer of the gaps of indicator i that are large enough. */
static lc_status make_gaps(lc_context *ctx, const overlay_t *o, size_t i) {
    const lc_report *report = o->report;
    size_t n = 0, *drawn = LC_NEW(size_t, report->n_gaps);
    if (!drawn) return lc_fail_memory(ctx);
    for (size_t k = 0; k < report->n_gaps; k++) {
        if (report->gap[k].indicator != i) continue;
        if (is_drawn(o->shapes, &report->gap[k]))
            drawn[n++] = k;
        else
            o->left_out[i] += report->gap[k].area_m2 >= 0;
    }
    lc_status status = lc_map_layer_make(ctx, &o->shapes->overlay, &report->gaps, drawn, n, &o->shapes->gaps[i]);
    free(drawn);
    return status;
}

static bool make_indicator(void *user, size_t i, int worker) {
    const overlay_t *o = user;
    lc_map_shapes *s = o->shapes;
    lc_context *ctx = lc_context_beside(o->ctx);
    lc_status status = LC_OK;
    (void)worker;
    if (!ctx) return false;
    if (s->areas) status = lc_map_layer_make(ctx, &s->overlay, &o->report->areas, &i, 1, &s->areas[i]);
    if (s->areas && status == LC_OK) o->bytes[i] += lc_map_layer_bytes(&s->areas[i]);
    if (s->gaps && status == LC_OK) status = make_gaps(ctx, o, i);
    if (s->gaps && status == LC_OK) o->bytes[i] += lc_map_layer_bytes(&s->gaps[i]);
    o->status[i] = status;
    if (status == LC_OK)
        lc_context_free(ctx);
    else
        o->failed[i] = ctx;
    return true;
}

static void overlay_free(lc_map_shapes *s, size_t n) {
    for (size_t i = 0; i < n; i++) {
        if (s->areas) lc_map_layer_free(&s->areas[i]);
        if (s->gaps) lc_map_layer_free(&s->gaps[i]);
    }
}

/* *bytes is about what all of them take. */
static lc_status make_overlay(lc_context *ctx, const lc_report *report, lc_map_shapes *s, size_t *bytes) {
    static const double LEAST_SIDES = 4; /* a gap of so many tolerances a side can still be seen */
    size_t n = report->n_indicators;
    overlay_t o = {.report = report, .shapes = s, .ctx = ctx};
    o.left_out = LC_NEW0(size_t, n);
    o.bytes = LC_NEW0(size_t, n);
    o.failed = LC_NEW0(lc_context *, n);
    o.status = LC_NEW0(lc_status, n);
    bool ok = o.left_out && o.bytes && o.failed && o.status;
    s->least_gap_m2 = LEAST_SIDES * LEAST_SIDES * s->overlay.tolerance_m * s->overlay.tolerance_m;
    lc_status status = ok ? lc_parallel(ctx, n, make_indicator, &o) : lc_fail_memory(ctx);
    *bytes = 0;
    s->n_left_out = 0;
    for (size_t i = 0; ok && i < n; i++) {
        *bytes += o.bytes[i];
        s->n_left_out += o.left_out[i];
        if (status == LC_OK && o.failed[i]) status = lc_fail_as(ctx, o.status[i], o.failed[i]);
        lc_context_free(o.failed[i]);
    }
    free(o.left_out);
    free(o.bytes);
    free(o.failed);
    free(o.status);
    return status;
}

lc_status lc_map_shapes_make(lc_context *ctx, const lc_report *report, lc_map_shapes *out) {
    size_t n = report->n_indicators, bytes = 0;
    lc_map_shapes s = {.areas = report->has_areas ? LC_NEW0(lc_map_layer, n) : NULL,
                       .gaps = report->has_gaps ? LC_NEW0(lc_map_layer, n) : NULL};
    bool ok = (s.areas || !report->has_areas) && (s.gaps || !report->has_gaps);
    lc_status status = ok ? make_communities(ctx, report, &s) : lc_fail_memory(ctx);
    if (status == LC_OK) status = lc_map_ground_make(ctx, report, &s.frame, &s.ground);
    s.overlay = s.frame;
    if (status == LC_OK) status = make_overlay(ctx, report, &s, &bytes);
    for (int i = 0; status == LC_OK && i < MOST_COARSER && bytes > overlay_bytes(report); i++) {
        overlay_free(&s, n);
        lc_map_coarser(&s.overlay);
        status = make_overlay(ctx, report, &s, &bytes);
    }
    count_left_out(report, &s);
    if (status == LC_OK)
        *out = s;
    else
        lc_map_shapes_free(&s, report);
    return status;
}

void lc_map_shapes_free(lc_map_shapes *s, const lc_report *report) {
    lc_map_layer_free(&s->communities);
    lc_map_ground_free(&s->ground);
    overlay_free(s, report->n_indicators);
    free(s->areas);
    free(s->gaps);
    *s = (lc_map_shapes){0};
}
