/*
 * Walking lengths: what a metre of path counts for, on slopes, stairs and crossings.
 *
 * A view of a network is the same network, but positions along its edges, and the edges' lengths, are walking lengths
 * e instead of metres. Within a straight segment e grows evenly. All that is computed along edges (searches,
 * breakpoints, distances at positions) is the same code; only positions that were found in metres are brought over
 * first.
 */
#ifndef LC_NETWORK_WALK_LENGTH_H
#define LC_NETWORK_WALK_LENGTH_H

#include "network/ground.h"
#include "network/reach.h"
#include "network/search.h"
#include "profile/walk_cost.h"

/* Do walking lengths differ from the network's own under a cost? Lengths that were given are walking lengths, too. */
bool lc_walk_counts(const lc_network *network, const lc_walk_cost *cost);

/*
 * The view of a network under a cost. It borrows from the network, which must outlive it; to be freed with
 * lc_network_view_free(). NULL when memory is out.
 */
lc_network *lc_network_view(const lc_network *network, const lc_walk_cost *cost, double speed_m_per_s);
void lc_network_view_free(lc_network *view);

/* Walking length of an edge over its length. */
double lc_view_factor(const lc_network *network, const lc_network *view, size_t edge);

/* n accesses of the network brought over to the view, in place. */
void lc_view_accesses(const lc_network *network, const lc_network *view, lc_access *access, size_t n);
/* n ways onto the network brought over likewise: their legs lie off the paths and are flat. false when the context is
   cancelled; then some are. */
bool lc_view_anchors(const lc_context *ctx, const lc_network *network, const lc_network *view, lc_anchor *anchor,
                     size_t n);

#endif
