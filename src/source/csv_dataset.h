/* CSV files as GDAL data sets in memory, all of whose fields are text. GDAL's own driver takes a row of names that
   holds a number for one without names, drops cells that the names do not reach, and cuts numbers where a .csvt gives
   types. */
#ifndef LC_SOURCE_CSV_DATASET_H
#define LC_SOURCE_CSV_DATASET_H

#include "source/layer_reader.h"

/* Is it the path of a CSV file, by its name? */
bool lc_csv_is(const char *path);
/* Read the file at `path` (GDAL's) into r->dataset, in place of what is there; its rows have the FID number - 1. */
lc_status lc_csv_open(lc_layer_reader *r, const char *path);

#endif
