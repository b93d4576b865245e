#include "coverage/grid.h"

#include <stdlib.h>

#include "base/memory.h"
#include "base/parallel.h"
#include "coverage/candidate_segments.h"
#include "coverage/place.h"

enum { BLOCK = 64, FEW = 12, SMALL = 3 }; /* points a side of a unit of work; when to stop halving boxes */

lc_lattice lc_lattice_over(lc_box box, double cell_m) {
    lc_lattice l = {.cell_m = cell_m};
    l.x0 = (floor(box.x0 / cell_m) - 1) * cell_m;
    l.y0 = (floor(box.y0 / cell_m) - 1) * cell_m;
    l.width = (size_t)(ceil((box.x1 - l.x0) / cell_m) + 2);
    l.height = (size_t)(ceil((box.y1 - l.y0) / cell_m) + 2);
    return l;
}

/* A rectangle of points: columns i0 .. i1 - 1, rows j0 .. j1 - 1. */
typedef struct {
    size_t i0, i1, j0, j1;
} span_t;

typedef struct {
    lc_items items;
    lc_candidate_segments candidates[32], around; /* by depth; a block, before it is bounded */
} worker_t;

typedef struct {
    lc_grid *grid;
    const lc_pass *pass;
    span_t *block;
    size_t n_blocks;
    worker_t *worker;
} run_t;

static lc_box span_box(const lc_lattice *l, const span_t *s) {
    return (lc_box){l->x0 + (double)s->i0 * l->cell_m, l->y0 + (double)s->j0 * l->cell_m,
                    l->x0 + (double)(s->i1 - 1) * l->cell_m, l->y0 + (double)(s->j1 - 1) * l->cell_m};
}

/* The nearest of a few segments at one point. */
static void set_point(run_t *run, size_t at, lc_xy p, const lc_candidate_segments *candidates) {
    double t, leg;
    size_t nearest = lc_candidate_segments_nearest(candidates, p, &t, &leg);
    bool reached = candidates->n && leg <= run->pass->leg_max_m;
    run->grid->vert[at] = reached ? candidates->vert[nearest] : LC_GRID_NONE;
    run->grid->along[at] = (float)t;
    run->grid->leg_m[at] = reached ? (float)leg : INFINITY;
}

static bool fill(run_t *run, worker_t *w, int depth, span_t s) {
    const lc_lattice *l = &run->grid->lattice;
    size_t wide = s.i1 - s.i0, high = s.j1 - s.j0;
    if (w->candidates[depth].n <= FEW || (wide <= SMALL && high <= SMALL) || depth == 31) {
        for (size_t j = s.j0; j < s.j1; j++)
            for (size_t i = s.i0; i < s.i1; i++)
                set_point(run, j * l->width + i, (lc_xy){l->x0 + (double)i * l->cell_m, l->y0 + (double)j * l->cell_m},
                          &w->candidates[depth]);
        return true;
    }
    for (int half = 0; half < 2; half++) {
        span_t part = s;
        if (wide >= high) {
            *(half ? &part.i0 : &part.i1) = s.i0 + wide / 2;
        } else {
            *(half ? &part.j0 : &part.j1) = s.j0 + high / 2;
        }
        lc_box box = span_box(l, &part);
        lc_view view;
        if (!lc_candidate_segments_prune(run->pass, &w->candidates[depth], &box, &w->candidates[depth + 1], &view) ||
            !fill(run, w, depth + 1, part))
            return false;
    }
    return true;
}

static bool do_block(void *user, size_t item, int worker) {
    run_t *run = user;
    worker_t *w = &run->worker[worker];
    span_t s = run->block[item];
    lc_box box = span_box(&run->grid->lattice, &s);
    double reach = run->pass->leg_max_m;
    lc_box around = {box.x0 - reach, box.y0 - reach, box.x1 + reach, box.y1 + reach};
    if (!lc_index_search(run->pass->sites.index, &around, &w->items)) return false;
    lc_view view;
    return lc_candidate_segments_gather(&w->around, &run->pass->sites, &w->items) &&
           lc_candidate_segments_prune(run->pass, &w->around, &box, &w->candidates[0], &view) && fill(run, w, 0, s);
}

