/*
 * Tiles are cut into quarters, for all communities in them at once. In every box each pass knows the few segments that
 * may be nearest there, and bounds of its distances. Where the bounds settle all limits, the box is decided as a whole;
 * elsewhere, when few segments are left, it is divided among them exactly (docs/accuracy.md).
 */
#include "coverage/integrate.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "coverage/cell.h"

enum {
    LEAF_SEGMENTS = 12, /* an open box is cut until as few may be nearest in it */
    LEAF_POINTS = 12,   /* and as few vertices of polygons lie in it */
    FEW_SEGMENTS = 4,   /* a decided box with as few is not bounded again */
    MAX_DEPTH = 40      /* never reached: a box as wide as the Earth, halved 40 times, is far below SMALLEST_M */
};
static const double SMALLEST_M = 0.5; /* boxes are not cut below this */
static const double SAMPLE_M = 100;   /* decided boxes have their means sampled below this, and */
enum { SAMPLES_ALONG = 24 };          /* when they are as many samples wide */

/* A convex part of a box with one label. */
typedef struct {
    lc_convex shape;
    double area;
    lc_layers layers;
} cell_t;

/* A community in a box. All but the region and the tally is by pass. */
typedef struct {
    const lc_region *whole; /* of a tile; NULL in its quarters: */
    lc_region quarter;
    double *tally;
    const double *probe; /* of the community, pass after pass; NULL: none */
    size_t *seen;        /* the slot with what is known of the box: its own, or that of a larger one */
    bool *todo, *left;   /* is the pass to be summed in the box? Is it left to the quarters? */
    double *apart;       /* between samples, where there may be any, */
    bool *divide;        /* or rather pieces */
    bool more;           /* the quarters are to be gone through */
    lc_detail detail[2]; /* outside of residential land, and on it */
    const float *weight; /* of the groups' jumps, by pass; in a tile it is its part's own: */
    float *own_weight;
} part_t;

static const lc_region *region_of(const part_t *part) {
    return part->whole ? part->whole : &part->quarter;
}

/* The communities in a box. */
typedef struct {
    part_t *part;
    size_t n, cap;
} level_t;

/* What a worker keeps between tiles. */
typedef struct {
    level_t level[MAX_DEPTH + 1]; /* by depth */
    lc_node_bounds *bounds;       /* by depth and pass, a slot each; so too: */
    lc_candidate_segments *candidates;
    lc_candidate_segments around; /* a tile, before it is bounded */
    cell_t *cell;                 /* of the part in hand */
    size_t n_cells, cap_cell;
    lc_samples samples[2]; /* of it: for the network, and for straight lines */
    int sampled;           /* the second: 1: they are there; -1: they are too many */
    lc_cell_scratch cells;
} worker_t;

typedef struct {
    const lc_pass *const *pass;
    size_t n_passes;
    size_t *tally_at;  /* of each pass in a community's tally */
    size_t *weight_at; /* of each pass in a part's weights */
    size_t n_weights;
    size_t *probe_at; /* of each pass in a community's probes */
    size_t n_probes;
    lc_precision precision;
    worker_t *worker;
} measure_t;

static size_t slot_of(const measure_t *m, int depth, size_t pass) {
    return (size_t)depth * m->n_passes + pass;
}

/* --------------------------------------------------------------------------------------------------------- boxes */

static double side_of(const lc_box *b) {
    return lc_max(b->x1 - b->x0, b->y1 - b->y0);
}

static const lc_detail *detail_of(const part_t *part) {
    return &part->detail[(region_of(part)->met & LC_LAYER_RESIDENTIAL) != 0];
}

