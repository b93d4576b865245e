/*
 * Quarters of a tile are settled by bounds: covered as soon as one set covers all of a box, uncovered when no set comes
 * near. Where the edge of one set alone crosses a box, it is cut exactly as in measure.c; where the edges of two meet,
 * boxes shrink around the meeting point down to a size that is bounded.
 */
#include "coverage/union.h"

#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "coverage/candidate_segments.h"
#include "coverage/distinct.h"
#include "coverage/evaluate.h"

enum {
    LEAF_SEGMENTS = 10,
    LEAF_POINTS = 16,
    MAX_DEPTH = 40 /* never reached: a box as wide as the Earth, halved 40 times, is far below SMALLEST_M */
};
static const double SMALLEST_M = 0.05; /* boxes below this are bounded, not decided */

typedef struct {
    lc_region region[MAX_DEPTH + 1];
    lc_candidate_segments *candidates; /* by depth and set; the last depth is a tile, before it is bounded */
    lc_partition partition;
    lc_envelope envelope;
    lc_stats work;
} worker_t;

typedef struct {
    const lc_pass *set;
    size_t n_sets;
    lc_layers inside; /* layers of the zones */
    double tolerance_m2;
    worker_t *worker;
} union_t;

static lc_candidate_segments *near_of(const union_t *u, const worker_t *w, int depth, size_t set) {
    return &w->candidates[(size_t)depth * u->n_sets + set];
}

/* What is known of a box: covered, or the sets whose edge may cross it. */
typedef struct {
    bool covered;
    size_t n_open, open; /* number of open sets, and one of them */
    size_t distinct;     /* different segments of that one, as far as LEAF_SEGMENTS + 1 */
} box_t;

typedef struct {
    const union_t *u;
    worker_t *w;
    lc_sums sums;
    const box_t *box;
    lc_candidate_segments *candidates; /* of the open set */
    bool bound;                        /* too small to decide */
} leaf_t;

static bool sum_cell(void *user, const lc_convex *cell, lc_layers layers) {
    leaf_t *leaf = user;
    double area = lc_convex_area(cell);
    leaf->sums.residential = (layers & LC_LAYER_RESIDENTIAL) != 0;
    lc_sum_demand(&leaf->sums, area);
    if (leaf->box->covered || layers & leaf->u->inside) {
        lc_sum_covered(&leaf->sums, 0, 0, area, 0);
    } else if (leaf->bound) {
        lc_sum_covered(&leaf->sums, 0, 0, 0.5 * area, area);
    } else if (leaf->box->n_open == 1) {
        lc_partition *part = &leaf->w->partition;
        const lc_pass *set = &leaf->u->set[leaf->box->open];
        leaf->sums.pass = set;
        if (!lc_candidate_segments_partition(set, part, leaf->candidates, cell, leaf->u->tolerance_m2, NULL))
            return false;
        return lc_sum_partition(&leaf->sums, part, 1, &leaf->w->envelope, &leaf->w->work);
    }
    return true;
}

static bool sum_leaf(const union_t *u, worker_t *w, int depth, const lc_region *region, const box_t *box, bool bound,
                     lc_region_scratch *scratch, double *tally) {
    leaf_t leaf = {.u = u,
                   .w = w,
                   .sums = {.pass = &u->set[0], .tally = tally, .no_stats = ~(lc_layers)0},
                   .box = box,
                   .candidates = near_of(u, w, depth, box->open),
                   .bound = bound};
    if (region->n_polys) return lc_region_cells(region, LC_LAYER_COMMUNITY, sum_cell, &leaf, scratch);
    if (!(region->full & LC_LAYER_COMMUNITY)) return true;
    lc_convex cell;
    lc_convex_of_box(&cell, &region->box);
    return sum_cell(&leaf, &cell, region->full);
}

/* Prune the lists of depth `from` into those of depth `to` for a box. */
static bool bounds(const union_t *u, worker_t *w, int from, const lc_box *b, int to, box_t *out) {
    *out = (box_t){0};
    w->work.boxes++;
    for (size_t k = 0; k < u->n_sets; k++) {
        const lc_candidate_segments *all = near_of(u, w, from, k);
        lc_candidate_segments *kept = near_of(u, w, to, k);
        lc_view view;
        kept->n = 0;
        if (all->n == 0) continue;
        w->work.candidates += all->n;
        if (!lc_candidate_segments_prune(&u->set[k], all, b, kept, &view)) return false;
        if (view.on) out->covered = true;
        if (kept->n == 0) continue;
        out->n_open++;
        out->open = k;
        out->distinct = lc_candidate_segments_distinct(kept, &view, LEAF_SEGMENTS);
    }
    return true;
}

