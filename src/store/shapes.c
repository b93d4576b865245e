#include "store/shapes.h"

#include <spatialite/gaiageo.h>
#include <stdlib.h>

enum { WGS84 = 4326 };

static bool bind(sqlite3_stmt *statement, int column, gaiaGeomCollPtr geometry) {
    unsigned char *blob = NULL;
    int size = 0;
    geometry->Srid = WGS84;
    gaiaToSpatiaLiteBlobWkb(geometry, &blob, &size);
    gaiaFreeGeomColl(geometry);
    if (!blob) return false;
    return sqlite3_bind_blob(statement, column, blob, size, free) == SQLITE_OK; /* freed also when it fails */
}

static void set_ring(gaiaRingPtr ring, const lc_xy *xy) {
    for (int i = 0; i < ring->Points; i++) {
        ring->Coords[2 * i] = xy[i].x;
        ring->Coords[2 * i + 1] = xy[i].y;
    }
}

static int part_size(const lc_geoms *geoms, size_t part) {
    return (int)(geoms->xy_of[part + 1] - geoms->xy_of[part]);
}

static bool add_polygon(gaiaGeomCollPtr geometry, const lc_geoms *geoms, size_t g) {
    size_t outer = geoms->part_of[g], end = geoms->part_of[g + 1];
    gaiaPolygonPtr polygon = gaiaAddPolygonToGeomColl(geometry, part_size(geoms, outer), (int)(end - outer - 1));
    if (!polygon) return false;
    set_ring(polygon->Exterior, geoms->xy + geoms->xy_of[outer]);
    for (size_t part = outer + 1; part < end; part++) {
        gaiaRingPtr ring = gaiaAddInteriorRing(polygon, (int)(part - outer - 1), part_size(geoms, part));
        if (!ring) return false;
        set_ring(ring, geoms->xy + geoms->xy_of[part]);
    }
    return true;
}

bool lc_bind_polygons(sqlite3_stmt *statement, int column, const lc_geoms *geoms, size_t first, size_t end) {
    if (first == end) return sqlite3_bind_null(statement, column) == SQLITE_OK;
    gaiaGeomCollPtr geometry = gaiaAllocGeomColl();
    bool ok = geometry != NULL;
    for (size_t g = first; ok && g < end; g++) ok = add_polygon(geometry, geoms, g);
    if (ok) {
        geometry->DeclaredType = GAIA_MULTIPOLYGON;
        return bind(statement, column, geometry);
    }
    if (geometry) gaiaFreeGeomColl(geometry);
    return false;
}

bool lc_bind_point(sqlite3_stmt *statement, int column, lc_xy xy) {
    gaiaGeomCollPtr geometry = gaiaAllocGeomColl();
    if (!geometry) return false;
    gaiaAddPointToGeomColl(geometry, xy.x, xy.y);
    geometry->DeclaredType = GAIA_POINT;
    return bind(statement, column, geometry);
}

bool lc_bind_line(sqlite3_stmt *statement, int column, const lc_xy *xy, size_t n) {
    gaiaGeomCollPtr geometry = gaiaAllocGeomColl();
    if (!geometry) return false;
    gaiaLinestringPtr line = gaiaAddLinestringToGeomColl(geometry, (int)n);
    if (!line) {
        gaiaFreeGeomColl(geometry);
        return false;
    }
    for (size_t i = 0; i < n; i++) {
        line->Coords[2 * i] = xy[i].x;
        line->Coords[2 * i + 1] = xy[i].y;
    }
    geometry->DeclaredType = GAIA_LINESTRING;
    return bind(statement, column, geometry);
}
