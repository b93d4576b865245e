/* A siting as GeoJSON, and as an edits file. */
#include <math.h>

#include "base/output.h"
#include "output/json_features.h"
#include "output/siting_json.h"
#include "output/siting_write.h"

static void print_geojson(FILE *file, const lc_siting *s, const lc_table *table) {
    lc_json json = {.file = file};
    lc_json_open(&json, '{');
    lc_json_put_text(&json, "type", "FeatureCollection");
    lc_json_newline(&json);
    lc_siting_summary(&json, s);
    lc_json_newline(&json);
    lc_json_features(&json, table->column, table->n_columns, s->n, &s->shapes, false);
    lc_json_close(&json, '}');
    fputc('\n', file);
}

lc_status lc_siting_write_geojson(lc_context *ctx, const lc_siting *s, const char *path) {
    lc_table table = {0};
    lc_output output;
    lc_status status = lc_table_sites(s, false, &table) ? LC_OK : lc_fail_memory(ctx);
    if (status == LC_OK) status = lc_output_open(ctx, path, &output);
    if (status == LC_OK) {
        print_geojson(output.file, s, &table);
        status = lc_output_commit(ctx, &output);
    }
    lc_table_free(&table);
    return status;
}

/* --------------------------------------------------------------------------------------------------------------- edits
 */

/* Is there a point that a source gave an area? */
static bool has_areas(const lc_siting *s) {
    for (size_t g = 0; g < s->shapes.n; g++)
        if (s->shapes.kind[g] == LC_POINT && !isnan(s->area_m2[s->shapes.feature[g]])) return true;
    return false;
}

/* Facilities to be added (docs/definitions.md, "Edits"). */
static bool fill_edits(const lc_siting *s, lc_table *t) {
    t->n_rows = s->n;
    const char **op = lc_table_text(t, "op", NULL), **category = lc_table_text(t, "category", NULL);
    const char **id = lc_table_text(t, "id", NULL), **name = lc_table_text(t, "name", NULL);
    if (!op || !category || !id || !name) return false;
    lc_table_last(t)->sparse = true;
    const char **level = lc_table_text(t, "level", NULL);
    if (!level) return false;
    lc_table_last(t)->sparse = true;
    double *area = has_areas(s) ? lc_table_number(t, "area", NULL, LC_COLUMN_REAL) : NULL;
    if (has_areas(s) && !area) return false;
    for (size_t i = 0; i < s->n; i++) {
        op[i] = "add";
        category[i] = s->site[i].category;
        id[i] = s->site[i].id;
        name[i] = s->site[i].name;
        level[i] = s->level[i];
        if (area) area[i] = s->area_m2[i];
    }
    return true;
}

lc_status lc_siting_write_edits(lc_context *ctx, const lc_siting *s, const char *path) {
    lc_table table = {0};
    lc_output output;
    lc_status status = fill_edits(s, &table) ? LC_OK : lc_fail_memory(ctx);
    if (status == LC_OK) status = lc_output_open(ctx, path, &output);
    if (status == LC_OK) {
        lc_json json = {.file = output.file};
        lc_json_open(&json, '{');
        lc_json_put_text(&json, "type", "FeatureCollection");
        lc_json_features(&json, table.column, table.n_columns, s->n, &s->shapes, false);
        lc_json_close(&json, '}');
        fputc('\n', output.file);
        status = lc_output_commit(ctx, &output);
    }
    lc_table_free(&table);
    return status;
}
