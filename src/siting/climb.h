/* Choices made better step by step, and many starts for that from a relaxation. */
#ifndef LC_SITING_CLIMB_H
#define LC_SITING_CLIMB_H

#include "siting/choice.h"

/* Fill a choice up, by gain or by gain for the cost, and exchange columns until nothing improves. */
lc_status lc_climb(lc_context *ctx, lc_choice *choice, bool by_cost);

/*
 * Climbs from roundings of a relaxation: column j is taken with the chance part[j], later on nearer to the best choice
 * so far. `choice` becomes the best of them, unless it is better itself. The number of climbs depends on the core
 * alone, and their result not on the number of threads.
 */
lc_status lc_climb_from_parts(lc_context *ctx, const double *part, lc_choice *choice);

#endif
