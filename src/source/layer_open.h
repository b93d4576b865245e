/* A layer that is opened, and closed. */
#ifndef LC_SOURCE_LAYER_OPEN_H
#define LC_SOURCE_LAYER_OPEN_H

#include "source/layer_reader.h"

/* Open the data set, choose the layer, set filter, encoding and CRS. */
lc_status lc_layer_open(lc_layer_reader *r);

/* The same in two steps, for a look at a layer whose CRS is missing or wrong. */
lc_status lc_layer_open_without_crs(lc_layer_reader *r);
lc_status lc_layer_set_crs(lc_layer_reader *r);

/* What the layer says of its CRS, borrowed; NULL when that is nothing to go by. */
OGRSpatialReferenceH lc_layer_native_crs(const lc_layer_reader *r);
void lc_layer_close(lc_layer_reader *r);

#endif
