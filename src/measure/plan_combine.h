/* Combinations in a plan: which of their parts have data, and what has to be measured for them. */
#ifndef LC_MEASURE_PLAN_COMBINE_H
#define LC_MEASURE_PLAN_COMBINE_H

#include "measure/plan_data.h"

/* Give combinations their parts, and `missing` where parts have no data; that of other indicators must be there. false
   when memory is out. */
bool lc_plan_combine(lc_plan *plan);
/* Mark the parts of combinations that are marked, by way of others too. */
void lc_plan_mark_parts(const lc_plan *plan, bool *measured);
/* The parts of combinations over whole communities are to be measured everywhere. false when memory is out. */
bool lc_plan_ask_parts(lc_plan *plan);

/* Bring the n network groups in `walked` into an order in which those that a combination over land needs together stand
   together, and others with those of the same walking cost, n_in_pass[0 .. *n_passes - 1] of them a pass. LC_ERR_INPUT
   when a combination needs more than fit. */
lc_status lc_plan_order_groups(lc_context *ctx, const lc_plan *plan, size_t *walked, size_t n, size_t *n_in_pass,
                               size_t *n_passes);
/* Put the combinations over land into the passes of their groups. false when memory is out. */
bool lc_plan_place_combinations(lc_plan *plan);

#endif
