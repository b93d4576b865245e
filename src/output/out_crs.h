/* The coordinate reference system that layers and tables are written in, when it is another one than WGS 84 lon/lat. */
#ifndef LC_OUTPUT_OUT_CRS_H
#define LC_OUTPUT_OUT_CRS_H

#include <stdbool.h>

#include "geo/geoms.h"

typedef struct lc_out_crs lc_out_crs;

/* `text` is what a source's crs= takes: EPSG:4490, GCJ-02, BD-09, …; NULL, and WGS 84 itself, give NULL. */
lc_status lc_out_crs_new(lc_context *ctx, const char *text, lc_out_crs **out);
void lc_out_crs_free(lc_out_crs *crs);

/* OGRSpatialReferenceH, borrowed. */
void *lc_out_crs_srs(const lc_out_crs *crs);
/* What a GeoJSON calls it; NULL when there is no such name. */
const char *lc_out_crs_urn(const lc_out_crs *crs);
/* Does it count degrees? Metres else. */
bool lc_out_crs_is_degrees(const lc_out_crs *crs);

/* Bring n lon/lat pairs into it, in place. LC_ERR_INPUT for one that cannot be shown there. */
lc_status lc_out_crs_apply(lc_context *ctx, const lc_out_crs *crs, lc_xy *xy, size_t n);
/* Geometries with coordinates of their own in it, and all else borrowed; only out->xy is to be freed. */
lc_status lc_out_crs_geoms(lc_context *ctx, const lc_out_crs *crs, const lc_geoms *lonlat, lc_geoms *out);

#endif
