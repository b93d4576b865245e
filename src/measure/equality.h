/* How equally something is shared: the Gini coefficient, Theil's index and the Lorenz curve of weighted values. */
#ifndef LC_MEASURE_EQUALITY_H
#define LC_MEASURE_EQUALITY_H

#include <stdbool.h>
#include <stddef.h>

#include "base/error.h"

/* A value, 0 or more, and how many have it. */
typedef struct lc_share {
    double x, w;
} lc_share;

/* Into the order of x; lc_gini() and lc_lorenz() ask for it. false when memory is out or the context is cancelled. */
bool lc_shares_sort(const lc_context *ctx, lc_share *share, size_t n);

/*
 * Gini = sum_i sum_j w_i w_j |x_i - x_j| / (2 W^2 mu), W the sum of the weights and mu the weighted mean: 0 when all
 * have the same, 1 - 1/n when one of n has it all. NaN when there is no weight, or nothing to share.
 */
double lc_gini(const lc_share *share, size_t n);
/* Theil = sum_i w_i / W * x_i / mu * ln(x_i / mu), with 0 ln 0 = 0. NaN as above. */
double lc_theil(const lc_share *share, size_t n);
/* The n + 1 points (share of the weight, share of what is shared), from (0, 0) on. false where they are NaN. */
bool lc_lorenz(const lc_share *share, size_t n, lc_lorenz_point *out);

#endif
