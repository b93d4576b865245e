#include "source/layer_dataset.h"

#include <cpl_string.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "base/memory.h"
#include "base/utf8.h"
#include "source/csv_dataset.h"
#include "source/kml.h"
#include "source/layer_files.h"
#include "source/layer_limits.h"
#include "source/layer_messages.h"
#include "source/layer_whole.h"
#include "source/table_sheets.h"

/* -------------------------------------------------------------- data sets */

bool lc_layer_driver_is(GDALDatasetH dataset, const char *name) {
    return dataset && EQUAL(GDALGetDriverShortName(GDALGetDatasetDriver(dataset)), name);
}

void lc_layer_close_dataset(lc_layer_reader *r) {
    if (r->dataset) GDALClose(r->dataset);
    r->dataset = NULL;
    r->layer = NULL;
}

lc_status lc_layer_reopen(lc_layer_reader *r, const char *const *options) {
    lc_layer_close_dataset(r);
    r->dataset = lc_gdal_open(&r->errors, r->path, GDAL_OF_VECTOR, options);
    return r->dataset ? lc_layer_choose(r) : lc_layer_gdal_fail(r, "opened");
}

/* Archives often hold one folder that holds it all. */
static lc_status open_first(lc_layer_reader *r) {
    const char *path = r->source->path;
    struct stat info;
    if (lc_layer_is_path(path) && stat(path, &info) != 0)
        return lc_fail(r->ctx, LC_ERR_INPUT, "%s: %s: no such file", r->shown_role, path);
    r->path = lc_layer_archive_path(path);
    if (!r->path) return lc_fail_memory(r->ctx);
    bool is_csv = lc_csv_is(r->path);
    lc_status status = is_csv ? LC_OK : lc_layer_check_head(r);
    if (!status) status = lc_layer_ask_memory(r);
    if (!status) status = lc_layer_check_fields(r, r->head.fields);
    if (status) return status;
    if (is_csv) return lc_csv_open(r, r->path);
    while (r->path && !(r->dataset = lc_gdal_open(&r->errors, r->path, GDAL_OF_VECTOR, NULL))) {
        char *entry = strcmp(r->path, path) != 0 ? lc_layer_only_entry(r->path) : NULL;
        if (!entry && lc_layer_is_path(path) && S_ISDIR(info.st_mode))
            return lc_fail(r->ctx, LC_ERR_INPUT, "%s: %s is a folder without layers in it; name a file", r->shown_role,
                           path);
        if (!entry) return lc_layer_gdal_fail(r, "opened");
        free(r->path);
        r->path = entry;
        lc_gdal_forget(&r->errors);
    }
    return r->path ? LC_OK : lc_fail_memory(r->ctx);
}

lc_status lc_layer_open_dataset(lc_layer_reader *r) {
    lc_sheets_begin();
    r->head = (lc_layer_head){.matched = -1, .returned = -1};
    lc_status status = open_first(r);
    if (status) return status;
    /* What PROJ makes of a member `crs` is no failure: lc_layer_set_crs() judges it. */
    if (r->head.has_crs && strncmp(r->errors.message, "PROJ:", 5) == 0) lc_gdal_forget(&r->errors);
    r->is_osm = lc_layer_driver_is(r->dataset, "OSM");
    r->is_shapefile = lc_layer_driver_is(r->dataset, "ESRI Shapefile");
    return LC_OK;
}

/* ----------------------------------------------------------------- layers */

/* Does a geometry type fit what is wanted: 2 surely, 1 perhaps, 0 not. */
static int fit(OGRwkbGeometryType type, int want) {
    switch (wkbFlatten(type)) {
    case wkbNone:
        return 0;
    case wkbPoint:
    case wkbMultiPoint:
        return want & LC_WANT_POINTS ? 2 : 0;
    case wkbLineString:
    case wkbMultiLineString:
    case wkbCircularString:
    case wkbCompoundCurve:
    case wkbMultiCurve:
    case wkbCurve:
        return want & LC_WANT_LINES ? 2 : 0;
    case wkbPolygon:
    case wkbMultiPolygon:
    case wkbCurvePolygon:
    case wkbMultiSurface:
    case wkbSurface:
        return want & LC_WANT_POLYGONS ? 2 : 0;
    default:
        return 1;
    }
}

static void list_layers(GDALDatasetH dataset, char *text, size_t size) {
    text[0] = '\0';
    for (int i = 0; i < GDALDatasetGetLayerCount(dataset); i++)
        lc_list_add(text, size, OGR_L_GetName(GDALDatasetGetLayer(dataset, i)));
}

