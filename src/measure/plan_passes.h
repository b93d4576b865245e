/* Which groups of a plan are measured together, and which passes at once. */
#ifndef LC_MEASURE_PLAN_PASSES_H
#define LC_MEASURE_PLAN_PASSES_H

#include "measure/plan_data.h"

/* Lay out pass and batch of a plan whose groups are known. LC_ERR_INPUT when a combination over land needs more groups
   together than fit. */
lc_status lc_plan_passes(lc_context *ctx, lc_plan *plan);

#endif
