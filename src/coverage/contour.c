#include "coverage/contour.h"

#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "base/parallel.h"
#include "base/sort.h"
#include "geo/index.h"

/* A step of a ring, from one crossing of a lattice edge to the next, the inside on the left. Edges are known by their
   lower or left point: 2 * point for the one to the right, 2 * point + 1 for the one up. */
typedef struct {
    uint32_t from, to;
    lc_xy p; /* of `from` */
} step_t;

struct lc_contour_steps {
    step_t *step;
    size_t n;
};

typedef struct {
    const lc_context *ctx;
    const lc_lattice *l;
    const float *d;
    double limit_m;
    step_t *step;
    size_t n, cap;
    lc_keyed *sorted; /* the steps, by where they come from */
    bool *used;       /* in that order */
} trace_t;

enum { BAND = 64 }; /* rows of cells that a thread traces at a time */

/* Threads share the rows of cells. */
typedef struct {
    const trace_t *whole;
    trace_t *band; /* each with steps of its own */
} bands_t;

/* d - limit, held within one cell: across a jump the crossing falls in the middle rather than at one side; and held
   away from 0, so that rings never touch at a point. */
static double value(const trace_t *t, size_t i, size_t j) {
    double f = (double)t->d[j * t->l->width + i] - t->limit_m, cell = t->l->cell_m;
    if (!(f < cell)) return cell;
    if (f < -cell) return -cell;
    double least = 0.02 * cell;
    return f > 0 ? lc_max(f, least) : lc_min(f, -least);
}

/* Corners of the cell whose lower left point is (i - 1, j - 1): 0 lower left, 1 lower right, 2 upper right, 3 upper
   left. Side k runs from corner k to corner k + 1. Points are numbered with a rim, so that the cells at the edge have
   four. */
static uint32_t side_id(const trace_t *t, size_t i, size_t j, int k) {
    size_t wide = t->l->width + 2;
    size_t id = k == 0   ? 2 * (j * wide + i)
                : k == 1 ? 2 * (j * wide + i + 1) + 1
                : k == 2 ? 2 * ((j + 1) * wide + i)
                         : 2 * (j * wide + i) + 1;
    return (uint32_t)id;
}

static lc_xy side_point(const trace_t *t, size_t i, size_t j, int k, const double f[4]) {
    static const double cx[4] = {0, 1, 1, 0}, cy[4] = {0, 0, 1, 1};
    int a = k, b = (k + 1) & 3;
    if (k >= 2) a = b, b = k; /* the same direction from both cells, so that both find the same place */
    double s = f[a] / (f[a] - f[b]), x = cx[a] + s * (cx[b] - cx[a]), y = cy[a] + s * (cy[b] - cy[a]);
    return (lc_xy){t->l->x0 + ((double)i - 1 + x) * t->l->cell_m, t->l->y0 + ((double)j - 1 + y) * t->l->cell_m};
}

static bool add_step(trace_t *t, size_t i, size_t j, const double f[4], int from, int to) {
    if (!LC_ROOM(t->step, t->cap, t->n + 1)) return false;
    t->step[t->n++] = (step_t){side_id(t, i, j, from), side_id(t, i, j, to), side_point(t, i, j, from, f)};
    return true;
}

/* Walking with the inside on the left, a ring enters a cell by a side that goes from in to out (seen counter-clockwise)
   and leaves by one that goes from out to in. */
static bool trace_cell(trace_t *t, size_t i, size_t j, const double f[4]) {
    int enter[2], leave[2], n = 0, m = 0;
    for (int k = 0; k < 4; k++) {
        bool a = f[k] < 0, b = f[(k + 1) & 3] < 0;
        if (a && !b) enter[n++] = k;
        if (!a && b) leave[m++] = k;
    }
    if (n == 0) return true;
    if (n == 1) return add_step(t, i, j, f, enter[0], leave[0]);
    /* A saddle: the middle decides whether the inside corners are joined. */
    bool joined = f[0] + f[1] + f[2] + f[3] < 0;
    for (int e = 0; e < 2; e++) {
        int to = joined ? (enter[e] + 1) & 3 : (enter[e] + 3) & 3;
        if (!add_step(t, i, j, f, enter[e], to)) return false;
    }
    return true;
}

/* The values of row j, and of the rim left and right of it, which is outside; so is all of a row that is not there. */
static void take_row(const trace_t *t, size_t j, double *row) {
    size_t wide = t->l->width;
    bool there = j < t->l->height;
    row[0] = row[wide + 1] = t->l->cell_m;
    for (size_t i = 0; i < wide; i++) row[i + 1] = there ? value(t, i, j) : t->l->cell_m;
}

