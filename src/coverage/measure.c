/*
 * A community's tiles are cut into quarters. In every box each pass knows the few segments that may be nearest there,
 * and bounds of its distances. Where the bounds settle all limits, the box is decided as a whole; elsewhere, when few
 * segments are left, it is divided among them exactly (docs/accuracy.md).
 */
#include "coverage/measure.h"

#include <math.h>
#include <stdlib.h>

#include "base/memory.h"
#include "coverage/evaluate.h"
#include "coverage/gated.h"
#include "coverage/near.h"

enum {
    LEAF_SEGMENTS = 10,  /* an open box is cut until as few may be nearest in it */
    LEAF_POINTS = 24,    /* and as few vertices of polygons lie in it */
    EXACT_SEGMENTS = 2,  /* with as few, means are exact in decided boxes as well */
    FEW_SEGMENTS = 4,    /* a decided box with as few is not looked at again */
    BOUND_SEGMENTS = 48, /* with more, bounds would say little */
    MAX_DEPTH = 40
};
static const double SMALLEST_M = 0.5; /* boxes are not cut below this */
static const double SAMPLE_M = 50;    /* decided boxes have their means sampled below this */

/* What one pass knows of a box. */
typedef struct {
    size_t n; /* segments */
    lc_view view;
    lc_layers live; /* groups that may matter: in range somewhere, or perhaps off network */
    lc_layers open; /* of them, those that no bound has decided */
    double low[LC_GROUPS_MAX], high[LC_GROUPS_MAX]; /* of the live ones */
} look_t;

/* What a worker keeps between tiles; all by depth and pass. The last depth is for cells. */
typedef struct {
    lc_region region[MAX_DEPTH + 1]; /* 0 is not used: the tile's own comes from outside */
    look_t *look;
    lc_near **near;
    size_t *cap_near;
    size_t *seen;      /* the slot with what is known of a box: its own, or that of a larger one */
    bool *todo, *left; /* passes that are to be summed in a box; those that are left to its quarters */
    lc_partition partition;
    lc_gated gated;
    lc_stats work;
} worker_t;

typedef struct {
    const lc_pass *const *pass;
    size_t n_passes;
    size_t *tally_at; /* of each pass in a community's tally */
    double tolerance_m2;
    worker_t *worker;
} measure_t;

static size_t slot_of(const measure_t *m, int depth, size_t pass) {
    return (size_t)depth * m->n_passes + pass;
}

/* -------------------------------------------------------------------------------------------------------- bounds */

/* Do the bounds leave a limit of the group open? *in_range tells whether any limit may be kept. */
static bool undecided(const lc_group *g, double low, double high, bool *in_range) {
    bool open = low <= g->range_m && high > g->range_m;
    *in_range = low <= g->range_m;
    for (size_t k = 0; k < g->n_limits; k++) {
        if (low <= g->limit_m[k]) *in_range = true;
        if (low <= g->limit_m[k] && high > g->limit_m[k]) open = true;
    }
    return open;
}

/* Prune `from` into `to` for a box and see what is decided there. */
static void look_at(const lc_pass *pass, const lc_near *from, size_t n, const lc_box *box, lc_near *to, lc_stats *work,
                    look_t *out) {
    bool network = pass->sites.twin != NULL;
    work->boxes++;
    work->candidates += n;
    out->n = lc_near_prune(pass, from, n, box, to, &out->view);
    out->live = out->view.off ? 0 : out->view.live & pass->all_groups;
    out->open = out->live;
    if (!out->live || out->n > BOUND_SEGMENTS || (network && !out->view.on)) return;
    lc_near_bounds(pass, to, out->n, &out->view, out->live, out->low, out->high);
    for (size_t g = 0; g < pass->n_groups; g++) {
        if (!(out->live >> g & 1)) continue;
        bool in_range, open = undecided(&pass->group[g], out->low[g], out->high[g], &in_range);
        if (!in_range) out->live &= ~((lc_layers)1 << g);
        if (!open) out->open &= ~((lc_layers)1 << g);
    }
}

/* --------------------------------------------------------------------------------------------------------- cells */

typedef struct {
    measure_t *m;
    worker_t *w;
    double *tally;
    int depth;
    bool whole; /* the cell is the box */
    bool exact; /* the box is too large for samples */
} leaf_t;

/* Groups whose facilities do not cover the layers' cell, as bits; the others are summed as inside. */
static lc_layers open_groups(const lc_sums *sums, lc_layers layers, double area) {
    const lc_pass *pass = sums->pass;
    lc_layers open = pass->all_groups;
    if (!(layers & pass->group_layers)) return open;
    for (size_t g = 0; g < pass->n_groups; g++) {
        if (!(pass->group[g].layer & layers)) continue;
        lc_sum_inside(sums, g, area);
        open &= ~((lc_layers)1 << g);
    }
    return open;
}

