/*
 * Heights of the ground from a raster (a digital elevation model, DEM).
 *
 * The noise of a satellite's heights is slope to a walker: each cell is first averaged over the cells whose centres lie
 * within smooth_m of its own in rows and columns. Between cell centres the averages are interpolated bilinearly.
 */
#ifndef LC_SOURCE_HEIGHTS_H
#define LC_SOURCE_HEIGHTS_H

#include "geo/workcrs.h"
#include "source/heights_info.h"
#include "source/source.h"

#define LC_SMOOTH_M 45.0 /* a DEM of 30 m is averaged over 3 x 3 cells, one of 90 m stays as it is */

/* Heights on the Earth's land: the shore of the Dead Sea, and Everest, with something to spare. */
#define LC_HEIGHT_LEAST_M (-450.0)
#define LC_HEIGHT_MOST_M 8900.0

/*
 * Open band 1 of a raster as heights in metres: any CRS, mosaics (VRT) too; nodata, mask, scale and offset honoured.
 * @param crs the work CRS of the places to be asked for, borrowed; cells are measured at its centre
 * @param[out] out to be closed with lc_heights_close()
 * Errors: LC_ERR_INPUT for a source that is no raster, has no position or no CRS.
 */
lc_status lc_heights_open(lc_context *ctx, const lc_source *source, const lc_work_crs *crs, double smooth_m,
                          lc_heights **out);
void lc_heights_close(lc_heights *heights);
const lc_heights_info *lc_heights_of(const lc_heights *heights);

/*
 * Heights z_m[i] at n places of the work CRS, NaN where the raster has none: beyond its edge, or where one of the four
 * cells around is nodata. Reads the raster by windows; memory does not grow with the raster.
 * Errors: LC_ERR_INPUT when a part of the raster cannot be read.
 */
lc_status lc_heights_at(lc_context *ctx, lc_heights *heights, const lc_xy *xy, size_t n, double *z_m);

#endif
