/* Cells of a raster that have been read: data alone. */
#ifndef LC_SOURCE_CELLS_H
#define LC_SOURCE_CELLS_H

#include "geo/geoms.h"

typedef struct lc_cells {
    size_t n, capacity;
    lc_xy *centre; /* lon, lat */
    double *value; /* > 0 */
    size_t capacity_value;
    size_t negative; /* cells below 0 that are not nodata: left out */
    char *file, *crs;
    char sha256[65]; /* "" when the source is no file */
    lc_xy corner[4]; /* of the cell in the middle of what was read, lon/lat; NAN when that cannot be told */
    double largest;  /* the largest value of the band's type, an integer of 16 bits or more; NAN for other types */
    double byte_255; /* that of a byte of 255; NAN for other types */
    bool is_float32;
    double scale, offset; /* value = scale * what is in the file + offset */
    double to_pixel[6];   /* from the system to columns and rows */
    int width, height;
    struct lc_crs *system;
} lc_cells;

#endif