/* Points whose mean distance stands for that of a cell: the middles of a square's quarters, the centroid of another
   shape. */
static size_t sample_points(const lc_convex *cell, bool square, lc_xy out[4]) {
    if (!square) {
        lc_convex_moments(cell, out);
        return 1;
    }
    const lc_xy *p = cell->p;
    double x = 0.25 * (p[2].x - p[0].x), y = 0.25 * (p[2].y - p[0].y);
    for (int q = 0; q < 4; q++) out[q] = (lc_xy){p[0].x + (q & 1 ? 3 : 1) * x, p[0].y + (q & 2 ? 3 : 1) * y};
    return 4;
}

/* Add a cell in which all limits of the groups are decided. */
static void sum_decided(const lc_sums *sums, const look_t *look, const lc_near *near, lc_layers groups,
                        const lc_convex *cell, double area, bool square) {
    const lc_pass *pass = sums->pass;
    lc_xy point[4];
    double d[4][LC_GROUPS_MAX];
    size_t n = sample_points(cell, square, point);
    for (size_t i = 0; i < n; i++) lc_near_distances(pass, near, look->n, point[i], groups, d[i]);
    double spread = 0.5 * sqrt(area / (double)n);
    for (size_t g = 0; g < pass->n_groups; g++) {
        const lc_group *group = &pass->group[g];
        if (!(groups >> g & 1)) continue;
        for (size_t k = 0; k < group->n_limits; k++)
            if (look->high[g] <= group->limit_m[k]) lc_sum_covered(sums, g, k, area, 0);
        if (look->high[g] > group->range_m) continue;
        double sum = 0, least = INFINITY, most = 0;
        for (size_t i = 0; i < n; i++) {
            double at = lc_min(d[i][g], group->range_m);
            sum += at;
            least = lc_min(least, at);
            most = lc_max(most, at);
        }
        lc_sum_ranged(sums, g, area, area * sum / (double)n, lc_max(least - spread, 0),
                      lc_min(most + spread, group->range_m));
    }
}

/* Divide a cell among the segments near it and add the pieces. */
static bool sum_divided(leaf_t *leaf, const lc_sums *sums, const lc_near *near, size_t n, lc_layers groups,
                        const lc_convex *cell) {
    lc_partition *part = &leaf->w->partition;
    if (!lc_near_partition(sums->pass, part, near, n, cell, leaf->m->tolerance_m2)) return false;
    leaf->w->work.cells++;
    leaf->w->work.pieces += part->n;
    leaf->w->work.slivers += part->n_slivers;
    for (size_t i = 0; i < part->n; i++) lc_sum_piece(sums, part, &part->piece[i], groups);
    for (size_t i = 0; i < part->n_slivers; i++) lc_sum_sliver(sums, &part->sliver[i], groups);
    return true;
}

static lc_box box_around(const lc_convex *c) {
    lc_box box = lc_box_empty();
    for (int i = 0; i < c->n; i++) lc_box_add(&box, c->p[i].x, c->p[i].y);
    return box;
}

/* Add a cell for the groups of one pass that it is not inside of. */
static bool sum_open(leaf_t *leaf, const lc_sums *sums, size_t p, lc_layers groups, const lc_convex *cell,
                     double area) {
    const lc_pass *pass = sums->pass;
    worker_t *w = leaf->w;
    size_t at = w->seen[slot_of(leaf->m, leaf->depth, p)], scratch = slot_of(leaf->m, MAX_DEPTH + 1, p);
    const look_t *look = &w->look[at];
    const lc_near *near = w->near[at];
    if (!leaf->whole && (groups & look->open) && look->n > EXACT_SEGMENTS) {
        lc_box box = box_around(cell); /* smaller than the leaf's: fewer segments, closer bounds */
        if (!LC_ROOM(w->near[scratch], w->cap_near[scratch], look->n)) return false;
        look_at(pass, near, look->n, &box, w->near[scratch], &w->work, &w->look[scratch]);
        groups &= look->live | (w->look[scratch].view.off ? groups : 0);
        look = &w->look[scratch];
        near = w->near[scratch];
    }
    if (look->view.off) {
        for (size_t g = 0; g < pass->n_groups; g++)
            if (groups >> g & 1) lc_sum_offnet(sums, g, area);
        return true;
    }
    groups &= look->live;
    lc_layers divided = leaf->exact ? groups : groups & look->open;
    if (divided && !sum_divided(leaf, sums, near, look->n, divided, cell)) return false;
    if (groups & ~divided) sum_decided(sums, look, near, groups & ~divided, cell, area, leaf->whole);
    return true;
}

