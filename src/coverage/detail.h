/*
 * How finely distances are measured where no limit is open and only means and quantiles are left to be known. The mean
 * of a demand may be off by 0.3 m, so that every community has a budget in proportion to its area in range; points are
 * as near to one another as the jumps of d and that budget ask for, and where they would be too many, cells are divided
 * exactly (docs/accuracy.md, section 10).
 */
#ifndef LC_COVERAGE_DETAIL_H
#define LC_COVERAGE_DETAIL_H

#include "coverage/node_bounds.h"

/* Of a demand: a community, or its residential land. */
typedef struct lc_detail {
    double apart_m;  /* between points, where d jumps by 100 m and all of the demand is in range; 0: no points at all */
    double large_m2; /* pieces as large are laid over the bins of histograms as they are; smaller ones evenly */
} lc_detail;

/* Of a demand of this area. */
lc_detail lc_detail_of(double area_m2);

/* One a group of a pass: what its jumps count, the more the less of the community is in range. By the list of a box,
   as far as its segments lie in another box. */
void lc_detail_weigh(const lc_pass *pass, const lc_candidate_segments *candidates, const lc_box *box, float *weight);

/* How far points are to be apart in a box; weight: one a group. */
double lc_detail_apart(const lc_detail *detail, const lc_pass *pass, const lc_node_bounds *bounds, lc_layers groups,
                       const float *weight);

/* Is dividing an area exactly among the n segments that are near less work than so many points? */
bool lc_detail_divide(double apart_m, double area_m2, size_t n);

#endif
