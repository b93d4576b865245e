/* From a layer's own coordinates to lon/lat. */
#ifndef LC_SOURCE_LAYER_LONLAT_H
#define LC_SOURCE_LAYER_LONLAT_H

#include "source/layer_reader.h"

/* Put right coordinates that plainly stand in the wrong order or zone; and turn all of them into lon/lat, after
   what is invalid has been repaired where the user would see it too. */
lc_status lc_layer_put_right(lc_layer_reader *r, lc_geoms *geoms);
lc_status lc_layer_to_lonlat(lc_layer_reader *r, lc_geoms *geoms);

/* A coordinate that is nowhere on the globe, of a feature counted from 1. Returns LC_ERR_INPUT. */
lc_status lc_layer_fail_place(const lc_layer_reader *r, size_t feature, lc_xy at);

#endif
