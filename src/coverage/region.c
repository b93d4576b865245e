#include "coverage/region.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"

static const double EPS_M = 1e-9;

void lc_region_free(lc_region *r) {
    free(r->poly);
    free(r->ring);
    free(r->xy);
    *r = (lc_region){0};
}

void lc_region_scratch_free(lc_region_scratch *s) {
    free(s->edge);
    free(s->level);
    free(s->crossing);
    free(s->odd);
    free(s->growth);
    free(s->ring);
    *s = (lc_region_scratch){0};
}

void lc_region_begin(lc_region *r, lc_box box) {
    r->box = box;
    r->full = r->met = 0;
    r->n_polys = r->n_rings = r->n_xy = 0;
}

/* ------------------------------------------------------------------------------------------------- clipping */

static double side_value(const lc_box *box, int side, lc_xy p) {
    switch (side) {
    case 0:
        return p.x - box->x0;
    case 1:
        return box->x1 - p.x;
    case 2:
        return p.y - box->y0;
    default:
        return box->y1 - p.y;
    }
}

/* Sutherland and Hodgman, one side of the box. What crosses the border twice is joined along it; such joints cancel
   under the even-odd rule. */
static size_t clip_side(const lc_box *box, int side, const lc_xy *in, size_t n, lc_xy *out) {
    size_t m = 0;
    lc_xy p = n ? in[n - 1] : (lc_xy){0, 0};
    double fp = n ? side_value(box, side, p) : 0;
    for (size_t i = 0; i < n; i++) {
        lc_xy q = in[i];
        double fq = side_value(box, side, q);
        if ((fp < 0) != (fq < 0)) {
            double t = fp / (fp - fq);
            lc_xy cut = {p.x + t * (q.x - p.x), p.y + t * (q.y - p.y)};
            if (side == 0) cut.x = box->x0;
            if (side == 1) cut.x = box->x1;
            if (side == 2) cut.y = box->y0;
            if (side == 3) cut.y = box->y1;
            out[m++] = cut;
        }
        if (fq >= 0) out[m++] = q;
        p = q;
        fp = fq;
    }
    return m;
}

/* Clip a ring to the region's box and store it; *full tells that it covers the box. */
static bool store_ring(lc_region *r, const lc_xy *p, size_t n, const lc_box *ring_box, lc_region_scratch *s,
                       bool *full) {
    *full = false;
    if (n < 3 || !lc_box_meets(ring_box, &r->box)) return true;
    const lc_box *box = &r->box;
    bool cut[4] = {0};
    cut[0] = ring_box->x0 < box->x0;
    cut[1] = ring_box->x1 > box->x1;
    cut[2] = ring_box->y0 < box->y0;
    cut[3] = ring_box->y1 > box->y1;
    bool within = !cut[0] && !cut[1] && !cut[2] && !cut[3];
    /* Each side leaves at most one and a half times the points: those inside, and one a crossing. */
    if (!LC_ROOM(s->ring, s->cap_ring, 2 * (6 * n + 64)) || !LC_ROOM(r->xy, r->cap_xy, r->n_xy + 6 * n + 64))
        return false;
    lc_xy *one = s->ring, *two = s->ring + 6 * n + 64, *out = r->xy + r->n_xy;
    int last = cut[3] ? 3 : cut[2] ? 2 : cut[1] ? 1 : 0;
    if (within) memcpy(out, p, n * sizeof *p);
    for (int side = 0; side < 4; side++) { /* a ring that ends before a side is not cut by it */
        if (!cut[side]) continue;
        lc_xy *to = side == last ? out : p == one ? two : one;
        n = clip_side(box, side, p, n, to);
        p = to;
    }
    double area = fabs(lc_ring_area(out, n)), whole = (box->x1 - box->x0) * (box->y1 - box->y0);
    if (n < 3 || area < 1e-12 * whole) return true;
    /* Only a ring that is the box itself has no vertex inside it and all its area. */
    *full = !within && area >= whole * (1 - 1e-12);
    if (!LC_ROOM(r->ring, r->cap_rings, r->n_rings + 1)) return false;
    lc_box own = lc_box_empty();
    for (size_t i = 0; i < n; i++) lc_box_add(&own, out[i].x, out[i].y);
    r->ring[r->n_rings++] = (lc_region_ring){.start = r->n_xy, .n = n, .box = own};
    r->n_xy += n;
    return true;
}

