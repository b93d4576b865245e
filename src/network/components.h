/* Connected parts of a network in the making. */
#ifndef LC_NETWORK_COMPONENTS_H
#define LC_NETWORK_COMPONENTS_H

#include "network/network.h"

/* Drop the components with less than min_component_m of path: their nodes, edges and vertices; the others keep their
   order. Fills components, dropped_components and their lengths. false when memory is out. */
bool lc_network_drop_small(lc_network *network, double min_component_m);

#endif
