/* What is done when all features have been read. */
#ifndef LC_SOURCE_LAYER_SETTLE_H
#define LC_SOURCE_LAYER_SETTLE_H

#include "source/layer_reader.h"

/* What was found of all features; their geometries repaired, and turned into lon/lat, but for those of a plane
   (without a CRS). */
lc_status lc_layer_settle_geometries(lc_layer_reader *r, lc_geoms *geoms, size_t n_features);

#endif
