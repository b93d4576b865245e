/* A lower bound on what several needs cost together, from what each of them takes alone. */
#ifndef LC_SITING_PARTS_H
#define LC_SITING_PARTS_H

#include "siting/core.h"

/*
 * Group g alone takes at least number[g] of the columns that cover some of it. A whole-number program without the rows:
 *
 *     minimise the sum of costs, so that in each group
 *         the sum over the chosen of what they cover alone (at most what is needed) >= what is needed
 *         the chosen that cover something >= number[g]
 *
 * Every choice that covers what is needed is a solution of it, so its optimum is a bound, and so is any bound on that.
 * It sees what the linear relaxation of the whole does not: that no group is served by a part of a column.
 * @param[out] bound on the cost of the core's columns; 0 when nothing was proven
 */
lc_status lc_parts_bound(lc_context *ctx, const lc_core *core, const double *number, double *bound);

#endif
