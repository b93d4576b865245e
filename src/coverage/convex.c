#include "coverage/convex.h"

#include <assert.h>
#include <math.h>

static inline bool crosses(double before, double after) {
    return (before > 0 && after < 0) || (before < 0 && after > 0);
}

/* Cut as far as the third crossing; returns how many there were. A part has the vertices of its side and one a
   crossing: n + 1 at most, since with two crossings one vertex lies on the other side. */
static int cut(const lc_convex *in, const double *f, lc_convex *up, lc_convex *down) {
    int crossings = 0;
    up->n = 0;
    down->n = 0;
    for (int i = 0, j = in->n - 1; i < in->n; j = i++) {
        if (crosses(f[j], f[i])) {
            if (++crossings > 2) break;
            double t = f[j] / (f[j] - f[i]);
            lc_xy p = {in->p[j].x + t * (in->p[i].x - in->p[j].x), in->p[j].y + t * (in->p[i].y - in->p[j].y)};
            up->p[up->n++] = p;
            down->p[down->n++] = p;
        }
        if (f[i] >= 0) up->p[up->n++] = in->p[i];
        if (f[i] <= 0) down->p[down->n++] = in->p[i];
    }
    return crossings;
}

/* A line crosses the border of a convex polygon twice at most. What crosses more often does so by rounding, where
   values are next to nothing: the least of them are taken for zero until it does not. */
static void cut_rounded(const lc_convex *in, const double *f, lc_convex *up, lc_convex *down) {
    double copy[LC_CONVEX_MAX];
    for (int i = 0; i < in->n; i++) copy[i] = f[i];
    do {
        int least = 0;
        for (int i = 1; i < in->n; i++)
            if (copy[i] != 0 && (copy[least] == 0 || fabs(copy[i]) < fabs(copy[least]))) least = i;
        copy[least] = 0;
    } while (cut(in, copy, up, down) > 2);
}

void lc_convex_cut(const lc_convex *in, const double *f, lc_convex *above, lc_convex *below) {
    lc_convex copy, unwanted;
    assert(in->n < LC_CONVEX_MAX);
    if (above == in || below == in) {
        lc_convex_copy(&copy, in);
        in = &copy;
    }
    // cppcheck-suppress uninitvar ; of `unwanted` what is read has been written by then
    lc_convex *up = above ? above : &unwanted, *down = below ? below : &unwanted;
    if (cut(in, f, up, down) > 2) cut_rounded(in, f, up, down);
    if (up->n < 3) up->n = 0;
    if (down->n < 3) down->n = 0;
}

double lc_convex_area(const lc_convex *c) {
    double sum = 0;
    for (int i = 2; i < c->n; i++) {
        double ax = c->p[i - 1].x - c->p[0].x, ay = c->p[i - 1].y - c->p[0].y;
        double bx = c->p[i].x - c->p[0].x, by = c->p[i].y - c->p[0].y;
        sum += ax * by - bx * ay;
    }
    return 0.5 * sum;
}

double lc_convex_moments(const lc_convex *c, lc_xy *centroid) {
    double sum = 0, sx = 0, sy = 0;
    for (int i = 2; i < c->n; i++) {
        double ax = c->p[i - 1].x - c->p[0].x, ay = c->p[i - 1].y - c->p[0].y;
        double bx = c->p[i].x - c->p[0].x, by = c->p[i].y - c->p[0].y;
        double cross = ax * by - bx * ay;
        sum += cross;
        sx += cross * (ax + bx);
        sy += cross * (ay + by);
    }
    *centroid = c->n ? c->p[0] : (lc_xy){0, 0};
    if (sum > 0) {
        centroid->x += sx / (3 * sum);
        centroid->y += sy / (3 * sum);
    }
    return 0.5 * sum;
}

