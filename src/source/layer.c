#include "source/layer.h"

#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/budget.h"
#include "base/language.h"
#include "base/memory.h"
#include "base/number.h"
#include "geo/antimeridian.h"
#include "geo/geos.h"
#include "geo/parts.h"
#include "geo/repaired.h"
#include "source/kml.h"
#include "source/layer_reader.h"

/* Fields of all features read so far, feature by feature. */
typedef struct rows {
    char **value;
    size_t n, capacity;
} rows;

OGRFeatureH lc_layer_next(lc_layer_reader *r) {
    if (!r->is_osm) return OGR_L_GetNextFeature(r->layer);
    OGRLayerH layer = NULL;
    OGRFeatureH feature;
    while ((feature = GDALDatasetGetNextFeature(r->dataset, &layer, NULL, NULL, NULL)) != NULL) {
        if (layer == r->layer) return feature;
        OGR_F_Destroy(feature);
    }
    return NULL;
}

lc_status lc_layer_fail_feature(const lc_layer_reader *r, size_t feature) {
    return lc_fail_at(r->ctx, LC_ERR_INPUT, &(lc_where){.error_class = LC_ERROR_SOURCE, .feature = (int64_t)feature});
}

static lc_status read_feature(lc_layer_reader *r, OGRFeatureH feature, const int *index, size_t n_fields,
                              lc_layer *layer, rows *values) {
    if (layer->n_features == UINT32_MAX - 1)
        return lc_fail(r->ctx, LC_ERR_INPUT,
                       "%s: '%s' has more features than can be counted; take a part with "
                       "'|subset='",
                       r->shown_role, r->source->text);
    lc_status status = lc_layer_geometry(r, feature, (uint32_t)layer->n_features, &layer->geoms);
    if (status) return status;
    if (!LC_ROOM(values->value, values->capacity, values->n + n_fields)) return lc_fail_memory(r->ctx);
    for (size_t f = 0; f < n_fields; f++) {
        status = lc_layer_field(r, feature, index[f], &values->value[values->n]);
        if (status) return status;
        if (lc_layer_is_rounded(r, feature, index[f])) {
            layer->rounded[f] = true;
            r->rounded++;
        }
        values->n++;
    }
    layer->n_features++;
    return LC_OK;
}

static lc_status read_features(lc_layer_reader *r, const int *index, size_t n_fields, lc_layer *layer, rows *values) {
    GIntBig total = r->is_osm ? -1 : OGR_L_GetFeatureCount(r->layer, FALSE);
    lc_status status = LC_OK;
    OGRFeatureH feature;
    OGR_L_ResetReading(r->layer);
    while (!status && (feature = lc_layer_next(r)) != NULL) {
        status = read_feature(r, feature, index, n_fields, layer, values);
        OGR_F_Destroy(feature);
        if (!status && r->errors.failed) break;
        if (!status && layer->n_features % 256 == 0) status = lc_memory_ask(r->ctx, r->source->path, 0);
        if (!status && layer->n_features % 4096 == 0)
            status = lc_progress(r->ctx, total > 0 ? fmin(1, (double)layer->n_features / (double)total) : 0);
    }
    /* An error in the middle means that features are missing or wrong: the layer is not used in part. */
    if (!status && r->errors.failed) status = lc_layer_gdal_fail(r, "read whole");
    return status ? status : lc_layer_check_count(r, layer->n_features);
}

void lc_layer_tell(const lc_layer_reader *r, const char *code, const char *message, const char *format, ...) {
    va_list args;
    va_start(args, format);
    char *english = lc_vsprintf(format, args);
    va_end(args);
    va_start(args, format);
    char *local = lc_vsprintf(lc_tr(r->ctx, format), args);
    va_end(args);
    if (english && local)
        lc_source_warn(r->ctx, r->source, code, message, (lc_source_case){r->role, r->shown_role, english, local});
    free(english);
    free(local);
}

