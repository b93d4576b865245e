/* Values of numeric columns that GDAL would cut: SQLite keeps whatever it is given, and GDAL's drivers make 153 of the
   text 153,084, 12 of 12.7 in a column of whole numbers, and something else of what has more than 32 bits or 53. */
#ifndef LC_SOURCE_ODD_CELLS_H
#define LC_SOURCE_ODD_CELLS_H

#include <gdal.h>
#include <ogr_api.h>
#include <stdbool.h>
#include <stddef.h>

typedef struct lc_odd_cell {
    int field;
    long long fid;
    char *text;
} lc_odd_cell;

/* Sorted by field and fid. */
typedef struct lc_odd_cells {
    lc_odd_cell *cell;
    size_t n, capacity;
} lc_odd_cells;

/* Find those of a field of a layer of a GeoPackage or an SQLite database, as text; nothing for other data sets, and for
   fields that are not numeric. To be called field by field in ascending order. false when memory is out. */
bool lc_odd_cells_find(GDALDatasetH dataset, OGRLayerH layer, int field, lc_odd_cells *out);
/* The text of a cell that is odd, or NULL. */
const char *lc_odd_cells_text(const lc_odd_cells *cells, int field, long long fid);
void lc_odd_cells_free(lc_odd_cells *cells);

#endif
