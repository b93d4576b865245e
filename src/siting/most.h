/* What a budget can cover: heuristics from below, the dual from above. */
#ifndef LC_SITING_MOST_H
#define LC_SITING_MOST_H

#include "siting/core.h"

/* The best choice found, by numbers of the problem, what the core had taken included; and what is proven. */
typedef struct lc_most {
    uint32_t *site; /* n */
    size_t n;
    double value; /* what it covers; of LC_SITING_LEAST what counts of it */
    bool reached; /* LC_SITING_LEAST: all that is needed is covered */
    bool beyond;  /* LC_SITING_LEAST: proven that the budget is too small */
    double bound; /* LC_SITING_MOST: no choice within the budget covers more */
    double least; /* LC_SITING_LEAST: no choice that covers what is needed costs less, unless more than the budget */
    lc_core core; /* what is left to be decided when only choices better than this are asked for */
} lc_most;

/*
 * Search the choices of a core within its budget: LC_SITING_MOST for the one that covers most, LC_SITING_LEAST for any
 * that covers what is needed, where it ends early. The result depends on the core alone.
 */
lc_status lc_most_search(lc_context *ctx, const lc_core *core, lc_most *out);
void lc_most_free(lc_most *most);

#endif
