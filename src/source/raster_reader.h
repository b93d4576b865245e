/* A raster while it is read. */
#ifndef LC_SOURCE_RASTER_READER_H
#define LC_SOURCE_RASTER_READER_H

#include <gdal.h>

#include "source/cells.h"
#include "source/crs.h"
#include "source/gdal_errors.h"
#include "source/source.h"

/* Columns x0 .. x1 - 1 of rows y0 .. y1 - 1. */
typedef struct lc_window {
    int x0, y0, x1, y1;
} lc_window;

typedef struct lc_raster_reader {
    lc_context *ctx;
    const lc_source *source;
    const char *role;
    const char *shown_role; /* in messages */
    lc_gdal_errors errors;
    GDALDatasetH dataset;
    GDALRasterBandH band, mask; /* mask is NULL when all cells are valid */
    GDALDataType type;
    double nodata; /* what the source says; NAN when it says nothing */
    lc_crs *crs;
    double to_map[6], to_pixel[6];
    double scale, offset;
    lc_box box;
    lc_window window;
    int step_x, step_y; /* what is read at once: whole blocks */
    double *raw;        /* step_x * step_y, like the others */
    unsigned char *valid;
    double *x, *y, *value; /* of the cells that count */
} lc_raster_reader;

#endif