/* Add a cell for the passes in hand. */
static bool sum_cell(void *user, const lc_convex *cell, lc_layers layers) {
    leaf_t *leaf = user;
    const measure_t *m = leaf->m;
    double area = lc_convex_area(cell);
    for (size_t p = 0; p < m->n_passes; p++) {
        if (!leaf->w->todo[slot_of(m, leaf->depth, p)]) continue;
        lc_sums sums = {.pass = m->pass[p],
                        .tally = leaf->tally + m->tally_at[p],
                        .residential = (layers & LC_LAYER_RESIDENTIAL) != 0};
        lc_sum_demand(&sums, area);
        lc_layers groups = open_groups(&sums, layers, area);
        if (!groups) continue;
        sums.small = !leaf->exact;
        bool gated = m->pass[p]->compounds && layers & LC_LAYER_GATED;
        leaf->w->gated.compounds = m->pass[p]->compounds;
        if (gated) sums.small = false;
        if (gated ? !lc_gated_cell(&leaf->w->gated, &sums, cell, groups)
                  : !sum_open(leaf, &sums, p, groups, cell, area))
            return false;
    }
    return true;
}

/* --------------------------------------------------------------------------------------------------------- boxes */

static double side_of(const lc_box *b) {
    return lc_max(b->x1 - b->x0, b->y1 - b->y0);
}

/* Add the box for the passes that are to be done there. */
static bool sum_leaf(measure_t *m, worker_t *w, int depth, const lc_region *region, lc_region_scratch *scratch,
                     double *tally) {
    lc_box b = region->box;
    leaf_t leaf = {
        .m = m, .w = w, .tally = tally, .depth = depth, .whole = region->n_polys == 0, .exact = side_of(&b) > SAMPLE_M};
    for (size_t p = 0; p < m->n_passes; p++) {
        size_t slot = slot_of(m, depth, p), at = w->seen[slot];
        if (w->todo[slot] && w->look[at].open) lc_near_sort(w->near[at], w->look[at].n);
    }
    if (region->n_polys) return lc_region_cells(region, LC_LAYER_COMMUNITY, sum_cell, &leaf, scratch);
    lc_convex cell = {.n = 4, .p = {{b.x0, b.y0}, {b.x1, b.y0}, {b.x1, b.y1}, {b.x0, b.y1}}};
    return sum_cell(&leaf, &cell, region->full);
}

/* Has this pass nothing to gain from smaller boxes? */
static bool ready(const look_t *look, double side) {
    if (!look->live) return true;
    if (look->open) return look->n <= LEAF_SEGMENTS;
    return look->n <= EXACT_SEGMENTS || side <= SAMPLE_M;
}

/* What is known of a quarter, for the passes that are left. */
static bool look_at_quarter(measure_t *m, worker_t *w, int depth, const lc_box *quarter) {
    for (size_t p = 0; p < m->n_passes; p++) {
        size_t here = slot_of(m, depth, p), from = w->seen[here], to = slot_of(m, depth + 1, p);
        w->todo[to] = w->left[here];
        w->seen[to] = from;
        if (!w->todo[to] || (!w->look[from].open && w->look[from].n <= FEW_SEGMENTS)) continue; /* no more to see */
        w->seen[to] = to;
        if (!LC_ROOM(w->near[to], w->cap_near[to], w->look[from].n)) return false;
        look_at(m->pass[p], w->near[from], w->look[from].n, quarter, w->near[to], &w->work, &w->look[to]);
    }
    return true;
}

/* Which passes are done in this box, and which are left to its quarters? A pass that is ready is done at once, unless
   polygons cut the box and have to be cut smaller anyway. Returns whether any is left. */
static bool divide_work(const measure_t *m, worker_t *w, int depth, const lc_region *region) {
    bool smallest = depth == MAX_DEPTH || side_of(&region->box) < SMALLEST_M, all = true;
    for (size_t p = 0; p < m->n_passes; p++) {
        size_t slot = slot_of(m, depth, p);
        w->left[slot] = w->todo[slot] && !ready(&w->look[w->seen[slot]], side_of(&region->box));
        all = all && !w->left[slot];
    }
    bool wait = region->n_polys && (!all || region->n_xy > LEAF_POINTS);
    for (size_t p = 0; p < m->n_passes; p++) {
        size_t slot = slot_of(m, depth, p);
        if (smallest) w->left[slot] = false;
        if (wait && !smallest) w->left[slot] = w->todo[slot];
        w->todo[slot] = w->todo[slot] && !w->left[slot];
    }
    return !smallest && (wait || !all);
}

