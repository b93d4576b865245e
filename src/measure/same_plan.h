/* Do two plans measure the same things? */
#ifndef LC_MEASURE_SAME_PLAN_H
#define LC_MEASURE_SAME_PLAN_H

#include "measure/plan_data.h"

/* By the same sets, groups, passes and batches of one profile, with the same compounds. Facilities and paths may be
   others. */
bool lc_same_plan(const lc_plan *a, const lc_plan *b);

/* Has set number `set` of two same plans the very same facilities in both? */
bool lc_same_set(const lc_plan *a, const lc_plan *b, size_t set);

#endif
