/* Facilities one by one: of which of them the reach is asked for, over areas, and how far. */
#ifndef LC_MEASURE_REACH_TASKS_H
#define LC_MEASURE_REACH_TASKS_H

#include "measure/plan_data.h"

/* An indicator, the limit that is its distance, and the demand that it is a share of (LC_DEMAND_AREA, ...). */
typedef struct lc_reach_asker {
    size_t indicator, limit;
    int demand;
} lc_reach_asker;

/* Facilities of one kind, each to be measured alone, within some distances. */
typedef struct lc_reach_task {
    const lc_facilities *facilities; /* of the city */
    size_t row;                      /* of the first of them among the facilities of all categories */
    size_t set;                      /* of the plan */
    lc_metric metric;
    bool *counts; /* one a feature */
    double *limit_m;
    bool *everywhere; /* n_limits: not over residential land alone */
    size_t n_limits;
    lc_reach_asker *asker;
    size_t n_askers;
} lc_reach_task;

typedef struct lc_reach_tasks {
    lc_reach_task *task;
    size_t n;
} lc_reach_tasks;

/* Is rule k of an indicator the one that counts for a facility? Of several rules that it passes, the one with the
   longest way. */
bool lc_reach_rule_counts(const lc_plan *plan, size_t indicator, size_t k, const lc_facilities *f, uint32_t feature);

/* All that a plan's indicators over areas ask for; indicators with the same facilities share a task. To be freed, after
   a failure too; false when memory is out. */
bool lc_reach_tasks_make(const lc_plan *plan, lc_reach_tasks *out);
void lc_reach_tasks_free(lc_reach_tasks *tasks);

#endif
