#include "geo/intervals.h"

#include <stdlib.h>

#include "base/memory.h"

void lc_intervals_free(lc_intervals *s) {
    free(s->m);
    free(s->crossing);
    *s = (lc_intervals){0};
}

/* A segment in its own frame: origin a, unit direction (ux, uy). */
typedef struct {
    lc_xy a;
    double ux, uy, length;
} frame_t;

static frame_t frame_of(lc_xy a, lc_xy b) {
    double length = lc_length(b.x - a.x, b.y - a.y);
    frame_t f = {a, 1, 0, length};
    if (length > 0) f.ux = (b.x - a.x) / length, f.uy = (b.y - a.y) / length;
    return f;
}

static lc_xy to_frame(const frame_t *f, lc_xy p) {
    double x = p.x - f->a.x, y = p.y - f->a.y;
    return (lc_xy){x * f->ux + y * f->uy, y * f->ux - x * f->uy};
}

/* Widen [*lo, *hi] by the part of the x axis within r of point c. */
static void add_disc(lc_xy c, double r, double *lo, double *hi) {
    double h = r * r - c.y * c.y;
    if (h < 0) return;
    h = sqrt(h);
    *lo = lc_min(*lo, c.x - h);
    *hi = lc_max(*hi, c.x + h);
}

/* The part [*lo, *hi] of the x axis within r of segment p q (a convex set cut by a line: one interval); empty: lo > hi.
 */
static void axis_within(lc_xy p, lc_xy q, double r, double *lo, double *hi) {
    *lo = INFINITY;
    *hi = -INFINITY;
    add_disc(p, r, lo, hi);
    add_disc(q, r, lo, hi);
    double dx = q.x - p.x, dy = q.y - p.y, length = lc_length(dx, dy);
    if (!(length > 0) || dy == 0) return;
    /* The two sides of the strip of half width r around the segment, where they cross the axis within its ends. */
    for (int side = -1; side <= 1; side += 2) {
        double ox = -side * r * dy / length, oy = side * r * dx / length;
        double t = -(p.y + oy) / dy;
        if (t < 0 || t > 1) continue;
        double x = p.x + ox + t * dx;
        *lo = lc_min(*lo, x);
        *hi = lc_max(*hi, x);
    }
}

static int ascending(const void *a, const void *b) {
    double p = *(const double *)a, q = *(const double *)b;
    return p < q ? -1 : p > q;
}

static int by_start(const void *a, const void *b) {
    const lc_interval *p = a, *q = b;
    return p->from < q->from ? -1 : p->from > q->from;
}

/* Of one part of the outline: what is near, and where the line of the segment crosses it. */
static void add_part(lc_intervals *s, const frame_t *frame, const lc_xy *xy, size_t n, double r, size_t *crossings) {
    lc_xy from = to_frame(frame, xy[0]);
    for (size_t k = 1; k < n; k++) {
        lc_xy to = to_frame(frame, xy[k]);
        if ((from.y > 0) != (to.y > 0))
            s->crossing[(*crossings)++] = from.x - from.y * (to.x - from.x) / (to.y - from.y);
        bool far = lc_min(from.y, to.y) > r || lc_max(from.y, to.y) < -r || lc_max(from.x, to.x) < -r ||
                   lc_min(from.x, to.x) > frame->length + r;
        if (!far) {
            lc_interval *m = &s->m[s->n];
            axis_within(from, to, r, &m->from, &m->to);
            if (m->from <= m->to) s->n++;
        }
        from = to;
    }
}

bool lc_intervals_add(lc_intervals *s, lc_xy a, lc_xy b, const lc_geoms *geoms, size_t g, double r,
                      lc_shape_part part) {
    frame_t frame = frame_of(a, b);
    size_t n = geoms->xy_of[geoms->part_of[g + 1]] - geoms->xy_of[geoms->part_of[g]], crossings = 0;
    if (!LC_ROOM(s->m, s->capacity, s->n + n + n / 2 + 1) || !LC_ROOM(s->crossing, s->cap_crossing, n)) return false;
    for (size_t p = geoms->part_of[g]; p < geoms->part_of[g + 1]; p++)
        add_part(s, &frame, geoms->xy + geoms->xy_of[p], geoms->xy_of[p + 1] - geoms->xy_of[p], r, &crossings);
    if (geoms->kind[g] == LC_POLYGON && part == LC_INSIDE_TOO) {
        qsort(s->crossing, crossings, sizeof *s->crossing, ascending);
        for (size_t i = 0; i + 1 < crossings; i += 2) s->m[s->n++] = (lc_interval){s->crossing[i], s->crossing[i + 1]};
    }
    qsort(s->m, s->n, sizeof *s->m, by_start);
    return true;
}

bool lc_intervals_cover(const lc_intervals *s, double length_m) {
    double reached = 0;
    for (size_t i = 0; i < s->n && s->m[i].from <= reached; i++) reached = lc_max(reached, s->m[i].to);
    return reached >= length_m;
}
