#ifndef LC_NETWORK_BUILD_H
#define LC_NETWORK_BUILD_H

#include "network/network.h"

lc_status lc_network_build(lc_context *ctx, const lc_paths *paths, const lc_network_rules *rules, lc_network **out);

#endif