/* The blocks of points that meet any box. */
static bool lay_blocks(run_t *run, const lc_box *boxes, size_t n) {
    const lc_lattice *l = &run->grid->lattice;
    size_t across = (l->width + BLOCK - 1) / BLOCK, down = (l->height + BLOCK - 1) / BLOCK;
    lc_index *index = lc_index_new(boxes, n);
    lc_items items = {0};
    run->block = LC_NEW(span_t, across * down);
    bool ok = index && run->block;
    for (size_t k = 0; ok && k < across * down; k++) {
        span_t s = {k % across * BLOCK, (k % across + 1) * BLOCK, k / across * BLOCK, (k / across + 1) * BLOCK};
        if (s.i1 > l->width) s.i1 = l->width;
        if (s.j1 > l->height) s.j1 = l->height;
        lc_box box = span_box(l, &s);
        box = (lc_box){box.x0 - l->cell_m, box.y0 - l->cell_m, box.x1 + l->cell_m, box.y1 + l->cell_m};
        ok = lc_index_search(index, &box, &items);
        if (ok && items.n) run->block[run->n_blocks++] = s;
    }
    free(items.item);
    lc_index_free(index);
    return ok;
}

lc_status lc_grid_new(lc_context *ctx, const lc_pass *pass, lc_lattice lattice, const lc_box *boxes, size_t n,
                      lc_grid **out) {
    size_t points = lattice.width * lattice.height;
    int threads = lc_threads(ctx);
    run_t run = {.grid = LC_NEW0(lc_grid, 1), .pass = pass, .worker = LC_NEW0(worker_t, (size_t)threads)};
    lc_status status = LC_OK;
    bool ok = run.grid && run.worker;
    if (ok) {
        run.grid->lattice = lattice;
        run.grid->vert = LC_NEW(uint32_t, points);
        run.grid->along = LC_NEW(float, points);
        run.grid->leg_m = LC_NEW(float, points);
        ok = run.grid->vert && run.grid->along && run.grid->leg_m && lay_blocks(&run, boxes, n);
    }
    for (size_t i = 0; ok && i < points; i++) run.grid->vert[i] = LC_GRID_SKIPPED;
    status = ok ? lc_parallel(ctx, run.n_blocks, do_block, &run) : lc_fail_memory(ctx);
    for (int t = 0; run.worker && t < threads; t++) {
        free(run.worker[t].items.item);
        lc_candidate_segments_free(&run.worker[t].around);
        for (int d = 0; d < 32; d++) lc_candidate_segments_free(&run.worker[t].candidates[d]);
    }
    free(run.worker);
    free(run.block);
    if (status != LC_OK) {
        lc_grid_free(run.grid);
        return status;
    }
    *out = run.grid;
    return LC_OK;
}

void lc_grid_free(lc_grid *grid) {
    if (!grid) return;
    free(grid->vert);
    free(grid->along);
    free(grid->leg_m);
    free(grid);
}

/* ------------------------------------------------------------------------------------------------------ one group */

static int ascending(const void *a, const void *b) {
    double p = *(const double *)a, q = *(const double *)b;
    return p < q ? -1 : p > q;
}

/* What to do with the points of a polygon. */
typedef lc_status (*point_fn)(void *user, size_t at, lc_xy p);

