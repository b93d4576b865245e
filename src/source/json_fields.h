/* How many fields the features of a JSON file have. */
#ifndef LC_SOURCE_JSON_FIELDS_H
#define LC_SOURCE_JSON_FIELDS_H

#include <stdbool.h>
#include <stddef.h>

/*
 * Different names in the objects called "properties" or "attributes", of GeoJSON, a feature a line, TopoJSON and Esri's
 * JSON; counting ends above `most`, and at the first byte that makes no sense. 0 when memory is out, or `path` (one of
 * GDAL's) cannot be read.
 */
size_t lc_json_fields(const char *path, size_t most);

#endif
