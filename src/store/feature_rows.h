/*
 * Rows of the feature tables of a GeoPackage (OGC 12-128r18) that GDAL has laid out: empty, with their spatial index
 * and triggers. SQLite takes them as they are, without an object for each, and the index is made in one go behind them.
 */
#ifndef LC_STORE_FEATURE_ROWS_H
#define LC_STORE_FEATURE_ROWS_H

#include "geo/geoms.h"
#include "store/database.h"

/* A column: texts, or numbers; NULL and NaN are null. */
typedef struct lc_row_values {
    const char *name;
    const char *const *text;
    const double *number;
    bool whole; /* the numbers are rounded to whole ones */
} lc_row_values;

typedef struct lc_feature_rows {
    const char *table;
    const lc_row_values *column;
    size_t n_columns, n;
    const lc_geoms *geoms; /* feature = row; in the table's CRS, as x and y, or lon and lat */
    bool multi;            /* a single one is a Multi… too */
} lc_feature_rows;

/* Fill a table, numbers of rows from 1 on; inside a transaction. */
lc_status lc_feature_rows_put(const lc_database *db, const lc_feature_rows *rows);

#endif
