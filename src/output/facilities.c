/* Tables of facilities and paths (docs/layers.md). */
#include "output/facilities.h"

#include <math.h>
#include <stdlib.h>

#include "base/memory.h"
#include "output/table.h"

enum {
    FACTOR_DECIMALS = 3,
    AREA_DECIMALS = 1,
    METRE_DECIMALS = 1,
    SERVED_DECIMALS = 1,
    LONLAT_DECIMALS = 7,
    PLANE_DECIMALS = 3
};

/* A point for every facility. */
static bool place(const lc_report *report, lc_table *table) {
    table->n_rows = report->n_facilities;
    table->feature = LC_NEW(size_t, table->n_rows);
    for (size_t i = 0; table->feature && i < table->n_rows; i++) {
        const lc_facility *f = &report->facilities[i];
        table->feature[i] = i;
        if (!lc_geoms_begin(&table->geoms, LC_POINT, (uint32_t)i) || !lc_geoms_begin_part(&table->geoms) ||
            !lc_geoms_add(&table->geoms, f->lon, f->lat))
            return false;
    }
    return table->feature;
}

static bool add_texts(const lc_report *report, lc_table *table) {
    const char **id = lc_table_text(table, "id", NULL), **category = lc_table_text(table, "category", NULL);
    const char **name = lc_table_text(table, "name", NULL), **name_zh = lc_table_text(table, "name_zh", NULL);
    const char **level = lc_table_text(table, "level", NULL);
    if (!id || !category || !name || !name_zh || !level) return false;
    for (size_t i = 0; i < table->n_rows; i++) {
        const lc_facility *f = &report->facilities[table->feature[i]];
        id[i] = f->id;
        category[i] = f->category;
        name[i] = f->name;
        name_zh[i] = f->name_zh;
        level[i] = f->level;
    }
    return true;
}

static bool add_numbers(const lc_report *report, lc_table *table) {
    double *lon = lc_table_number(table, "lon", NULL, LC_COLUMN_REAL);
    double *lat = lc_table_number(table, "lat", NULL, LC_COLUMN_REAL);
    double *area = lc_table_number(table, "area_m2", NULL, LC_COLUMN_REAL);
    double *linked = lc_table_number(table, "linked", NULL, LC_COLUMN_BOOL);
    if (!lon || !lat || !area || !linked) return false;
    for (size_t i = 0; i < table->n_rows; i++) {
        const lc_facility *f = &report->facilities[table->feature[i]];
        lon[i] = lc_table_round(f->lon, LONLAT_DECIMALS);
        lat[i] = lc_table_round(f->lat, LONLAT_DECIMALS);
        area[i] = lc_table_round(f->area_m2, AREA_DECIMALS);
        linked[i] = report->has_network ? f->linked : NAN;
    }
    return true;
}

static bool add_served(const lc_report *report, lc_table *table, size_t indicator) {
    char *name = lc_sprintf("served_%s", report->indicators[indicator].id);
    double *served = name ? lc_table_number(table, name, NULL, LC_COLUMN_REAL) : NULL;
    for (size_t i = 0; served && i < table->n_rows; i++)
        served[i] =
            lc_table_round(report->served[table->feature[i] * report->n_indicators + indicator], SERVED_DECIMALS);
    free(name);
    return served;
}

bool lc_table_facilities(const lc_report *report, lc_geom_kind kind, lc_table *table) {
    bool ok = kind == LC_POINT ? place(report, table) : lc_table_pick(table, &report->facility_shapes, kind);
    ok = ok && add_texts(report, table) && add_numbers(report, table);
    for (size_t i = 0; ok && i < report->n_indicators; i++) ok = add_served(report, table, i);
    return ok;
}

bool lc_table_paths(const lc_report *report, lc_table *table) {
    table->n_rows = report->n_paths;
    double *length = lc_table_number(table, "length_m", NULL, LC_COLUMN_REAL);
    double *component = lc_table_number(table, "component", NULL, LC_COLUMN_INTEGER);
    const char **kind = lc_table_text(table, "kind", NULL);
    double *factor = report->walk_cost ? lc_table_number(table, "factor", NULL, LC_COLUMN_REAL) : NULL;
    if (!length || !component || !kind || (report->walk_cost && !factor)) return false;
    for (size_t i = 0; i < table->n_rows; i++) {
        length[i] = lc_table_round(report->paths[i].length_m, METRE_DECIMALS);
        component[i] = (double)report->paths[i].component;
        kind[i] = report->paths[i].kind;
        if (factor) factor[i] = lc_table_round(report->paths[i].factor, FACTOR_DECIMALS);
    }
    return true;
}

lc_status lc_table_add_xy(lc_context *ctx, const lc_report *report, const lc_out_crs *crs, lc_table *table) {
    double *x = lc_table_number(table, "x", NULL, LC_COLUMN_REAL),
           *y = lc_table_number(table, "y", NULL, LC_COLUMN_REAL);
    int decimals = lc_out_crs_is_degrees(crs) ? LONLAT_DECIMALS : PLANE_DECIMALS;
    if (!x || !y) return lc_fail_memory(ctx);
    for (size_t i = 0; i < table->n_rows; i++) {
        const lc_facility *f = &report->facilities[table->feature[i]];
        lc_xy p = {f->lon, f->lat};
        lc_status status = lc_out_crs_apply(ctx, crs, &p, 1);
        if (status != LC_OK) return status;
        x[i] = lc_table_round(p.x, decimals);
        y[i] = lc_table_round(p.y, decimals);
    }
    return LC_OK;
}
