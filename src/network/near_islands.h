/* The segments that islands may be near. */
#ifndef LC_NETWORK_NEAR_ISLANDS_H
#define LC_NETWORK_NEAR_ISLANDS_H

#include "network/network.h"

/* Segments by their first vertices, ascending, and the edges that these are of. */
typedef struct lc_candidates_segments {
    uint32_t *vert, *edge;
    size_t n, cap_vert, cap_edge;
} lc_candidates_segments;

/*
 * The segments of all edges but n of `island` (ascending) that may be within gap_m of one of those: all that are, and
 * some others. Most of a network is far from any island, so that an index over all of it would be too much.
 */
lc_status lc_near_islands(lc_context *ctx, const lc_network *network, const uint32_t *island, size_t n, double gap_m,
                          lc_candidates_segments *out);
void lc_candidates_segments_free(lc_candidates_segments *segments);

#endif
