#include "output/table.h"

#include <math.h>
#include <stdlib.h>

#include "base/memory.h"

static lc_column *add(lc_table *table, const char *name, const char *short_name, lc_column_type type) {
    if (!LC_ROOM(table->column, table->capacity, table->n_columns + 1)) return NULL;
    lc_column *column = &table->column[table->n_columns];
    *column = (lc_column){.name = lc_strdup(name), .short_name = short_name, .type = type};
    if (!column->name) return NULL;
    table->n_columns++;
    return column;
}

const char **lc_table_text(lc_table *table, const char *name, const char *short_name) {
    lc_column *column = add(table, name, short_name, LC_COLUMN_TEXT);
    const char **text = column ? LC_NEW0(const char *, table->n_rows) : NULL;
    if (column) column->text = text;
    return text;
}

double *lc_table_number(lc_table *table, const char *name, const char *short_name, lc_column_type type) {
    lc_column *column = add(table, name, short_name, type);
    double *number = column ? LC_NEW0(double, table->n_rows) : NULL;
    if (column) column->number = number;
    return number;
}

lc_column *lc_table_last(lc_table *table) {
    return &table->column[table->n_columns - 1];
}

void lc_table_free(lc_table *table) {
    for (size_t c = 0; c < table->n_columns; c++) {
        free((void *)(uintptr_t)table->column[c].name);
        free((void *)(uintptr_t)table->column[c].text);
        free((void *)(uintptr_t)table->column[c].number);
    }
    free(table->column);
    if (!table->borrows) lc_geoms_free(&table->geoms);
    free(table->feature);
    *table = (lc_table){0};
}

/* Are they rows as they stand? A large report has no room for its gaps a second time. */
static bool are_rows(const lc_geoms *all, lc_geom_kind kind) {
    for (size_t g = 0; g < all->n; g++) {
        uint32_t before = g ? all->feature[g - 1] : 0;
        if (all->kind[g] != kind || all->feature[g] > before + (g > 0)) return false;
    }
    return true;
}

bool lc_table_pick(lc_table *table, const lc_geoms *all, lc_geom_kind kind) {
    size_t room = 0;
    table->borrows = are_rows(all, kind);
    if (table->borrows) table->geoms = *all;
    for (size_t g = 0; g < all->n; g++) {
        if (all->kind[g] != kind) continue;
        if (table->n_rows == 0 || table->feature[table->n_rows - 1] != all->feature[g]) {
            if (!LC_ROOM(table->feature, room, table->n_rows + 1)) return false;
            table->feature[table->n_rows++] = all->feature[g];
        }
        if (!table->borrows && !lc_geoms_copy(&table->geoms, all, g, (uint32_t)(table->n_rows - 1))) return false;
    }
    return true;
}

double lc_table_round(double value, int decimals) {
    double scale = 1;
    while (decimals-- > 0) scale *= 10;
    return round(value * scale) / scale;
}

lc_layer_out lc_table_layer(const lc_table *table, const char *name, lc_geom_kind kind, const lc_geoms *geoms,
                            const lc_out_crs *crs) {
    return (lc_layer_out){.name = name,
                          .kind = kind,
                          .geoms = geoms,
                          .n_features = table->n_rows,
                          .columns = table->column,
                          .n_columns = table->n_columns,
                          .crs = crs};
}
