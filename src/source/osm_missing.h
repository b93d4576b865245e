/* OpenStreetMap files that GDAL reads as layers: what their areas lack. */
#ifndef LC_SOURCE_OSM_MISSING_H
#define LC_SOURCE_OSM_MISSING_H

#include "source/osm.h"

/* Relations of multipolygon or boundary of which a way, or a node of one, is not in the extract: GDAL drops their
   areas, or closes them by a guess, without a word. Up to `n_most` of their ids go into `id`; returns how many there
   are. */
size_t lc_osm_missing(const lc_osm *osm, int64_t *id, size_t n_most);

#endif
