/* Gaps between polygons that were meant to touch (GEOS). */
#ifndef LC_GEO_SLIVERS_H
#define LC_GEO_SLIVERS_H

#include "geo/geoms.h"

/*
 * The gaps of the union of all polygons, feature 0 each: its narrow places, open or enclosed, that a disk of `width_m`
 * does not fit in and that are at least four times as long as that, then the holes that are wider.
 * *n_narrow counts the first kind. A gap between two polygons and a notch in one look the same here.
 */
lc_status lc_geoms_slivers(lc_context *ctx, const lc_geoms *polygons, double width_m, lc_geoms *out, size_t *n_narrow);

#endif
