/* How many fields the features of an XML file (KML, GML, GPX) have. */
#ifndef LC_SOURCE_XML_FIELDS_H
#define LC_SOURCE_XML_FIELDS_H

#include <stddef.h>

/*
 * Different ways from the root to an element without elements in it, of which GDAL makes fields; KML's Data and
 * SimpleData count by the names that they give. Counting ends above `most`, and at the first byte that makes no sense.
 * 0 when memory is out, or `path` (one of GDAL's) cannot be read.
 */
size_t lc_xml_fields(const char *path, size_t most);

#endif
