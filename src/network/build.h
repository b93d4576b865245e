/* From paths to a network. */
#ifndef LC_NETWORK_BUILD_H
#define LC_NETWORK_BUILD_H

#include "network/network.h"

/* Merge identical segments, contract chains of degree 2, drop or join small components as the rules say. */
lc_status lc_network_build(lc_context *ctx, const lc_paths *paths, const lc_network_rules *rules, lc_network **out);

#endif
