#include "serve/state_json.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "output/columns.h"
#include "output/json_features.h"
#include "siting/siting.h"

enum { RATIO_DECIMALS = 6, GAIN_DECIMALS = 1 };

lc_status lc_base_table_new(lc_context *ctx, const lc_report *report, lc_base_table *out) {
    *out = (lc_base_table){.report = report};
    return lc_table_communities(report, &out->table) ? LC_OK : lc_fail_memory(ctx);
}

void lc_base_table_free(lc_base_table *base) {
    lc_table_free(&base->table);
}

/* -------------------------------------------------------------------------------------------------------- indicators
 */

static void print_indicators(lc_json *json, const lc_report *before, const lc_report *report) {
    lc_json_open_member(json, "indicators", '[');
    for (size_t i = 0; i < report->n_indicators; i++) {
        const lc_indicator *now = &report->indicators[i];
        lc_json_newline(json);
        lc_json_open(json, '{');
        lc_json_put_text(json, "id", now->id);
        lc_json_put_fixed(json, "ratio", now->ratio, RATIO_DECIMALS);
        lc_json_put_fixed(json, "err", lc_bound_rounded_up(now->err), RATIO_DECIMALS);
        lc_json_put_text(json, "verdict", lc_verdict_name(now->verdict));
        lc_json_put_fixed(json, "before", before->indicators[i].ratio, RATIO_DECIMALS);
        lc_json_close(json, '}');
    }
    lc_json_close(json, ']');
}

/* ------------------------------------------------------------------------------------------------------- communities
 */

/* The column of the base with the same name; NULL when an edit brought the column. Mostly it is at the same place. */
static const lc_column *column_before(const lc_table *base, const lc_table *table, size_t k) {
    const char *name = table->column[k].name;
    if (k < base->n_columns && strcmp(base->column[k].name, name) == 0) return &base->column[k];
    for (size_t i = 0; i < base->n_columns; i++)
        if (strcmp(base->column[i].name, name) == 0) return &base->column[i];
    return NULL;
}

static bool same_cell(const lc_column *a, const lc_column *b, size_t row) {
    if (!a) return !b->text && isnan(b->number[row]);
    if (!b->text) return a->number[row] == b->number[row] || (isnan(a->number[row]) && isnan(b->number[row]));
    const char *p = a->text[row], *q = b->text[row];
    return p == q || (p && q && strcmp(p, q) == 0);
}

static void print_cell(lc_json *json, const lc_column *column, size_t row) {
    lc_json_key(json, column->name);
    if (column->text)
        lc_json_text(json, column->text[row]);
    else
        lc_json_fixed(json, column->number[row], column->decimals);
}

static void print_community(lc_json *json, const lc_column *const *before, const lc_table *table, const char *id,
                            size_t row) {
    bool open = false;
    for (size_t k = 0; k < table->n_columns; k++) {
        if (same_cell(before[k], &table->column[k], row)) continue;
        if (!open) {
            lc_json_newline(json);
            lc_json_open(json, '{');
            lc_json_put_text(json, "id", id);
            open = true;
        }
        print_cell(json, &table->column[k], row);
    }
    if (open) lc_json_close(json, '}');
}

static bool print_communities(lc_json *json, const lc_base_table *base, const lc_report *report) {
    lc_table table = {0};
    const lc_column **before = NULL;
    bool ok = lc_table_communities(report, &table) && (before = calloc(table.n_columns + 1, sizeof *before));
    for (size_t k = 0; ok && k < table.n_columns; k++) before[k] = column_before(&base->table, &table, k);
    lc_json_open_member(json, "communities", '[');
    for (size_t c = 0; ok && c < report->n_communities; c++)
        print_community(json, before, &table, report->communities[c].id, c);
    lc_json_close(json, ']');
    free(before);
    lc_table_free(&table);
    return ok;
}

lc_status lc_state_print(lc_context *ctx, lc_json *json, const lc_base_table *base, const lc_report *report) {
    print_indicators(json, base->report, report);
    return print_communities(json, base, report) ? LC_OK : lc_fail_memory(ctx);
}

/* ------------------------------------------------------------------------------------------- categories, facilities */

