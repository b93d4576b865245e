/* Which walking cost an indicator is measured by, and the network that it goes by. */
#ifndef LC_MEASURE_PLAN_WALK_H
#define LC_MEASURE_PLAN_WALK_H

#include "measure/plan_data.h"

/* The walking cost of an indicator, made when it is the first of its kind: speeds make a difference to waits alone. The
   plan has room for it. */
size_t lc_plan_walk_for(lc_plan *plan, const lc_indicator_def *indicator);
/* The network of the city that a walking cost of the plan goes by, in metres. */
const lc_network *lc_plan_network(const lc_plan *plan, size_t walk);
/* The same of a group. */
const lc_network *lc_plan_group_network(const lc_plan *plan, size_t group);
/* Some walking cost that an indicator with an answer, on the network, is measured by; a combination over land, and what
   it combines, have all one network. */
size_t lc_plan_walk_of(const lc_plan *plan, size_t indicator);

#endif
