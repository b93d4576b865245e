/* Connected parts of a network in the making. */
#ifndef LC_NETWORK_COMPONENTS_H
#define LC_NETWORK_COMPONENTS_H

#include "network/network.h"

/* n components, numbered in the order of their least node. */
typedef struct lc_components {
    size_t n;
    uint32_t *of_node; /* n_nodes */
    double *length_m;  /* n: path length, without the straight ways across squares */
} lc_components;

/* From the edges alone; to be freed with lc_components_free(). false when memory is out. */
bool lc_components_find(const lc_network *network, lc_components *out);
void lc_components_free(lc_components *components);

/* Drop the components with less than min_component_m of path: their nodes, edges and vertices; the others keep their
   order, and are numbered anew. Fills the network's components, dropped_components and their lengths. false when memory
   is out. */
bool lc_network_drop_small(lc_network *network, lc_components *components, double min_component_m);

#endif