/* Trace the cells whose upper points are in rows first .. end - 1. Those below or left of the lattice are rim. */
static bool trace_rows(trace_t *t, size_t first, size_t end) {
    size_t wide = t->l->width;
    double *rows = LC_NEW(double, 2 * (wide + 2)), *below = rows, *above = rows + wide + 2;
    if (!rows) return false;
    bool ok = true;
    take_row(t, first - 1, above); /* SIZE_MAX below the first row of a lattice */
    for (size_t j = first; ok && j < end; j++) {
        double *swap = below;
        below = above;
        above = swap;
        take_row(t, j, above);
        ok = !lc_cancelled(t->ctx);
        for (size_t i = 0; ok && i <= wide; i++) {
            const double f[4] = {below[i], below[i + 1], above[i + 1], above[i]};
            if (f[0] > 0 && f[1] > 0 && f[2] > 0 && f[3] > 0) continue;
            ok = trace_cell(t, i, j, f);
        }
    }
    free(rows);
    return ok;
}

static bool trace_band(void *user, size_t item, int worker) {
    const bands_t *bands = user;
    const trace_t *t = bands->whole;
    size_t first = item * BAND, rows = t->l->height + 1, end = first + BAND < rows ? first + BAND : rows;
    (void)worker;
    return trace_rows(&bands->band[item], first, end);
}

static bool take_steps(trace_t *t, const trace_t *band) {
    if (!LC_ROOM(t->step, t->cap, t->n + band->n)) return false;
    if (band->n) memcpy(t->step + t->n, band->step, band->n * sizeof *t->step);
    t->n += band->n;
    return true;
}

static lc_status trace_cells(lc_context *ctx, trace_t *t) {
    size_t n = (t->l->height + BAND) / BAND;
    bands_t bands = {.whole = t, .band = LC_NEW(trace_t, n)};
    if (!bands.band) return lc_fail_memory(ctx);
    for (size_t i = 0; i < n; i++) bands.band[i] = *t;
    lc_status status = lc_parallel(ctx, n, trace_band, &bands);
    for (size_t i = 0; i < n; i++) {
        if (status == LC_OK && !take_steps(t, &bands.band[i])) status = lc_fail_memory(ctx);
        free(bands.band[i].step);
    }
    free(bands.band);
    return status;
}

static bool sort_steps(trace_t *t) {
    t->sorted = LC_NEW(lc_keyed, t->n);
    t->used = LC_NEW0(bool, t->n);
    for (size_t k = 0; t->sorted && k < t->n; k++) t->sorted[k] = (lc_keyed){t->step[k].from, (uint32_t)k};
    return t->sorted && t->used && lc_sort_keyed(t->sorted, t->n);
}

/* The place in the order of the step that comes from an edge; n without one. */
static size_t find_step(const trace_t *t, uint32_t from) {
    size_t k = 0, past = t->n;
    while (k < past) {
        size_t middle = k + (past - k) / 2;
        if (t->sorted[middle].key < from)
            k = middle + 1;
        else
            past = middle;
    }
    return k < t->n && t->sorted[k].key == from ? k : t->n;
}

/* Leave out points on the straight between their neighbours. */
static size_t straighten(lc_xy *p, size_t n) {
    static const double FLAT_M = 1e-3;
    size_t m = 0;
    for (size_t i = 0; i < n; i++) {
        lc_xy b = p[i], a = m ? p[m - 1] : p[n - 1], c = p[(i + 1) % n];
        double length = lc_length(c.x - a.x, c.y - a.y), off = (b.x - a.x) * (c.y - a.y) - (b.y - a.y) * (c.x - a.x);
        if (m > 0 && i + 1 < n && length > 0 && fabs(off) < FLAT_M * length) continue;
        p[m++] = b;
    }
    return m;
}

typedef struct {
    lc_xy *xy;
    size_t n_xy, cap_xy;
    size_t *start;
    double *area;
    size_t n, cap, cap_area;
} rings_t;

static bool follow_ring(trace_t *t, size_t first, double least_m2, rings_t *r) {
    size_t begin = r->n_xy;
    for (size_t k = first; k < t->n && !t->used[k];) {
        const step_t *s = &t->step[t->sorted[k].item];
        t->used[k] = true;
        if (!LC_ROOM(r->xy, r->cap_xy, r->n_xy + 1)) return false;
        r->xy[r->n_xy++] = s->p;
        k = find_step(t, s->to);
    }
    double area = lc_ring_area(r->xy + begin, r->n_xy - begin);
    if (fabs(area) < least_m2) {
        r->n_xy = begin;
        return true;
    }
    r->n_xy = begin + straighten(r->xy + begin, r->n_xy - begin);
    if (!LC_ROOM(r->start, r->cap, r->n + 2) || !LC_ROOM(r->area, r->cap_area, r->n + 1)) return false;
    r->area[r->n] = area;
    r->start[r->n++] = begin;
    r->start[r->n] = r->n_xy;
    return true;
}

static bool ring_contains(const rings_t *r, size_t ring, lc_xy p) {
    bool inside = false;
    for (size_t i = r->start[ring], j = r->start[ring + 1] - 1; i < r->start[ring + 1]; j = i++) {
        lc_xy a = r->xy[j], b = r->xy[i];
        if (lc_ray_crosses(p, a, b)) inside = !inside;
    }
    return inside;
}

