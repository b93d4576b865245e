/* What the report of a part of the planes carries, for the parts to be merged into the report of all: sums as exact as
   they were, and what belongs to sources or to planes. */
#ifndef LC_REPORT_SHARD_H
#define LC_REPORT_SHARD_H

#include "measure/results.h"

typedef struct lc_shard {
    size_t number, of;
    size_t n;                 /* communities of all parts */
    size_t *index;            /* one a community of this part: its place among all */
    lc_network_info *network; /* n_networks, one a plane */
    size_t n_networks;
    lc_results results;          /* values and counts of this part's communities */
    lc_warnings sources, planes; /* what was told of sources, which all parts tell alike, and of this part's planes */
} lc_shard;

void lc_shard_free(lc_shard *shard);

#endif
