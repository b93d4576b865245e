/*
 * A community's tiles are cut into quarters. In every box each pass knows the few segments that may be nearest there,
 * and bounds of its distances. Where the bounds settle all limits, the box is decided as a whole; elsewhere, when few
 * segments are left, it is divided among them exactly (docs/accuracy.md).
 */
#include "coverage/measure.h"

#include <math.h>
#include <stdlib.h>

#include "base/memory.h"
#include "coverage/cell.h"

enum {
    LEAF_SEGMENTS = 12, /* an open box is cut until as few may be nearest in it */
    LEAF_POINTS = 24,   /* and as few vertices of polygons lie in it */
    FEW_SEGMENTS = 4,   /* a decided box with as few is not looked at again */
    MAX_DEPTH = 40
};
static const double SMALLEST_M = 0.5; /* boxes are not cut below this */
static const double SAMPLE_M = 100;   /* decided boxes have their means sampled below this */

/* A convex part of a box with one label. */
typedef struct {
    lc_convex shape;
    double area;
    lc_layers layers;
} cell_t;

/* What a worker keeps between tiles; all by depth and pass. */
typedef struct {
    lc_region region[MAX_DEPTH + 1]; /* 0 is not used: the tile's own comes from outside */
    lc_look *look;
    lc_near *near;
    lc_near around;    /* a tile, before it is looked at */
    size_t *seen;      /* the slot with what is known of a box: its own, or that of a larger one */
    bool *todo, *left; /* passes that are to be summed in a box; those that are left to its quarters */
    cell_t *cell;      /* of the box in hand */
    size_t n_cells, cap_cell;
    lc_samples samples; /* of it */
    int sampled;        /* 1: they are there; -1: they are too many */
    lc_cell_scratch cells;
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

/* --------------------------------------------------------------------------------------------------------- boxes */

static double side_of(const lc_box *b) {
    return lc_max(b->x1 - b->x0, b->y1 - b->y0);
}

/* Add a cell for a pass. */
static bool sum_cell(const measure_t *m, worker_t *w, size_t p, size_t at, const cell_t *c, bool is_box, bool large,
                     double *tally) {
    lc_cell cell = {&c->shape, c->area, c->layers, is_box, large};
    return lc_cell_sum(&w->cells, m->pass[p], &cell, &w->look[at], &w->near[at], m->tolerance_m2, tally);
}

static bool keep_cell(void *user, const lc_convex *shape, lc_layers layers) {
    worker_t *w = user;
    if (!LC_ROOM(w->cell, w->cap_cell, w->n_cells + 1)) return false;
    cell_t *cell = &w->cell[w->n_cells++];
    lc_convex_copy(&cell->shape, shape);
    cell->area = lc_convex_area(shape);
    cell->layers = layers;
    return true;
}

/* The convex cells of a box. */
static bool cut_cells(worker_t *w, const lc_region *region, lc_region_scratch *scratch) {
    w->n_cells = 0;
    if (region->n_polys) return lc_region_cells(region, LC_LAYER_COMMUNITY, keep_cell, w, scratch);
    lc_convex cell;
    lc_convex_of_box(&cell, &region->box);
    return keep_cell(w, &cell, region->full);
}

/* Points for all of them, once they are wanted; false when there are too many. */
static bool lay_samples(worker_t *w) {
    if (w->sampled) return w->sampled > 0;
    w->sampled = 1;
    lc_samples_begin(&w->samples);
    for (size_t c = 0; c < w->n_cells; c++)
        if (!lc_samples_add(&w->samples, &w->cell[c].shape, w->cell[c].area,
                            (w->cell[c].layers & LC_LAYER_RESIDENTIAL) != 0, LC_SAMPLES_APART_M))
            w->sampled = -1;
    return w->sampled > 0;
}

/* Add the box for the passes that are to be done there. */
static bool sum_leaf(measure_t *m, worker_t *w, int depth, const lc_region *region, lc_region_scratch *scratch,
                     double *tally) {
    bool is_box = region->n_polys == 0, large = side_of(&region->box) > SAMPLE_M, any = false;
    for (size_t p = 0; p < m->n_passes; p++) any = any || w->todo[slot_of(m, depth, p)];
    if (!any) return true;
    if (!cut_cells(w, region, scratch)) return false;
    w->sampled = 0;
    for (size_t p = 0; p < m->n_passes; p++) {
        size_t slot = slot_of(m, depth, p), at = w->seen[slot];
        double *t = tally + m->tally_at[p];
        if (!w->todo[slot]) continue;
        if (!large && lc_cells_settled(m->pass[p], &w->look[at], region->met) && lay_samples(w)) {
            lc_cells_sum(m->pass[p], &w->samples, &w->look[at], &w->near[at], t);
            continue;
        }
        for (size_t c = 0; c < w->n_cells; c++)
            if (!sum_cell(m, w, p, at, &w->cell[c], is_box, large, t)) return false;
    }
    return true;
}

/* Has this pass nothing to gain from smaller boxes? */
static bool ready(const lc_look *look, const lc_near *near, double side) {
    if (!look->live) return true;
    if (look->open) return near->n <= LEAF_SEGMENTS;
    return near->n <= LC_EXACT_SEGMENTS || side <= SAMPLE_M;
}

/* What is known of a quarter, for the passes that are left. */
static bool look_at_quarter(measure_t *m, worker_t *w, int depth, const lc_region *quarter) {
    for (size_t p = 0; p < m->n_passes; p++) {
        size_t here = slot_of(m, depth, p), from = w->seen[here], to = slot_of(m, depth + 1, p);
        w->todo[to] = w->left[here];
        w->seen[to] = from;
        if (!w->todo[to] || (!w->look[from].open && w->near[from].n <= FEW_SEGMENTS)) continue; /* no more to see */
        w->seen[to] = to;
        if (!lc_look_at(m->pass[p], &w->near[from], &quarter->box, quarter->met & LC_LAYER_RESIDENTIAL, &w->near[to],
                        &w->cells.work, &w->look[to]))
            return false;
    }
    return true;
}

/* Which passes are done in this box, and which are left to its quarters? A pass that is ready is done at once, unless
   polygons cut the box and have to be cut smaller anyway. Returns whether any is left. */
static bool divide_work(const measure_t *m, worker_t *w, int depth, const lc_region *region) {
    bool smallest = depth == MAX_DEPTH || side_of(&region->box) < SMALLEST_M, all = true;
    for (size_t p = 0; p < m->n_passes; p++) {
        size_t slot = slot_of(m, depth, p);
        size_t seen = w->seen[slot];
        w->left[slot] = w->todo[slot] && !ready(&w->look[seen], &w->near[seen], side_of(&region->box));
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
        if (!look_at_quarter(m, w, depth, part) || !sum_box(m, w, depth + 1, part, scratch, tally)) return false;
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
        if (!lc_near_gather(&w->around, &pass->sites, items) ||
            !lc_look_at(pass, &w->around, &box, region->met & LC_LAYER_RESIDENTIAL, &w->near[p], &w->cells.work,
                        &w->look[p]))
            return false;
        w->seen[p] = p;
        w->todo[p] = true;
    }
    return sum_box(m, w, 0, region, &scratch->region, tally);
}

/* ---------------------------------------------------------------------------------------------------------- runs */

static bool make_worker(const measure_t *m, worker_t *w) {
    size_t slots = slot_of(m, MAX_DEPTH + 1, 0);
    w->look = LC_NEW0(lc_look, slots);
    w->near = LC_NEW0(lc_near, slots);
    w->seen = LC_NEW0(size_t, slots);
    w->todo = LC_NEW0(bool, slots);
    w->left = LC_NEW0(bool, slots);
    return w->look && w->near && w->seen && w->todo && w->left;
}

static void free_worker(const measure_t *m, worker_t *w) {
    for (int d = 0; d <= MAX_DEPTH; d++) lc_region_free(&w->region[d]);
    for (size_t i = 0; w->near && i < slot_of(m, MAX_DEPTH + 1, 0); i++) lc_near_free(&w->near[i]);
    lc_near_free(&w->around);
    free(w->look);
    free(w->near);
    free(w->seen);
    free(w->todo);
    free(w->left);
    free(w->cell);
    lc_cell_scratch_free(&w->cells);
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
        lc_stats_add(&ctx->stats, &m.worker[i].cells.work);
        free_worker(&m, &m.worker[i]);
    }
    free(m.worker);
    free(m.tally_at);
    return status;
}
