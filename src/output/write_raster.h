/* Rasters, as GDAL writes them. */
#ifndef LC_OUTPUT_WRITE_RASTER_H
#define LC_OUTPUT_WRITE_RASTER_H

#include "output/write_layer.h"

/* Does the name end in .tif or .tiff? */
lc_status lc_raster_check(lc_context *ctx, const char *path);

/* Write a single-band Float32 GeoTIFF (cloud optimised), NaN as nodata -9999, rows from the north, values in metres.
   `crs` is anything that OSRSetFromUserInput() takes: a PROJ string, an EPSG code. */
lc_status lc_raster_write(lc_context *ctx, const char *path, const float *value, size_t width, size_t height,
                          double west, double north, double cell_m, const char *crs);

#endif
