/* What one piece of the plane with a single nearest element adds to the tallies. */
#ifndef LC_COVERAGE_EVALUATE_H
#define LC_COVERAGE_EVALUATE_H

#include "coverage/measure.h"
#include "coverage/partition.h"

/* Where sums go: one tally, for one or two demands at once. */
typedef struct lc_sums {
    const lc_pass *pass;
    double *tally;
    bool residential; /* the cell is residential land as well */
} lc_sums;

void lc_sum_demand(const lc_sums *sums, double area);
/* A cell inside a facility of the group: d = 0. */
void lc_sum_inside(const lc_sums *sums, size_t group, double area);
void lc_sum_offnet(const lc_sums *sums, size_t group, double area);

/* Add piece (or sliver) of `part` for the groups whose bit is set in `groups`. */
void lc_sum_piece(const lc_sums *sums, const lc_partition *part, const lc_piece *piece, lc_layers groups);
void lc_sum_sliver(const lc_sums *sums, const lc_sliver *sliver, lc_layers groups);

#endif
