/* The work CRS: transverse Mercator on WGS 84, scale 1, centred on the communities; metres. PROJ does the mathematics.
 */
#ifndef LC_GEO_WORKCRS_H
#define LC_GEO_WORKCRS_H

#include "geo/geoms.h"

typedef struct lc_work_crs lc_work_crs;

/* A work CRS centred on (lon, lat), degrees. */
lc_status lc_work_crs_new(lc_context *ctx, double lon, double lat, lc_work_crs **out);
/* Metres in a plane of which nobody says where it lies: coordinates are the same in both directions. */
lc_status lc_work_crs_plane(lc_context *ctx, lc_work_crs **out);
bool lc_work_crs_is_plane(const lc_work_crs *crs);
/* The same once more: a work CRS serves one thread at a time. */
lc_status lc_work_crs_copy(lc_context *ctx, const lc_work_crs *crs, lc_work_crs **out);
void lc_work_crs_free(lc_work_crs *crs);
/* The CRS as a PROJ string, for files that are written in it; "" for a plane. Belongs to the CRS. */
const char *lc_work_crs_text(const lc_work_crs *crs);

/* The centre for a set of lon/lat geometries: the middle of their bounding box, across the antimeridian when that makes
   the box narrower. */
lc_xy lc_work_crs_centre(const lc_geoms *lonlat);

/* Project n lon/lat pairs (degrees) to metres in place, and back. Points that cannot be projected (poles, the far side
   of the globe) become NaN. */
void lc_work_crs_project(const lc_work_crs *crs, lc_xy *xy, size_t n);
void lc_work_crs_unproject(const lc_work_crs *crs, lc_xy *xy, size_t n);
/* The same for many, on all threads: the same numbers. */
lc_status lc_work_crs_project_many(lc_context *ctx, const lc_work_crs *crs, lc_xy *xy, size_t n);
lc_status lc_work_crs_unproject_many(lc_context *ctx, const lc_work_crs *crs, lc_xy *xy, size_t n);

#endif
