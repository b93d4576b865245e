/*
 * How distances are distributed over an area. Medians and 90th percentiles come from it. The distances in range lie in
 * bins of equal width. What is known exactly adds to a bin its area and the mean of its distances; what is spread
 * evenly over a stretch adds to the density of the distribution, which is linear between the edges of bins: there the
 * area below is exact.
 */
#ifndef LC_COVERAGE_HISTOGRAM_H
#define LC_COVERAGE_HISTOGRAM_H

#include <stddef.h>

/* The area with d in the bin, and the integral over it of d less the bin's lower edge. */
typedef struct lc_bin {
    double area, moment;
} lc_bin;

typedef struct lc_histogram {
    lc_bin *bin;           /* n + 1: the last has what ends with the range */
    double *rise;          /* n + 2: by how much the density of what is spread changes at the lower edge of each bin */
    size_t n;              /* of bins */
    double width_m, per_m; /* of a bin, and bins a metre */
} lc_histogram;

/* How many bins a search range has. */
size_t lc_histogram_bins(double range_m);

/* Add an area whose distances lie in bin k, with this mean. */
void lc_histogram_add(const lc_histogram *h, size_t k, double area, double mean);
/* Add an area whose distances are spread evenly over mean - half .. mean + half, within the range. */
void lc_histogram_spread(const lc_histogram *h, double area, double mean, double half);
/* The same where there are so many that nobody asks how they lie inside of bins. */
void lc_histogram_spread_many(const lc_histogram *h, double area, double mean, double half);

/* Add what another histogram of the same bins has. */
void lc_histogram_join(const lc_histogram *to, const lc_histogram *from);

/* The area with d <= x. In a bin the density is linear, with the bin's area and mean. */
double lc_histogram_below(const lc_histogram *h, double x);
/* The same at the ends of n equal parts of the range, ascending. */
void lc_histogram_below_all(const lc_histogram *h, size_t n, double *below);
/* The least x with as much area below it; the end of the range when there is less. */
double lc_histogram_find(const lc_histogram *h, double area);

#endif
