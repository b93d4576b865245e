/* Population rasters: the cells of a GDAL raster that lie in an area of interest. */
#ifndef LC_SOURCE_RASTER_H
#define LC_SOURCE_RASTER_H

#include "source/cells.h"
#include "source/source.h"

/* Is the source a raster (and not a vector layer)? */
bool lc_source_is_raster(const lc_source *source);

/*
 * Read the cells of band 1 with a value above 0 whose centre lies within `box` (lon/lat degrees; x1 may pass 180 where
 * the box crosses the antimeridian, and then so do the centres). Projected and geographic rasters, rotated ones too;
 * nodata, NaN and the mask are honoured, scale and offset applied; only the part near the box is read.
 * Errors: LC_ERR_INPUT for a raster without a position, without a CRS, or with a block that cannot be read.
 */
lc_status lc_cells_read(lc_context *ctx, const lc_source *source, const char *role, const lc_box *box, lc_cells *out);
void lc_cells_free(lc_cells *cells);

#endif
