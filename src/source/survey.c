#include "source/survey.h"

#include <cpl_error.h>
#include <string.h>

#include "base/language.h"
#include "base/memory.h"
#include "source/layer_dataset.h"
#include "source/layer_fields.h"
#include "source/layer_geometry.h"
#include "source/layer_messages.h"
#include "source/layer_open.h"
#include "source/layer_text.h"

typedef struct surveyor {
    lc_layer_reader r;
    lc_survey out;
    lc_text_sample text; /* of layers whose text comes as it is */
    lc_geoms scratch;    /* one feature */
    bool memory;         /* is out */
} surveyor;

/* ----------------------------------------------------------------- fields */

static const char *type_name(OGRFieldType type) {
    switch (type) {
    case OFTInteger:
    case OFTInteger64:
        return LC_TEXT("integer");
    case OFTReal:
        return LC_TEXT("real");
    case OFTDate:
    case OFTTime:
    case OFTDateTime:
        return LC_TEXT("date");
    case OFTBinary:
        return LC_TEXT("binary");
    case OFTIntegerList:
    case OFTInteger64List:
    case OFTRealList:
    case OFTStringList:
        return LC_TEXT("list");
    default:
        return LC_TEXT("text");
    }
}

static lc_status list_fields(surveyor *s) {
    OGRFeatureDefnH fields = OGR_L_GetLayerDefn(s->r.layer);
    int n = OGR_FD_GetFieldCount(fields);
    s->out.field = LC_NEW0(lc_survey_field, (size_t)n);
    if (!s->out.field) return lc_fail_memory(s->r.ctx);
    for (int f = 0; f < n; f++) {
        lc_survey_field *field = &s->out.field[s->out.n_fields++];
        field->type = type_name(OGR_Fld_GetType(OGR_FD_GetFieldDefn(fields, f)));
        field->name = lc_layer_field_name(&s->r, f);
        if (!field->name) return lc_fail_memory(s->r.ctx);
    }
    return LC_OK;
}

static bool is_new(const lc_survey_field *field, const char *value) {
    for (size_t i = 0; i < field->n_samples; i++)
        if (strcmp(field->sample[i], value) == 0) return false;
    return true;
}

static lc_status look_at_fields(surveyor *s, OGRFeatureH feature) {
    for (size_t f = 0; f < s->out.n_fields; f++) {
        lc_survey_field *field = &s->out.field[f];
        char *value = NULL;
        lc_status status = lc_layer_field(&s->r, feature, (int)f, &value);
        if (status) return status;
        if (!value) continue;
        if (!s->r.settled) lc_text_look(&s->text, value);
        field->filled += *value != '\0';
        if (*value && field->n_samples < LC_SAMPLES && is_new(field, value))
            field->sample[field->n_samples++] = value;
        else
            free(value);
    }
    return LC_OK;
}

/* Samples of a layer whose encoding nobody names, by what the whole layer looks like. */
static lc_status decode_samples(surveyor *s) {
    if (s->r.settled) return lc_layer_decode_values(&s->r, NULL, 0);
    const char *codec;
    lc_status status = lc_layer_settle(&s->r, &s->text, &codec);
    for (size_t f = 0; f < s->out.n_fields && !status; f++)
        for (size_t i = 0; i < s->out.field[f].n_samples && !status; i++)
            status = lc_layer_decode_value(&s->r, codec, &s->out.field[f].sample[i]);
    return status;
}

/* ------------------------------------------------------------- geometries */

static void count(surveyor *s, lc_survey_count *counter, OGRFeatureH feature, const char *detail) {
    counter->n++;
    if (counter->n_examples == LC_SURVEY_EXAMPLES) return;
    long long id = (long long)OGR_F_GetFID(feature);
    char *text = *detail ? lc_sprintf("%lld: %s", id, detail) : lc_sprintf("%lld", id);
    if (text)
        counter->example[counter->n_examples++] = text;
    else
        s->memory = true;
}

/* Of what GEOS can judge; GDAL asks another library about surfaces of triangles. */
static bool can_be_invalid(OGRwkbGeometryType type) {
    return type == wkbPolygon || type == wkbMultiPolygon || type == wkbCurvePolygon || type == wkbMultiSurface ||
           type == wkbGeometryCollection;
}

