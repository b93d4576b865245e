#include "geo/simple.h"

#include <math.h>
#include <stdlib.h>

#include "base/memory.h"
#include "geo/index.h"
#include "geo/segments.h"

enum { RUN = 16, FEW = 64, RINGS_MOST = 256 };

/* A ring of n sides, side k from xy[k] to xy[k + 1]. */
typedef struct {
    const lc_xy *xy;
    size_t n;
} ring_t;

/* Sides of a ring one after the other, from number first to end - 1: RUN of them, or what is left. */
typedef struct {
    ring_t ring;
    size_t first, end;
} run_t;

/* Sides that follow one another, p v and v q, have nothing but v in common unless the second turns back on the first.
 */
static bool goes_on(lc_xy p, lc_xy v, lc_xy q) {
    return lc_side_of(p, v, q) != 0 || (p.x - v.x) * (q.x - v.x) + (p.y - v.y) * (q.y - v.y) < 0;
}

static bool apart(const ring_t *r, size_t i, size_t k) {
    lc_xy a = r->xy[i], b = r->xy[i + 1], c = r->xy[k], d = r->xy[k + 1];
    if (k == i + 1) return goes_on(a, b, d);
    if (i == 0 && k + 1 == r->n) return goes_on(c, a, b);
    return lc_on_one_side(a, b, c, d) || lc_on_one_side(c, d, a, b);
}

static lc_box box_of(const ring_t *r, size_t first, size_t end) {
    lc_box box = lc_box_empty();
    for (size_t k = first; k <= end; k++) lc_box_add(&box, r->xy[k].x, r->xy[k].y);
    return box;
}

/* Of one ring, q is p or comes after it. */
static bool runs_apart(const run_t *p, const run_t *q) {
    bool one_ring = p->ring.xy == q->ring.xy;
    lc_box q_box = box_of(&q->ring, q->first, q->end);
    for (size_t i = p->first; i < p->end; i++) {
        lc_box own = box_of(&p->ring, i, i + 1);
        if (!lc_box_meets(&own, &q_box)) continue;
        for (size_t k = p == q ? i + 1 : q->first; k < q->end; k++) {
            lc_box other = box_of(&q->ring, k, k + 1);
            if (!lc_box_meets(&own, &other)) continue;
            const lc_xy *a = p->ring.xy + i, *c = q->ring.xy + k;
            if (one_ring ? !apart(&p->ring, i, k)
                         : !lc_on_one_side(a[0], a[1], c[0], c[1]) && !lc_on_one_side(c[0], c[1], a[0], a[1]))
                return false;
        }
    }
    return true;
}

static bool few_apart(const run_t *run, const lc_box *box, size_t n) {
    for (size_t i = 0; i < n; i++)
        for (size_t k = i; k < n; k++)
            if (lc_box_meets(&box[i], &box[k]) && !runs_apart(&run[i], &run[k])) return false;
    return true;
}

static bool many_apart(const run_t *run, const lc_box *box, size_t n) {
    lc_items near = {0};
    lc_index *index = lc_index_new(box, n);
    bool ok = index != NULL;
    for (size_t i = 0; ok && i < n; i++) {
        ok = lc_index_search(index, &box[i], &near);
        for (size_t k = 0; ok && k < near.n; k++)
            if (near.item[k] >= i) ok = runs_apart(&run[i], &run[near.item[k]]);
    }
    free(near.item);
    lc_index_free(index);
    return ok;
}

/* Closed, of three sides or more, none of them without length. */
static bool is_ring(const lc_xy *xy, size_t points) {
    if (points < 4 || xy[0].x != xy[points - 1].x || xy[0].y != xy[points - 1].y) return false;
    for (size_t k = 0; k + 1 < points; k++) {
        if (!isfinite(xy[k].x) || !isfinite(xy[k].y)) return false;
        if (xy[k].x == xy[k + 1].x && xy[k].y == xy[k + 1].y) return false;
    }
    return true;
}

/* All sides of the parts first .. end-1; their number of runs, 0 when one of them is no ring. */
static size_t list_runs(const lc_geoms *g, size_t first, size_t end, run_t *run, lc_box *box) {
    size_t n = 0;
    for (size_t p = first; p < end; p++) {
        const ring_t ring = {g->xy + g->xy_of[p], g->xy_of[p + 1] - g->xy_of[p] - 1};
        if (!is_ring(ring.xy, ring.n + 1)) return 0;
        for (size_t k = 0; k < ring.n; k += RUN, n++) {
            run[n] = (run_t){ring, k, k + RUN < ring.n ? k + RUN : ring.n};
            box[n] = box_of(&ring, run[n].first, run[n].end);
        }
    }
    return n;
}

bool lc_rings_are_apart(const lc_geoms *g, size_t first, size_t end) {
    size_t from = g->part_of[first], to = g->part_of[end], most = 0;
    for (size_t p = from; p < to; p++) most += (g->xy_of[p + 1] - g->xy_of[p]) / RUN + 1;
    run_t few[FEW], *run = most > FEW ? LC_NEW(run_t, most) : few;
    lc_box few_boxes[FEW], *box = most > FEW ? LC_NEW(lc_box, most) : few_boxes;
    size_t n = run && box ? list_runs(g, from, to, run, box) : 0;
    bool ok = n && (n > FEW ? many_apart(run, box, n) : few_apart(run, box, n));
    if (run != few) free(run);
    if (box != few_boxes) free(box);
    return ok;
}

bool lc_geom_is_simple(const lc_geoms *g, size_t i) {
    return g->part_of[i + 1] == g->part_of[i] + 1 && lc_rings_are_apart(g, i, i + 1);
}

static bool ring_contains(const lc_geoms *g, size_t part, lc_xy p) {
    bool inside = false;
    for (size_t i = g->xy_of[part]; i + 1 < g->xy_of[part + 1]; i++) {
        lc_xy a = g->xy[i], b = g->xy[i + 1];
        if (lc_ray_crosses(p, a, b)) inside = !inside;
    }
    return inside;
}

/* Does ring `part` lie in none of the rings from .. to-1 but `own`, and in that if it is another one? */
static bool lies_right(const lc_geoms *g, size_t part, size_t own, size_t from, size_t to, const lc_box *box) {
    const lc_box *b = &box[part - from];
    lc_xy p = g->xy[g->xy_of[part]];
    for (size_t k = from; k < to; k++) {
        const lc_box *other = &box[k - from];
        if (k == part) continue;
        bool may = other->x0 <= b->x0 && other->x1 >= b->x1 && other->y0 <= b->y0 && other->y1 >= b->y1;
        if ((may && ring_contains(g, k, p)) != (k == own)) return false;
    }
    return true;
}

/* Rings that are apart lie in one another as a whole or not at all. */
bool lc_polygons_are_apart(const lc_geoms *g, size_t first, size_t end) {
    size_t from = g->part_of[first], to = g->part_of[end];
    lc_box box[RINGS_MOST];
    if (to - from > RINGS_MOST || !lc_rings_are_apart(g, first, end)) return false;
    for (size_t p = from; p < to; p++) {
        box[p - from] = lc_box_empty();
        for (size_t i = g->xy_of[p]; i < g->xy_of[p + 1]; i++) lc_box_add(&box[p - from], g->xy[i].x, g->xy[i].y);
    }
    for (size_t i = first; i < end; i++)
        for (size_t p = g->part_of[i]; p < g->part_of[i + 1]; p++)
            if (!lies_right(g, p, g->part_of[i], from, to, box)) return false;
    return true;
}