void lc_layer_warn(const lc_layer_reader *r, const char *code, const char *message, size_t n) {
    if (!n) return;
    lc_layer_tell(r, code, message, ": %zu", n);
    lc_warn_count(r->ctx, code, message, n - 1);
}

/* From feature by feature to field by field. */
static lc_status turn_values(lc_context *ctx, rows *values, size_t n_fields, lc_layer *layer) {
    layer->value = LC_NEW0(char *, values->n);
    if (!layer->value) return lc_fail_memory(ctx);
    layer->n_fields = n_fields;
    for (size_t i = 0; i < layer->n_features; i++)
        for (size_t f = 0; f < n_fields; f++) layer->value[f * layer->n_features + i] = values->value[i * n_fields + f];
    values->n = 0;
    return LC_OK;
}

static const char *wanted_kinds(int want) {
    static const char *const names[] = {LC_TEXT("nothing"),
                                        LC_TEXT("points"),
                                        LC_TEXT("lines"),
                                        LC_TEXT("points or lines"),
                                        LC_TEXT("polygons"),
                                        LC_TEXT("points or polygons"),
                                        LC_TEXT("lines or polygons"),
                                        LC_TEXT("points, lines or polygons")};
    return names[want & LC_WANT_ALL];
}

static lc_status warn_of_features(lc_layer_reader *r, const lc_geoms *geoms) {
    if (geoms->n == 0 && r->closed > 0)
        return lc_fail(r->ctx, LC_ERR_INPUT,
                       "%s: '%s' has no %s, but closed lines; '|closed_lines=areas' takes the areas that they enclose",
                       r->shown_role, r->source->text, lc_tr(r->ctx, wanted_kinds(r->want)));
    if (geoms->n == 0 && r->other_kind > 0)
        return lc_fail(r->ctx, LC_ERR_INPUT, "%s: '%s' has no %s; give a layer that has", r->shown_role,
                       r->source->text, lc_tr(r->ctx, wanted_kinds(r->want)));
    lc_layer_warn(r, "geometry_kind", "features with geometries of a kind that has no use here, left out",
                  r->other_kind);
    lc_layer_warn(r, "closed_line",
                  "features with closed lines, which are read as lines and not as the areas within; "
                  "'|closed_lines=areas' takes the areas",
                  r->closed);
    lc_layer_warn(r, "no_geometry", "features without a geometry", r->without_geometry);
    lc_layer_warn(r, "degenerate_geometry", "features with lines or rings of too few points, left out", r->degenerate);
    lc_layer_warn(
        r, "digits_lost",
        "numbers of 16 and more digits in fields that do not keep their last digits; make the field one of text",
        r->rounded);
    lc_layer_warn(r, "curves_straightened", "features with curves, read as short straight pieces", r->curves);
    if (!r->z) lc_layer_warn(r, "heights_ignored", "features with heights or measures, which are ignored", r->heights);
    lc_layer_warn(r, "vertex_repeated", "features with vertices that are repeated, read once", r->repeated);
    return LC_OK;
}

/* Which feature of which layer it is that cannot be repaired. */
static lc_status cannot_repair(const lc_layer_reader *r) {
    size_t feature = (size_t)lc_error(r->ctx).feature;
    lc_fail(r->ctx, LC_ERR_INPUT, "%s: '%s', feature number %zu: %s", r->shown_role, r->source->text, feature,
            lc_error(r->ctx).text);
    return lc_layer_fail_feature(r, feature);
}

