#include "coverage/spread.h"

#include <math.h>

static const double FAR_M = 0.05; /* error of the mean over a shape that is far: more is worked out exactly */

/* The bins of distances from least to most. */
typedef struct {
    double width;
    size_t first, last;
} bins_t;

static bins_t bins_of(const lc_sums *sums, size_t group, double least, double most) {
    const lc_group *g = &sums->pass->group[group];
    return (bins_t){g->bin_m, (size_t)lc_max(0, least * g->per_m), (size_t)lc_max(0, most * g->per_m)};
}

/* A small piece: evenly on either side of its mean, with about the variance that convex shapes have, and no farther
   than its distances go. */
static void sum_small(const lc_sums *sums, size_t group, double area, double integral, double least, double most) {
    if (!(area > 0)) return;
    double mean = integral / area, half = lc_min(0.45 * (most - least), lc_min(mean - least, most - mean));
    lc_sum_total(sums, group, area, integral);
    lc_sum_spread(sums, group, area, mean, lc_max(half, 0));
}

void lc_spread_linear(const lc_sums *sums, size_t group, const lc_convex *shape, double alpha, double beta,
                      double least, double most) {
    lc_xy c; /* the integral of a linear function is the area times its value at the centroid */
    double area = lc_convex_moments(shape, &c), f[LC_CONVEX_MAX];
    if (area < sums->large_m2) {
        sum_small(sums, group, area, area * (alpha + beta * c.x + c.y), least, most);
        return;
    }
    bins_t bins = bins_of(sums, group, least, most);
    lc_convex rest, part;
    lc_sum_total(sums, group, area, area * (alpha + beta * c.x + c.y));
    lc_convex_copy(&rest, shape);
    for (size_t k = bins.first; k < bins.last; k++) {
        double edge = (double)(k + 1) * bins.width;
        for (int i = 0; i < rest.n; i++) f[i] = alpha + beta * rest.p[i].x + rest.p[i].y - edge;
        lc_convex_cut(&rest, f, &rest, &part);
        area = lc_convex_moments(&part, &c);
        lc_sum_bin(sums, group, k, area, alpha + beta * c.x + c.y);
    }
    area = lc_convex_moments(&rest, &c);
    lc_sum_bin(sums, group, bins.last, area, alpha + beta * c.x + c.y);
}

/* Bound on what far_moments() leaves out of the mean. At x metres farther away than the centroid and t beside it the
   distance is a + t^2 / 2a - t^4 / 8a^3 .. a + t^2 / 2a, with a = r + x; and t^2 / 2a is t^2 / 2r but for t^2 x / 2ar.
 */
static double far_slack(const lc_convex *shape, lc_xy c, double dx, double dy, double r) {
    double across = 0, along = 0;
    for (int i = 0; i < shape->n; i++) {
        double x = shape->p[i].x - c.x, y = shape->p[i].y - c.y;
        across = lc_max(across, fabs(y * dx - x * dy) / r);
        along = lc_max(along, fabs(x * dx + y * dy) / r);
    }
    double least = r - along, square = across * across;
    return least > 0 ? square * along / (2 * least * r) + square * square / (8 * least * least * least) : INFINITY;
}

/* Area of a shape, and integral of the distance from a place far from it: with r the distance of the centroid, the mean
   is r + v / 2r, where v is the variance square to the way there. *slack: a bound on what is left out. */
static double far_moments(const lc_convex *shape, lc_xy end, double *integral, double *slack) {
    lc_xy c;
    double area = lc_convex_moments(shape, &c), dx = c.x - end.x, dy = c.y - end.y, r = lc_length(dx, dy), sum = 0;
    *slack = area * far_slack(shape, c, dx, dy, r);
    for (int i = 1; i + 1 < shape->n; i++) { /* in triangles: the variance of a triangle is that of three points */
        lc_xy p[3] = {shape->p[0], shape->p[i], shape->p[i + 1]};
        double cross = (p[1].x - p[0].x) * (p[2].y - p[0].y) - (p[2].x - p[0].x) * (p[1].y - p[0].y), t[3];
        for (int k = 0; k < 3; k++) t[k] = (p[k].y - c.y) * dx - (p[k].x - c.x) * dy;
        sum += cross / 24 * (t[0] * t[0] + t[1] * t[1] + t[2] * t[2] + (t[0] + t[1] + t[2]) * (t[0] + t[1] + t[2]));
    }
    *integral = area * r + sum / (2 * r * r * r);
    return area;
}

double lc_cone_within(lc_cone *cone, double radius, double *integral) {
    double area;
    if (radius < cone->far) {
        lc_convex_disc(cone->shape, cone->end, radius, &area, integral);
        return area;
    }
    if (cone->integral < 0 && lc_cone_near(cone) > 0.75 * cone->far)
        cone->area = far_moments(cone->shape, cone->end, &cone->integral, &cone->slack);
    if (cone->integral < 0 || cone->slack > FAR_M * cone->area) {
        lc_convex_disc(cone->shape, cone->end, 2 * cone->far + 1, &cone->area, &cone->integral);
        cone->slack = 0;
    }
    *integral = cone->integral;
    return cone->area;
}

double lc_spread_cone(const lc_sums *sums, size_t group, lc_cone *cone, double d0, double radius) {
    double integral, area = lc_cone_within(cone, radius, &integral), done = 0;
    lc_sum_doubt(sums, group, 0, radius < cone->far ? 0 : cone->slack);
    double least = d0 + lc_cone_near(cone), most = d0 + lc_min(radius, cone->far);
    if (area < sums->large_m2) {
        sum_small(sums, group, area, d0 * area + integral, least, most);
        return area;
    }
    bins_t bins = bins_of(sums, group, least, most);
    lc_sum_total(sums, group, area, d0 * area + integral);
    for (size_t k = bins.first; k <= bins.last; k++) {
        double from = lc_max(least, (double)k * bins.width), to = lc_min(most, (double)(k + 1) * bins.width),
               below = area;
        if (k < bins.last) lc_convex_disc(cone->shape, cone->end, to - d0, &below, NULL);
        below = lc_min(lc_max(below, done), area);
        lc_sum_bin(sums, group, k, below - done, 0.5 * (from + to));
        done = below;
    }
    return area;
}
