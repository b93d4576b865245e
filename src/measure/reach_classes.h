/*
 * Facilities put together so that each can still be told: a class has some of one task, of which no two may reach the
 * same square. The area within a distance of its nearest is then, square by square, that of a single one, and the
 * classes of all facilities are the groups of a plan like any other. Taken greedily, as a graph is coloured.
 */
#ifndef LC_MEASURE_REACH_CLASSES_H
#define LC_MEASURE_REACH_CLASSES_H

#include "measure/reach_squares.h"

typedef struct lc_reach_class {
    size_t task;
    uint32_t *owner; /* one a square: the feature that may reach it, UINT32_MAX where there is none */
} lc_reach_class;

/* Some classes, searched and ready to be measured: class k is set and group k of the plan. {0} is empty. */
typedef struct lc_reach_batch {
    lc_reach_class *of;
    size_t n;
    lc_plan *plan;
    lc_fields *fields;
} lc_reach_batch;

/* The next classes, of facilities that are not in any yet: of those `placed` is false (one a facility of `squares`,
   which are marked). Without classes in it nothing is left. To be freed, after a failure too; everything that is given
   must outlive it. */
lc_status lc_reach_batch_next(lc_context *ctx, const lc_fields *fields, const lc_reach_tasks *tasks,
                              const lc_reach_squares *squares, bool *placed, lc_reach_batch *out);
void lc_reach_batch_free(lc_reach_batch *batch);

#endif