/* GEOS tells of what is wrong in GDAL's warnings, and of the worst in its errors, which are none of the reading. */
static void check_valid(surveyor *s, OGRFeatureH feature, OGRGeometryH geometry) {
    lc_gdal_errors before = s->r.errors;
    CPLErrorReset();
    if (!OGR_G_IsValid(geometry)) count(s, &s->out.invalid, feature, CPLGetLastErrorMsg());
    s->r.errors = before;
    CPLErrorReset();
}

static void count_kind(surveyor *s) {
    bool has[3] = {false, false, false};
    for (size_t g = 0; g < s->scratch.n; g++) has[s->scratch.kind[g]] = true;
    int kinds = has[LC_POINT] + has[LC_LINE] + has[LC_POLYGON];
    s->out.points += kinds == 1 && has[LC_POINT];
    s->out.lines += kinds == 1 && has[LC_LINE];
    s->out.polygons += kinds == 1 && has[LC_POLYGON];
    s->out.mixed += kinds > 1;
    s->out.multi += s->scratch.n > 1;
}

/* Extents, and whether every coordinate is somewhere on the globe, and where the CRS is meant for. */
static void look_at_place(surveyor *s, OGRFeatureH feature) {
    lc_gdal_errors before = s->r.errors; /* coordinates that the CRS cannot have are no failure of reading */
    lc_box *use = &s->out.use;
    for (size_t i = 0; i < s->scratch.n_xy; i++) {
        lc_xy p = s->scratch.xy[i], q = p;
        lc_box_add(&s->out.extent, p.x, p.y);
        if (!s->r.crs) continue;
        bool somewhere = lc_crs_to_lonlat(s->r.crs, &q.x, &q.y, 1);
        if (somewhere) {
            s->out.has_lonlat = true;
            lc_box_add(&s->out.lonlat, q.x, q.y);
        }
        bool usual = !s->out.has_use || (q.x >= use->x0 && q.x <= use->x1 && q.y >= use->y0 && q.y <= use->y1);
        if (somewhere && usual) continue;
        char text[80];
        snprintf(text, sizeof text, "(%.9g, %.9g)", p.x, p.y);
        count(s, &s->out.outside, feature, text);
        for (; i < s->scratch.n_xy; i++) lc_box_add(&s->out.extent, s->scratch.xy[i].x, s->scratch.xy[i].y);
    }
    s->r.errors = before;
}

/* A row of a table with coordinates; those without are told when the table is read for its role. */
static lc_status look_at_row(surveyor *s, OGRFeatureH feature) {
    lc_status status = lc_layer_geometry(&s->r, feature, 0, &s->scratch);
    s->out.unplaced += s->scratch.n == 0;
    count_kind(s);
    look_at_place(s, feature);
    return status;
}

static lc_status look_at_geometry(surveyor *s, OGRFeatureH feature) {
    OGRGeometryH geometry = OGR_F_GetGeometryRef(feature);
    lc_geoms_free(&s->scratch);
    if (s->r.table.given) return look_at_row(s, feature);
    if (!geometry || OGR_G_IsEmpty(geometry)) {
        count(s, &s->out.empty, feature, "");
        return LC_OK;
    }
    lc_status status = lc_layer_geometry(&s->r, feature, 0, &s->scratch);
    if (status) return status;
    count_kind(s);
    look_at_place(s, feature);
    if (can_be_invalid(wkbFlatten(OGR_G_GetGeometryType(geometry)))) check_valid(s, feature, geometry);
    return LC_OK;
}

/* --------------------------------------------------------------- the whole */

static lc_status look_at_features(surveyor *s) {
    lc_status status = LC_OK;
    OGRFeatureH feature;
    OGR_L_ResetReading(s->r.layer);
    while (!status && (feature = lc_layer_next(&s->r)) != NULL) {
        status = look_at_fields(s, feature);
        if (!status) status = look_at_geometry(s, feature);
        if (!status) s->out.n_features++;
        OGR_F_Destroy(feature);
        if (!status && s->r.errors.failed) break;
        if (!status && s->out.n_features % 4096 == 0) status = lc_progress(s->r.ctx, 0);
    }
    if (!status && s->r.errors.failed) status = lc_layer_gdal_fail(&s->r, "read whole");
    if (status == LC_ERR_INPUT) {
        s->out.unreadable = lc_strdup(lc_error_message(s->r.ctx));
        status = s->out.unreadable ? LC_OK : lc_fail_memory(s->r.ctx);
    }
    return status || !s->memory ? status : lc_fail_memory(s->r.ctx);
}

