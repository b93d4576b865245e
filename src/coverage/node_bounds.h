/*
 * Node bounds of the quadtree over the plane (branch and bound): what one pass knows of a box, the candidate segments
 * that may be nearest somewhere in it, bounds of each group's d there, and which limits these decide. A box whose
 * limits are all decided is counted as a whole and never divided.
 */
#ifndef LC_COVERAGE_NODE_BOUNDS_H
#define LC_COVERAGE_NODE_BOUNDS_H

#include "coverage/candidate_segments.h"

/* What the bounds leave undecided on one kind of land: groups, as bits. */
typedef struct lc_undecided {
    lc_layers live; /* that may matter: in range somewhere, or perhaps off network */
    lc_layers open; /* of them, those with a limit, or the end of their search range, that no bound has decided */
} lc_undecided;

typedef struct lc_node_bounds {
    lc_view view;
    bool stuck;         /* the list is hardly shorter than that of the larger box: cutting smaller may be of no use */
    lc_undecided at[2]; /* outside of residential land; on it, and wherever there is some */
    bool bounded;       /* low and high are known */
    double low[LC_GROUPS_MAX], high[LC_GROUPS_MAX]; /* of the live groups */
} lc_node_bounds;

/* What is undecided where these layers are met. */
static inline const lc_undecided *lc_node_bounds_undecided(const lc_node_bounds *bounds, lc_layers met) {
    return &bounds->at[(met & LC_LAYER_RESIDENTIAL) != 0];
}

/* Prune `from` into `to`, another list, for a box, with residential land in it or not, and see what is decided
   there: without, nothing is said of such land. What is found does not depend on `residential` otherwise.
   false when memory is out. */
bool lc_node_bounds_at(const lc_pass *pass, const lc_candidate_segments *from, const lc_box *box, bool residential,
                       lc_candidate_segments *to, lc_stats *work, lc_node_bounds *out);

/* Are no more than `most` different segments in the list of a box? Where segments lie on one another they are counted
   once, but only where cutting the box has stopped to make the list shorter: counting is quadratic. */
bool lc_node_bounds_few(const lc_node_bounds *bounds, const lc_candidate_segments *candidates, size_t most);
#endif
