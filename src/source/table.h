/* Coordinates in columns. */
#ifndef LC_SOURCE_TABLE_H
#define LC_SOURCE_TABLE_H

#include "source/layer_reader.h"

/* Find the columns; a table without any is refused. Nothing happens for what is no table. */
lc_status lc_table_find(lc_layer_reader *r);

/* Longitudes and latitudes that do not say their system are an error, unless all of them lie outside China, where the
   three that are in use agree. */
lc_status lc_table_no_crs(lc_layer_reader *r);

/* The place of a row as a point. Rows without one, and after all are read those that are nowhere on the globe, are left
   out with a warning. */
lc_status lc_table_geometry(lc_layer_reader *r, OGRFeatureH feature, uint32_t index, lc_geoms *out);
lc_status lc_table_sift(lc_layer_reader *r, lc_geoms *geoms);
void lc_table_end(lc_layer_reader *r);

#endif