static bool sum_box(const union_t *u, worker_t *w, int depth, const lc_region *region, const box_t *box,
                    lc_region_scratch *scratch, double *tally) {
    if (region->n_polys == 0 && !(region->full & LC_LAYER_COMMUNITY)) return true;
    lc_box b = region->box;
    bool settled = box->covered || box->n_open == 0 || (region->full & u->inside);
    bool small = depth == MAX_DEPTH || b.x1 - b.x0 < SMALLEST_M;
    bool ready = settled || (box->n_open == 1 && box->distinct <= LEAF_SEGMENTS);
    if (small || (ready && region->n_xy <= LEAF_POINTS)) {
        return sum_leaf(u, w, depth, region, box, small && !settled && box->n_open > 1, scratch, tally);
    }
    double mx = 0.5 * (b.x0 + b.x1), my = 0.5 * (b.y0 + b.y1);
    for (int q = 0; q < 4; q++) {
        lc_box quarter = {q & 1 ? mx : b.x0, q & 2 ? my : b.y0, q & 1 ? b.x1 : mx, q & 2 ? b.y1 : my};
        box_t next;
        if (!lc_region_clip(&w->region[depth + 1], region, quarter, scratch) ||
            !bounds(u, w, depth, &quarter, depth + 1, &next) ||
            !sum_box(u, w, depth + 1, &w->region[depth + 1], &next, scratch, tally))
            return false;
    }
    return true;
}

static bool sum_part(const union_t *u, worker_t *w, const lc_tile_part *part, lc_tile_scratch *scratch) {
    lc_box b = part->region.box, around;
    box_t box;
    for (size_t k = 0; k < u->n_sets; k++) {
        double reach = u->set[k].leg_max_m;
        around = (lc_box){b.x0 - reach, b.y0 - reach, b.x1 + reach, b.y1 + reach};
        lc_items *items = &scratch->items;
        if (!lc_index_search(u->set[k].sites.index, &around, items)) return false;
        if (!lc_candidate_segments_gather(near_of(u, w, MAX_DEPTH + 1, k), &u->set[k].sites, items)) return false;
    }
    return bounds(u, w, MAX_DEPTH + 1, &b, 0, &box) &&
           sum_box(u, w, 0, &part->region, &box, &scratch->region, part->tally);
}

static bool sum_tile(void *user, int worker, const lc_tile *tile, lc_tile_scratch *scratch) {
    const union_t *u = user;
    for (size_t i = 0; i < tile->n; i++)
        if (!sum_part(u, &u->worker[worker], &tile->part[i], scratch)) return false;
    return true;
}

static bool make_worker(const union_t *u, worker_t *w) {
    w->candidates = LC_NEW0(lc_candidate_segments, (MAX_DEPTH + 2) * u->n_sets);
    return w->candidates != NULL;
}

static void free_worker(const union_t *u, worker_t *w) {
    for (int d = 0; d <= MAX_DEPTH; d++) lc_region_free(&w->region[d]);
    for (size_t k = 0; w->candidates && k < (MAX_DEPTH + 2) * u->n_sets; k++)
        lc_candidate_segments_free(&w->candidates[k]);
    free(w->candidates);
    lc_partition_free(&w->partition);
    lc_envelope_free(&w->envelope);
}

lc_status lc_measure_union(lc_context *ctx, const lc_pass *set, size_t n_sets, const lc_zones *zones,
                           const lc_geoms *communities, const lc_zones *residential, const uint32_t *which, size_t n,
                           double tolerance_m2, lc_tally_fn take, void *taker) {
    union_t u = {.set = set, .n_sets = n_sets, .tolerance_m2 = tolerance_m2};
    for (size_t k = 0; k < n_sets; k++) u.inside |= set[k].group[0].layer;
    const lc_zones *both[] = {residential, zones};
    int threads = lc_threads(ctx);
    u.worker = LC_NEW0(worker_t, (size_t)threads);
    bool ok = u.worker != NULL;
    for (int i = 0; ok && i < threads; i++) ok = make_worker(&u, &u.worker[i]);
    lc_tiling tiling = {.communities = communities,
                        .community_layer = LC_LAYER_COMMUNITY,
                        .zones = both,
                        .n_zones = 2,
                        .tally_size = lc_tally_size(&set[0]),
                        .fn = sum_tile,
                        .user = &u};
    lc_status status = ok ? lc_tiles_run(ctx, &tiling, which, n, take, taker) : lc_fail_memory(ctx);
    for (int i = 0; u.worker && i < threads; i++) {
        lc_stats_add(&ctx->stats, &u.worker[i].work);
        free_worker(&u, &u.worker[i]);
    }
    free(u.worker);
    return status;
}
