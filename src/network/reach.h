/* How many facilities reach each of many points: one small bounded search a facility. */
#ifndef LC_NETWORK_REACH_H
#define LC_NETWORK_REACH_H

#include "network/access.h"

/* A way onto the network from point `point`: a spot, and the distance to it. A point may have several. */
typedef struct lc_anchor {
    lc_spot spot;
    double leg_m;
    uint32_t point;
} lc_anchor;

typedef struct lc_reach lc_reach;

/* Prepare for anchors (sorted in place, borrowed) of points below n_points. NULL when memory is out, or the context is
   cancelled: then the anchors are none any more. */
lc_reach *lc_reach_new(const lc_context *ctx, const lc_network *network, lc_anchor *anchor, size_t n, size_t n_points);
/* Another one for the same anchors and points, for another thread; `reach` must outlive it. */
lc_reach *lc_reach_beside(const lc_reach *reach);
void lc_reach_free(lc_reach *reach);

/* Points that a facility with these accesses reaches within limit_m: reach->..., each once, in `out` (replaced).
   false when memory is out. One thread at a time. */
bool lc_reach_points(lc_reach *reach, const lc_access *access, size_t n, double limit_m, lc_items *out);
/* How far such a point is from the facility, until the next search. */
double lc_reach_d(const lc_reach *reach, uint32_t point);

/* An edge on which the facility is reached, and a distance that it is nowhere nearer there than. false ends it. */
typedef bool (*lc_reached_edge_fn)(void *user, uint32_t edge, double least_m);

/* Give every edge of which some part may lie within limit_m of a facility with these accesses, once. A reach without
   points will do. false when memory is out, or `take` said so. */
bool lc_reach_edges(lc_reach *reach, const lc_access *access, size_t n, double limit_m, lc_reached_edge_fn take,
                    void *user);

#endif