void lc_state_categories(lc_json *json, const lc_report *report) {
    lc_json_open_member(json, "categories", '[');
    for (size_t k = 0; k < report->n_categories; k++) {
        const lc_category *category = &report->categories[k];
        lc_json_open(json, '{');
        lc_json_put_text(json, "id", category->id);
        lc_json_put_text(json, "title", category->title_en);
        lc_json_put_text(json, "title_zh", category->title_zh);
        lc_json_close(json, '}');
    }
    lc_json_close(json, ']');
}

/* Its outline or line; a point that stands for it where it is one. `at` is where its shapes begin, and goes behind. */
static bool add_shape(const lc_report *report, size_t facility, size_t row, size_t *at, lc_geoms *out) {
    const lc_geoms *shapes = &report->facility_shapes;
    const lc_facility *f = &report->facilities[facility];
    bool any = false, ok = true;
    while (*at < shapes->n && shapes->feature[*at] < facility) ++*at;
    for (; ok && *at < shapes->n && shapes->feature[*at] == facility; ++*at, any = true)
        ok = lc_geoms_copy(out, shapes, *at, (uint32_t)row);
    if (any) return ok;
    return lc_geoms_begin(out, LC_POINT, (uint32_t)row) && lc_geoms_begin_part(out) &&
           lc_geoms_add(out, f->lon, f->lat);
}

static size_t count_facilities(const lc_report *report, const char *category) {
    size_t n = 0;
    for (size_t i = 0; i < report->n_facilities; i++)
        n += !category || strcmp(report->facilities[i].category, category) == 0;
    return n;
}

static bool fill_facilities(const lc_report *report, const char *category, lc_table *table, lc_geoms *shapes) {
    size_t row = 0, at = 0;
    table->n_rows = count_facilities(report, category);
    const char **id = lc_table_text(table, "id", NULL), **name = lc_table_text(table, "name", NULL);
    const char **of = lc_table_text(table, "category", NULL), **level = lc_table_text(table, "level", NULL);
    if (!id || !name || !of || !level) return false;
    for (size_t i = 0; i < report->n_facilities; i++) {
        const lc_facility *f = &report->facilities[i];
        if (category && strcmp(f->category, category) != 0) continue;
        id[row] = f->id;
        name[row] = f->name;
        of[row] = f->category;
        level[row] = f->level;
        if (!add_shape(report, i, row++, &at, shapes)) return false;
    }
    return true;
}

lc_status lc_state_facilities(lc_context *ctx, lc_json *json, const lc_report *report, const char *category) {
    lc_table table = {0};
    lc_geoms shapes = {0};
    bool ok = fill_facilities(report, category, &table, &shapes);
    lc_json_open(json, '{');
    lc_json_put_text(json, "type", "FeatureCollection");
    if (ok) lc_json_features(json, table.column, table.n_columns, table.n_rows, &shapes, true);
    lc_json_close(json, '}');
    lc_table_free(&table);
    lc_geoms_free(&shapes);
    return ok ? LC_OK : lc_fail_memory(ctx);
}

/* ------------------------------------------------------------------------------------------------------------ sites */

static bool fill_sites(const lc_siting *siting, lc_table *table) {
    table->n_rows = siting->n;
    const char **op = lc_table_text(table, "op", NULL), **category = lc_table_text(table, "category", NULL);
    const char **id = lc_table_text(table, "id", NULL);
    double *rank = lc_table_number(table, "rank", NULL, LC_COLUMN_INTEGER);
    double *gain = lc_table_number(table, "gain", NULL, LC_COLUMN_REAL);
    if (!op || !category || !id || !rank || !gain) return false;
    lc_table_last(table)->decimals = GAIN_DECIMALS;
    for (size_t i = 0; i < siting->n; i++) {
        op[i] = "add";
        category[i] = siting->site[i].category;
        id[i] = siting->site[i].id;
        rank[i] = (double)i + 1;
        gain[i] = siting->site[i].gain;
    }
    return true;
}

lc_status lc_state_sites(lc_context *ctx, lc_json *json, const lc_siting *siting) {
    lc_table table = {0};
    bool ok = fill_sites(siting, &table);
    lc_json_open(json, '{');
    lc_json_open_member(json, "sites", '{');
    lc_json_put_text(json, "type", "FeatureCollection");
    if (ok) lc_json_features(json, table.column, table.n_columns, table.n_rows, &siting->shapes, false);
    lc_json_close(json, '}');
    lc_json_close(json, '}');
    lc_table_free(&table);
    return ok ? LC_OK : lc_fail_memory(ctx);
}
