/* Distances along a network, as a search leaves them: data alone. */
#ifndef LC_NETWORK_FIELD_H
#define LC_NETWORK_FIELD_H

#include "network/network.h"

/* Where a facility meets the network: the stretch s0_m .. s1_m of an edge (often a point), where the distance is d0_m.
 */
typedef struct lc_access {
    uint32_t edge;
    double s0_m, s1_m, d0_m;
} lc_access;

/* Along an edge the distance is linear between breakpoints, with slope -1, 0 or 1. */
typedef struct lc_breakpoint {
    double s_m, d_m;
} lc_breakpoint;

/* D(q) for every point q of the network, INFINITY beyond range_m from any facility. Immutable, but for its holders. */
typedef struct lc_field {
    lc_holders holders;
    const lc_network *network; /* borrowed */
    double range_m;
    double *node_d;            /* n_nodes */
    uint32_t *breakpoint_list; /* n_edges: 1 + list number for edges that carry an access, else 0 */
    size_t *breakpoint_of;     /* n_lists + 1 */
    lc_breakpoint *breakpoint;
    size_t n_lists, n_breakpoints, cap_breakpoints;
} lc_field;

#endif
