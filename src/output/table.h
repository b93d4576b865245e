/* The columns of a layer or table while they are filled. */
#ifndef LC_OUTPUT_TABLE_H
#define LC_OUTPUT_TABLE_H

#include "output/write_layer.h"
#include "report/report.h"

typedef struct lc_table {
    size_t n_rows, n_columns, capacity;
    lc_column *column; /* their names are the table's, short names static */
    lc_geoms geoms;    /* feature = row; empty where the rows have none, or others than the table's own */
    bool borrows;      /* geoms are those of the report: every feature has a row */
    size_t *feature;   /* n_rows: what each row shows; NULL unless picked */
} lc_table;

/* Add a column; the caller fills its n_rows values (text is borrowed; it starts as NULL, numbers as 0). NULL when
   memory is out. `short_name` as in lc_column. */
const char **lc_table_text(lc_table *table, const char *name, const char *short_name);
double *lc_table_number(lc_table *table, const char *name, const char *short_name, lc_column_type type);
/* The column added last. */
lc_column *lc_table_last(lc_table *table);
void lc_table_free(lc_table *table);

/* Make a row of every feature that has a geometry of this kind; these geometries become the table's, or are borrowed
   where all are such and every feature has one. For a table without columns. false when memory is out. */
bool lc_table_pick(lc_table *table, const lc_geoms *all, lc_geom_kind kind);

/* A number as the reports show it: rounded to some decimals. NaN stays. */
double lc_table_round(double value, int decimals);

/* A layer of a table. */
lc_layer_out lc_table_layer(const lc_table *table, const char *name, lc_geom_kind kind, const lc_geoms *geoms,
                            const lc_out_crs *crs);

#endif
