#include "report/layer_json.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "base/output.h"
#include "report/json_geometry.h"

enum { REAL_DECIMALS = 9 };

/* Does any line or ring go over the antimeridian? */
static bool goes_over(const lc_geoms *geoms) {
    for (size_t p = 0; p < geoms->n_parts; p++)
        for (size_t i = geoms->xy_of[p]; i < geoms->xy_of[p + 1]; i++) {
            bool first = i == geoms->xy_of[p];
            if (fabs(geoms->xy[i].x) > 180 || (!first && fabs(geoms->xy[i].x - geoms->xy[i - 1].x) > 180)) return true;
        }
    return false;
}

/* The length of the name before the ending, 0 when that is another one. */
static size_t stem_of(const char *path) {
    static const char *const endings[] = {".geojson", ".json"};
    const char *ending = lc_path_ending(path, endings, sizeof endings / sizeof *endings);
    return ending ? strlen(path) - strlen(ending) : 0;
}

static void write_cell(lc_json *json, const lc_column *column, size_t row) {
    lc_json_key(json, column->name, "");
    if (column->text)
        lc_json_text(json, column->text[row]);
    else if (!isfinite(column->number[row]))
        lc_json_null(json);
    else if (column->type == LC_COLUMN_BOOL)
        lc_json_bool(json, column->number[row] != 0);
    else if (column->type == LC_COLUMN_INTEGER)
        lc_json_fixed(json, column->number[row], 0);
    else
        lc_json_short(json, column->number[row], REAL_DECIMALS);
}

static void write_feature(lc_json *json, const lc_layer_out *layer, size_t row, size_t first, size_t end) {
    lc_json_newline(json);
    lc_json_open(json, '{');
    lc_json_put_text(json, "type", "Feature");
    lc_json_key(json, "properties", "");
    lc_json_open(json, '{');
    for (size_t c = 0; c < layer->n_columns; c++) write_cell(json, &layer->columns[c], row);
    lc_json_close(json, '}');
    lc_json_key(json, "geometry", "");
    lc_json_geometry(json, layer->geoms, first, end);
    lc_json_close(json, '}');
}

static void print_layer(FILE *file, const lc_layer_out *layer) {
    lc_json json = {.file = file};
    lc_json_open(&json, '{');
    lc_json_put_text(&json, "type", "FeatureCollection");
    lc_json_put_text(&json, "name", layer->name);
    lc_json_key(&json, "features", "");
    lc_json_open(&json, '[');
    for (size_t i = 0, g = 0; i < layer->n_features; i++) {
        size_t first = g;
        while (g < layer->geoms->n && layer->geoms->feature[g] == i) g++;
        write_feature(&json, layer, i, first, g);
    }
    fputc('\n', file);
    lc_json_close(&json, ']');
    lc_json_close(&json, '}');
    fputc('\n', file);
}

/* The first layer goes to `path`, the others beside it. */
static lc_status open_output(lc_context *ctx, const char *path, size_t stem, const char *beside, lc_output *out) {
    char *name = beside ? lc_sprintf("%.*s_%s%s", (int)stem, path, beside, path + stem) : lc_strdup(path);
    lc_status status = name ? lc_output_open(ctx, name, out) : lc_fail_memory(ctx);
    free(name);
    return status;
}

static lc_status write_all(lc_context *ctx, const char *path, size_t stem, const lc_layer_out *layers, size_t n) {
    lc_output *out = LC_NEW0(lc_output, n);
    lc_status status = out ? LC_OK : lc_fail_memory(ctx);
    for (size_t i = 0; status == LC_OK && i < n; i++) {
        status = open_output(ctx, path, stem, i ? layers[i].name : NULL, &out[i]);
        if (status == LC_OK) print_layer(out[i].file, &layers[i]);
        if (status == LC_OK) status = lc_output_sync(ctx, &out[i]);
    }
    for (size_t i = 0; status == LC_OK && i < n; i++) status = lc_output_commit(ctx, &out[i]);
    for (size_t i = 0; out && i < n; i++) lc_output_abort(&out[i]);
    free(out);
    return status;
}

lc_status lc_report_layers_write(lc_context *ctx, const char *path, const lc_layer_out *layers, size_t n) {
    size_t stem = stem_of(path);
    bool ours = stem > 0;
    for (size_t i = 0; i < n; i++) ours = ours && layers[i].geoms && !goes_over(layers[i].geoms);
    return ours ? write_all(ctx, path, stem, layers, n) : lc_layers_write(ctx, path, layers, n);
}
