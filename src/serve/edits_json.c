#include "serve/edits_json.h"

#include <cjson/cJSON.h>
#include <gdal.h>
#include <math.h>
#include <ogr_api.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "source/gdal_errors.h"

static const char *const OPS[] = {"add", "remove", "move", "path", "close", "open"};
enum { N_OPS = sizeof OPS / sizeof *OPS };

/* The texts of one feature; numbers are texts of their own. */
typedef struct {
    lc_edit_options options;
    char *own[4];
} words_t;

/* A member that is a text, or a number as a file's field would show it; NULL without. */
static bool take_word(const cJSON *properties, const char *key, char **own, const char **out) {
    const cJSON *value = cJSON_GetObjectItemCaseSensitive(properties, key);
    *out = NULL;
    if (!value || cJSON_IsNull(value)) return true;
    if (cJSON_IsString(value))
        *own = lc_strdup(value->valuestring);
    else if (cJSON_IsNumber(value))
        *own = lc_sprintf(fabs(value->valuedouble) < 1e15 ? "%.15g" : "%.17g", value->valuedouble);
    else
        return false;
    *out = *own && **own ? *own : NULL;
    return *own != NULL;
}

static bool take_words(const cJSON *properties, words_t *w) {
    lc_edit_options *o = &w->options;
    const cJSON *area = cJSON_GetObjectItemCaseSensitive(properties, "area");
    *w = (words_t){.options = LC_EDIT_OPTIONS_INIT};
    if (cJSON_IsNumber(area)) o->area_m2 = area->valuedouble;
    return take_word(properties, "category", &w->own[0], &o->category) &&
           take_word(properties, "id", &w->own[1], &o->id) && take_word(properties, "name", &w->own[2], &o->name) &&
           take_word(properties, "level", &w->own[3], &o->level) &&
           (!area || cJSON_IsNull(area) || cJSON_IsNumber(area));
}

/* As WKB, malloc'ed; NULL when GDAL does not understand it. */
static unsigned char *geometry_wkb(const cJSON *geometry, size_t *size) {
    char *text = cJSON_PrintUnformatted(geometry);
    lc_gdal_hush();
    OGRGeometryH shape = text ? OGR_G_CreateGeometryFromJson(text) : NULL;
    unsigned char *wkb = NULL;
    if (shape && !OGR_G_IsEmpty(shape)) {
        OGR_G_FlattenTo2D(shape);
        *size = (size_t)OGR_G_WkbSize(shape);
        wkb = malloc(*size);
        if (wkb && OGR_G_ExportToIsoWkb(shape, wkbNDR, wkb) != OGRERR_NONE) {
            free(wkb);
            wkb = NULL;
        }
    }
    OGR_G_DestroyGeometry(shape);
    lc_gdal_speak();
    cJSON_free(text);
    return wkb;
}

static lc_status add_feature(lc_context *ctx, const cJSON *feature, size_t number, lc_edits *edits) {
    const cJSON *properties = cJSON_GetObjectItemCaseSensitive(feature, "properties");
    const cJSON *geometry = cJSON_GetObjectItemCaseSensitive(feature, "geometry");
    const cJSON *op = cJSON_GetObjectItemCaseSensitive(properties, "op");
    bool drawn = geometry && !cJSON_IsNull(geometry);
    size_t size = 0, k = 0;
    words_t words = {0};
    lc_status status = LC_OK;
    while (k < N_OPS && !(cJSON_IsString(op) && strcmp(op->valuestring, OPS[k]) == 0)) k++;
    unsigned char *wkb = drawn ? geometry_wkb(geometry, &size) : NULL;
    if (k == N_OPS)
        status =
            lc_fail(ctx, LC_ERR_INPUT, "edit %zu: its 'op' is none of add, remove, move, path, close, open", number);
    else if (drawn && !wkb)
        status = lc_fail(ctx, LC_ERR_INPUT, "edit %zu (%s): its geometry is not one of GeoJSON", number, OPS[k]);
    else if (!take_words(properties, &words))
        status = lc_fail(ctx, LC_ERR_INPUT, "edit %zu (%s): a field is neither a text nor a number", number, OPS[k]);
    const lc_geometry shape = {.wkb = wkb, .wkb_size = size};
    if (status == LC_OK) status = lc_edits_add(ctx, edits, (lc_edit_op)k, wkb ? &shape : NULL, &words.options);
    for (size_t i = 0; i < sizeof words.own / sizeof *words.own; i++) free(words.own[i]);
    free(wkb);
    return status;
}

static lc_status read_features(lc_context *ctx, const cJSON *features, lc_edits **out) {
    lc_edits *edits = NULL;
    const cJSON *feature;
    size_t number = 0;
    if (!features->child) return LC_OK;
    lc_status status = lc_edits_new(ctx, "EPSG:4326", &edits);
    cJSON_ArrayForEach(feature, features) {
        number++;
        if (status == LC_OK) status = add_feature(ctx, feature, number, edits);
    }
    if (status == LC_OK)
        *out = edits;
    else
        lc_edits_free(edits);
    return status;
}

lc_status lc_edits_from_json(lc_context *ctx, const char *text, size_t size, lc_edits **out) {
    const char *end = text;
    cJSON *json = size ? cJSON_ParseWithLengthOpts(text, size, &end, false) : NULL;
    while (json && end < text + size && strchr(" \t\r\n", *end) && *end) end++;
    bool whole = json && end == text + size;
    const cJSON *features = cJSON_GetObjectItemCaseSensitive(json, "features");
    *out = NULL;
    lc_status status = whole && cJSON_IsArray(features)
                           ? read_features(ctx, features, out)
                           : lc_fail(ctx, LC_ERR_INPUT, "edits: this is no GeoJSON FeatureCollection");
    cJSON_Delete(json);
    return status;
}
