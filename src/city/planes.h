/*
 * Planes: where communities lie too far apart for one work CRS, each is measured in that of its cell of a lattice of
 * half degrees (docs/definitions.md, "More than one plane").
 */
#ifndef LC_CITY_PLANES_H
#define LC_CITY_PLANES_H

#include "geo/geoms.h"

#define LC_PLANE_CELL_DEGREES 0.5 /* a side of a cell */

/* Which planes: as the extent asks, always one, always those of the cells. */
typedef enum lc_planes_wish { LC_PLANES_AUTO = 0, LC_PLANES_ONE, LC_PLANES_CELLS } lc_planes_wish;

/* A cell that holds the middle of a community's box. */
typedef struct lc_plane {
    lc_xy centre;         /* of the cell, and of its work CRS: lon, lat */
    lc_box box;           /* of its communities, lon/lat (geo/lonlat.h) */
    size_t *community, n; /* in the order of input */
} lc_plane;

typedef struct lc_planes {
    lc_plane *plane; /* from south to north, in a row from west to east; none: one plane for all */
    size_t n;
} lc_planes;

/* auto, one or cells; anything else is LC_ERR_INPUT, NULL is auto. */
lc_status lc_planes_wish_read(lc_context *ctx, const char *text, lc_planes_wish *out);
/* Do communities in degrees reach too far for one plane: more than 60 km from the middle of their box? */
bool lc_planes_needed(const lc_geoms *shapes);
/* The planes of n communities; those without a polygon go with the first. */
lc_status lc_planes_lay(lc_context *ctx, const lc_geoms *shapes, size_t n, lc_planes *out);
void lc_planes_free(lc_planes *planes);
/* The plane of the cell that p (lon, lat) lies in; SIZE_MAX when it has none. */
size_t lc_planes_at(const lc_planes *planes, lc_xy p);

#endif
