/* What a piece in range adds to the means and quantiles of a group. Small pieces have their least, mean and most
   distance; large ones are cut where the bins of the histogram end, and so are laid over them exactly. */
#ifndef LC_COVERAGE_SPREAD_H
#define LC_COVERAGE_SPREAD_H

#include "coverage/tally.h"

/* A shape on which d = alpha + beta x + y, from least to most, all in range. */
void lc_spread_linear(const lc_sums *sums, size_t group, const lc_convex *shape, double alpha, double beta,
                      double least, double most);

/* A shape and a place, and what was worked out of the two so far: groups have it in common. */
typedef struct lc_cone {
    const lc_convex *shape;
    lc_xy end;
    double candidates,
        far;               /* least and largest distance of the shape from the place; near below 0: not known yet, as */
    double area, integral; /* area, and integral of the distance, */
    double slack;          /* and a bound on the error of that */
} lc_cone;

static inline lc_cone lc_cone_of(const lc_convex *shape, lc_xy end, double far) {
    return (lc_cone){shape, end, -1, far, -1, -1, 0};
}

static inline double lc_cone_near(lc_cone *cone) {
    if (cone->candidates < 0) cone->candidates = lc_convex_distance(cone->shape, cone->end);
    return cone->candidates;
}

static inline double lc_cone_area(lc_cone *cone) {
    if (cone->area < 0) cone->area = lc_convex_area(cone->shape);
    return cone->area;
}

/* Area, and integral of the distance, of the part of a cone within a radius. */
double lc_cone_within(lc_cone *cone, double radius, double *integral);

/* The part of a cone within `radius`, where d = d0 + distance from its end; returns its area. */
double lc_spread_cone(const lc_sums *sums, size_t group, lc_cone *cone, double d0, double radius);

#endif
