/* Straight segments in the plane. */
#ifndef LC_GEO_SEGMENTS_H
#define LC_GEO_SEGMENTS_H

#include "geo/geoms.h"

/* The point at a share of the way from a to b. */
static inline lc_xy lc_segment_at(lc_xy a, lc_xy b, double t) {
    return t >= 1 ? b : (lc_xy){a.x + t * (b.x - a.x), a.y + t * (b.y - a.y)};
}

/* On which side of the line a b lies c: 1, -1, or 0 when rounding leaves it open (the bound is Shewchuk's, 1997). */
static inline int lc_side_of(lc_xy a, lc_xy b, lc_xy c) {
    double left = (a.x - c.x) * (b.y - c.y), right = (a.y - c.y) * (b.x - c.x), det = left - right;
    double bound = 3.3306690738754716e-16 * (fabs(left) + fabs(right));
    return det > bound ? 1 : det < -bound ? -1 : 0;
}
/* Do c and d lie on one side of the line a b, surely? */
static inline bool lc_on_one_side(lc_xy a, lc_xy b, lc_xy c, lc_xy d) {
    int side = lc_side_of(a, b, c);
    return side != 0 && side == lc_side_of(a, b, d);
}

/* The least distance of segments a b and c d, and where on either it is, as shares of the ways from a to b and from c
   to d. 0 where they cross. Among several such places, one at an end of a segment. */
double lc_segments_nearest(lc_xy a, lc_xy b, lc_xy c, lc_xy d, double *on_ab, double *on_cd);

#endif
