/* A prepared network is built while facilities are read: files are read by one thread, and the others have nothing to
 * do. */
#ifndef LC_CITY_EARLY_NETWORK_H
#define LC_CITY_EARLY_NETWORK_H

#include "city/inputs.h"
#include "network/network.h"

typedef struct lc_early_network lc_early_network;

/* Begin to build, in the work CRS of the communities, from what has been prepared, which is taken out of `in`. *out is
   NULL when there is nothing to begin with: another kind of network, lines, of which there is much to warn, or walking
   costs, which need the ground. */
lc_status lc_early_network_begin(lc_context *ctx, lc_inputs *in, lc_early_network **out);
/* Wait for the network. Frees `early`. */
lc_status lc_early_network_end(lc_context *ctx, lc_early_network *early, lc_network **out);
/* The same when the network is not asked for any more. `early` may be NULL. */
void lc_early_network_drop(lc_early_network *early);

#endif
