/* The columns of a vector layer while they are filled. */
#ifndef LC_REPORT_TABLE_H
#define LC_REPORT_TABLE_H

#include "source/write_layer.h"

enum { LC_TABLE_COLUMNS = 16 };

typedef struct lc_table {
    size_t n_rows, n_columns;
    lc_column column[LC_TABLE_COLUMNS];
} lc_table;

/* Add a column; the caller fills its n_rows values (text is borrowed; it starts as NULL, numbers as 0). NULL when
   memory is out. `short_name` as in lc_column. */
const char **lc_table_text(lc_table *table, const char *name, const char *short_name);
double *lc_table_number(lc_table *table, const char *name, const char *short_name, lc_column_type type);
void lc_table_free(lc_table *table);

/* A number as the reports show it: rounded to some decimals. NaN stays. */
double lc_table_round(double value, int decimals);

#endif
