/* Two reports compared: what is known of it. */
#ifndef LC_REPORT_DIFF_DATA_H
#define LC_REPORT_DIFF_DATA_H

#include "report/figures.h"
#include "report/match.h"

/* A change with its place in the order. */
typedef struct lc_change_entry {
    lc_change change;
    double weight;               /* how much it matters among its like */
    size_t indicator, community; /* indices; SIZE_MAX for none, and for the city */
} lc_change_entry;

struct lc_diff {
    const lc_figures *before, *after;
    double tolerance;
    lc_match indicators, communities, categories;
    char *
        *different; /* for each indicator after: the members of its definition that differ, ", " between; NULL: none */
    lc_change_entry *changes;
    size_t n_changes, cap_changes, n_effect[3];
    lc_cause *causes;
    size_t n_causes, cap_causes;
};

#endif
