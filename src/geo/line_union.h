/* The union of lines: what is drawn twice is there once. */
#ifndef LC_GEO_LINE_UNION_H
#define LC_GEO_LINE_UNION_H

#include "geo/geoms.h"

/* A straight piece of a line. */
typedef struct lc_stretch {
    lc_xy a, b;
} lc_stretch;

typedef struct lc_stretches {
    lc_stretch *item;
    size_t n, capacity;
} lc_stretches;

/* Segments lie on one another where they are nowhere farther apart than this. */
static const double LC_SAME_LINE_M = 0.01;

/*
 * The lines among `lines`, in their order, less what lies on an earlier segment, of the same line or another. Segments
 * that only cross have no length in common. Free out->item.
 */
lc_status lc_lines_union(lc_context *ctx, const lc_geoms *lines, lc_stretches *out);

#endif
