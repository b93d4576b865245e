/*
 * The linear relaxation of maximal covering, from both sides, by the primal-dual hybrid gradient method (Chambolle and
 * Pock 2011, with their diagonal steps of the same year) with restarts at averages (Applegate and others 2021, "PDLP").
 *
 * It looks for the saddle point of
 *
 *     sum over rows of w_i  +  sum over rows of p_i ((what covers row i) - 1),     0 <= p_i <= w_i
 *
 * least over the prices p, most over how much of each column is bought, within the budget. Prices and columns move in
 * turns, each against what the other has just done; the averages come nearer, from both sides, without a goal to be
 * guessed. Where the relaxation is well above any choice of whole columns, the subgradient method of dual.h stops
 * short of it, and this one does not.
 */
#ifndef LC_SITING_RELAX_H
#define LC_SITING_RELAX_H

#include "siting/dual.h"

/*
 * Lower the bound of a dual of one group by some rounds, starting at its best prices. Ends early when the bound is as
 * low as the goal, or hardly above what divisible columns cover. dual->part becomes how much of each column is bought.
 * The result does not depend on the number of threads.
 * @param[out] covered what divisible columns were found to cover: the relaxation lies between it and dual->bound
 */
lc_status lc_dual_relax(lc_context *ctx, lc_dual *dual, double budget, double goal, size_t rounds, double *covered);

#endif
