/* Geometries as well-known binary (ISO 19125), little-endian. */
#ifndef LC_GEO_WKB_H
#define LC_GEO_WKB_H

#include "geo/geoms.h"

/*
 * The geometries of one feature: one as what it is, several of a kind as a Multi…, others as a GeometryCollection.
 * @param multi a MultiPolygon, empty or of one polygon as well
 * @param[out] wkb malloc'ed
 * false when memory is out
 */
bool lc_geoms_wkb(const lc_geoms *geoms, uint32_t feature, bool multi, unsigned char **wkb, size_t *size);

/* The same of the geometries first .. end-1, written to `at`; with NULL they are only counted. Returns the bytes. */
size_t lc_geoms_wkb_put(const lc_geoms *geoms, size_t first, size_t end, bool multi, unsigned char *at);

#endif
