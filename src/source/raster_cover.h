/* How much of a polygon a raster covers. */
#ifndef LC_SOURCE_RASTER_COVER_H
#define LC_SOURCE_RASTER_COVER_H

#include "source/raster.h"

/* The share of polygon g (lon/lat) that lies on the raster, 0..1, whatever its cells hold; 1 when it cannot be told. */
lc_status lc_cells_share(lc_context *ctx, const lc_cells *cells, const lc_geoms *lonlat, size_t g, double *share);

#endif
