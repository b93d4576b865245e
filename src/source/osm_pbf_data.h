/* Blocks of data of an OSM PBF file: tables of strings, and the objects that use them. */
#ifndef LC_SOURCE_OSM_PBF_DATA_H
#define LC_SOURCE_OSM_PBF_DATA_H

#include "source/osm_build.h"
#include "source/protobuf.h"

struct lc_pbf_string;

/* What reading block after block goes on with. */
typedef struct lc_pbf {
    lc_context *ctx;
    const char *path;
    lc_osm_builder *b;
    uint64_t at;                   /* where in the file the block at work begins */
    struct lc_pbf_string *strings; /* of that block */
    size_t n_strings, cap_strings;
    int64_t granularity, lat_offset, lon_offset;
} lc_pbf;

/* Hand the objects of an uncompressed block to the builder. */
lc_status lc_pbf_read_data(lc_pbf *r, lc_span block);
/* LC_ERR_INPUT with what is wrong in the block at work. */
lc_status lc_pbf_damaged(lc_pbf *r, const char *what);
void lc_pbf_free(lc_pbf *r);

#endif
