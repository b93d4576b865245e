/* KML that is in several files. */
#ifndef LC_SOURCE_KML_H
#define LC_SOURCE_KML_H

#include "source/layer_reader.h"

/* Tell of links to other files in the KML that a layer is read from; nothing for other formats. */
void lc_kml_tell_links(lc_layer_reader *r);

#endif
