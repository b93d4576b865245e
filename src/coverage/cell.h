/* What a convex cell of one label adds to the tally of a pass. */
#ifndef LC_COVERAGE_CELL_H
#define LC_COVERAGE_CELL_H

#include "coverage/combine.h"
#include "coverage/detail.h"
#include "coverage/envelope.h"
#include "coverage/gated.h"
#include "coverage/moments.h"

enum { LC_EXACT_SEGMENTS = 2 }; /* with as few near, everything is exact in undecided cells */

/* What a worker keeps between cells. */
typedef struct lc_cell_scratch {
    lc_partition partition;
    lc_envelope envelope;
    lc_gated gated;
    lc_combining combining;
    lc_candidate_segments candidates;
    lc_moments moments;
    lc_stats work;
} lc_cell_scratch;

void lc_cell_scratch_free(lc_cell_scratch *scratch);

/* A convex part of the plane, and the layers that hold all over it. */
typedef struct lc_cell {
    const lc_convex *shape;
    double area;
    lc_layers layers;
    bool is_box; /* it is the box that the bounds are of */
    bool large;  /* too large for its means to be taken from points */
    lc_detail detail;
    const float *weight; /* of the groups' jumps, see lc_detail_weigh() */
    const double *probe; /* of the community, as in lc_sums */
} lc_cell;

/* Add a cell, demand and all. bounds, candidates: of the cell, or of a box around it (scratch in it is used). */
bool lc_cell_sum(lc_cell_scratch *scratch, const lc_pass *pass, const lc_cell *cell, const lc_node_bounds *bounds,
                 lc_candidate_segments *candidates, double tolerance_m2, double *tally);

/* Are bounds enough for a pass in a box in which these layers are met? Then its cells can be added all at once. */
bool lc_cells_settled(const lc_pass *pass, const lc_node_bounds *bounds, lc_layers met);

/* What samples are wanted for: the groups of which the means and quantiles are; none: only the areas are needed. */
static inline lc_layers lc_cells_stats(const lc_pass *pass, const lc_node_bounds *bounds, lc_layers met) {
    lc_layers live = bounds->view.off || pass->areas_only ? 0 : lc_node_bounds_undecided(bounds, met)->live;
    return met & LC_LAYER_RESIDENTIAL ? live : live & pass->stats_groups;
}

/* Add all cells of a settled box, unless paths lie on one another there, so that they are to be added one by one; *done
   tells whether they are added. false when memory is out. */
bool lc_cells_sum(lc_cell_scratch *scratch, const lc_pass *pass, lc_samples *samples, const lc_node_bounds *bounds,
                  const lc_candidate_segments *candidates, lc_layers met, double *tally, bool *done);

#endif