static lc_status find_crs(surveyor *s) {
    lc_survey *out = &s->out;
    OGRSpatialReferenceH native = lc_layer_native_crs(&s->r);
    lc_status status = lc_layer_set_crs(&s->r);
    if (status == LC_OK) {
        out->crs = lc_strdup(lc_crs_name(s->r.crs));
        out->has_use = lc_crs_use(s->r.crs, &out->use);
        const double margin = 3; /* degrees: a town at the edge of its zone is no mistake */
        if (out->has_use)
            out->use = (lc_box){out->use.x0 - margin, out->use.y0 - margin, out->use.x1 + margin, out->use.y1 + margin};
        return out->crs ? LC_OK : lc_fail_memory(s->r.ctx);
    }
    if (status != LC_ERR_INPUT || s->r.source->crs) return status;
    if (!native) return LC_OK;
    out->crs_problem = lc_strdup(lc_error_message(s->r.ctx));
    return out->crs_problem ? LC_OK : lc_fail_memory(s->r.ctx);
}

static lc_status describe(surveyor *s) {
    s->out.curves = s->r.curves;
    s->out.heights = s->r.heights;
    s->out.repeated = s->r.repeated;
    s->out.format = lc_strdup(s->r.is_csv ? "Comma Separated Value (.csv)"
                                          : GDALGetDriverLongName(GDALGetDatasetDriver(s->r.dataset)));
    s->out.layer = lc_strdup(OGR_L_GetName(s->r.layer));
    s->out.encoding = s->r.encoding;
    s->r.encoding = NULL;
    if (s->r.table.given) {
        bool one = s->r.table.x == s->r.table.y;
        s->out.columns =
            one ? lc_strdup(s->r.table.x_name) : lc_sprintf("%s, %s", s->r.table.x_name, s->r.table.y_name);
        if (!s->out.columns) return lc_fail_memory(s->r.ctx);
    }
    return s->out.format && s->out.layer ? LC_OK : lc_fail_memory(s->r.ctx);
}

lc_status lc_survey_layer(lc_context *ctx, const lc_source *source, const char *role, int want, lc_survey *out) {
    char shown[LC_ROLE_MAX];
    surveyor s = {.r = {.ctx = ctx,
                        .source = source,
                        .role = role,
                        .shown_role = lc_role_text(ctx, role, shown, sizeof shown),
                        .want = want,
                        .surveys = true},
                  .out = {.extent = lc_box_empty(), .lonlat = lc_box_empty()}};
    lc_gdal_begin(&s.r.errors, source->remote);
    lc_status status = lc_layer_open_without_crs(&s.r);
    s.r.want = LC_WANT_ALL; /* what is wanted has chosen the layer, and all of it is looked at */
    if (!status) status = find_crs(&s);
    if (!status) status = list_fields(&s);
    lc_gdal_forget(&s.r.errors); /* of a CRS that GDAL does not understand, which has been told */
    if (!status) status = look_at_features(&s);
    if (!status) status = decode_samples(&s);
    if (!status) status = describe(&s);
    lc_layer_close(&s.r);
    lc_gdal_end(&s.r.errors);
    lc_geoms_free(&s.scratch);
    if (status)
        lc_survey_free(&s.out);
    else
        *out = s.out;
    return status;
}

static void free_count(lc_survey_count *counter) {
    for (size_t i = 0; i < counter->n_examples; i++) free(counter->example[i]);
}

void lc_survey_free(lc_survey *survey) {
    free(survey->format);
    free(survey->layer);
    free(survey->columns);
    free(survey->crs);
    free(survey->crs_problem);
    free(survey->encoding);
    free(survey->unreadable);
    for (size_t f = 0; f < survey->n_fields; f++) {
        free(survey->field[f].name);
        for (size_t i = 0; i < survey->field[f].n_samples; i++) free(survey->field[f].sample[i]);
    }
    free(survey->field);
    free_count(&survey->empty);
    free_count(&survey->invalid);
    free_count(&survey->outside);
    *survey = (lc_survey){0};
}
