/* Layers as GeoJSON. */
#ifndef LC_OUTPUT_LAYER_JSON_H
#define LC_OUTPUT_LAYER_JSON_H

#include "output/write_layer.h"

/* lc_layers_write(), but GeoJSON by ourselves, where nothing has to be cut at the antimeridian: GDAL takes several
   times as long, and gives numbers digits that they do not have. */
/* Could they be written so? LC_ERR_INPUT for a GeoJSON in a CRS that has no name. */
lc_status lc_report_layers_check(lc_context *ctx, const char *path, const lc_out_crs *crs);
lc_status lc_report_layers_write(lc_context *ctx, const char *path, const lc_layer_out *layers, size_t n);

#endif
