/* Our flat geometries as SpatiaLite's. */
#ifndef LC_STORE_SHAPES_H
#define LC_STORE_SHAPES_H

#include <sqlite3.h>

#include "geo/geoms.h"

/* Bind polygons first .. end-1 as one MultiPolygon, WGS 84; NULL when there is none. false when memory is out. */
bool lc_bind_polygons(sqlite3_stmt *statement, int column, const lc_geoms *geoms, size_t first, size_t end);
/* Bind a Point; a LineString of n points. */
bool lc_bind_point(sqlite3_stmt *statement, int column, lc_xy xy);
bool lc_bind_line(sqlite3_stmt *statement, int column, const lc_xy *xy, size_t n);

#endif