/* A polygon is being stored: settle it when its rings are whole boxes, else keep it. */
typedef struct {
    lc_layers layers;
    size_t ring_mark, xy_mark, n_full;
} open_poly_t;

static open_poly_t open_poly(const lc_region *r, lc_layers layers) {
    return (open_poly_t){.layers = layers & ~r->full, .ring_mark = r->n_rings, .xy_mark = r->n_xy};
}

static bool close_poly(lc_region *r, const open_poly_t *o) {
    size_t n = r->n_rings - o->ring_mark;
    if (n == o->n_full) { /* nothing here, or the whole box once or several times over */
        if (n % 2) r->full |= o->layers, r->met |= o->layers;
        r->n_rings = o->ring_mark;
        r->n_xy = o->xy_mark;
        return true;
    }
    if (!LC_ROOM(r->poly, r->cap_polys, r->n_polys + 1)) return false;
    r->poly[r->n_polys++] = (lc_region_poly){o->layers, o->ring_mark, n};
    r->met |= o->layers;
    return true;
}

bool lc_region_add(lc_region *r, const lc_geoms *geoms, size_t g, lc_layers layers, lc_region_scratch *s) {
    open_poly_t o = open_poly(r, layers);
    if (!o.layers) return true;
    for (size_t part = geoms->part_of[g]; part < geoms->part_of[g + 1]; part++) {
        const lc_xy *p = geoms->xy + geoms->xy_of[part];
        size_t n = geoms->xy_of[part + 1] - geoms->xy_of[part];
        lc_box box = lc_box_empty();
        for (size_t i = 0; i < n; i++) lc_box_add(&box, p[i].x, p[i].y);
        bool full;
        if (n && !store_ring(r, p, n - 1, &box, s, &full)) return false;
        if (n) o.n_full += full;
    }
    return close_poly(r, &o);
}

bool lc_region_clip(lc_region *r, const lc_region *from, lc_box box, lc_region_scratch *s) {
    lc_region_begin(r, box);
    r->full = r->met = from->full;
    for (size_t i = 0; i < from->n_polys; i++) {
        const lc_region_poly *poly = &from->poly[i];
        open_poly_t o = open_poly(r, poly->layers);
        if (!o.layers) continue;
        for (size_t k = poly->first_ring; k < poly->first_ring + poly->n_rings; k++) {
            const lc_region_ring *ring = &from->ring[k];
            bool full;
            if (!store_ring(r, from->xy + ring->start, ring->n, &ring->box, s, &full)) return false;
            o.n_full += full;
        }
        if (!close_poly(r, &o)) return false;
    }
    return true;
}

/* ---------------------------------------------------------------------------------------------------- cells */

/* An edge going up. */
struct lc_region_edge {
    lc_xy low, high;
    size_t poly;
};

/* An edge where it crosses a slab: x at the lower and the upper level. */
struct lc_region_crossing {
    double low, high;
    size_t poly, edge;
};

/* A convex cell that may go on in the next slab: its left and its right side, from below. One whose side is full ends
   there, and what lies above begins another. */
enum { SIDE_MAX = LC_CELL_MAX / 2 };
struct lc_region_growth {
    lc_layers layers;
    size_t left_edge, right_edge; /* that it has at its top */
    int n_left, n_right;
    lc_xy left[SIDE_MAX], right[SIDE_MAX];
    bool grown; /* in the slab in hand */
};

static size_t collect_edges(const lc_region *r, lc_region_scratch *s) {
    size_t n = 0;
    for (size_t i = 0; i < r->n_polys; i++)
        for (size_t k = r->poly[i].first_ring; k < r->poly[i].first_ring + r->poly[i].n_rings; k++) {
            const lc_xy *p = r->xy + r->ring[k].start;
            size_t m = r->ring[k].n;
            for (size_t a = m - 1, b = 0; b < m; a = b++) {
                if (p[a].y == p[b].y) continue;
                bool up = p[a].y < p[b].y;
                s->edge[n++] = (struct lc_region_edge){p[up ? a : b], p[up ? b : a], i};
            }
        }
    return n;
}