/* The one layer that fits best; NULL when there is none or more than one. */
static OGRLayerH only_fitting(GDALDatasetH dataset, int want) {
    int n = GDALDatasetGetLayerCount(dataset);
    if (n == 1) return GDALDatasetGetLayer(dataset, 0);
    for (int least = 2; least > 0; least--) {
        OGRLayerH found = NULL;
        int count = 0;
        for (int i = 0; i < n; i++) {
            OGRLayerH layer = GDALDatasetGetLayer(dataset, i);
            if (fit(OGR_L_GetGeomType(layer), want) < least) continue;
            found = layer;
            count++;
        }
        if (count) return count == 1 ? found : NULL;
    }
    return NULL;
}

/* A layer of GDAL's CSV driver: of a folder, an archive, or a file of another name. */
static lc_status take_csv(lc_layer_reader *r) {
    const char *path = strncmp(r->path, "CSV:", 4) == 0 ? r->path + 4 : r->path, *extensions[] = {"csv", "tsv", "txt"};
    if (!lc_layer_driver_is(r->dataset, "CSV")) return LC_OK;
    char *file = lc_strdup(path);
    for (size_t i = 0; i < sizeof extensions / sizeof *extensions && file && !lc_layer_is_file(file); i++) {
        free(file);
        file = lc_sprintf("%s/%s.%s", path, OGR_L_GetName(r->layer), extensions[i]);
    }
    if (!file) return lc_fail_memory(r->ctx);
    lc_status status = lc_layer_is_file(file) ? lc_csv_open(r, file) : LC_OK;
    free(file);
    return status;
}

/* Layers are numbered from 0, as QGIS numbers them; those of a folder, a file each, in no order. Beside a name the
   number must mean the same layer. */
static lc_status choose_number(lc_layer_reader *r) {
    char *end;
    const char *text = r->source->layerid;
    int n = GDALDatasetGetLayerCount(r->dataset);
    if (n > 1 && r->is_shapefile)
        return lc_fail(r->ctx, LC_ERR_INPUT,
                       "%s: '%s': layers of a folder have no numbers; name one with '|layername='", r->shown_role,
                       r->source->text);
    errno = 0;
    long number = strtol(text, &end, 10);
    if (*text < '0' || *text > '9' || *end || errno || number >= n)
        return lc_fail(r->ctx, LC_ERR_INPUT,
                       "%s: '%s': layerid=%s is none of its layers, of which there are %d, counted from 0",
                       r->shown_role, r->source->text, text, n);
    r->layer = GDALDatasetGetLayer(r->dataset, (int)number);
    if (!r->layer) return lc_layer_gdal_fail(r, "opened");
    if (!r->source->layername || strcmp(OGR_L_GetName(r->layer), r->source->layername) == 0) return LC_OK;
    return lc_fail(r->ctx, LC_ERR_INPUT, "%s: '%s': layer %s is '%s', not '%s'; leave layerid= or layername= out",
                   r->shown_role, r->source->text, text, OGR_L_GetName(r->layer), r->source->layername);
}

static lc_status choose(lc_layer_reader *r) {
    char names[800];
    if (r->source->layerid) return choose_number(r);
    if (r->source->layername) {
        r->layer = GDALDatasetGetLayerByName(r->dataset, r->source->layername);
        if (r->layer) return LC_OK;
        list_layers(r->dataset, names, sizeof names);
        return lc_fail(r->ctx, LC_ERR_INPUT, "%s: '%s' has no layer '%s'; its layers are: %s", r->shown_role,
                       r->source->text, r->source->layername, names);
    }
    r->layer = lc_table_is(r) ? lc_sheets_only(r->dataset) : NULL;
    if (!r->layer) r->layer = only_fitting(r->dataset, r->want);
    if (r->layer) return LC_OK;
    bool empty = GDALDatasetGetLayerCount(r->dataset) == 0;
    if (empty) lc_kml_find_missing(r);
    if (*r->errors.reference || empty) return lc_layer_gdal_fail(r, "opened");
    list_layers(r->dataset, names, sizeof names);
    return lc_fail(r->ctx, LC_ERR_INPUT, "%s: '%s' has several layers; name one with '|layername=', of: %s",
                   r->shown_role, r->source->text, names);
}

lc_status lc_layer_choose(lc_layer_reader *r) {
    lc_status status = choose(r);
    if (!status) status = lc_layer_check_fields(r, (size_t)OGR_FD_GetFieldCount(OGR_L_GetLayerDefn(r->layer)));
    return status ? status : take_csv(r);
}

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
