/* The walking distance along an edge: what its ends and the accesses on it give. The reading of it is in search.h. */
#ifndef LC_NETWORK_KNOTS_H
#define LC_NETWORK_KNOTS_H

#include "network/search.h"

/* From node_d and the accesses, by edge, fill knot_list, knot_of and knot. false when memory is out. */
bool lc_knots_collect(lc_field *field, const lc_access *access, size_t n);

#endif
