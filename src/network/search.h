/* Walking distance to the nearest facility, everywhere on the network: one bounded multi-source search. */
#ifndef LC_NETWORK_SEARCH_H
#define LC_NETWORK_SEARCH_H

#include "network/breakpoints.h"

/*
 * Search from n accesses (sorted in place) up to range_m; *settled gets the number of nodes taken off the queue. NULL
 * when memory is out. Exact: node_d is the shortest of the sums of lengths along the paths from the accesses.
 */
lc_field *lc_field_search(const lc_network *network, lc_access *access, size_t n, double range_m, size_t *settled);
/* One more that has it, to be freed as well; not by several threads at once. */
lc_field *lc_field_hold(lc_field *field);
void lc_field_free(lc_field *field);

#endif
