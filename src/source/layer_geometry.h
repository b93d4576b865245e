/* The geometries of a layer. */
#ifndef LC_SOURCE_LAYER_GEOMETRY_H
#define LC_SOURCE_LAYER_GEOMETRY_H

#include "source/layer_reader.h"

/* Append a feature's geometry, in the layer's coordinates. */
lc_status lc_layer_geometry(lc_layer_reader *r, OGRFeatureH feature, uint32_t index, lc_geoms *out);

#endif
