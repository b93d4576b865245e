/* Straight segments in the plane. */
#ifndef LC_GEO_SEGMENTS_H
#define LC_GEO_SEGMENTS_H

#include "geo/geoms.h"

/* The point at a share of the way from a to b. */
static inline lc_xy lc_segment_at(lc_xy a, lc_xy b, double t) {
    return t >= 1 ? b : (lc_xy){a.x + t * (b.x - a.x), a.y + t * (b.y - a.y)};
}

/* The least distance of segments a b and c d, and where on either it is, as shares of the ways from a to b and from c
   to d. 0 where they cross. Among several such places, one at an end of a segment. */
double lc_segments_nearest(lc_xy a, lc_xy b, lc_xy c, lc_xy d, double *on_ab, double *on_cd);

#endif
