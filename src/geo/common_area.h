/* Area that two polygons have in common, from their sides alone: nothing is intersected, so nothing can fail. */
#ifndef LC_GEO_COMMON_AREA_H
#define LC_GEO_COMMON_AREA_H

#include "geo/geoms.h"

/* A side of a polygon from left to right, x0 < x1; turn is 1 with the polygon below it, -1 with the polygon above. */
typedef struct lc_side {
    double x0, y0, x1, y1, slope, turn;
} lc_side;

/* The sides of valid polygons that do not overlap, by ascending x0; vertical ones enclose nothing and are left out. */
typedef struct lc_sides {
    lc_side *side;
    size_t n, capacity;
} lc_sides;

/* Add the sides of polygon i, in any order until lc_sides_sort(). false when memory is out. */
bool lc_sides_add(lc_sides *sides, const lc_geoms *g, size_t i);
void lc_sides_sort(lc_sides *sides);
void lc_sides_free(lc_sides *sides);

/* Sides that the sweep is over, of either polygon; reuse it between calls. */
typedef struct lc_side_sweep {
    const lc_side **open[2];
    size_t n[2], capacity[2];
} lc_side_sweep;
void lc_side_sweep_free(lc_side_sweep *sweep);

/*
 * What lies under a side counts with its turn, so that a polygon is the sum over its sides, and what two polygons have
 * in common the sum over pairs of sides of what lies under both. Exact but for rounding, some 1e-15 of the product of
 * the polygons' width and height. false when memory is out.
 */
bool lc_common_area(const lc_sides *a, const lc_sides *b, lc_side_sweep *sweep, double *area);

#endif
