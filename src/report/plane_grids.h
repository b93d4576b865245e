/* Lattices of distances of several planes, each in its own work CRS: on the disk until they are written, since together
   they may be larger than memory. */
#ifndef LC_REPORT_PLANE_GRIDS_H
#define LC_REPORT_PLANE_GRIDS_H

#include <stdio.h>

#include "base/context.h"
#include "geo/geoms.h"
#include "report/distance_grid.h"

typedef struct lc_plane_grid {
    lc_distance_grid grid; /* d_m is NULL */
    char cell[16];         /* the south-western corner of the plane's cell: N30.5E104.0 */
    char *crs;             /* PROJ string */
    long at;               /* in the file */
} lc_plane_grid;

typedef struct lc_plane_grids {
    lc_plane_grid *item;
    size_t n, capacity;
    FILE *file; /* without a name */
} lc_plane_grids;

/* Add the n grids of a plane centred on (lon, lat), which stay as they are; *grids is made where it is NULL. */
lc_status lc_plane_grids_add(lc_context *ctx, const lc_distance_grid *grid, size_t n, const char *crs, lc_xy centre,
                             lc_plane_grids **grids);
/* The distances of one, width * height; malloc'ed. */
lc_status lc_plane_grids_read(lc_context *ctx, const lc_plane_grids *grids, size_t i, float **out);
void lc_plane_grids_free(lc_plane_grids *grids);

#endif
