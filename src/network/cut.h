/* Edges of a network in the making are cut, and edges are added, where it is joined to itself. */
#ifndef LC_NETWORK_CUT_H
#define LC_NETWORK_CUT_H

#include "network/network.h"

/* A position on the network: a node, or, where `node` is LC_NO_NODE, share t (0 <= t < 1) of the way from vertex `vert`
   of an edge to the next one. At t = 0 it is that vertex, which is no end of the edge. */
#define LC_NO_NODE UINT32_MAX
typedef struct lc_position {
    uint32_t node, vert;
    double t;
    lc_xy at;
} lc_position;

/* The position at share t of the segment from vertex `vert` of edge `edge`: at a vertex if that is within a micrometre.
 */
lc_position lc_position_on(const lc_network *network, uint32_t edge, uint32_t vert, double t);

/* A straight edge to be added. */
typedef struct lc_joint {
    lc_position from, to;
    double length_m;
} lc_joint;

/* Cut edges where joints begin or end in them, and add the joints as edges of kind LC_EDGE_JOINT. New nodes come after
   the others; positions at the same place share one. To be called before anything but the edges and their vertices is
   there. false when memory is out. */
bool lc_network_add_joints(lc_network *network, lc_joint *joint, size_t n);

#endif