/* A box has few levels and crossings: sorted by insertion. */
static void sort_levels(double *level, size_t n) {
    for (size_t i = 1; i < n; i++) {
        double e = level[i];
        size_t k = i;
        for (; k > 0 && level[k - 1] > e; k--) level[k] = level[k - 1];
        level[k] = e;
    }
}

static double x_at(const struct lc_region_edge *e, double y) {
    double t = (y - e->low.y) / (e->high.y - e->low.y);
    return e->low.x + (t < 0 ? 0 : t > 1 ? 1 : t) * (e->high.x - e->low.x);
}

/* Where two edges cross each other a slab must end. */
static bool add_crossing_levels(lc_region_scratch *s, size_t n_edges, size_t *n_levels) {
    for (size_t i = 0; i < n_edges; i++)
        for (size_t j = i + 1; j < n_edges; j++) {
            const struct lc_region_edge *e = &s->edge[i], *f = &s->edge[j];
            double y0 = lc_max(e->low.y, f->low.y), y1 = lc_min(e->high.y, f->high.y);
            if (!(y1 - y0 > EPS_M)) continue;
            double d0 = x_at(e, y0) - x_at(f, y0), d1 = x_at(e, y1) - x_at(f, y1);
            if (!((d0 < -EPS_M && d1 > EPS_M) || (d0 > EPS_M && d1 < -EPS_M))) continue;
            if (!LC_ROOM(s->level, s->cap_levels, *n_levels + 1)) return false;
            s->level[(*n_levels)++] = y0 + (y1 - y0) * (d0 / (d0 - d1));
        }
    return true;
}

/* From left to right by their middles; of equal ones, the polygon that comes first. */
static void sort_crossings(struct lc_region_crossing *crossing, size_t n) {
    for (size_t i = 1; i < n; i++) {
        struct lc_region_crossing e = crossing[i];
        double middle = e.low + e.high;
        size_t k = i;
        for (; k > 0; k--) {
            double other = crossing[k - 1].low + crossing[k - 1].high;
            if (other < middle || (other == middle && crossing[k - 1].poly <= e.poly)) break;
            crossing[k] = crossing[k - 1];
        }
        crossing[k] = e;
    }
}

typedef struct {
    const lc_region *region;
    lc_layers must;
    lc_cell_fn fn;
    void *user;
} cells_t;

static bool give_cell(const cells_t *c, const struct lc_region_growth *g) {
    lc_convex cell;
    cell.n = 0;
    for (int i = 0; i < g->n_right; i++) {
        cell.p[cell.n++] = g->right[i];
    }
    for (int i = g->n_left - 1; i >= 0; i--) cell.p[cell.n++] = g->left[i];
    return c->fn(c->user, &cell, g->layers);
}

/* One side goes on from its top to `to`: does the cell stay convex? `sense` is 1 on the left, -1 on the right. */
static bool stays_convex(const lc_xy *side, int n, lc_xy to, double sense) {
    double dx = side[n - 1].x - side[n - 2].x, dy = side[n - 1].y - side[n - 2].y;
    return sense * ((to.x - side[n - 1].x) * dy - dx * (to.y - side[n - 1].y)) >= 0;
}

static void extend(lc_xy *side, int *n, lc_xy to, bool straight_on) {
    if (!straight_on) (*n)++;
    side[*n - 1] = to;
}

/* A trapezoid of the slab: part of the cell below it where the two have a side in common and are convex together. */
static bool add_trapezoid(const cells_t *c, lc_region_scratch *s, double y0, double y1,
                          const struct lc_region_crossing *l, const struct lc_region_crossing *r, lc_layers layers) {
    if ((layers & c->must) != c->must || (r->low - l->low) + (r->high - l->high) <= EPS_M) return true;
    lc_xy left = {l->high, y1}, right = {lc_max(l->high, r->high), y1};
    for (size_t i = 0; i < s->n_growths; i++) {
        struct lc_region_growth *g = &s->growth[i];
        const lc_xy *gl = g->left + g->n_left - 1, *gr = g->right + g->n_right - 1;
        if (g->grown || g->layers != layers || fabs(gl->x - l->low) > EPS_M || fabs(gr->x - r->low) > EPS_M) continue;
        bool on_left = g->left_edge == l->edge, on_right = g->right_edge == r->edge;
        if (!on_left && (g->n_left == SIDE_MAX || !stays_convex(g->left, g->n_left, left, 1))) continue;
        if (!on_right && (g->n_right == SIDE_MAX || !stays_convex(g->right, g->n_right, right, -1))) continue;
        extend(g->left, &g->n_left, left, on_left);
        extend(g->right, &g->n_right, right, on_right);
        g->left_edge = l->edge;
        g->right_edge = r->edge;
        g->grown = true;
        return true;
    }
    if (!LC_ROOM(s->growth, s->cap_growths, s->n_growths + 1)) return false;
    s->growth[s->n_growths++] = (struct lc_region_growth){
        layers, l->edge, r->edge, 2, 2, {{l->low, y0}, left}, {{lc_max(l->low, r->low), y0}, right}, true};
    return true;
}

