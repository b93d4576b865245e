#include "output/layer_json.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "base/output.h"
#include "base/output_set.h"
#include "output/json_features.h"

/* Does any line or ring go over the antimeridian? */
static bool goes_over(const lc_geoms *geoms) {
    for (size_t p = 0; p < geoms->n_parts; p++)
        for (size_t i = geoms->xy_of[p]; i < geoms->xy_of[p + 1]; i++) {
            bool first = i == geoms->xy_of[p];
            if (fabs(geoms->xy[i].x) > 180 || (!first && fabs(geoms->xy[i].x - geoms->xy[i - 1].x) > 180)) return true;
        }
    return false;
}

/* RFC 7946 knows WGS 84 alone; what came before it has a member for others, which GIS read. */
static void print_crs(lc_json *json, const char *urn) {
    lc_json_open_member(json, "crs", '{');
    lc_json_put_text(json, "type", "name");
    lc_json_open_member(json, "properties", '{');
    lc_json_put_text(json, "name", urn);
    lc_json_close(json, '}');
    lc_json_close(json, '}');
}

static lc_status print_layer(lc_context *ctx, FILE *file, const lc_layer_out *layer) {
    lc_json json = {.file = file};
    lc_geoms moved = {0};
    const lc_geoms *geoms = layer->crs ? &moved : layer->geoms;
    lc_status status = layer->crs ? lc_out_crs_geoms(ctx, layer->crs, layer->geoms, &moved) : LC_OK;
    if (status == LC_OK) {
        lc_json_open(&json, '{');
        lc_json_put_text(&json, "type", "FeatureCollection");
        lc_json_put_text(&json, "name", layer->name);
        if (layer->crs) print_crs(&json, lc_out_crs_urn(layer->crs));
        bool plane = layer->crs && !lc_out_crs_is_degrees(layer->crs);
        status = lc_json_features_shared(ctx, &json, layer, geoms, plane);
        lc_json_close(&json, '}');
        fputc('\n', file);
    }
    free(moved.xy);
    return status;
}

/* The first layer goes to `path`, the others beside it. */
static lc_status open_output(lc_context *ctx, const char *path, const char *ending, const char *beside,
                             lc_output *out) {
    char *name = beside ? lc_path_beside(path, ending, beside) : lc_strdup(path);
    lc_status status = name ? lc_output_open(ctx, name, out) : lc_fail_memory(ctx);
    free(name);
    return status;
}

static lc_status write_all(lc_context *ctx, const char *path, const char *ending, const lc_layer_out *layers,
                           size_t n) {
    lc_output *out = LC_NEW0(lc_output, n);
    lc_status status = out ? LC_OK : lc_fail_memory(ctx);
    for (size_t i = 0; status == LC_OK && i < n; i++) {
        status = open_output(ctx, path, ending, i ? layers[i].name : NULL, &out[i]);
        if (status == LC_OK) status = print_layer(ctx, out[i].file, &layers[i]);
        if (status == LC_OK) status = lc_output_sync(ctx, &out[i]);
    }
    bool own = status == LC_OK && lc_outputs_join(ctx);
    for (size_t i = 0; status == LC_OK && i < n; i++) status = lc_output_commit(ctx, &out[i]);
    status = lc_outputs_leave(ctx, own, status);
    for (size_t i = 0; out && i < n; i++) lc_output_abort(&out[i]);
    free(out);
    return status;
}

static const char *json_ending(const char *path) {
    static const char *const endings[] = {".geojson", ".json"};
    return lc_path_ending(path, endings, sizeof endings / sizeof *endings);
}

lc_status lc_report_layers_check(lc_context *ctx, const char *path, const lc_out_crs *crs) {
    if (!crs || lc_out_crs_urn(crs) || !json_ending(path)) return LC_OK;
    return lc_fail(ctx, LC_ERR_INPUT,
                   "%s cannot be written: a GeoJSON names its CRS by a code; give one, as in --out-crs EPSG:4547, or "
                   "another format",
                   path);
}

lc_status lc_report_layers_write(lc_context *ctx, const char *path, const lc_layer_out *layers, size_t n) {
    const char *ending = json_ending(path);
    bool ours = ending != NULL;
    for (size_t i = 0; i < n; i++) ours = ours && layers[i].geoms && (layers[i].crs || !goes_over(layers[i].geoms));
    lc_status status = n ? lc_report_layers_check(ctx, path, layers[0].crs) : LC_OK;
    if (status != LC_OK) return status;
    return ours ? write_all(ctx, path, ending, layers, n) : lc_layers_write(ctx, path, layers, n);
}
