/* Better choices by exchanging one candidate for another (vertex substitution, Teitz and Bart 1968). */
#ifndef LC_SITING_EXCHANGE_H
#define LC_SITING_EXCHANGE_H

#include "siting/choice.h"

/*
 * For LC_SITING_MOST: put columns in for chosen ones as long as the value grows, within the budget; the first exchange
 * that improves is made. One round over all columns costs one pass over the covers (after Whitaker's fast interchange
 * 1983). Ends where no exchange improves.
 */
lc_status lc_exchange(lc_context *ctx, lc_choice *choice);

#endif
