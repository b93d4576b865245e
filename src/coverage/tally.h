/* Sums of areas by distance, for one community (or one tile of it) and every group of a pass. */
#ifndef LC_COVERAGE_TALLY_H
#define LC_COVERAGE_TALLY_H

#include "coverage/histogram.h"
#include "coverage/pass.h"

/* Give a pass its groups, and set what follows from them. */
void lc_pass_groups(lc_pass *pass, lc_group *group, size_t n_groups);
/* Then its combinations. */
void lc_pass_combos(lc_pass *pass, const lc_leaf *leaf, size_t n_leaves, lc_combo *combo, size_t n_combos);

typedef struct lc_tally_limit {
    double covered, err; /* area within the limit; bound on its error */
} lc_tally_limit;

/* Probes: distances near the median and the 90th percentile of one community, within which the area is measured so that
   these are known within bounds. As many of each quantile. */
enum { LC_QUANTILES = 2, LC_PROBES_EACH = 4, LC_PROBES = LC_QUANTILES * LC_PROBES_EACH };

/* What came out for one group and demand. Areas in m2. A histogram of what is in range and not inside goes with it. */
typedef struct lc_tally_group {
    double offnet;
    double ranged, distance; /* area with d <= range_m, and the integral of d over it */
    double inside;           /* of `ranged`, in facilities: d = 0 */
    double unsure, slack;    /* bounds on the errors of `ranged`, and of `distance` but for what that area adds */
    lc_tally_limit probe[LC_PROBES];
} lc_tally_group;

size_t lc_tally_size(const lc_pass *pass);

double *lc_tally_demand(double *tally, int demand);
lc_tally_group *lc_tally_of_group(const lc_group *group, double *tally, int demand);
lc_tally_limit *lc_tally_of_limit(const lc_group *group, double *tally, size_t limit, int demand);

/* The area that m parts or more cover, first <= m <= n_parts; the area off network that does not count as covered. */
lc_tally_limit *lc_tally_of_combo(const lc_combo *combo, double *tally, size_t m, int demand);
double *lc_tally_offnet_of_combo(const lc_combo *combo, double *tally, int demand);
lc_histogram lc_tally_histogram(const lc_group *group, double *tally, int demand);

/* Where sums go: one tally, for one or two demands at once. */
typedef struct lc_sums {
    const lc_pass *pass;
    double *tally;
    bool residential;         /* the cell is residential land as well */
    double large_m2;          /* pieces of this area and more are laid exactly over the bins of the histogram */
    bool no_limits;           /* only means and quantiles are wanted */
    lc_layers no_stats;       /* groups of which only areas within limits are wanted: no mean, no quantiles */
    const double *low, *high; /* bounds of each group's d in the cell: limits they settle are not wanted; may be NULL */
    const double *least, *most;     /* the same bounds, for what is in doubt; NULL: none are known */
    const double *probe;            /* [(demand * n_groups + group) * LC_PROBES]: below 0 without; NULL: none */
    struct lc_combining *combining; /* combinations that the cell leaves open (combine.h); NULL without */
} lc_sums;

/* Is the area within a limit wanted here? */
static inline bool lc_sum_wants(const lc_sums *sums, const lc_group *group, size_t limit) {
    if (sums->no_limits || (!sums->residential && !group->everywhere[limit])) return false;
    if (!sums->low) return true;
    size_t g = (size_t)(group - sums->pass->group);
    return sums->low[g] <= group->limit_m[limit] && sums->high[g] > group->limit_m[limit];
}

/* Is what lies within the search range wanted, and not settled by bounds? */
static inline bool lc_sum_wants_range(const lc_sums *sums, const lc_group *group) {
    if (!sums->residential && !group->stats_everywhere) return false;
    if (!sums->low) return true;
    size_t g = (size_t)(group - sums->pass->group);
    return sums->low[g] <= group->range_m && sums->high[g] > group->range_m;
}

void lc_sum_demand(const lc_sums *sums, double area);
void lc_sum_offnet(const lc_sums *sums, size_t group, double area);
void lc_sum_covered(const lc_sums *sums, size_t group, size_t limit, double area, double err);
/* An area in range, and the integral of its distances; where they lie is told by the two functions that follow. */
void lc_sum_total(const lc_sums *sums, size_t group, double area, double integral);
/* Of an area in range, distances that are spread evenly over half_m on either side of their mean. */
void lc_sum_spread(const lc_sums *sums, size_t group, double area, double mean_m, double half_m);
/* Of an area in range, distances in one bin of the histogram. */
void lc_sum_bin(const lc_sums *sums, size_t group, size_t bin, double area, double mean_m);
/* Bounds on errors: of an area that may be in range or not, and of the integral of the distances. */
void lc_sum_doubt(const lc_sums *sums, size_t group, double unsure, double slack);
/* The distances of a probe of each demand that a cell counts for; NULL without. */
const double *lc_sum_probes(const lc_sums *sums, int demand, size_t group);
/* Of an area with distances from least to most, what is within each probe; bounded where that is open. */
void lc_sum_probed(const lc_sums *sums, size_t group, double area, double least, double most);
/* Does a probe lie between two distances, the lower one included? */
bool lc_sum_probes_between(const lc_sums *sums, size_t group, double least, double most);
/* A cell inside a facility of the group: d = 0. */
void lc_sum_inside(const lc_sums *sums, size_t group, double area);

/* Until a tally is complete, the histogram of all land has what is not residential only; this adds the rest to it.
   Once, before the first quantile. */
void lc_tally_close(const lc_group *group, double *tally);

/*
 * The distance within which share q of a demand lies; NaN when less of it is in range. At the limits that were measured
 * for this demand it agrees with the areas within them, which are known better than the histogram's.
 * probe: LC_PROBES distances, those of the tally; may be NULL
 * *err: how far the exact quantile may lie from it; INFINITY where that much may not be in range at all
 */
double lc_tally_quantile(const lc_group *group, double *tally, int demand, double q, const double *probe, double *err);
/* Bound on the error of the mean distance, distance / ranged; INFINITY when nothing is surely in range. */
double lc_mean_err(double ranged, double distance, double unsure, double slack, double range_m);

/* How the area in range is distributed: of n equal parts of the range, the area with d in each. They sum to `ranged`.
 */
void lc_tally_parts(const lc_group *group, double *tally, int demand, size_t n, double *area);

#endif
