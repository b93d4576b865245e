/* What is known of a raster of heights: data alone. */
#ifndef LC_SOURCE_HEIGHTS_INFO_H
#define LC_SOURCE_HEIGHTS_INFO_H

typedef struct lc_heights lc_heights;

/* What is known of a DEM, for the report and for `inspect`. */
typedef struct lc_heights_info {
    char *file, *crs;
    char sha256[65]; /* "" when the source is no file */
    int width, height;
    double cell_x_m, cell_y_m; /* near the place that it was opened for */
} lc_heights_info;

#endif
