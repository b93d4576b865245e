/* What walking costs beyond length: slopes, stairs, crossings (docs/walk-cost.md). */
#ifndef LC_PROFILE_WALK_COST_H
#define LC_PROFILE_WALK_COST_H

#include "base/context.h"

typedef enum lc_slope_model { LC_SLOPE_NONE = 0, LC_SLOPE_TOBLER, LC_SLOPE_LANGMUIR, LC_SLOPE_TABLE } lc_slope_model;

/* One row of a table of slopes: rise over run, and how many metres a metre counts for. */
typedef struct lc_slope_row {
    double slope, factor;
} lc_slope_row;

typedef struct lc_walk_cost {
    lc_slope_model slope;
    lc_slope_row *table; /* n_table, ascending slopes; of LC_SLOPE_TABLE */
    size_t n_table;
    bool has_stairs;
    double stairs; /* factor of stairs, in place of the slope's; INFINITY: they are not walked */
    bool crossings;
} lc_walk_cost;

/* Does it change any length? Are stairs not walked at all? */
bool lc_walk_cost_counts(const lc_walk_cost *cost);
bool lc_walk_cost_closes_stairs(const lc_walk_cost *cost);

/*
 * How many metres on the flat a metre of path with this slope (rise over run, |slope| capped at 1) counts for, there
 * and back: max(1, (v(0)/v(S) + v(0)/v(-S)) / 2). Tobler 1993: v = 6 e^(-3.5 |S + 0.05|) km/h. Langmuir 1984
 * (Naismith's rule with corrections): 0.72 s a metre and 6 s a metre of height uphill; downhill 2 s less a metre of
 * height from 5 to 12 degrees, 2 s more beyond. A table is interpolated between its rows, and its ends hold beyond
 * them.
 */
double lc_slope_factor(const lc_walk_cost *cost, double slope);

/* The set as YAML on one line, as it is read; malloc'ed, NULL when memory is out. */
char *lc_walk_cost_text(const lc_walk_cost *cost);
bool lc_walk_cost_copy(const lc_walk_cost *from, lc_walk_cost *to);
bool lc_walk_cost_equal(const lc_walk_cost *a, const lc_walk_cost *b);
void lc_walk_cost_free(lc_walk_cost *cost);

#endif