/* Give the cells that did not go on in the last slab; at the end (`all`), every one. */
static bool give_finished(const cells_t *c, lc_region_scratch *s, bool all) {
    size_t kept = 0;
    for (size_t i = 0; i < s->n_growths; i++) {
        if (!s->growth[i].grown || all) {
            if (!give_cell(c, &s->growth[i])) return false;
            continue;
        }
        s->growth[i].grown = false;
        if (kept != i) s->growth[kept] = s->growth[i];
        kept++;
    }
    s->n_growths = kept;
    return true;
}

static lc_layers layers_now(const lc_region *r, const unsigned char *odd) {
    lc_layers layers = r->full;
    for (size_t i = 0; i < r->n_polys; i++)
        if (odd[i]) layers |= r->poly[i].layers;
    return layers;
}

/* Sweep one slab from left to right; neighbours of the same label stay together. */
static bool sweep_slab(const cells_t *c, lc_region_scratch *s, size_t n_edges, double y0, double y1) {
    size_t n = 0;
    for (size_t i = 0; i < n_edges; i++) {
        const struct lc_region_edge *e = &s->edge[i];
        double mid = 0.5 * (y0 + y1);
        if (e->low.y < mid && e->high.y > mid)
            s->crossing[n++] = (struct lc_region_crossing){x_at(e, y0), x_at(e, y1), e->poly, i};
    }
    sort_crossings(s->crossing, n);
    memset(s->odd, 0, c->region->n_polys);
    const lc_box *box = &c->region->box;
    struct lc_region_crossing left = {box->x0, box->x0, 0, SIZE_MAX}, end = {box->x1, box->x1, 0, SIZE_MAX};
    lc_layers label = layers_now(c->region, s->odd);
    for (size_t i = 0; i < n; i++) {
        s->odd[s->crossing[i].poly] ^= 1;
        lc_layers next = layers_now(c->region, s->odd);
        if (next == label) continue;
        if (!add_trapezoid(c, s, y0, y1, &left, &s->crossing[i], label)) return false;
        left = s->crossing[i];
        label = next;
    }
    return add_trapezoid(c, s, y0, y1, &left, &end, label) && give_finished(c, s, false);
}

bool lc_region_cells(const lc_region *r, lc_layers must, lc_cell_fn fn, void *user, lc_region_scratch *s) {
    cells_t c = {r, must, fn, user};
    size_t n_levels = 0;
    s->n_growths = 0;
    if (!LC_ROOM(s->edge, s->cap_edges, r->n_xy) || !LC_ROOM(s->crossing, s->cap_crossings, r->n_xy) ||
        !LC_ROOM(s->odd, s->cap_odd, r->n_polys + 1) || !LC_ROOM(s->level, s->cap_levels, 2 * r->n_xy + 2))
        return false;
    size_t n_edges = collect_edges(r, s);
    s->level[n_levels++] = r->box.y0;
    s->level[n_levels++] = r->box.y1;
    for (size_t i = 0; i < n_edges; i++) {
        s->level[n_levels++] = s->edge[i].low.y;
        s->level[n_levels++] = s->edge[i].high.y;
    }
    if (!add_crossing_levels(s, n_edges, &n_levels)) return false;
    sort_levels(s->level, n_levels);
    for (size_t i = 0, next; i + 1 < n_levels; i = next) {
        for (next = i + 1; next + 1 < n_levels && s->level[next] - s->level[i] <= EPS_M; next++) continue;
        if (s->level[next] - s->level[i] > EPS_M && !sweep_slab(&c, s, n_edges, s->level[i], s->level[next]))
            return false;
    }
    return give_finished(&c, s, true);
}
