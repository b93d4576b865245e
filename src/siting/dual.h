/*
 * An upper bound on what a budget can cover: the Lagrangian dual of maximal covering.
 *
 * Row i has the price p_i, between 0 and its weight w_i: what a column is paid for covering it. A column is worth the
 * prices of its rows. Whatever the prices,
 *
 *     sum over rows of (w_i - p_i)  +  the most worth that the budget buys (columns divisible)
 *
 * is at least what any affordable columns cover: a covered row gives w_i = (w_i - p_i) + p_i, and its price is in the
 * worth of a column that was bought. The least such bound over all prices is that of the linear relaxation (Geoffrion
 * 1974). It is approached by a subgradient method with deflected directions (Camerini, Fratta and Maffioli 1975),
 * prices kept within their limits. All sums are in one order, so the same on any number of threads.
 *
 * For LC_SITING_LEAST the weights of each group are multiplied by a rate, which changes as well, so that the sum of
 * rates times needs is 1; when the bound at a budget is below 1, that budget is too small.
 */
#ifndef LC_SITING_DUAL_H
#define LC_SITING_DUAL_H

#include "siting/core.h"

typedef struct lc_dual {
    const lc_core *core;
    double *price;     /* a row */
    double *rate;      /* a group: what its weights are multiplied by */
    double *worth;     /* a column, at these prices */
    double *part;      /* a column: how much of it the budget buys, 0..1 */
    double *direction; /* a row */
    double *best_price, *best_rate, *best_worth;
    double bound; /* the lowest so far, at best_price; INFINITY before the first */
    double step;  /* of the way to the goal */
    size_t stale; /* rounds since the bound was last better */
    struct lc_dual_heap *heap;
} lc_dual;

/* Start with the prices (a row) and rates (a group) of a larger core, or with half of each weight where they are NULL.
 */
lc_status lc_dual_new(lc_context *ctx, const lc_core *core, const double *price, const double *rate, lc_dual *out);
void lc_dual_free(lc_dual *dual);

/* The bound at d->price; kept when it is the lowest. part[j] becomes how much of each column the budget buys. */
lc_status lc_dual_evaluate(lc_context *ctx, lc_dual *dual, double budget, double *bound);
/*
 * Lower the bound at a budget by some rounds; `goal` is what it is hoped to come near to (a value that is reached).
 * Ends early when it is as low as the goal, or does not move any more.
 */
lc_status lc_dual_improve(lc_context *ctx, lc_dual *dual, double budget, double goal, size_t rounds);

/* LC_SITING_LEAST: the least budget that is not proven too small, at the best prices: a whole number where all costs
   are 1. */
double lc_dual_least(lc_dual *dual);

/*
 * Columns that no choice with a value of `value` or more within the budget can have, or do without, by their reduced
 * worth: settled[j] is set, or left as it is. Returns how many were newly settled.
 */
size_t lc_dual_settle(lc_dual *dual, double budget, double value, unsigned char *settled);

#endif
