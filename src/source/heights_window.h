/* Parts of a raster of heights, as they stand and averaged. */
#ifndef LC_SOURCE_HEIGHTS_WINDOW_H
#define LC_SOURCE_HEIGHTS_WINDOW_H

#include <gdal.h>

#include "geo/workcrs.h"
#include "source/crs.h"
#include "source/heights_info.h"

enum { LC_HEIGHTS_TILE = 256 }; /* cells of a window's side that are interpolated between */

struct lc_heights {
    const lc_work_crs *work; /* borrowed */
    char *text;              /* the source, for messages */
    GDALDatasetH dataset;
    GDALRasterBandH band, mask; /* mask is NULL when all cells are valid */
    lc_crs *crs;
    double to_map[6], to_pixel[6];
    double scale, offset;
    int reach_x, reach_y; /* cells on either side that are averaged */
    lc_heights_info info;
    bool remote; /* the source lies elsewhere */
};

/* The cells x0 .. x0 + w - 1 of rows y0 .. y0 + h - 1: first as they stand in the raster, NaN for nodata, with a rim of
   what is averaged over; then the averages. */
typedef struct lc_heights_window {
    int x0, y0, w, h;
    double *z;            /* w * h */
    double *sum;          /* scratch: of a row's neighbours, w * h */
    uint32_t *count;      /* scratch, w * h */
    unsigned char *valid; /* scratch, w * h */
} lc_heights_window;

/* Room for a tile and its rim; to be freed in any case. false when memory is out. */
bool lc_heights_window_new(const lc_heights *heights, lc_heights_window *window);
void lc_heights_window_free(lc_heights_window *window);
/* The cells that x0, y0, w and h say, as they stand. Errors: LC_ERR_INPUT when a part of the raster cannot be read. */
lc_status lc_heights_window_read(lc_context *ctx, const lc_heights *heights, lc_heights_window *window);
/* The averages of a tile's cells, and of one row and column more. */
lc_status lc_heights_window_load(lc_context *ctx, const lc_heights *heights, int tile_x, int tile_y,
                                 lc_heights_window *window);

#endif
