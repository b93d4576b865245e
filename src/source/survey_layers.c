/* What layers a source has. */
#include "source/survey_layers.h"

#include <string.h>

#include "base/language.h"
#include "base/memory.h"
#include "source/layer_dataset.h"
#include "source/layer_open.h"
#include "source/survey.h"

static const char *kind_name(OGRwkbGeometryType type) {
    switch (wkbFlatten(type)) {
    case wkbNone:
        return LC_TEXT("nothing");
    case wkbPoint:
    case wkbMultiPoint:
        return LC_TEXT("points");
    case wkbLineString:
    case wkbMultiLineString:
    case wkbCircularString:
    case wkbCompoundCurve:
    case wkbMultiCurve:
        return LC_TEXT("lines");
    case wkbPolygon:
    case wkbMultiPolygon:
    case wkbCurvePolygon:
    case wkbMultiSurface:
        return LC_TEXT("polygons");
    default:
        return LC_TEXT("points, lines or polygons");
    }
}

static lc_status list(lc_layer_reader *r, lc_survey_layer_info **out, size_t *n) {
    int layers = GDALDatasetGetLayerCount(r->dataset);
    *out = LC_NEW0(lc_survey_layer_info, (size_t)layers);
    if (!*out) return lc_fail_memory(r->ctx);
    for (int i = 0; i < layers; i++) {
        OGRLayerH layer = GDALDatasetGetLayer(r->dataset, i);
        lc_survey_layer_info *info = &(*out)[(*n)++];
        info->geometry = kind_name(OGR_L_GetGeomType(layer));
        info->features = (long long)OGR_L_GetFeatureCount(layer, FALSE);
        info->name = lc_text_tidy(lc_strdup(OGR_L_GetName(layer)));
        if (!info->name) return lc_fail_memory(r->ctx);
    }
    return LC_OK;
}

static int by_name(const void *a, const void *b) {
    return strcmp(((const lc_survey_layer_info *)a)->name, ((const lc_survey_layer_info *)b)->name);
}

lc_status lc_survey_layers(lc_context *ctx, const lc_source *source, lc_survey_layer_info **out, size_t *n) {
    lc_layer_reader r = {.ctx = ctx, .source = source, .role = "source", .shown_role = lc_tr(ctx, "source")};
    lc_survey_layer_info *layers = NULL;
    size_t count = 0;
    lc_gdal_begin(&r.errors, source->remote);
    lc_status status = lc_layer_open_dataset(&r);
    if (status == LC_OK) status = list(&r, &layers, &count);
    /* A folder lists its files in any order. */
    if (status == LC_OK && r.is_shapefile) qsort(layers, count, sizeof *layers, by_name);
    if (status == LC_ERR_INPUT) status = LC_OK;
    lc_layer_close(&r);
    lc_gdal_end(&r.errors);
    if (status != LC_OK) {
        lc_survey_layers_free(layers, count);
        return status;
    }
    *out = layers;
    *n = count;
    return LC_OK;
}

void lc_survey_layers_free(lc_survey_layer_info *layers, size_t n) {
    for (size_t i = 0; i < n; i++) free(layers[i].name);
    free(layers);
}