static lc_status repair(lc_layer_reader *r, lc_geoms *geoms, size_t n_features) {
    size_t repaired = 0, lost = 0;
    lc_features united = {0};
    double *area = lc_feature_areas(geoms, n_features);
    lc_status status = area ? lc_geoms_make_valid(r->ctx, geoms, &repaired, &lost) : lc_fail_memory(r->ctx);
    if (!status && repaired) status = lc_layer_tell_repairs(r, geoms, area, n_features);
    free(area);
    if (status == LC_ERR_INPUT) return cannot_repair(r);
    if (!status) status = lc_geoms_unite_parts(r->ctx, geoms, &united);
    if (!status) {
        lc_layer_warn(r, "invalid_repaired", "invalid polygons that were repaired", repaired + united.n);
        lc_layer_warn(r, "invalid_lost", "polygons without any area, left out", lost);
    }
    for (size_t i = 0; !status && i < united.n; i++)
        lc_layer_tell(r, "parts_overlap", "features with parts that lie on one another; what these share counts once",
                      ", feature number %u", united.item[i] + 1);
    free(united.item);
    return status;
}

/* What crosses the antimeridian is repaired in one piece. */
static lc_status repair_across(lc_layer_reader *r, lc_geoms *geoms, size_t n_features) {
    double turn = r->crs ? lc_crs_turn(r->crs) : 0;
    bool *crossing = NULL;
    if (turn > 0 && !lc_antimeridian_unroll(geoms, n_features, turn, &crossing)) return lc_fail_memory(r->ctx);
    lc_status status = repair(r, geoms, n_features);
    lc_antimeridian_roll(geoms, crossing, turn);
    free(crossing);
    return status;
}

lc_status lc_layer_settle_geometries(lc_layer_reader *r, lc_geoms *geoms, size_t n_features) {
    lc_status status = warn_of_features(r, geoms);
    if (status == LC_OK && r->crs) status = lc_layer_put_right(r, geoms);
    if (status == LC_OK && r->crs) status = lc_layer_check_places(r, geoms);
    if (status == LC_OK) status = repair_across(r, geoms, n_features);
    return status == LC_OK && r->crs ? lc_layer_to_lonlat(r, geoms) : status;
}

static lc_status describe(lc_layer_reader *r, lc_layer *layer) {
    layer->file = lc_strdup(lc_source_basename(r->source));
    layer->layer_name = lc_source_layer_name(r->source, OGR_L_GetName(r->layer));
    layer->crs = lc_strdup(lc_crs_name(r->crs));
    layer->encoding = r->encoding;
    r->encoding = NULL;
    if (!layer->file || !layer->layer_name || !layer->crs) return lc_fail_memory(r->ctx);
    return lc_layer_hash(r, layer->sha256);
}

static bool has_polygons(const lc_geoms *geoms) {
    bool any = false;
    for (size_t g = 0; g < geoms->n && !any; g++) any = geoms->kind[g] == LC_POLYGON;
    return any;
}

/* Heights are for the lines of a network and of edits, and must be there. Areas are repaired, and theirs would not fit.
 */
static lc_status check_heights(lc_layer_reader *r, const lc_geoms *geoms) {
    if (!r->source->heights) return LC_OK;
    if (strcmp(r->source->heights, "z") != 0)
        return lc_fail(r->ctx, LC_ERR_INPUT, "%s: '%s': heights=%s is not known; write heights=z or leave it out",
                       r->shown_role, r->source->text, r->source->heights);
    if (!(r->want & LC_WANT_LINES))
        return lc_fail(r->ctx, LC_ERR_INPUT,
                       "%s: '%s': heights=z is for the lines of --network and --edits; leave it out", r->shown_role,
                       r->source->text);
    if (has_polygons(geoms))
        return lc_fail(r->ctx, LC_ERR_INPUT,
                       "%s: '%s' says heights=z, and has areas, which have none; give these as a source of their own",
                       r->shown_role, r->source->text);
    for (size_t i = 0; i < r->n_z; i++)
        if (!isnan(r->z[i])) return LC_OK;
    return lc_fail(r->ctx, LC_ERR_INPUT,
                   "%s: '%s' says heights=z, and its lines have no heights; give a raster with --dem", r->shown_role,
                   r->source->text);
}

