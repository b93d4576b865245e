/* Walking distance to the nearest facility, everywhere on the network: one bounded multi-source search. */
#ifndef LC_NETWORK_SEARCH_H
#define LC_NETWORK_SEARCH_H

#include "network/network.h"

/* Where a facility meets the network: the stretch s0_m .. s1_m of an edge (often a point), where the distance is d0_m.
 */
typedef struct lc_access {
    uint32_t edge;
    double s0_m, s1_m, d0_m;
} lc_access;

/* Along an edge the distance is linear between knots, with slope -1, 0 or 1. */
typedef struct lc_knot {
    double s_m, d_m;
} lc_knot;

/* D(q) for every point q of the network, INFINITY beyond range_m from any facility. Immutable. */
typedef struct lc_field {
    const lc_network *network; /* borrowed */
    double range_m;
    double *node_d;      /* n_nodes */
    uint32_t *knot_list; /* n_edges: 1 + list number for edges that carry an access, else 0 */
    size_t *knot_of;     /* n_lists + 1 */
    lc_knot *knot;
    size_t n_lists, n_knots, cap_knots;
} lc_field;

/*
 * Search from n accesses (sorted in place) up to range_m; *settled gets the number of nodes taken off the queue. NULL
 * when memory is out. Exact: node_d is the shortest of the sums of lengths along the paths from the accesses.
 */
lc_field *lc_field_search(const lc_network *network, lc_access *access, size_t n, double range_m, size_t *settled);
void lc_field_free(lc_field *field);

/* The knots of an edge, by ascending s_m from 0 to its length. `buffer` holds three and is used when the edge has no
   list of its own. Returns their number; 0 when the whole edge is out of range. */
size_t lc_field_knots(const lc_field *field, uint32_t edge, lc_knot buffer[3], const lc_knot **knots);

/* D at a spot. */
double lc_field_at(const lc_field *field, lc_spot spot);
/* The same at n vertices of an edge, from vertex v on; false, and nothing is written, when all of the edge is out of
   range. */
bool lc_field_along(const lc_field *field, uint32_t edge, size_t v, size_t n, double *d);

#endif
