/* What GDAL warned of while a layer was read. */
#ifndef LC_SOURCE_LAYER_GDAL_H
#define LC_SOURCE_LAYER_GDAL_H

#include "source/layer_reader.h"

/* Tell what GDAL warned of; a number of one of the fields that it cut refuses the layer. */
lc_status lc_layer_tell_gdal(lc_layer_reader *r, const int *index, size_t n);

#endif
