#include "geo/simple.h"

#include <math.h>

enum { RUN = 16, SIDES_MAX = 1 << 15 }; /* beyond these a look at all pairs of runs takes longer than GEOS */

/* A ring of n sides, side k from xy[k] to xy[k + 1]; a run is RUN sides one after the other. */
typedef struct {
    const lc_xy *xy;
    size_t n;
} ring_t;

/* On which side of the line a b lies c: 1, -1, or 0 when rounding leaves it open (the bound is Shewchuk's, 1997). */
static int side_of(lc_xy a, lc_xy b, lc_xy c) {
    double left = (a.x - c.x) * (b.y - c.y), right = (a.y - c.y) * (b.x - c.x), det = left - right;
    double bound = 3.3306690738754716e-16 * (fabs(left) + fabs(right));
    return det > bound ? 1 : det < -bound ? -1 : 0;
}

static bool on_one_side(lc_xy a, lc_xy b, lc_xy c, lc_xy d) {
    int side = side_of(a, b, c);
    return side != 0 && side == side_of(a, b, d);
}

/* Sides that follow one another, p v and v q, have nothing but v in common unless the second turns back on the first.
 */
static bool goes_on(lc_xy p, lc_xy v, lc_xy q) {
    return side_of(p, v, q) != 0 || (p.x - v.x) * (q.x - v.x) + (p.y - v.y) * (q.y - v.y) < 0;
}

static bool apart(const ring_t *r, size_t i, size_t k) {
    lc_xy a = r->xy[i], b = r->xy[i + 1], c = r->xy[k], d = r->xy[k + 1];
    if (k == i + 1) return goes_on(a, b, d);
    if (i == 0 && k + 1 == r->n) return goes_on(c, a, b);
    return on_one_side(a, b, c, d) || on_one_side(c, d, a, b);
}

static lc_box box_of(const ring_t *r, size_t first, size_t end) {
    lc_box box = lc_box_empty();
    for (size_t k = first; k <= end; k++) lc_box_add(&box, r->xy[k].x, r->xy[k].y);
    return box;
}

static bool runs_apart(const ring_t *r, size_t p, size_t q) {
    size_t p_end = p + RUN < r->n ? p + RUN : r->n, q_end = q + RUN < r->n ? q + RUN : r->n;
    lc_box q_box = box_of(r, q, q_end);
    for (size_t i = p; i < p_end; i++) {
        lc_box own = box_of(r, i, i + 1);
        if (!lc_box_meets(&own, &q_box)) continue;
        for (size_t k = p == q ? i + 1 : q; k < q_end; k++) {
            lc_box other = box_of(r, k, k + 1);
            if (lc_box_meets(&own, &other) && !apart(r, i, k)) return false;
        }
    }
    return true;
}

static bool all_apart(const ring_t *r) {
    lc_box box[(SIDES_MAX + RUN - 1) / RUN];
    size_t n = 0;
    for (size_t k = 0; k < r->n; k += RUN) box[n++] = box_of(r, k, k + RUN < r->n ? k + RUN : r->n);
    for (size_t i = 0; i < n; i++)
        for (size_t k = i; k < n; k++)
            if (lc_box_meets(&box[i], &box[k]) && !runs_apart(r, i * RUN, k * RUN)) return false;
    return true;
}

bool lc_geom_is_simple(const lc_geoms *g, size_t i) {
    size_t part = g->part_of[i], first = g->xy_of[part], points = g->xy_of[part + 1] - first;
    if (g->part_of[i + 1] != part + 1 || points < 4 || points - 1 > SIDES_MAX) return false;
    const ring_t r = {g->xy + first, points - 1};
    for (size_t k = 0; k < r.n; k++) {
        if (!isfinite(r.xy[k].x) || !isfinite(r.xy[k].y)) return false;
        if (r.xy[k].x == r.xy[k + 1].x && r.xy[k].y == r.xy[k + 1].y) return false;
    }
    return r.xy[0].x == r.xy[r.n].x && r.xy[0].y == r.xy[r.n].y && all_apart(&r);
}
