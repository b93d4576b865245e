#include "serve/edits_json.h"

#include <cjson/cJSON.h>
#include <gdal.h>
#include <math.h>
#include <ogr_api.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "city/edits.h"
#include "source/gdal_errors.h"

enum { N_OPS = LC_EDIT_OPEN + 1 };

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

/* Kinds of geometry, and what their coordinates are lists of. */
static const struct {
    const char *name;
    OGRwkbGeometryType type;
    int part; /* the kind of the parts; -1: of points, which lie in it themselves */
} KINDS[] = {
    {"Point", wkbPoint, -1},          {"LineString", wkbLineString, -1},          {"Polygon", wkbPolygon, 6},
    {"MultiPoint", wkbMultiPoint, 0}, {"MultiLineString", wkbMultiLineString, 1}, {"MultiPolygon", wkbMultiPolygon, 2},
    {"", wkbLinearRing, -1}};
enum { N_KINDS = 6 };

static bool add_position(OGRGeometryH shape, const cJSON *position) {
    const cJSON *x = cJSON_GetArrayItem(position, 0), *y = cJSON_GetArrayItem(position, 1);
    if (!cJSON_IsNumber(x) || !cJSON_IsNumber(y)) return false;
    OGR_G_AddPoint_2D(shape, x->valuedouble, y->valuedouble);
    return true;
}

/* Not by GDAL's own reader: a text of the coordinates that cJSON had to write would lose their last digits. NULL when
   they are wrong. */
static OGRGeometryH build_shape(int kind, const cJSON *coordinates) {
    OGRGeometryH shape = OGR_G_CreateGeometry(KINDS[kind].type);
    bool ok = shape && cJSON_IsArray(coordinates) && (kind == 0 || coordinates->child);
    const cJSON *one = ok && kind > 0 ? coordinates->child : NULL;
    if (ok && kind == 0) ok = add_position(shape, coordinates);
    for (; ok && one; one = one->next) {
        if (KINDS[kind].part < 0) {
            ok = add_position(shape, one);
            continue;
        }
        OGRGeometryH part = build_shape(KINDS[kind].part, one);
        ok = part && OGR_G_AddGeometryDirectly(shape, part) == OGRERR_NONE;
        if (part && !ok) OGR_G_DestroyGeometry(part);
    }
    if (ok) return shape;
    OGR_G_DestroyGeometry(shape);
    return NULL;
}

static bool is_long_enough(OGRGeometryH shape) {
    return OGR_G_GetGeometryType(shape) != wkbLineString || OGR_G_GetPointCount(shape) > 1;
}

/* As WKB, malloc'ed; NULL when it is no geometry. */
static unsigned char *geometry_wkb(const cJSON *geometry, size_t *size) {
    const char *type = cJSON_GetStringValue(cJSON_GetObjectItemCaseSensitive(geometry, "type"));
    int kind = 0;
    while (kind < N_KINDS && !(type && strcmp(KINDS[kind].name, type) == 0)) kind++;
    if (kind == N_KINDS) return NULL;
    lc_gdal_hush(); /* it would tell its errors to standard error */
    OGRGeometryH shape = build_shape(kind, cJSON_GetObjectItemCaseSensitive(geometry, "coordinates"));
    unsigned char *wkb = NULL;
    if (shape && is_long_enough(shape)) {
        *size = (size_t)OGR_G_WkbSize(shape);
        wkb = malloc(*size);
        if (wkb && OGR_G_ExportToIsoWkb(shape, wkbNDR, wkb) != OGRERR_NONE) {
            free(wkb);
            wkb = NULL;
        }
    }
    OGR_G_DestroyGeometry(shape);
    lc_gdal_speak();
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
    while (k < N_OPS && !(cJSON_IsString(op) && strcmp(op->valuestring, lc_edit_op_name((lc_edit_op)k)) == 0)) k++;
    unsigned char *wkb = drawn ? geometry_wkb(geometry, &size) : NULL;
    if (k == N_OPS)
        status =
            lc_fail(ctx, LC_ERR_INPUT, "edit %zu: its 'op' is none of add, remove, move, path, close, open", number);
    else if (drawn && !wkb)
        status = lc_fail(ctx, LC_ERR_INPUT, "edit %zu (%s): its geometry is not one of GeoJSON", number,
                         lc_edit_op_name((lc_edit_op)k));
    else if (!take_words(properties, &words))
        status = lc_fail(ctx, LC_ERR_INPUT, "edit %zu (%s): a field is neither a text nor a number", number,
                         lc_edit_op_name((lc_edit_op)k));
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

/* cJSON takes letters that JSON has not: those below the space, but for white space outside of texts. */
static bool has_control(const char *text, size_t size) {
    bool quoted = false;
    for (size_t i = 0; i < size; i++) {
        unsigned char c = (unsigned char)text[i];
        if (c < ' ' && (quoted || (c != '\t' && c != '\n' && c != '\r'))) return true;
        if (quoted && c == '\\')
            i++;
        else if (c == '"')
            quoted = !quoted;
    }
    return false;
}

lc_status lc_edits_from_json(lc_context *ctx, const char *text, size_t size, lc_edits **out) {
    const char *end = text;
    cJSON *json = size && !has_control(text, size) ? cJSON_ParseWithLengthOpts(text, size, &end, false) : NULL;
    while (json && end < text + size && (unsigned char)*end <= ' ') end++;
    bool whole = json && end == text + size;
    const cJSON *features = cJSON_GetObjectItemCaseSensitive(json, "features");
    *out = NULL;
    lc_status status = whole && cJSON_IsArray(features)
                           ? read_features(ctx, features, out)
                           : lc_fail(ctx, LC_ERR_INPUT, "edits: this is no GeoJSON FeatureCollection");
    cJSON_Delete(json);
    return status;
}