/* Sector of angle d: area r^2 d / 2, integral of the distance r^3 d / 3. */
static void add_sector(lc_xy a, lc_xy b, double r, double *area, double *integral) {
    double angle = atan2(a.x * b.y - a.y * b.x, a.x * b.x + a.y * b.y);
    *area += 0.5 * r * r * angle;
    if (integral) *integral += r * r * r * angle / 3;
}

/* Triangle origin, a, b, signed. With h the distance of line ab from the origin and x the position along it, the
   integral of the distance is h/6 [x sqrt(x^2 + h^2) + h^2 asinh(x / h)] from a to b. */
static void add_triangle(lc_xy a, lc_xy b, double *area, double *integral) {
    double cross = a.x * b.y - a.y * b.x;
    *area += 0.5 * cross;
    if (!integral) return;
    double dx = b.x - a.x, dy = b.y - a.y, length = sqrt(dx * dx + dy * dy);
    if (!(length > 0) || cross == 0) return;
    double h = fabs(cross) / length, x0 = (a.x * dx + a.y * dy) / length, x1 = x0 + length;
    double r0 = sqrt(x0 * x0 + h * h), r1 = sqrt(x1 * x1 + h * h), primitive = x1 * r1 - x0 * r0;
    if (h > 1e-12 * length) { /* asinh(x1 / h) - asinh(x0 / h) as one logarithm, without cancellation */
        double share = x0 > 0   ? (x1 + r1) / (x0 + r0)
                       : x1 < 0 ? (r0 - x0) / (r1 - x1)
                                : (x1 + r1) * (r0 - x0) / (h * h);
        primitive += h * h * log(share);
    }
    *integral += (cross > 0 ? h : -h) / 6 * primitive;
}

void lc_convex_disc(const lc_convex *c, lc_xy centre, double radius, double *area, double *integral) {
    *area = 0;
    if (integral) *integral = 0;
    double r2 = radius * radius;
    for (int i = 0, j = c->n - 1; i < c->n; j = i++) {
        lc_xy a = {c->p[j].x - centre.x, c->p[j].y - centre.y}, b = {c->p[i].x - centre.x, c->p[i].y - centre.y};
        double dx = b.x - a.x, dy = b.y - a.y, qa = dx * dx + dy * dy;
        bool in_a = a.x * a.x + a.y * a.y <= r2, in_b = b.x * b.x + b.y * b.y <= r2;
        if (in_a && in_b) {
            add_triangle(a, b, area, integral);
            continue;
        }
        double qb = a.x * dx + a.y * dy, qc = a.x * a.x + a.y * a.y - r2, disc = qb * qb - qa * qc;
        double root = disc > 0 && qa > 0 ? sqrt(disc) : 0;
        double t0 = qa > 0 ? (-qb - root) / qa : 2, t1 = qa > 0 ? (-qb + root) / qa : 2;
        if (disc <= 0 || t1 <= 0 || t0 >= 1) {
            add_sector(a, b, radius, area, integral);
            continue;
        }
        lc_xy p = {a.x + t0 * dx, a.y + t0 * dy}, q = {a.x + t1 * dx, a.y + t1 * dy};
        if (in_a) p = a;
        if (in_b) q = b;
        if (!in_a) add_sector(a, p, radius, area, integral);
        add_triangle(p, q, area, integral);
        if (!in_b) add_sector(q, b, radius, area, integral);
    }
    if (*area < 0) *area = 0;
    if (integral && *integral < 0) *integral = 0;
}

double lc_convex_distance(const lc_convex *c, lc_xy p) {
    double best = INFINITY;
    bool inside = c->n >= 3;
    for (int i = 0, j = c->n - 1; i < c->n; j = i++) {
        lc_xy a = c->p[j], b = c->p[i];
        double dx = b.x - a.x, dy = b.y - a.y, t = lc_segment_share(a, b, p);
        if (dx * (p.y - a.y) - dy * (p.x - a.x) < 0) inside = false;
        double x = p.x - a.x - t * dx, y = p.y - a.y - t * dy;
        best = lc_min(best, x * x + y * y);
    }
    return inside ? 0 : sqrt(best);
}
