/* Sums of areas by distance, for one community (or one tile of it) and every group of a pass. */
#ifndef LC_COVERAGE_TALLY_H
#define LC_COVERAGE_TALLY_H

#include "coverage/pass.h"

enum { LC_BINS = 100 };

/* Give a pass its groups, and set what follows from them. */
void lc_pass_groups(lc_pass *pass, lc_group *group, size_t n_groups);
/* Then its combinations. */
void lc_pass_combos(lc_pass *pass, const lc_leaf *leaf, size_t n_leaves, lc_combo *combo, size_t n_combos);

/* What came out for one group and demand. Areas in m2. */
typedef struct lc_tally_group {
    double offnet;
    double ranged, distance; /* area with d <= range_m, and the integral of d over it */
    double bin[LC_BINS];     /* `ranged` by distance, in equal bins of range_m / LC_BINS */
} lc_tally_group;

typedef struct lc_tally_limit {
    double covered, err; /* area within the limit; bound on its error */
} lc_tally_limit;

/* Set where each group's sums lie in a tally; returns the number of doubles in one. */
size_t lc_tally_layout(lc_group *group, size_t n_groups);
/* The same for combinations, whose sums lie behind those of the groups, from `at` on. */
size_t lc_tally_layout_combos(lc_combo *combo, size_t n_combos, size_t at);
size_t lc_tally_size(const lc_pass *pass);

double *lc_tally_demand(double *tally, int demand);
lc_tally_group *lc_tally_of_group(const lc_group *group, double *tally, int demand);
lc_tally_limit *lc_tally_of_limit(const lc_group *group, double *tally, size_t limit, int demand);

/* The area that m parts or more cover, first <= m <= n_parts; the area off network that does not count as covered. */
lc_tally_limit *lc_tally_of_combo(const lc_combo *combo, double *tally, size_t m, int demand);
double *lc_tally_offnet_of_combo(const lc_combo *combo, double *tally, int demand);

/* Where sums go: one tally, for one or two demands at once. */
typedef struct lc_sums {
    const lc_pass *pass;
    double *tally;
    bool residential;         /* the cell is residential land as well */
    bool small;               /* the cell is so small that the mean distance may be taken at a middle */
    lc_layers no_stats;       /* groups of which only areas within limits are wanted: no mean, no quantiles */
    const double *low, *high; /* bounds of each group's d in the cell: limits they settle are not wanted; may be NULL */
    struct lc_combining *combining; /* combinations that the cell leaves open (combine.h); NULL without */
} lc_sums;

/* Is the area within a limit wanted here? */
static inline bool lc_sum_wants(const lc_sums *sums, const lc_group *group, size_t limit) {
    if (!sums->residential && !group->everywhere[limit]) return false;
    if (!sums->low) return true;
    size_t g = (size_t)(group - sums->pass->group);
    return sums->low[g] <= group->limit_m[limit] && sums->high[g] > group->limit_m[limit];
}

void lc_sum_demand(const lc_sums *sums, double area);
void lc_sum_offnet(const lc_sums *sums, size_t group, double area);
void lc_sum_covered(const lc_sums *sums, size_t group, size_t limit, double area, double err);
/* An area with distances from least to most (spread evenly over the bins between) and their integral. */
void lc_sum_ranged(const lc_sums *sums, size_t group, double area, double integral, double least, double most);
/* A cell inside a facility of the group: d = 0. */
void lc_sum_inside(const lc_sums *sums, size_t group, double area);

/* The distance within which share `q` of `demand` lies, from the bins; NaN when less of it is in range. */
double lc_tally_quantile(const lc_tally_group *t, double range_m, double demand, double q);

#endif
