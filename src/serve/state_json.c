#include "serve/state_json.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { RATIO_DECIMALS = 6 };

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
    lc_json_key(json, "indicators", "");
    lc_json_open(json, '[');
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
    lc_json_key(json, column->name, "");
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
    lc_json_key(json, "communities", "");
    lc_json_open(json, '[');
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
    lc_json_key(json, "categories", "");
    lc_json_open(json, '[');
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

static void print_facility(lc_json *json, const lc_facility *f) {
    lc_json_newline(json);
    lc_json_open(json, '{');
    lc_json_put_text(json, "type", "Feature");
    lc_json_key(json, "properties", "");
    lc_json_open(json, '{');
    lc_json_put_text(json, "id", f->id);
    lc_json_put_text(json, "name", f->name);
    lc_json_put_text(json, "category", f->category);
    lc_json_put_text(json, "level", f->level);
    lc_json_close(json, '}');
    lc_json_key(json, "geometry", "");
    lc_json_open(json, '{');
    lc_json_put_text(json, "type", "Point");
    lc_json_key(json, "coordinates", "");
    lc_json_open(json, '[');
    lc_json_fixed(json, f->lon, 7);
    lc_json_fixed(json, f->lat, 7);
    lc_json_close(json, ']');
    lc_json_close(json, '}');
    lc_json_close(json, '}');
}

void lc_state_facilities(lc_json *json, const lc_report *report, const char *category) {
    lc_json_open(json, '{');
    lc_json_put_text(json, "type", "FeatureCollection");
    lc_json_key(json, "features", "");
    lc_json_open(json, '[');
    for (size_t i = 0; i < report->n_facilities; i++)
        if (!category || strcmp(report->facilities[i].category, category) == 0)
            print_facility(json, &report->facilities[i]);
    lc_json_close(json, ']');
    lc_json_close(json, '}');
}
