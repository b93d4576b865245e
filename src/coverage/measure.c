#include "coverage/measure.h"

#include <math.h>
#include <stdlib.h>

#include "base/memory.h"
#include "coverage/evaluate.h"
#include "coverage/gated.h"
#include "coverage/near.h"

/* A box is cut into quarters until few segments can be nearest somewhere in it and few polygon edges cross it. */
enum { LEAF_SEGMENTS = 10, LEAF_POINTS = 16, MAX_DEPTH = 40 };
static const double SMALLEST_M = 0.5; /* boxes are not cut below this */

/* What a worker keeps between tiles. */
typedef struct {
    lc_region region[MAX_DEPTH + 1]; /* 0 is not used: the tile's own comes from outside */
    lc_near *near[MAX_DEPTH + 1];
    size_t cap_near[MAX_DEPTH + 1];
    lc_partition partition;
    lc_gated gated;
    lc_stats work;
} worker_t;

typedef struct {
    const lc_pass *pass;
    double tolerance_m2;
    worker_t *worker;
} measure_t;

/* ------------------------------------------------------------------------------------------------------- one box */

typedef struct {
    measure_t *m;
    worker_t *w;
    lc_sums sums;
    const lc_near *near;
    size_t n_near;
    lc_layers live; /* groups that may matter here: in range, or perhaps off network */
} leaf_t;

/* Groups whose facilities do not cover the layers' cell, as bits; the others are summed as inside. */
static lc_layers open_groups(leaf_t *leaf, lc_layers layers, double area) {
    const lc_pass *pass = leaf->m->pass;
    lc_layers open = 0;
    for (size_t g = 0; g < pass->n_groups; g++) {
        if (pass->group[g].layer & layers) {
            lc_sum_inside(&leaf->sums, g, area);
        } else {
            open |= (lc_layers)1 << g;
        }
    }
    return open;
}

static bool sum_cell(void *user, const lc_convex *cell, lc_layers layers) {
    leaf_t *leaf = user;
    const lc_pass *pass = leaf->m->pass;
    lc_partition *part = &leaf->w->partition;
    double area = lc_convex_area(cell);
    leaf->sums.residential = (layers & LC_LAYER_RESIDENTIAL) != 0;
    lc_sum_demand(&leaf->sums, area);
    lc_layers open = open_groups(leaf, layers, area);
    if (open && layers & LC_LAYER_GATED) return lc_gated_cell(&leaf->w->gated, &leaf->sums, cell, open);
    open &= leaf->live;
    if (!open) return true;
    if (leaf->n_near == 0) {
        for (size_t g = 0; g < pass->n_groups; g++)
            if (open >> g & 1) lc_sum_offnet(&leaf->sums, g, area);
        return true;
    }
    if (!lc_near_partition(pass, part, leaf->near, leaf->n_near, cell, leaf->m->tolerance_m2)) return false;
    leaf->w->work.cells++;
    leaf->w->work.pieces += part->n;
    leaf->w->work.slivers += part->n_slivers;
    for (size_t i = 0; i < part->n; i++) lc_sum_piece(&leaf->sums, part, &part->piece[i], open);
    for (size_t i = 0; i < part->n_slivers; i++) lc_sum_sliver(&leaf->sums, &part->sliver[i], open);
    return true;
}

static bool sum_leaf(measure_t *m, worker_t *w, int depth, const lc_region *region, size_t n_near, lc_layers live,
                     lc_region_scratch *scratch, double *tally) {
    leaf_t leaf = {.m = m,
                   .w = w,
                   .sums = {.pass = m->pass, .tally = tally},
                   .near = w->near[depth],
                   .n_near = n_near,
                   .live = live};
    if (region->n_polys) return lc_region_cells(region, LC_LAYER_COMMUNITY, sum_cell, &leaf, scratch);
    if (!(region->full & LC_LAYER_COMMUNITY)) return true;
    lc_box b = region->box;
    lc_convex cell = {.n = 4, .p = {{b.x0, b.y0}, {b.x1, b.y0}, {b.x1, b.y1}, {b.x0, b.y1}}};
    return sum_cell(&leaf, &cell, region->full);
}

