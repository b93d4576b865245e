/* Two reports compared: what the writers of a comparison read. */
#ifndef LC_REPORT_DIFF_H
#define LC_REPORT_DIFF_H

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

/* What changed in one ratio of both reports: indicator and community of the later one, SIZE_MAX for the city. false
   when nothing did that counts. `out` has the figures in any case. */
bool lc_diff_cell(const lc_diff *diff, size_t indicator, size_t community, lc_change *out);

/* Does member k of the definition differ between two indicators? */
bool lc_definition_differs(const lc_figure_indicator *before, const lc_figure_indicator *after, size_t k);
/* Find what may be behind the changes. */
lc_status lc_diff_find_causes(lc_context *ctx, lc_diff *diff);

#endif
