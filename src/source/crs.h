/* From a layer's coordinate reference system to WGS 84 lon/lat. */
#ifndef LC_SOURCE_CRS_H
#define LC_SOURCE_CRS_H

#include <ogr_srs_api.h>

#include "geo/geoms.h"

typedef struct lc_crs lc_crs;

/* Does a system that a source names say where on the globe it is? Not: GeoPackage's "undefined", plans with a zero
   point of their own (LOCAL_CS, engineering), datums without a name on ellipsoids without one, and systems that are
   neither projected nor geographic. */
bool lc_crs_is_defined(OGRSpatialReferenceH srs);

/* Is a name that of a shifted system, GCJ-02 or BD-09? Does it name any other? */
bool lc_crs_is_shifted(const char *name);
bool lc_crs_is_known(const char *name);

/*
 * @param native what the layer says, borrowed; NULL when it says nothing
 * @param given the user's crs=…, which wins; NULL when not given
 * @param source the source's text, for messages
 */
lc_status lc_crs_new(lc_context *ctx, OGRSpatialReferenceH native, const char *given, const char *source, lc_crs **out);
void lc_crs_free(lc_crs *crs);
/* What the report shows: "EPSG:4547", or the name when there is no code. */
const char *lc_crs_name(const lc_crs *crs);
/* Turn n coordinates into lon/lat degrees, in place; false when one of them cannot be. */
bool lc_crs_to_lonlat(const lc_crs *crs, double *x, double *y, size_t n);
/* The other way: n lon/lat degrees into this system, in place; what cannot be shown there becomes infinite. false when
   memory is out. */
bool lc_crs_from_lonlat(const lc_crs *crs, double *x, double *y, size_t n);
/* The box in this system around a lon/lat box, to about a hundredth of its size; false when it cannot be told. */
bool lc_crs_box(const lc_crs *crs, const lc_box *lonlat, lc_box *out);
/* Where on the globe the system is meant to be used, in degrees; false when that is everywhere, or not known. */
bool lc_crs_use(const lc_crs *crs, lc_box *out);
/* How much x grows by going once around the globe, 360 for degrees; 0 in projected systems. */
double lc_crs_turn(const lc_crs *crs);

/* A Gauss-Krueger zone as China uses them: 3 or 6 degrees wide, false easting 500 km, with or without the zone's number
   before it. */
typedef struct lc_gauss {
    int zone;        /* number in the false easting (35 of 35500000), 0 without */
    double meridian; /* central meridian, degrees */
} lc_gauss;
/* Is the system such a zone? */
bool lc_crs_gauss(const lc_crs *crs, lc_gauss *out);
/* Beijing 54 or Xian 80, whose shifts to WGS 84 are not public. */
bool lc_crs_is_old_datum(const lc_crs *crs);

#endif
