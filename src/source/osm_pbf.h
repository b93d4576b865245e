/* OSM PBF files. */
#ifndef LC_SOURCE_OSM_PBF_H
#define LC_SOURCE_OSM_PBF_H

#include "source/osm_build.h"

/* Read a file to its end; LC_ERR_INPUT when that cannot be done. */
lc_status lc_osm_read_pbf(lc_context *ctx, const char *path, lc_osm_builder *b);

#endif
