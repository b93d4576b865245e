/* What the report of a part of the planes carries, for the parts to be merged into the report of all: sums as exact as
   they were, and what belongs to sources or to planes. */
#ifndef LC_REPORT_SHARD_H
#define LC_REPORT_SHARD_H

#include <stdint.h>

#include "city/edits.h"
#include "measure/results.h"

/* Shapes as the planes of a part drew them, one plane after the other, before they become those of one city: what a
   check prepared of them stands in the file beside its report. Paths are those of the report. */
typedef struct lc_shard_layers {
    bool has_areas, has_gaps, has_facilities, has_paths;
    lc_geoms areas; /* feature = indicator */
    lc_geoms gaps;  /* feature = index into gap */
    lc_gap *gap;    /* community of this part */
    size_t n_gaps;
    lc_facility *facilities;  /* n_facilities; one in the boxes of several planes is there several times */
    lc_geoms facility_shapes; /* feature = facility */
    double *served;           /* [facility * n_indicators + indicator] */
    uint32_t *facility_plane; /* the plane that each is from, among those of the part */
    size_t n_facilities;
    uint32_t *path_plane; /* one a path of the report, the same */
    size_t components;    /* connected parts of the paths of all planes */
} lc_shard_layers;

/* What came of the edits in the planes of a part. */
typedef struct lc_shard_edits {
    char digest[65];          /* which edits these are (lc_edits_digest()) */
    double margin_m;          /* how far the sources of a plane reach beyond its communities */
    size_t n;                 /* edits; 0: there are none, and nothing else is set */
    size_t *first;            /* n + 1: outcome[first[i] .. first[i + 1]) are those of edit i */
    lc_edit_outcome *outcome; /* without `moved`; `from` is NaN where the part does not have what moves */
    char **far; /* n: '1' for each vertex that lies far from the communities of all planes of the part, '0' for the
                   others; NULL where none does */
} lc_shard_edits;

typedef struct lc_shard {
    size_t number, of;
    size_t n;                 /* communities of all parts */
    size_t *index;            /* one a community of this part: its place among all */
    lc_network_info *network; /* n_networks, one a plane */
    lc_xy *centre;            /* the same: the middle of its cell */
    lc_box *box;              /* and the box of its communities, lon/lat */
    size_t n_networks;
    lc_results results;          /* values and counts of this part's communities */
    lc_warnings sources, planes; /* what was told of sources, which all parts tell alike, and of this part's planes */
    lc_shard_edits edits;
    lc_shard_layers layers;
} lc_shard;

void lc_shard_free(lc_shard *shard);

/* Tells which numbers a report of a part has: the file beside it says the same, or is of another report. false when
   memory is out. */
bool lc_shard_digest(const lc_shard *shard, char out[65]);

#endif
