/* The segments that may be nearest somewhere in a box, and the partition of a cell among them. */
#ifndef LC_COVERAGE_NEAR_H
#define LC_COVERAGE_NEAR_H

#include "coverage/measure.h"
#include "coverage/partition.h"

/* A segment and its distance from the centre of the box in hand. */
typedef struct lc_near {
    uint32_t seg;
    double distance;
} lc_near;

/*
 * Keep of the n segments in `from` those that may be nearest to some point of the box, within the pass's longest leg;
 * `to` may be `from`. *live gets the groups that may matter in the box (in range, or perhaps off network), *nearest_m
 * (may be NULL) the distance of the nearest segment from the centre.
 */
size_t lc_near_prune(const lc_pass *pass, const lc_near *from, size_t n, const lc_box *box, lc_near *to,
                     lc_layers *live, double *nearest_m);

/* Near ones first, so that they settle most of a cell at once; at the same distance the order stays. */
void lc_near_sort(lc_near *near, size_t n);

/* Divide a cell among the segments. */
bool lc_near_partition(const lc_pass *pass, lc_partition *partition, const lc_near *near, size_t n,
                       const lc_convex *cell, double tolerance_m2);

#endif
