#include "report/table.h"

#include <math.h>
#include <stdlib.h>

#include "base/memory.h"

static lc_column *add(lc_table *table, const char *name, const char *short_name, lc_column_type type) {
    lc_column *column = &table->column[table->n_columns++];
    *column = (lc_column){.name = name, .short_name = short_name, .type = type};
    return column;
}

const char **lc_table_text(lc_table *table, const char *name, const char *short_name) {
    const char **text = LC_NEW0(const char *, table->n_rows);
    if (text) add(table, name, short_name, LC_COLUMN_TEXT)->text = text;
    return text;
}

double *lc_table_number(lc_table *table, const char *name, const char *short_name, lc_column_type type) {
    double *number = LC_NEW0(double, table->n_rows);
    if (number) add(table, name, short_name, type)->number = number;
    return number;
}

void lc_table_free(lc_table *table) {
    for (size_t c = 0; c < table->n_columns; c++) {
        free((void *)(uintptr_t)table->column[c].text);
        free((void *)(uintptr_t)table->column[c].number);
    }
    *table = (lc_table){0};
}

double lc_table_round(double value, int decimals) {
    double scale = 1;
    while (decimals-- > 0) scale *= 10;
    return round(value * scale) / scale;
}
