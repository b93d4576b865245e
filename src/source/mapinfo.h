/* MapInfo's interchange files (.mif): what GDAL makes of their coordinate system. */
#ifndef LC_SOURCE_MAPINFO_H
#define LC_SOURCE_MAPINFO_H

#include <ogr_srs_api.h>
#include <stdbool.h>
#include <stddef.h>

/* Did GDAL understand the CoordSys of the .mif at `path`? Of a datum that it does not know it makes WGS 84, and of a
   projection that it does not know degrees, both without a word. */
bool lc_mapinfo_understood(const char *path, OGRSpatialReferenceH srs);

/* Rows of the .mid at `path`: lines that are not empty, but for those within quotes. false when it cannot be read. */
bool lc_mapinfo_rows(const char *path, size_t *n);

#endif
