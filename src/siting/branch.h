/* Branch and cut over a core, by CBC: the best choice of all, as far as it gets. */
#ifndef LC_SITING_BRANCH_H
#define LC_SITING_BRANCH_H

#include "siting/core.h"

/* How far to go. */
typedef struct lc_branch_limits {
    int nodes;      /* of the search tree */
    double seconds; /* 0: no limit */
} lc_branch_limits;

typedef struct lc_branch {
    uint32_t *column; /* n columns of the core: the best choice found; NULL when none was */
    size_t n;
    double bound; /* LC_SITING_MOST: no choice covers more; LC_SITING_LEAST: none costs less */
    bool done;    /* the whole tree was searched: the choice is the best, or there is none */
    bool timed;   /* the seconds were up */
} lc_branch;

/*
 * Solve. `limit`: only choices that are better than it matter (more value, less cost); NAN without. The same core
 * gives the same result, unless the seconds were up.
 */
lc_status lc_branch_solve(lc_context *ctx, const lc_core *core, double limit, lc_branch_limits limits, lc_branch *out);
void lc_branch_free(lc_branch *branch);

#endif
