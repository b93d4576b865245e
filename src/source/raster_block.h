/* How much of a raster is in memory at a time. */
#ifndef LC_SOURCE_RASTER_BLOCK_H
#define LC_SOURCE_RASTER_BLOCK_H

#include <gdal.h>

#include "source/source.h"

/*
 * GDAL holds whole blocks, of the band and of its mask (NULL without): refuse those that are too large to be read, or
 * that take more memory than is left. LC_ERR_INPUT, with `role` and the source's text before it.
 */
lc_status lc_raster_ask_block(lc_context *ctx, const lc_source *source, const char *role, GDALRasterBandH band,
                              GDALRasterBandH mask);
/* The same of a part to be read cell by cell, of so many of them; `text` is the source's. */
lc_status lc_raster_ask_cells(lc_context *ctx, const char *text, const char *role, double cells);

#endif
