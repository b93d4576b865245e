/* The passes of a plan: searched fields, outlines and zones, ready to be measured. */
#ifndef LC_MEASURE_PASSES_H
#define LC_MEASURE_PASSES_H

#include "measure/plan.h"

/* Lay out all passes: one for the network, one for each straight-line group. Searches the network. */
lc_status lc_plan_lay_passes(lc_context *ctx, lc_plan *plan, const lc_network *network, lc_compounds *compounds,
                             double link_limit_m);
void lc_plan_pass_free(lc_plan_pass *pass);

#endif
