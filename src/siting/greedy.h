/* Candidates one after the other, the one that adds most for its cost first. */
#ifndef LC_SITING_GREEDY_H
#define LC_SITING_GREEDY_H

#include "siting/choice.h"

/*
 * Add columns to `choice` until the budget is spent, or until all that is needed is covered. Lazy (Minoux 1978): what a
 * column adds can only shrink while others are added, so that an old gain bounds the new one and most columns are never
 * worked out again. Equal ones: the first column. With `by_cost`, gain for the cost decides, else the gain alone.
 */
lc_status lc_greedy(lc_context *ctx, lc_choice *choice, bool by_cost);

/* Remove columns without which the rest is still enough, the dearest first; of equal ones the one that adds least. */
void lc_drop_spare(lc_choice *choice);

#endif
