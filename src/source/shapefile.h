/* Do the files of a shapefile belong together? */
#ifndef LC_SOURCE_SHAPEFILE_H
#define LC_SOURCE_SHAPEFILE_H

#include "source/layer_reader.h"

/*
 * Look at the .shp, .shx and .dbf of the layer that was chosen; nothing is done for other formats. Files of different
 * numbers of records are refused with the numbers: GDAL would drop what one of them lacks. Opens r->dbf.
 */
lc_status lc_shapefile_check(lc_layer_reader *r);

/* Refuse a field whose values are not in the .dbf itself (memos), or not as text (FoxPro's binary numbers). */
lc_status lc_shapefile_check_field(lc_layer_reader *r, int field, const char *name);

#endif