/* Is a box too wide for samples? */
static bool is_wide(const part_t *part, size_t p) {
    return side_of(&region_of(part)->box) > lc_min(SAMPLE_M, SAMPLES_ALONG * part->apart[p]);
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

/* Add a cell for a pass. */
static bool sum_cell(const measure_t *m, worker_t *w, const part_t *part, size_t p, const cell_t *c, bool is_box,
                     bool large) {
    size_t at = part->seen[p];
    lc_cell cell = {&c->shape,
                    c->area,
                    c->layers,
                    is_box,
                    large,
                    part->detail[(c->layers & LC_LAYER_RESIDENTIAL) != 0],
                    part->weight + m->weight_at[p],
                    part->probe ? part->probe + m->probe_at[p] : NULL};
    return lc_cell_sum(&w->cells, m->pass[p], &cell, &w->bounds[at], &w->candidates[at], m->precision.tolerance_m2,
                       part->tally + m->tally_at[p]);
}

/* Samples for all cells; NULL when they would be too many. Those for straight lines serve several passes. */
static lc_samples *lay_samples(worker_t *w, const part_t *part, bool straight, double apart_m) {
    lc_samples *s = &w->samples[straight];
    if (straight && w->sampled) return w->sampled > 0 ? s : NULL;
    bool ok = true;
    lc_samples_begin(s, (lc_xy){region_of(part)->box.x0, region_of(part)->box.y0}, detail_of(part)->large_m2);
    for (size_t c = 0; ok && c < w->n_cells; c++)
        ok = lc_samples_add(s, &w->cell[c].shape, w->cell[c].area, (w->cell[c].layers & LC_LAYER_RESIDENTIAL) != 0,
                            apart_m);
    if (straight) w->sampled = ok ? 1 : -1;
    return ok ? s : NULL;
}

/* The areas alone. */
static lc_samples *lay_areas(worker_t *w) {
    lc_samples *s = &w->samples[0];
    lc_samples_begin(s, (lc_xy){0, 0}, 0);
    for (size_t c = 0; c < w->n_cells; c++)
        lc_samples_add_area(s, w->cell[c].area, (w->cell[c].layers & LC_LAYER_RESIDENTIAL) != 0);
    return s;
}

/* Add all cells at once, where bounds are enough and there is room for their samples; *done tells whether they are. */
static bool sum_settled(const measure_t *m, worker_t *w, const part_t *part, size_t p, bool *done) {
    const lc_pass *pass = m->pass[p];
    const lc_node_bounds *bounds = &w->bounds[part->seen[p]];
    const lc_candidate_segments *candidates = &w->candidates[part->seen[p]];
    lc_layers met = region_of(part)->met;
    *done = false;
    if (!lc_cells_settled(pass, bounds, met)) return true;
    bool stats = lc_cells_stats(pass, bounds, met);
    if (stats && (is_wide(part, p) || part->divide[p])) return true;
    lc_samples *samples = stats ? lay_samples(w, part, !pass->vert_d, part->apart[p]) : lay_areas(w);
    return !samples ||
           lc_cells_sum(&w->cells, pass, samples, bounds, candidates, met, part->tally + m->tally_at[p], done);
}

/* Add a community's part of a box for the passes that are to be done there. */
static bool sum_leaf(measure_t *m, worker_t *w, const part_t *part, lc_region_scratch *scratch) {
    const lc_region *region = region_of(part);
    bool whole = region->n_polys == 0, any = false;
    for (size_t p = 0; p < m->n_passes; p++) any = any || part->todo[p];
    if (!any) return true;
    if (!cut_cells(w, region, scratch)) return false;
    w->sampled = 0;
    for (size_t p = 0; p < m->n_passes; p++) {
        bool done = false;
        if (!part->todo[p]) continue;
        if (!sum_settled(m, w, part, p, &done)) return false;
        for (size_t c = 0; !done && c < w->n_cells; c++)
            if (!sum_cell(m, w, part, p, &w->cell[c], whole, is_wide(part, p))) return false;
    }
    return true;
}

/* Has a pass nothing to gain from smaller boxes? */
static bool ready(const measure_t *m, const worker_t *w, part_t *part, size_t p) {
    const lc_node_bounds *bounds = &w->bounds[part->seen[p]];
    const lc_candidate_segments *candidates = &w->candidates[part->seen[p]];
    const lc_undecided *at = lc_node_bounds_undecided(bounds, region_of(part)->met);
    part->apart[p] = INFINITY;
    part->divide[p] = false;
    if (!at->live) return true;
    if (m->pass[p]->areas_only) return !at->open || lc_node_bounds_few(bounds, candidates, LEAF_SEGMENTS);
    part->apart[p] = lc_detail_apart(detail_of(part), m->pass[p], bounds, at->live, part->weight + m->weight_at[p]);
    lc_box box = region_of(part)->box;
    double area = (box.x1 - box.x0) * (box.y1 - box.y0);
    part->divide[p] = lc_detail_divide(part->apart[p], area, candidates->n);
    if (at->open || part->divide[p]) return lc_node_bounds_few(bounds, candidates, LEAF_SEGMENTS);
    return candidates->n <= LC_EXACT_SEGMENTS || !is_wide(part, p);
}

/* Has a pass that measures areas alone nothing within its limits here? */
static bool is_empty(const measure_t *m, const worker_t *w, const part_t *part, size_t p) {
    const lc_pass *pass = m->pass[p];
    lc_layers met = region_of(part)->met;
    if (!pass->areas_only || met & pass->group_layers || (pass->compounds && met & LC_LAYER_GATED)) return false;
    return w->bounds[part->seen[p]].view.off || !lc_node_bounds_undecided(&w->bounds[part->seen[p]], met)->live;
}

/* Which passes are done in this part, and which are left to its quarters? A pass that is ready is done at once, unless
   polygons with many vertices cut the part. No pass asks what another does: its sums are the same, to the last bit,
   whatever else is measured with it. */
static void divide_work(const measure_t *m, const worker_t *w, int depth, part_t *part) {
    const lc_region *region = region_of(part);
    bool smallest = depth == MAX_DEPTH || side_of(&region->box) < SMALLEST_M;
    bool wait = region->n_polys && region->n_xy > LEAF_POINTS;
    part->more = false;
    for (size_t p = 0; p < m->n_passes; p++) {
        part->todo[p] = part->todo[p] && !is_empty(m, w, part, p);
        bool open = part->todo[p] && !ready(m, w, part, p);
        part->left[p] = !smallest && part->todo[p] && (open || wait);
        part->todo[p] = part->todo[p] && !part->left[p];
        part->more = part->more || part->left[p];
    }
}

/* The next free part of a depth. */
static part_t *new_part(const measure_t *m, level_t *level) {
    if (level->n == level->cap) {
        if (!LC_ROOM(level->part, level->cap, level->n + 1)) return NULL;
        for (size_t i = level->n; i < level->cap; i++) level->part[i] = (part_t){0};
    }
    part_t *part = &level->part[level->n];
    if (!part->seen) {
        size_t each = sizeof *part->seen + sizeof *part->apart + 3 * sizeof(bool);
        part->seen = lc_alloc_array(m->n_passes, each);
        if (!part->seen) return NULL;
        part->apart = (double *)(void *)(part->seen + m->n_passes);
        part->todo = (bool *)(void *)(part->apart + m->n_passes);
        part->left = part->todo + m->n_passes;
        part->divide = part->left + m->n_passes;
    }
    level->n++;
    return part;
}

/* The parts of a box that go on in one of its quarters. */
static bool clip_parts(const measure_t *m, worker_t *w, int depth, const lc_box *quarter, lc_region_scratch *scratch) {
    level_t *level = &w->level[depth], *next = &w->level[depth + 1];
    next->n = 0;
    for (size_t i = 0; i < level->n; i++) {
        const part_t *from = &level->part[i];
        lc_box box = lc_box_common(&region_of(from)->box, quarter);
        if (!from->more || !(box.x0 < box.x1 && box.y0 < box.y1)) continue;
        part_t *to = new_part(m, next);
        if (!to || !lc_region_clip(&to->quarter, region_of(from), box, scratch)) return false;
        if (to->quarter.n_polys == 0 && !(to->quarter.full & LC_LAYER_COMMUNITY)) {
            next->n--;
            continue;
        }
        to->whole = NULL;
        to->detail[0] = from->detail[0];
        to->detail[1] = from->detail[1];
        to->weight = from->weight;
        to->tally = from->tally;
        to->probe = from->probe;
        memcpy(to->todo, from->left, m->n_passes * sizeof *to->todo);
        memcpy(to->seen, from->seen, m->n_passes * sizeof *to->seen);
    }
    return true;
}

/* Find the bounds of a box of depth + 1 for the parts that are not through with a pass. They do not depend on which
   communities are there: for each part all the larger boxes have been bounded, or as many as it needs. */
static bool bound_quarter(const measure_t *m, worker_t *w, int depth, const lc_box *quarter) {
    level_t *next = &w->level[depth + 1];
    for (size_t p = 0; p < m->n_passes; p++) {
        size_t from = slot_of(m, depth, p), to = slot_of(m, depth + 1, p);
        bool wanted = false, residential = false;
        for (size_t i = 0; i < next->n; i++) {
            part_t *part = &next->part[i];
            if (!part->todo[p] || part->seen[p] != from) continue;
            if (!lc_node_bounds_undecided(&w->bounds[from], region_of(part)->met)->open &&
                w->candidates[from].n <= FEW_SEGMENTS)
                continue;
            wanted = true;
            residential = residential || region_of(part)->met & LC_LAYER_RESIDENTIAL;
            part->seen[p] = to;
        }
        if (wanted && !lc_node_bounds_at(m->pass[p], &w->candidates[from], quarter, residential, &w->candidates[to],
                                         &w->cells.work, &w->bounds[to]))
            return false;
    }
    return true;
}

static bool sum_box(measure_t *m, worker_t *w, int depth, const lc_box *b, lc_region_scratch *scratch) {
    level_t *level = &w->level[depth];
    bool more = false;
    for (size_t i = 0; i < level->n; i++) {
        part_t *part = &level->part[i];
        divide_work(m, w, depth, part);
        if (!sum_leaf(m, w, part, scratch)) return false;
        more = more || part->more;
    }
    if (!more) return true;
    double mx = 0.5 * (b->x0 + b->x1), my = 0.5 * (b->y0 + b->y1);
    for (int q = 0; q < 4; q++) {
        lc_box quarter = {q & 1 ? mx : b->x0, q & 2 ? my : b->y0, q & 1 ? b->x1 : mx, q & 2 ? b->y1 : my};
        if (!clip_parts(m, w, depth, &quarter, scratch)) return false;
        if (w->level[depth + 1].n == 0) continue;
        if (!bound_quarter(m, w, depth, &quarter) || !sum_box(m, w, depth + 1, &quarter, scratch)) return false;
    }
    return true;
}

/* What share of a part's box is residential land: about, where polygons overlap. */
static double residential_share(const lc_region *r) {
    double sum = 0, box = (r->box.x1 - r->box.x0) * (r->box.y1 - r->box.y0);
    if (r->full & LC_LAYER_RESIDENTIAL) return 1;
    for (size_t i = 0; i < r->n_polys; i++)
        for (size_t k = r->poly[i].first_ring; k < r->poly[i].first_ring + r->poly[i].n_rings; k++)
            if (r->poly[i].layers & LC_LAYER_RESIDENTIAL)
                sum += fabs(lc_ring_area(r->xy + r->ring[k].start, r->ring[k].n));
    return lc_min(sum / box, 1);
}

/* A tile's parts, as those of depth 0. */
static bool take_parts(const measure_t *m, level_t *level, const lc_tile *tile, bool *residential) {
    level->n = 0;
    *residential = false;
    for (size_t i = 0; i < tile->n; i++) {
        part_t *part = new_part(m, level);
        if (!part) return false;
        part->whole = &tile->part[i].region;
        part->tally = tile->part[i].tally;
        part->probe = m->precision.probe ? m->precision.probe + tile->part[i].community * m->n_probes : NULL;
        part->detail[0] = lc_detail_of(tile->part[i].area);
        part->detail[1] = lc_detail_of(tile->part[i].area * residential_share(part->whole));
        for (int kind = 0; m->precision.pieces && kind < 2; kind++) part->detail[kind].apart_m = 0;
        *residential = *residential || region_of(part)->met & LC_LAYER_RESIDENTIAL;
        if (!part->own_weight) part->own_weight = LC_NEW(float, m->n_weights);
        if (!part->own_weight) return false;
        part->weight = part->own_weight;
        for (size_t p = 0; p < m->n_passes; p++) {
            part->seen[p] = slot_of(m, 0, p);
            part->todo[p] = true;
        }
    }
    return true;
}

static bool sum_tile(void *user, int worker, const lc_tile *tile, lc_tile_scratch *scratch) {
    measure_t *m = user;
    worker_t *w = &m->worker[worker];
    bool residential;
    if (!take_parts(m, &w->level[0], tile, &residential)) return false;
    for (size_t p = 0; p < m->n_passes; p++) {
        const lc_pass *pass = m->pass[p];
        double reach = pass->leg_max_m;
        lc_box around = {tile->box.x0 - reach, tile->box.y0 - reach, tile->box.x1 + reach, tile->box.y1 + reach};
        size_t slot = slot_of(m, 0, p);
        lc_items *items = &scratch->items;
        if (!lc_index_search(pass->sites.index, &around, items)) return false;
        if (!lc_candidate_segments_gather(&w->around, &pass->sites, items) ||
            !lc_node_bounds_at(pass, &w->around, &tile->box, residential, &w->candidates[slot], &w->cells.work,
                               &w->bounds[slot]))
            return false;
        for (size_t i = 0; i < tile->n && !pass->areas_only; i++)
            lc_detail_weigh(pass, &w->candidates[slot], &tile->part[i].region.box,
                            w->level[0].part[i].own_weight + m->weight_at[p]);
    }
    return sum_box(m, w, 0, &tile->box, &scratch->region);
}

/* ---------------------------------------------------------------------------------------------------------- runs */

static bool make_worker(const measure_t *m, worker_t *w) {
    size_t slots = slot_of(m, MAX_DEPTH + 1, 0);
    w->bounds = LC_NEW0(lc_node_bounds, slots);
    w->candidates = LC_NEW0(lc_candidate_segments, slots);
    return w->bounds && w->candidates;
}

static void free_worker(const measure_t *m, worker_t *w) {
    for (int d = 0; d <= MAX_DEPTH; d++) {
        for (size_t i = 0; i < w->level[d].cap; i++) {
            lc_region_free(&w->level[d].part[i].quarter);
            free(w->level[d].part[i].seen);
            free(w->level[d].part[i].own_weight);
        }
        free(w->level[d].part);
    }
    for (size_t i = 0; w->candidates && i < slot_of(m, MAX_DEPTH + 1, 0); i++)
        lc_candidate_segments_free(&w->candidates[i]);
    lc_candidate_segments_free(&w->around);
    free(w->bounds);
    free(w->candidates);
    free(w->cell);
    lc_cell_scratch_free(&w->cells);
}

size_t lc_probes_size(const lc_pass *pass) {
    return LC_DEMANDS * pass->n_groups * LC_PROBES;
}

lc_status lc_measure(lc_context *ctx, const lc_pass *const *pass, size_t n_passes, const lc_geoms *communities,
                     const lc_zones *residential, const uint32_t *which, size_t n, const lc_precision *precision,
                     lc_tally_fn take, void *taker) {
    return lc_measure_tiles(ctx, pass, n_passes, communities, residential, which, n, precision, NULL, take, taker);
}

lc_status lc_measure_tiles(lc_context *ctx, const lc_pass *const *pass, size_t n_passes, const lc_geoms *communities,
                           const lc_zones *residential, const uint32_t *which, size_t n, const lc_precision *precision,
                           lc_tile_tally_fn each, lc_tally_fn take, void *taker) {
    measure_t m = {.pass = pass, .n_passes = n_passes, .precision = *precision};
    const lc_zones *zones[] = {residential, n_passes ? pass[0]->zones : NULL, n_passes ? pass[0]->gated : NULL};
    int threads = lc_threads(ctx);
    size_t size = 0;
    m.worker = LC_NEW0(worker_t, (size_t)threads);
    m.tally_at = LC_NEW(size_t, n_passes);
    m.weight_at = LC_NEW(size_t, n_passes);
    m.probe_at = LC_NEW(size_t, n_passes);
    bool ok = m.worker && m.tally_at && m.weight_at && m.probe_at;
    for (int i = 0; ok && i < threads; i++) ok = make_worker(&m, &m.worker[i]);
    for (size_t p = 0; ok && p < n_passes; p++) {
        m.tally_at[p] = size;
        size += lc_tally_size(pass[p]);
        m.weight_at[p] = m.n_weights;
        m.n_weights += pass[p]->n_groups;
        m.probe_at[p] = m.n_probes;
        m.n_probes += lc_probes_size(pass[p]);
    }
    lc_tiling tiling = {.communities = communities,
                        .community_layer = LC_LAYER_COMMUNITY,
                        .zones = zones,
                        .n_zones = 3,
                        .tally_size = size,
                        .fn = sum_tile,
                        .user = &m,
                        .each = each};
    lc_status status = ok ? lc_tiles_run(ctx, &tiling, which, n, take, taker) : lc_fail_memory(ctx);
    for (int i = 0; m.worker && i < threads; i++) {
        lc_stats_add(&ctx->stats, &m.worker[i].cells.work);
        free_worker(&m, &m.worker[i]);
    }
    free(m.worker);
    free(m.tally_at);
    free(m.weight_at);
    free(m.probe_at);
    return status;
}