static bool put_ring(lc_geoms *out, const rings_t *r, size_t ring) {
    if (!lc_geoms_begin_part(out)) return false;
    for (size_t i = r->start[ring]; i < r->start[ring + 1]; i++)
        if (!lc_geoms_add(out, r->xy[i].x, r->xy[i].y)) return false;
    return lc_geoms_add(out, r->xy[r->start[ring]].x, r->xy[r->start[ring]].y);
}

/* Which outer ring each hole is in, and the holes of each ring. */
typedef struct {
    lc_index *index; /* over the boxes of all rings */
    lc_items near;
    size_t *first; /* one a ring: its first hole, n_rings without; of a hole: the next one of the same ring */
} holes_t;

/* The smallest outer ring around a hole; n when its own was left out as too small. */
static bool find_owner(const rings_t *r, holes_t *holes, size_t hole, size_t *owner) {
    lc_xy p = r->xy[r->start[hole]];
    *owner = r->n;
    if (!lc_index_search(holes->index, &(lc_box){p.x, p.y, p.x, p.y}, &holes->near)) return false;
    for (size_t i = 0; i < holes->near.n; i++) {
        size_t k = holes->near.item[i];
        if (r->area[k] <= 0 || (*owner < r->n && r->area[k] >= r->area[*owner])) continue;
        if (ring_contains(r, k, p)) *owner = k;
    }
    return true;
}

static bool index_rings(const rings_t *r, holes_t *holes) {
    lc_box *box = LC_NEW(lc_box, r->n);
    for (size_t k = 0; box && k < r->n; k++) {
        box[k] = lc_box_empty();
        for (size_t i = r->start[k]; i < r->start[k + 1]; i++) lc_box_add(&box[k], r->xy[i].x, r->xy[i].y);
    }
    holes->index = box ? lc_index_new(box, r->n) : NULL;
    holes->first = LC_NEW(size_t, r->n);
    free(box);
    return holes->index && holes->first;
}

static bool list_holes(const lc_context *ctx, const rings_t *r, holes_t *holes) {
    bool ok = index_rings(r, holes);
    for (size_t k = 0; ok && k < r->n; k++) holes->first[k] = r->n;
    for (size_t k = r->n; ok && k-- > 0;) {
        size_t owner = r->n;
        if (r->area[k] >= 0) continue;
        ok = !lc_cancelled(ctx) && find_owner(r, holes, k, &owner);
        if (owner == r->n) continue;
        holes->first[k] = holes->first[owner];
        holes->first[owner] = k;
    }
    return ok;
}

static bool put_polygons(const lc_context *ctx, const rings_t *r, lc_geoms *out) {
    holes_t holes = {0};
    bool ok = list_holes(ctx, r, &holes);
    for (size_t k = 0; ok && k < r->n; k++) {
        if (r->area[k] < 0) continue;
        ok = !lc_cancelled(ctx) && lc_geoms_begin(out, LC_POLYGON, 0) && put_ring(out, r, k);
        for (size_t h = holes.first[k]; ok && h < r->n; h = holes.first[h]) ok = put_ring(out, r, h);
    }
    lc_index_free(holes.index);
    free(holes.near.item);
    free(holes.first);
    return ok;
}

lc_status lc_contour_trace(lc_context *ctx, const lc_lattice *lattice, const float *d, double limit_m,
                           lc_contour_steps **out) {
    trace_t t = {.ctx = ctx, .l = lattice, .d = d, .limit_m = limit_m};
    lc_contour_steps *steps = LC_NEW0(lc_contour_steps, 1);
    lc_status status = steps ? trace_cells(ctx, &t) : lc_fail_memory(ctx);
    if (status == LC_OK) {
        *steps = (lc_contour_steps){t.step, t.n};
        *out = steps;
        return LC_OK;
    }
    free(t.step);
    free(steps);
    return status;
}

lc_status lc_contour_join(lc_context *ctx, const lc_contour_steps *steps, double least_m2, lc_geoms *out) {
    trace_t t = {.ctx = ctx, .step = steps->step, .n = steps->n};
    rings_t r = {0};
    bool ok = sort_steps(&t);
    for (size_t k = 0; ok && k < t.n; k++)
        if (!t.used[k]) ok = !lc_cancelled(ctx) && follow_ring(&t, k, least_m2, &r);
    ok = ok && put_polygons(ctx, &r, out);
    free(t.sorted);
    free(t.used);
    free(r.xy);
    free(r.start);
    free(r.area);
    return ok ? LC_OK : lc_fail_memory(ctx);
}

void lc_contour_steps_free(lc_contour_steps *steps) {
    if (!steps) return;
    free(steps->step);
    free(steps);
}

lc_status lc_contour(lc_context *ctx, const lc_lattice *lattice, const float *d, double limit_m, double least_m2,
                     lc_geoms *out) {
    lc_contour_steps *steps = NULL;
    lc_status status = lc_contour_trace(ctx, lattice, d, limit_m, &steps);
    if (status == LC_OK) status = lc_contour_join(ctx, steps, least_m2, out);
    lc_contour_steps_free(steps);
    return status;
}
