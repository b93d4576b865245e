/* Which layers are tables: sheets, CSV files. */
#ifndef LC_SOURCE_TABLE_SHEETS_H
#define LC_SOURCE_TABLE_SHEETS_H

#include "source/layer_reader.h"

/* Before a data set is opened, and when all is done: how GDAL takes the first row of a sheet. */
void lc_sheets_begin(void);
void lc_sheets_end(void);
/* Is it a table? */
bool lc_table_is(const lc_layer_reader *r);

/* The only sheet that has rows; NULL when it is not the only one. */
OGRLayerH lc_sheets_only(GDALDatasetH dataset);

#endif
