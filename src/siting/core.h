/*
 * What is left of a problem to be decided.
 *
 * Three reductions keep every optimum in sight: candidates that are settled (taken or left) go, with the demand that
 * the taken ones cover; demand with the same cover becomes one row; a candidate whose cover lies within that of another
 * one that costs no more is dominated. They are the classical ones for set covering (Toregas and ReVelle 1972).
 */
#ifndef LC_SITING_CORE_H
#define LC_SITING_CORE_H

#include "siting/problem.h"

typedef struct lc_core {
    lc_siting_aim aim;
    lc_cover sites;   /* a column: its rows */
    lc_cover demand;  /* a row: its columns */
    double *weight;   /* a row */
    uint32_t *group;  /* a row */
    double *cost;     /* a column */
    uint32_t *column; /* a column: its number in the problem */
    double *need;     /* a group: what is left to be covered; INFINITY for LC_SITING_MOST */
    size_t n_groups;
    double budget;   /* what is left of it; INFINITY for LC_SITING_LEAST */
    bool unit_cost;  /* all costs are 1 */
    uint32_t *taken; /* n_taken: columns of the problem that are settled as taken */
    size_t n_taken;
    double value, spent; /* weight that they cover, what they cost */
} lc_core;

void lc_core_free(lc_core *core);

/* The core of a problem, dominated candidates dropped. */
lc_status lc_core_new(lc_context *ctx, const lc_siting_problem *problem, lc_core *out);

/* What a caller settles of a column. */
typedef enum lc_settle { LC_OPEN = 0, LC_TAKEN, LC_LEFT } lc_settle;

/* The core that remains when columns are settled (settled[j], lc_settle). row_of, when not NULL, gets for each row of
   `core` its row in `out`, or UINT32_MAX. */
lc_status lc_core_settle(lc_context *ctx, const lc_core *core, const unsigned char *settled, lc_core *out,
                         uint32_t *row_of);

#endif
