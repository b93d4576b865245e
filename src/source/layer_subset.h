/* The subset of a source. */
#ifndef LC_SOURCE_LAYER_SUBSET_H
#define LC_SOURCE_LAYER_SUBSET_H

#include "source/layer_reader.h"

/* Have GDAL filter the layer by the source's subset. */
lc_status lc_layer_set_subset(lc_layer_reader *r);

#endif