static lc_status read_layer(lc_layer_reader *r, const char *const *fields, size_t n_fields, lc_layer *layer) {
    rows values = {0};
    int *index = LC_NEW(int, n_fields);
    layer->rounded = LC_NEW0(bool, n_fields);
    lc_status status = index && layer->rounded ? lc_layer_open(r) : lc_fail_memory(r->ctx);
    if (!status) layer->is_cad = lc_layer_is_cad(r);
    if (!status) status = lc_layer_find_fields(r, fields, n_fields, index);
    if (!status) lc_kml_tell_links(r);
    if (!status) status = read_features(r, index, n_fields, layer, &values);
    if (!status) status = lc_layer_decode_values(r, values.value, values.n);
    if (!status) status = turn_values(r->ctx, &values, n_fields, layer);
    if (!status) status = check_heights(r, &layer->geoms);
    if (!status) status = lc_layer_settle_geometries(r, &layer->geoms, layer->n_features);
    if (!status) status = lc_layer_tell_gdal(r, index, n_fields);
    if (!status) status = describe(r, layer);
    if (!status) layer->z = r->z, r->z = NULL;
    for (size_t i = 0; i < values.n; i++) free(values.value[i]);
    free(values.value);
    free(index);
    return status;
}

lc_status lc_layer_read(lc_context *ctx, const lc_source *source, const char *role, int want, const char *const *fields,
                        size_t n_fields, lc_layer *out) {
    char shown[LC_ROLE_MAX];
    lc_layer_reader r = {.ctx = ctx,
                         .source = source,
                         .role = role,
                         .shown_role = lc_role_text(ctx, role, shown, sizeof shown),
                         .want = want};
    lc_layer layer = {0};
    lc_gdal_begin(&r.errors, source->remote);
    lc_status status = read_layer(&r, fields, n_fields, &layer);
    lc_layer_close(&r);
    lc_gdal_end(&r.errors);
    if (status)
        lc_layer_free(&layer);
    else
        *out = layer;
    return lc_fail_at(ctx, status,
                      &(lc_where){LC_WHERE(LC_ERROR_SOURCE), .file = source->path, .layer = source->layername});
}

void lc_layer_free(lc_layer *layer) {
    for (size_t i = 0; layer->value && i < layer->n_fields * layer->n_features; i++) free(layer->value[i]);
    free(layer->value);
    free(layer->rounded);
    free(layer->number);
    lc_geoms_free(&layer->geoms);
    free(layer->z);
    free(layer->file);
    free(layer->layer_name);
    free(layer->crs);
    free(layer->encoding);
    *layer = (lc_layer){0};
}

size_t lc_layer_feature_number(const lc_layer *layer, size_t i) {
    return (layer->number ? layer->number[i] : i) + 1;
}

const char *lc_layer_value(const lc_layer *layer, size_t f, size_t i) {
    return layer->value[f * layer->n_features + i];
}

double lc_layer_number(const lc_layer *layer, size_t f, size_t i) {
    const char *text = lc_layer_value(layer, f, i);
    double value;
    return text && lc_number_read(text, &value) ? value : NAN;
}

double lc_layer_quantity(lc_context *ctx, const lc_layer *layer, size_t f, size_t i, const char *field) {
    const char *text = lc_layer_value(layer, f, i);
    double value;
    if (!text || lc_number_is_blank(text)) return NAN;
    if (!lc_number_read(text, &value)) {
        lc_warn(ctx, "number_unread", "values that are no plain number, which count as missing",
                "%s, feature number %zu, %s: '%s'", layer->file, lc_layer_feature_number(layer, i), field, text);
        return NAN;
    }
    if (value >= 0) return value;
    lc_warn(ctx, "number_negative", "values below 0 of what cannot be less than nothing, which count as missing",
            "%s, feature number %zu, %s: %s", layer->file, lc_layer_feature_number(layer, i), field, text);
    return NAN;
}
