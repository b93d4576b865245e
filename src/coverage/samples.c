#include "coverage/samples.h"

#include <math.h>
#include <string.h>

/* Rows run at an angle of which the tangent is the golden ratio, less 1, to the axes: streets do not, so that no line
   along which d jumps lies between two rows, or on one, for long. */
static const double COS = 0.8506508083520399, SIN = 0.5257311121191336;

static void turn(const lc_convex *cell, lc_xy origin, lc_convex *out) {
    out->n = cell->n;
    for (int i = 0; i < cell->n; i++) {
        double x = cell->p[i].x - origin.x, y = cell->p[i].y - origin.y;
        out->p[i] = (lc_xy){COS * x + SIN * y, COS * y - SIN * x};
    }
}

void lc_samples_begin(lc_samples *s, lc_xy origin, double large_m2) {
    s->origin = origin;
    s->n = 0;
    s->large_m2 = large_m2;
    s->whole[0] = s->whole[1] = 0;
}

static inline size_t samples_along(double length, double per_m) {
    double n = length * per_m;
    return n >= LC_SAMPLES_SIDE ? LC_SAMPLES_SIDE : (size_t)(int)n + 1;
}

/* Where the level y crosses a convex polygon. */
static void cross_level(const lc_convex *c, double y, double *left, double *right) {
    *left = INFINITY;
    *right = -INFINITY;
    for (int i = 0, j = c->n - 1; i < c->n; j = i++) {
        lc_xy a = c->p[j], b = c->p[i];
        if ((a.y > y) == (b.y > y)) continue;
        double x = a.x + (b.x - a.x) * ((y - a.y) / (b.y - a.y));
        *left = lc_min(*left, x);
        *right = lc_max(*right, x);
    }
}

/* A row of n points at a level, of equal parts of its length; false when there is no room for it. */
static inline bool add_row(lc_samples *s, double left, double length, double y, size_t n) {
    if (s->n + n > LC_SAMPLES_MAX) return false;
    double apart = length / (double)n;
    left += 0.5 * apart;
    float x0 = (float)(COS * left - SIN * y), y0 = (float)(SIN * left + COS * y), step = (float)apart;
    float dx = (float)(COS * apart), dy = (float)(SIN * apart);
    float *px = s->x + s->n, *py = s->y + s->n, *area = s->area + s->n;
    for (int i = 0; i < (int)n; i++) {
        px[i] = x0 + dx * (float)i;
        py[i] = y0 + dy * (float)i;
        area[i] = step;
    }
    s->n += n;
    return true;
}

bool lc_samples_add(lc_samples *s, const lc_convex *in, double area, bool residential, double apart_m) {
    lc_convex turned, *cell = &turned;
    turn(in, s->origin, cell);
    double low = INFINITY, high = -INFINITY, total = 0, per_m = 1 / apart_m;
    for (int i = 0; i < cell->n; i++) {
        low = lc_min(low, cell->p[i].y);
        high = lc_max(high, cell->p[i].y);
    }
    size_t rows = samples_along(high - low, per_m), first = s->n;
    double step = (high - low) / (double)rows, left, right;
    for (size_t j = 0; j < rows; j++) {
        double y = low + step * ((double)j + 0.5);
        cross_level(cell, y, &left, &right);
        if (!(right > left)) continue;
        if (!add_row(s, left, right - left, y, samples_along(right - left, per_m))) return false;
        total += right - left;
    }
    if (s->n == first) { /* no more than a line */
        if (!add_row(s, cell->p[0].x, 0, cell->p[0].y, 1)) return false;
        s->area[first] = 1;
        total = 1;
    }
    float scale = (float)(area / total); /* a row's points stand for as much as it is long */
    for (size_t i = first; i < s->n; i++) s->area[i] *= scale;
    memset(s->residential + first, residential, s->n - first);
    s->whole[residential] += area;
    return true;
}
