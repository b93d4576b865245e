/*
 * Which squares of the plane each facility may reach, none left out: by a bounded search of its own, or by its box.
 * Facilities with no square in common can be measured as one.
 */
#ifndef LC_MEASURE_REACH_SQUARES_H
#define LC_MEASURE_REACH_SQUARES_H

#include "measure/fields.h"
#include "measure/reach_tasks.h"

/* Squares over the tiles of all communities; every tile lies in one of them. */
typedef struct lc_squares {
    double width, x0, y0;
    size_t columns, rows;
} lc_squares;

/* Squares number first .. end - 1, row by row. */
typedef struct lc_square_run {
    uint32_t first, end;
} lc_square_run;

/* A facility of a task, and the squares that it may reach: run[first[i]] .. run[first[i + 1] - 1], ascending. Hardly
   more than one a row: 15 km reach some 3,000 squares, in 60 runs. */
typedef struct lc_reach_squares {
    lc_squares plane;
    uint32_t *task, *feature; /* n, by task */
    size_t *first;            /* n + 1 */
    lc_square_run *run;
    size_t n, n_runs, cap, cap_feature, cap_first, cap_runs;
} lc_reach_squares;

/* To be freed, after a failure too. */
lc_status lc_reach_squares_find(lc_context *ctx, const lc_fields *fields, const lc_reach_tasks *tasks,
                                lc_reach_squares *out);
void lc_reach_squares_free(lc_reach_squares *squares);

/* The squares that a box meets, or would if there were more of them: columns x0 .. x1, rows y0 .. y1. */
lc_box lc_squares_met(const lc_squares *plane, const lc_box *box);

#endif
