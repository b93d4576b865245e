#ifndef LC_SOURCE_OSM_PBF_H
#define LC_SOURCE_OSM_PBF_H

#include "source/osm_build.h"

/* The readers. A file that cannot be read to its end is LC_ERR_INPUT. */
lc_status lc_osm_read_pbf(lc_context *ctx, const char *path, lc_osm_builder *b);

#endif
