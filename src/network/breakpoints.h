/* The walking distance along an edge: what its ends and the accesses on it give. */
#ifndef LC_NETWORK_BREAKPOINTS_H
#define LC_NETWORK_BREAKPOINTS_H

#include "network/field.h"

/* From node_d and the accesses, by edge, fill breakpoint_list, breakpoint_of and breakpoint. false when memory is out.
 */
bool lc_breakpoints_collect(lc_field *field, const lc_access *access, size_t n);

/* The breakpoints of an edge, by ascending s_m from 0 to its length. `buffer` holds three and is used when the edge has
   no list of its own. Returns their number; 0 when the whole edge is out of range. */
size_t lc_field_breakpoints(const lc_field *field, uint32_t edge, lc_breakpoint buffer[3],
                            const lc_breakpoint **breakpoints);

/* Is D the same along edge e of one field's network and f of the other's, which have the same vertices? */
bool lc_field_same_along(const lc_field *a, uint32_t e, const lc_field *b, uint32_t f);

/* D at a spot. */
double lc_field_at(const lc_field *field, lc_spot spot);
/* The same at n vertices of an edge, from vertex v on; false, and nothing is written, when all of the edge is out of
   range. */
bool lc_field_along(const lc_field *field, uint32_t edge, size_t v, size_t n, double *d);

#endif