static bool sum_box(measure_t *m, worker_t *w, int depth, const lc_region *region, lc_region_scratch *scratch,
                    double *tally) {
    if (region->n_polys == 0 && !(region->full & LC_LAYER_COMMUNITY)) return true;
    lc_box b = region->box;
    bool more = divide_work(m, w, depth, region);
    if (!(more && region->n_polys) && !sum_leaf(m, w, depth, region, scratch, tally)) return false;
    if (!more) return true;
    double mx = 0.5 * (b.x0 + b.x1), my = 0.5 * (b.y0 + b.y1);
    for (int q = 0; q < 4; q++) {
        lc_box quarter = {q & 1 ? mx : b.x0, q & 2 ? my : b.y0, q & 1 ? b.x1 : mx, q & 2 ? b.y1 : my};
        lc_region *part = &w->region[depth + 1];
        if (!lc_region_clip(part, region, quarter, scratch)) return false;
        if (part->n_polys == 0 && !(part->full & LC_LAYER_COMMUNITY)) continue;
        if (!look_at_quarter(m, w, depth, &quarter) || !sum_box(m, w, depth + 1, part, scratch, tally)) return false;
    }
    return true;
}

static bool sum_tile(void *user, int worker, lc_region *region, lc_tile_scratch *scratch, double *tally) {
    measure_t *m = user;
    worker_t *w = &m->worker[worker];
    lc_box box = region->box;
    for (size_t p = 0; p < m->n_passes; p++) {
        const lc_pass *pass = m->pass[p];
        double reach = pass->leg_max_m;
        lc_box around = {box.x0 - reach, box.y0 - reach, box.x1 + reach, box.y1 + reach};
        lc_items *items = &scratch->items;
        if (!lc_index_search(pass->sites.index, &around, items)) return false;
        if (!LC_ROOM(w->near[p], w->cap_near[p], items->n + 1)) return false;
        for (size_t i = 0; i < items->n; i++) w->near[p][i] = lc_near_of(&pass->sites, items->item[i]);
        look_at(pass, w->near[p], items->n, &box, w->near[p], &w->work, &w->look[p]);
        w->seen[p] = p;
        w->todo[p] = true;
    }
    return sum_box(m, w, 0, region, &scratch->region, tally);
}

/* ---------------------------------------------------------------------------------------------------------- runs */

static bool make_worker(const measure_t *m, worker_t *w) {
    size_t slots = slot_of(m, MAX_DEPTH + 2, 0);
    w->look = LC_NEW0(look_t, slots);
    w->near = LC_NEW0(lc_near *, slots);
    w->cap_near = LC_NEW0(size_t, slots);
    w->seen = LC_NEW0(size_t, slots);
    w->todo = LC_NEW0(bool, slots);
    w->left = LC_NEW0(bool, slots);
    return w->look && w->near && w->cap_near && w->seen && w->todo && w->left;
}

static void free_worker(const measure_t *m, worker_t *w) {
    for (int d = 0; d <= MAX_DEPTH; d++) lc_region_free(&w->region[d]);
    for (size_t i = 0; w->near && i < slot_of(m, MAX_DEPTH + 2, 0); i++) free(w->near[i]);
    free(w->look);
    free(w->near);
    free(w->cap_near);
    free(w->seen);
    free(w->todo);
    free(w->left);
    lc_partition_free(&w->partition);
    lc_gated_free(&w->gated);
}

lc_status lc_measure(lc_context *ctx, const lc_pass *const *pass, size_t n_passes, const lc_geoms *communities,
                     const lc_zones *residential, const uint32_t *which, size_t n, double tolerance_m2, double *tally) {
    measure_t m = {.pass = pass, .n_passes = n_passes, .tolerance_m2 = tolerance_m2};
    const lc_zones *zones[] = {residential, n_passes ? pass[0]->zones : NULL, NULL};
    int threads = lc_threads(ctx);
    size_t size = 0;
    m.worker = LC_NEW0(worker_t, (size_t)threads);
    m.tally_at = LC_NEW(size_t, n_passes);
    bool ok = m.worker && m.tally_at;
    for (int i = 0; ok && i < threads; i++) ok = make_worker(&m, &m.worker[i]);
    for (size_t p = 0; ok && p < n_passes; p++) {
        m.tally_at[p] = size;
        size += lc_tally_size(pass[p]);
        if (pass[p]->compounds) zones[2] = &pass[p]->compounds->zones;
    }
    lc_tiling tiling = {.communities = communities,
                        .community_layer = LC_LAYER_COMMUNITY,
                        .zones = zones,
                        .n_zones = 3,
                        .tally_size = size,
                        .fn = sum_tile,
                        .user = &m};
    lc_status status = ok ? lc_tiles_run(ctx, &tiling, which, n, tally) : lc_fail_memory(ctx);
    for (int i = 0; m.worker && i < threads; i++) {
        lc_stats_add(&ctx->stats, &m.worker[i].work);
        free_worker(&m, &m.worker[i]);
    }
    free(m.worker);
    free(m.tally_at);
    return status;
}
