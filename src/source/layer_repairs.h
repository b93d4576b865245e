/* What repairs of polygons may take away. */
#ifndef LC_SOURCE_LAYER_REPAIRS_H
#define LC_SOURCE_LAYER_REPAIRS_H

#include "source/layer_reader.h"

/* Refuse polygons with vertices that are nowhere on the globe, which a repair might drop. */
lc_status lc_layer_check_places(lc_layer_reader *r, const lc_geoms *geoms);

/* Tell of features whose areas are others than before they were repaired (repaired.h). */
lc_status lc_layer_tell_repairs(lc_layer_reader *r, const lc_geoms *geoms, const double *before, size_t n_features);

#endif
