/* The network's segments as sites of a pass. */
#ifndef LC_MEASURE_EDGE_FIELDS_H
#define LC_MEASURE_EDGE_FIELDS_H

#include "measure/pass_fields.h"

/* Give a pass, whose groups are there, its sites and D at their vertices. `walk` as in lc_plan_pass. `before`, when it
   is not NULL, is the pass of the same groups on the same network with other facilities: edges on which D is the same
   are taken from there. */
lc_status lc_edge_fields_lay(lc_context *ctx, const lc_fields *fields, const lc_network *network, size_t walk,
                             const lc_pass_fields *before, lc_pass_fields *out);

#endif
