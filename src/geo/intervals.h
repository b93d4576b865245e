/* Which intervals of a straight segment lie near a shape, or inside it. */
#ifndef LC_GEO_INTERVALS_H
#define LC_GEO_INTERVALS_H

#include "geo/geoms.h"

/* From .. to, in metres from the start of the segment; may reach beyond its ends. */
typedef struct lc_interval {
    double from, to;
} lc_interval;

typedef struct lc_intervals {
    lc_interval *m;
    size_t n, capacity;
    double *crossing; /* scratch */
    size_t cap_crossing;
} lc_intervals;
void lc_intervals_free(lc_intervals *intervals);

typedef enum lc_shape_part { LC_OUTLINE_ALONE = 0, LC_INSIDE_TOO } lc_shape_part;

/* Add the intervals of segment a b within r metres of the outline of line or polygon g and, of a polygon if asked for,
   inside it; all are put in the order of their starts, and may overlap. false when memory is out. */
bool lc_intervals_add(lc_intervals *intervals, lc_xy a, lc_xy b, const lc_geoms *geoms, size_t g, double r,
                      lc_shape_part part);

/* Do intervals, in the order of their starts, cover 0 .. length_m? */
bool lc_intervals_cover(const lc_intervals *intervals, double length_m);

#endif
