/* Answers to the questions of siting, with a proof of how good they are. */
#ifndef LC_SITING_SOLVE_H
#define LC_SITING_SOLVE_H

#include "siting/problem.h"

/*
 * Solve a problem. Heuristics and a dual bound first (most.h), then branch and cut over what they leave open (branch.h)
 * where that is small enough. The sites depend on the problem alone: not on the number of threads, and not on
 * `seconds`, which only lets the proof go on. Errors: LC_ERR_INPUT when the needs cannot be met; LC_ERR_MEMORY,
 * LC_ERR_CANCELLED.
 */
lc_status lc_siting_solve(lc_context *ctx, const lc_siting_problem *problem, lc_siting_answer *out);

/* What all candidates that are not excluded cover together: weight by group (out: n_groups, 1 without groups). */
lc_status lc_siting_reach(lc_context *ctx, const lc_siting_problem *problem, double *out);

void lc_siting_answer_free(lc_siting_answer *answer);

#endif
