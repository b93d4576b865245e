/* The pieces of lc_cells_read(): opening and reading, and what is odd about a band; each in its file. */
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

/* raster.c: LC_ERR_INPUT, "ROLE: 'SOURCE' WHAT". */
lc_status lc_raster_refuse(lc_raster_reader *r, const char *what);

/* raster_checks.c: refuse a picture; tell of other bands, a palette, densities. */
lc_status lc_raster_check_band(lc_raster_reader *r);
/* raster_checks.c: give the position the zone number that its system has, or take away the one that it has not; tell of
   old datums, and of a position beyond the region of its system. */
lc_status lc_raster_set_zone(lc_raster_reader *r);
/* raster_checks.c: what is to be known of the cells besides their values. */
void lc_raster_describe_cells(lc_raster_reader *r, lc_cells *out);

#endif
