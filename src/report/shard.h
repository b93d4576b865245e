/* What the report of a part of the planes carries, for the parts to be merged into the report of all: sums as exact as
   they were, and what belongs to sources or to planes. */
#ifndef LC_REPORT_SHARD_H
#define LC_REPORT_SHARD_H

#include "measure/results.h"

/* Service areas and gaps as the planes of a part drew them, one plane after the other, before they become those of one
   city: a check that prepared them has them in memory, and they stand in a file beside its report. */
typedef struct lc_shard_layers {
    bool has_areas, has_gaps;
    size_t n_area_xy, n_gaps; /* how many vertices and gaps there are, as the report says for the file */
    lc_geoms areas;           /* feature = indicator */
    lc_geoms gaps;            /* feature = index into gap */
    lc_gap *gap;              /* community of this part */
} lc_shard_layers;

typedef struct lc_shard {
    size_t number, of;
    size_t n;                 /* communities of all parts */
    size_t *index;            /* one a community of this part: its place among all */
    lc_network_info *network; /* n_networks, one a plane */
    size_t n_networks;
    lc_results results;          /* values and counts of this part's communities */
    lc_warnings sources, planes; /* what was told of sources, which all parts tell alike, and of this part's planes */
    lc_shard_layers layers;
} lc_shard;

void lc_shard_free(lc_shard *shard);

#endif
