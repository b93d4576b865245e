/* Places inside gated compounds, which leave through a gate: d = least over the gates of the way there + d(gate). */
#ifndef LC_COVERAGE_GATED_H
#define LC_COVERAGE_GATED_H

#include "coverage/tally.h"

/* What a worker keeps between cells. */
typedef struct lc_gated {
    const lc_compounds *compounds;
    lc_items items;
    uint32_t *gate; /* of the compounds around a cell */
    size_t n_gates, cap_gates;
    uint32_t *near; /* stack of shrinking lists */
    size_t cap_near;
} lc_gated;

void lc_gated_free(lc_gated *gated);

/* Add a cell that lies in a gated compound for the groups whose bit is set. */
bool lc_gated_cell(lc_gated *gated, const lc_sums *sums, const lc_convex *cell, lc_layers groups);

#endif
