/* Small convex polygons: cut by lines, measured whole or inside a disc. All areas are sums of such. */
#ifndef LC_COVERAGE_CONVEX_H
#define LC_COVERAGE_CONVEX_H

#include "geo/geoms.h"

enum { LC_CONVEX_MAX = 40 };

/* n vertices, counter-clockwise; empty when n < 3. */
typedef struct lc_convex {
    int n;
    lc_xy p[LC_CONVEX_MAX];
} lc_convex;

/* Assignment would copy all the room. */
static inline void lc_convex_copy(lc_convex *to, const lc_convex *from) {
    to->n = from->n;
    for (int i = 0; i < from->n; i++) to->p[i] = from->p[i];
}

static inline void lc_convex_of_box(lc_convex *to, const lc_box *box) {
    to->n = 4;
    to->p[0] = (lc_xy){box->x0, box->y0};
    to->p[1] = (lc_xy){box->x1, box->y0};
    to->p[2] = (lc_xy){box->x1, box->y1};
    to->p[3] = (lc_xy){box->x0, box->y1};
}

/*
 * Cut along the zero line of a function that is linear over the plane and has value f[i] at vertex i: `above` gets the
 * part with f >= 0, `below` the part with f <= 0 (either may be NULL or be `in` itself). `in` has fewer than
 * LC_CONVEX_MAX vertices, and either part has one more than `in` at most: nothing is ever left out.
 *
 * That there is room follows from where polygons come from, and those who cut assert it for the compiler:
 * - cells have LC_CELL_MAX vertices at most (region.h), and pieces LC_PIECE_MAX (partition.h);
 * - lines that are parallel, each beyond the last by more than rounding, leave a rest with one vertex more at most,
 *   however many they are: the two on a line are cut off by the next. What lies between two of them has two more;
 * - lines along the axes leave what is common to the polygon and a box: four more at most.
 */
void lc_convex_cut(const lc_convex *in, const double *f, lc_convex *above, lc_convex *below);

double lc_convex_area(const lc_convex *c);
/* Area and centroid. */
double lc_convex_moments(const lc_convex *c, lc_xy *centroid);

/* Of the part of `c` within `radius` of `centre`: its area, and the integral over it of the distance from `centre`
   (NULL when that is not wanted: it costs logarithms). */
void lc_convex_disc(const lc_convex *c, lc_xy centre, double radius, double *area, double *distance_integral);

/* Distance of a point from the polygon, 0 inside. */
double lc_convex_distance(const lc_convex *c, lc_xy p);

#endif
