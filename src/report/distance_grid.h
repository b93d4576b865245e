/* Walking distances on a grid. */
#ifndef LC_REPORT_DISTANCE_GRID_H
#define LC_REPORT_DISTANCE_GRID_H

#include <stddef.h>

/* Walking distance on a grid of square cells, rows from the north, work CRS. */
typedef struct lc_distance_grid {
    char *category;
    size_t width, height;
    double west, north, cell_m;
    float *d_m; /* width * height, NaN without */
} lc_distance_grid;

#endif