/* Visit the lattice points inside polygon g, row by row under the even-odd rule. */
static lc_status visit_inside(lc_context *ctx, const lc_lattice *l, const lc_geoms *geoms, size_t g, point_fn fn,
                              void *user) {
    lc_box box = lc_geom_box(geoms, g);
    double *x = LC_NEW(double, geoms->xy_of[geoms->part_of[g + 1]] - geoms->xy_of[geoms->part_of[g]]);
    if (!x) return lc_fail_memory(ctx);
    lc_status status = LC_OK;
    double first = ceil((box.y0 - l->y0) / l->cell_m), last = floor((box.y1 - l->y0) / l->cell_m);
    for (double j = lc_max(0, first); status == LC_OK && j <= last && j < (double)l->height; j++) {
        double y = l->y0 + j * l->cell_m;
        size_t n = 0;
        for (size_t p = geoms->part_of[g]; p < geoms->part_of[g + 1]; p++)
            for (size_t k = geoms->xy_of[p]; k + 1 < geoms->xy_of[p + 1]; k++) {
                lc_xy a = geoms->xy[k], b = geoms->xy[k + 1];
                if ((a.y > y) != (b.y > y)) x[n++] = a.x + (b.x - a.x) * ((y - a.y) / (b.y - a.y));
            }
        qsort(x, n, sizeof *x, ascending);
        for (size_t k = 0; k + 1 < n; k += 2) {
            double i0 = lc_max(0, ceil((x[k] - l->x0) / l->cell_m)), i1 = floor((x[k + 1] - l->x0) / l->cell_m);
            for (double i = i0; status == LC_OK && i <= i1 && i < (double)l->width; i++)
                status = fn(user, (size_t)j * l->width + (size_t)i, (lc_xy){l->x0 + i * l->cell_m, y});
        }
    }
    free(x);
    return status;
}

typedef struct {
    lc_context *ctx;
    const lc_pass *pass;
    size_t group;
    float *d;
    double *all;
    lc_place_scratch scratch;
} paint_t;

static lc_status paint_zero(void *user, size_t at, lc_xy p) {
    paint_t *paint = user;
    (void)p;
    if (paint->d[at] == paint->d[at]) paint->d[at] = 0;
    return LC_OK;
}

static lc_status paint_gated(void *user, size_t at, lc_xy p) {
    paint_t *paint = user;
    bool offnet;
    if (paint->d[at] != paint->d[at]) return LC_OK; /* skipped */
    if (!lc_place_distances(paint->pass, p, &paint->scratch, paint->all, &offnet)) return lc_fail_memory(paint->ctx);
    paint->d[at] = (float)paint->all[paint->group];
    return LC_OK;
}

/* Rows of points that a thread does at a time. */
enum { ROWS = 16 };

typedef struct {
    const lc_grid *grid;
    const lc_group *group;
    float *d;
} rows_t;

/* leg + D at the points of a few rows. */
static bool fill_rows(void *user, size_t item, int worker) {
    const rows_t *rows = user;
    const lc_grid *grid = rows->grid;
    size_t wide = grid->lattice.width, first = item * ROWS * wide, end = first + ROWS * wide,
           all = wide * grid->lattice.height;
    (void)worker;
    for (size_t i = first; i < end && i < all; i++) {
        uint32_t v = grid->vert[i];
        rows->d[i] = v == LC_GRID_SKIPPED ? NAN
                     : v == LC_GRID_NONE  ? INFINITY
                                          : grid->leg_m[i] + (float)lc_group_d(rows->group, v, (double)grid->along[i]);
    }
    return true;
}

lc_status lc_grid_distances(lc_context *ctx, const lc_grid *grid, const lc_pass *pass, size_t group, float *d) {
    const lc_lattice *l = &grid->lattice;
    const lc_group *g = &pass->group[group];
    paint_t paint = {.ctx = ctx, .pass = pass, .group = group, .d = d, .all = LC_NEW(double, pass->n_groups)};
    lc_status status = paint.all ? LC_OK : lc_fail_memory(ctx);
    rows_t rows = {.grid = grid, .group = g, .d = d};
    if (status == LC_OK) status = lc_parallel(ctx, (l->height + ROWS - 1) / ROWS, fill_rows, &rows);
    for (size_t z = 0; status == LC_OK && pass->compounds && z < pass->compounds->zones.geoms.n; z++)
        status = visit_inside(ctx, l, &pass->compounds->zones.geoms, z, paint_gated, &paint);
    for (size_t z = 0; status == LC_OK && z < pass->zones->geoms.n; z++)
        if (pass->zones->layers[z] & g->layer)
            status = visit_inside(ctx, l, &pass->zones->geoms, z, paint_zero, &paint);
    free(paint.all);
    lc_place_scratch_free(&paint.scratch);
    return status;
}
