/* A prepared network is built while facilities are read: files are read by one thread, and the others have nothing to
 * do. */
#ifndef LC_CITY_NETWORK_TASK_H
#define LC_CITY_NETWORK_TASK_H

#include "city/inputs.h"
#include "network/network.h"

typedef struct lc_network_task lc_network_task;

/* Begin to build, in the work CRS of the communities, from what has been prepared, which is taken out of `in`. *out is
   NULL when there is nothing to begin with: another kind of network, lines, of which there is much to warn, or walking
   costs, which need the ground. */
lc_status lc_network_task_begin(lc_context *ctx, lc_inputs *in, lc_network_task **out);
/* Wait for the network. Frees `task`. */
lc_status lc_network_task_end(lc_context *ctx, lc_network_task *task, lc_network **out);
/* The same when the network is not asked for any more. `task` may be NULL. */
void lc_network_task_drop(lc_network_task *task);

#endif
