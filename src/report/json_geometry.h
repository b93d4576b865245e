/* Geometries as GeoJSON (RFC 7946). */
#ifndef LC_REPORT_JSON_GEOMETRY_H
#define LC_REPORT_JSON_GEOMETRY_H

#include "geo/geoms.h"
#include "report/json.h"

/* Geometries first .. end-1, all of one kind, as one; null when there are none. Rings are turned as the RFC wants them;
   nothing is cut at the antimeridian. */
void lc_json_geometry(lc_json *json, const lc_geoms *shapes, size_t first, size_t end);

#endif