static bool sum_box(measure_t *m, worker_t *w, int depth, const lc_region *region, size_t n_near, lc_layers live,
                    lc_region_scratch *scratch, double *tally) {
    if (region->n_polys == 0 && !(region->full & LC_LAYER_COMMUNITY)) return true;
    lc_box b = region->box;
    bool few = (n_near <= LEAF_SEGMENTS || live == 0) && region->n_xy <= LEAF_POINTS;
    if (few || depth == MAX_DEPTH || b.x1 - b.x0 < SMALLEST_M) {
        if (live) lc_near_sort(w->near[depth], n_near);
        return sum_leaf(m, w, depth, region, n_near, live, scratch, tally);
    }
    if (!LC_ROOM(w->near[depth + 1], w->cap_near[depth + 1], n_near)) return false;
    double mx = 0.5 * (b.x0 + b.x1), my = 0.5 * (b.y0 + b.y1);
    for (int q = 0; q < 4; q++) {
        lc_box quarter = {q & 1 ? mx : b.x0, q & 2 ? my : b.y0, q & 1 ? b.x1 : mx, q & 2 ? b.y1 : my};
        if (!lc_region_clip(&w->region[depth + 1], region, quarter, scratch)) return false;
        w->work.boxes++;
        w->work.candidates += n_near;
        size_t kept = lc_near_prune(m->pass, w->near[depth], n_near, &quarter, w->near[depth + 1], &live, NULL);
        if (!sum_box(m, w, depth + 1, &w->region[depth + 1], kept, live, scratch, tally)) return false;
    }
    return true;
}

static bool sum_tile(void *user, int worker, lc_region *region, lc_tile_scratch *scratch, double *tally) {
    measure_t *m = user;
    worker_t *w = &m->worker[worker];
    double reach = m->pass->leg_max_m;
    lc_box box = region->box, around = {box.x0 - reach, box.y0 - reach, box.x1 + reach, box.y1 + reach};
    lc_items *items = &scratch->items;
    if (!lc_index_search(m->pass->sites.index, &around, items)) return false;
    if (!LC_ROOM(w->near[0], w->cap_near[0], items->n + 1)) return false;
    for (size_t i = 0; i < items->n; i++) w->near[0][i] = (lc_near){.seg = items->item[i]};
    w->work.boxes++;
    w->work.candidates += items->n;
    lc_layers live;
    size_t n = lc_near_prune(m->pass, w->near[0], items->n, &box, w->near[0], &live, NULL);
    w->gated.compounds = m->pass->compounds;
    return sum_box(m, w, 0, region, n, live, &scratch->region, tally);
}

static void free_worker(worker_t *w) {
    for (int d = 0; d <= MAX_DEPTH; d++) {
        lc_region_free(&w->region[d]);
        free(w->near[d]);
    }
    lc_partition_free(&w->partition);
    lc_gated_free(&w->gated);
}

lc_status lc_measure(lc_context *ctx, const lc_pass *pass, const lc_geoms *communities, const lc_zones *residential,
                     const uint32_t *which, size_t n, double tolerance_m2, double *tally) {
    measure_t m = {.pass = pass, .tolerance_m2 = tolerance_m2};
    const lc_zones *zones[] = {residential, pass->zones, pass->compounds ? &pass->compounds->zones : NULL};
    int threads = lc_threads(ctx);
    m.worker = LC_NEW0(worker_t, (size_t)threads);
    if (!m.worker) return lc_fail_memory(ctx);
    lc_tiling tiling = {.communities = communities,
                        .community_layer = LC_LAYER_COMMUNITY,
                        .zones = zones,
                        .n_zones = 3,
                        .tally_size = lc_tally_size(pass),
                        .fn = sum_tile,
                        .user = &m};
    lc_status status = lc_tiles_run(ctx, &tiling, which, n, tally);
    for (int i = 0; i < threads; i++) {
        lc_stats_add(&ctx->stats, &m.worker[i].work);
        free_worker(&m.worker[i]);
    }
    free(m.worker);
    return status;
}
