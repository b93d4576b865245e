/* How much of the demand walks to a path that leads nowhere. */
#ifndef LC_MEASURE_ISLAND_SHARE_H
#define LC_MEASURE_ISLAND_SHARE_H

#include "measure/kept.h"
#include "measure/pass_fields.h"
#include "measure/result_data.h"

/*
 * Fill `island` of every indicator on the network in every community: the demand whose nearest path, within the link
 * limit, is on a component that is neither major nor joined to one (docs/definitions.md, "Islands"). Where a path that
 * is on none is equally near, that one counts. A place in a gated compound counts when all the gates that it can leave
 * by lie so. What is known in `kept` (NULL: nothing) is taken from there, and the rest is kept in it.
 * Errors: LC_ERR_MEMORY.
 */
lc_status lc_island_share(lc_context *ctx, const lc_fields *fields, lc_kept *kept, lc_results *results);

#endif
