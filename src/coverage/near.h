/* The segments that may be nearest somewhere in a box, bounds of the distances there, and the partition of a cell among
   them. */
#ifndef LC_COVERAGE_NEAR_H
#define LC_COVERAGE_NEAR_H

#include "coverage/measure.h"
#include "coverage/partition.h"

/* A segment, and where it is nearest to the centre of the box in hand. */
typedef struct lc_near {
    lc_xy a, b;      /* its ends */
    double inverse;  /* 1 / length^2, 0 when it is a point */
    double t;        /* share of the way from a to b where it is nearest */
    double distance; /* of that place */
    uint32_t seg, vert;
} lc_near;

/* A box, as far as it has been looked at. */
typedef struct lc_view {
    lc_xy centre;
    double half;    /* of its diagonal */
    double nearest; /* distance of the nearest segment from the centre, INFINITY without */
    bool off;       /* the whole box is beyond the longest leg */
    bool on;        /* no part of it is */
    lc_layers live; /* groups that may matter: in range somewhere, or perhaps off network */
} lc_view;

/* Segment `seg` with its geometry. */
lc_near lc_near_of(const lc_sites *sites, uint32_t seg);

/*
 * Keep of the n segments in `from` those that may be nearest to some point of the box, within the pass's longest leg;
 * `to` may be `from`. Returns their number: 0 when the box is off.
 */
size_t lc_near_prune(const lc_pass *pass, const lc_near *from, size_t n, const lc_box *box, lc_near *to, lc_view *view);

/*
 * Bounds of d over the box for the groups in `groups`, from its pruned list, where it is on network: low[g], high[g].
 * docs/accuracy.md, "Boxes decided as a whole".
 */
void lc_near_bounds(const lc_pass *pass, const lc_near *near, size_t n, const lc_view *view, lc_layers groups,
                    double *low, double *high);

/* Near ones first, so that they settle most of a cell at once; at the same distance the order stays. */
void lc_near_sort(lc_near *near, size_t n);

/* Divide a cell among the segments. */
bool lc_near_partition(const lc_pass *pass, lc_partition *partition, const lc_near *near, size_t n,
                       const lc_convex *cell, double tolerance_m2);

/* d of the groups at a point of the box, by its pruned list. */
void lc_near_distances(const lc_pass *pass, const lc_near *near, size_t n, lc_xy p, lc_layers groups, double *d);

#endif
