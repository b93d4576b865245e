#include "geo/common_area.h"

#include <stdlib.h>

#include "base/memory.h"

bool lc_sides_add(lc_sides *sides, const lc_geoms *g, size_t i) {
    size_t first = g->part_of[i];
    if (!LC_ROOM(sides->side, sides->capacity, sides->n + g->xy_of[g->part_of[i + 1]] - g->xy_of[first])) return false;
    for (size_t p = first; p < g->part_of[i + 1]; p++) {
        const lc_xy *xy = g->xy + g->xy_of[p];
        size_t n = g->xy_of[p + 1] - g->xy_of[p];
        bool filled = p == first; /* else a hole */
        double leftward = (lc_ring_area(xy, n) > 0) == filled ? 1 : -1;
        for (size_t k = 0; k + 1 < n; k++) {
            lc_xy from = xy[k], to = xy[k + 1];
            if (from.x == to.x) continue;
            double turn = to.x < from.x ? leftward : -leftward;
            if (to.x < from.x) from = to, to = xy[k];
            double slope = (to.y - from.y) / (to.x - from.x);
            sides->side[sides->n++] = (lc_side){from.x, from.y, to.x, to.y, slope, turn};
        }
    }
    return true;
}

static int by_start(const void *a, const void *b) {
    const lc_side *p = a, *q = b;
    return p->x0 < q->x0 ? -1 : p->x0 > q->x0;
}

void lc_sides_sort(lc_sides *sides) {
    if (sides->n) qsort(sides->side, sides->n, sizeof *sides->side, by_start);
}

void lc_sides_free(lc_sides *sides) {
    free(sides->side);
    *sides = (lc_sides){0};
}

void lc_side_sweep_free(lc_side_sweep *sweep) {
    free(sweep->open[0]);
    free(sweep->open[1]);
    *sweep = (lc_side_sweep){0};
}

static double height(const lc_side *s, double x) {
    return x == s->x1 ? s->y1 : s->y0 + (x - s->x0) * s->slope;
}

/* Area under both of two sides and above the line y = base, where both are; negative below that line. */
static double area_under(const lc_side *a, const lc_side *b, double base) {
    double x0 = lc_max(a->x0, b->x0), x1 = lc_min(a->x1, b->x1);
    if (!(x0 < x1)) return 0;
    double a0 = height(a, x0) - base, a1 = height(a, x1) - base;
    double b0 = height(b, x0) - base, b1 = height(b, x1) - base;
    double d0 = a0 - b0, d1 = a1 - b1, ends = lc_min(a0, b0) + lc_min(a1, b1);
    if ((d0 <= 0 && d1 <= 0) || (d0 >= 0 && d1 >= 0)) return 0.5 * (x1 - x0) * ends;
    double t = d0 / (d0 - d1), top = a0 + t * (a1 - a0); /* where they cross */
    return 0.5 * (x1 - x0) * (t * (lc_min(a0, b0) + top) + (1 - t) * (top + lc_min(a1, b1)));
}

/* What `side` and the open sides of the other polygon have under them; those that have ended are closed. */
static double area_with_open(lc_side_sweep *sweep, int other, const lc_side *side, double base) {
    const lc_side **open = sweep->open[other];
    size_t kept = 0;
    double sum = 0;
    for (size_t k = 0; k < sweep->n[other]; k++) {
        if (open[k]->x1 <= side->x0) continue;
        sum += side->turn * open[k]->turn * area_under(open[k], side, base);
        open[kept++] = open[k];
    }
    sweep->n[other] = kept;
    return sum;
}

static bool open_side(lc_side_sweep *sweep, int own, const lc_side *side) {
    if (!LC_ROOM(sweep->open[own], sweep->capacity[own], sweep->n[own] + 1)) return false;
    sweep->open[own][sweep->n[own]++] = side;
    return true;
}

static double right_end(const lc_sides *sides) {
    double x = -INFINITY;
    for (size_t k = 0; k < sides->n; k++) x = lc_max(x, sides->side[k].x1);
    return x;
}

bool lc_common_area(const lc_sides *a, const lc_sides *b, lc_side_sweep *sweep, double *area) {
    const lc_sides *sides[] = {a, b};
    size_t next[2] = {0};
    *area = 0;
    sweep->n[0] = sweep->n[1] = 0;
    if (a->n == 0 || b->n == 0) return true;
    double from = lc_max(a->side[0].x0, b->side[0].x0), to = lc_min(right_end(a), right_end(b));
    double base = a->side[0].y0; /* any would do; a near one keeps digits */
    while (next[0] < a->n || next[1] < b->n) {
        int own = next[0] == a->n || (next[1] < b->n && b->side[next[1]].x0 < a->side[next[0]].x0);
        const lc_side *side = &sides[own]->side[next[own]++];
        if (side->x0 >= to) break;
        if (side->x1 <= from) continue;
        *area += area_with_open(sweep, !own, side, base);
        if (!open_side(sweep, own, side)) return false;
    }
    return true;
}
