/* OSM XML, plain or packed. */
#ifndef LC_SOURCE_OSM_XML_H
#define LC_SOURCE_OSM_XML_H

#include "source/osm_build.h"

/* Read a file to its end; LC_ERR_INPUT when that cannot be done. */
lc_status lc_osm_read_xml(lc_context *ctx, const char *path, bool is_gzip, lc_osm_builder *b);

#endif
