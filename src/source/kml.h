/* KML that is in several files. */
#ifndef LC_SOURCE_KML_H
#define LC_SOURCE_KML_H

#include "source/layer_reader.h"

/* Tell of links to other files in the KML that a layer is read from; nothing for other formats. */
void lc_kml_tell_links(lc_layer_reader *r);
/* Of a .kmz in which GDAL finds no layer, without a reason: the first link in it to a file that is not in it becomes
   the reference that lc_gdal_reason() names. */
void lc_kml_find_missing(lc_layer_reader *r);

#endif
