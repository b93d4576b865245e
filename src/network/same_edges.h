/* Which edges two networks have in common, when one was made of the other's paths with a few of them changed. */
#ifndef LC_NETWORK_SAME_EDGES_H
#define LC_NETWORK_SAME_EDGES_H

#include "network/network.h"

#define LC_NO_EDGE UINT32_MAX

/*
 * For every edge of `after` its counterpart in `before`, or LC_NO_EDGE: the very same vertices in the same order, kind,
 * slopes and part in islands. Both are read once, side by side; an edge that has moved far in the order may be held for
 * another one, never another one for it.
 * @param[out] pair after->n_edges
 * @param[out] gone before->n_edges: has it no counterpart?
 */
void lc_same_edges(const lc_network *before, const lc_network *after, uint32_t *pair, bool *gone);

#endif
