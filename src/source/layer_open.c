#include <cpl_conv.h>
#include <cpl_string.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "base/language.h"
#include "base/memory.h"
#include "base/utf8.h"
#include "source/csv_dataset.h"
#include "source/mapinfo.h"
#include "source/osm.h"
#include "source/osm_missing.h"
#include "source/shapefile.h"

lc_status lc_layer_gdal_fail(lc_layer_reader *r, const char *doing) {
    return lc_fail(r->ctx, LC_ERR_INPUT, "%s: '%s' cannot be %s: %s", r->shown_role, r->source->text,
                   lc_tr(r->ctx, doing), lc_gdal_reason(r->ctx, &r->errors));
}

/* -------------------------------------------------------------- data sets */

static bool driver_is(GDALDatasetH dataset, const char *name) {
    return dataset && EQUAL(GDALGetDriverShortName(GDALGetDatasetDriver(dataset)), name);
}

static void close_dataset(lc_layer_reader *r) {
    if (r->dataset) GDALClose(r->dataset);
    r->dataset = NULL;
    r->layer = NULL;
}

lc_status lc_layer_reopen(lc_layer_reader *r, const char *const *options) {
    close_dataset(r);
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
    lc_table_begin();
    r->head = (lc_layer_head){.matched = -1, .returned = -1};
    lc_status status = open_first(r);
    if (status) return status;
    /* What PROJ makes of a member `crs` is no failure: lc_layer_set_crs() judges it. */
    if (r->head.has_crs && strncmp(r->errors.message, "PROJ:", 5) == 0) lc_gdal_forget(&r->errors);
    r->is_osm = driver_is(r->dataset, "OSM");
    r->is_shapefile = driver_is(r->dataset, "ESRI Shapefile");
    return LC_OK;
}

static void warn_of_missing(const lc_layer_reader *r, const lc_osm *osm) {
    static const char message[] = LC_TEXT(
        "relations of which ways or nodes are not in the file: their areas are left out, or closed by a guess (GDAL)");
    int64_t id[LC_EXAMPLES_MAX];
    size_t n = lc_osm_missing(osm, id, LC_EXAMPLES_MAX), shown = n < LC_EXAMPLES_MAX ? n : LC_EXAMPLES_MAX;
    for (size_t i = 0; i < shown; i++)
        lc_layer_tell(r, "osm_relation_incomplete", message, ": relation/%lld", (long long)id[i]);
    lc_warn_count(r->ctx, "osm_relation_incomplete", message, n - shown);
}

/* Our own reader knows whether an OSM file is whole, and in the order that GDAL's driver needs: it takes what it gets,
   and finds no node that comes late, stands on its way, or is there in two versions. */
static lc_status check_osm(lc_layer_reader *r) {
    const char *path = r->source->path;
    lc_osm osm;
    lc_status status = lc_osm_read(r->ctx, &path, 1, NULL, 0, &osm);
    if (status) return status;
    if (!osm.in_order)
        status =
            lc_fail(r->ctx, LC_ERR_INPUT,
                    "%s: '%s' cannot be read as layers: its objects are not sorted, or are given several times, or "
                    "have their positions on the way; sort it, as 'osmium sort -o NEW.osm.pbf' does, or give it with "
                    "--osm",
                    r->shown_role, path);
    else if (r->want & LC_WANT_POLYGONS && !r->surveys)
        warn_of_missing(r, &osm);
    lc_osm_free(&osm);
    return status;
}

/* A layer of an OSM file holds all kinds of things, of which hardly ever all are meant. Lines have the walk rules. */
static lc_status check_choice(lc_layer_reader *r) {
    if (!r->is_osm || r->source->subset || r->want == LC_WANT_LINES) return LC_OK;
    return lc_fail(r->ctx, LC_ERR_INPUT,
                   "%s: '%s' holds objects of all kinds; say which with a layer and a subset, such as "
                   "'%s|layername=multipolygons|subset=boundary = 'administrative' AND admin_level = '9''",
                   r->shown_role, r->source->text, r->source->path);
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
    if (!driver_is(r->dataset, "CSV")) return LC_OK;
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
    r->layer = lc_table_is(r) ? lc_table_only_sheet(r->dataset) : NULL;
    if (!r->layer) r->layer = only_fitting(r->dataset, r->want);
    if (r->layer) return LC_OK;
    if (*r->errors.reference || GDALDatasetGetLayerCount(r->dataset) == 0) return lc_layer_gdal_fail(r, "opened");
    list_layers(r->dataset, names, sizeof names);
    return lc_fail(r->ctx, LC_ERR_INPUT, "%s: '%s' has several layers; name one with '|layername=', of: %s",
                   r->shown_role, r->source->text, names);
}

lc_status lc_layer_choose(lc_layer_reader *r) {
    lc_status status = choose(r);
    if (!status) status = lc_layer_check_fields(r, (size_t)OGR_FD_GetFieldCount(OGR_L_GetLayerDefn(r->layer)));
    return status ? status : take_csv(r);
}

/* --------------------------------------------------------------------- CRS */

OGRSpatialReferenceH lc_layer_native_crs(const lc_layer_reader *r) {
    OGRSpatialReferenceH srs = OGR_L_GetSpatialRef(r->layer);
    if (!srs || !lc_crs_is_defined(srs)) return NULL;
    char *mif = NULL;
    bool understood = !driver_is(r->dataset, "MapInfo File") || !lc_layer_part(r, "mif", &mif) || !mif ||
                      lc_mapinfo_understood(mif, srs);
    free(mif);
    return understood ? srs : NULL;
}

/* The member `crs` of a GeoJSON. GDAL takes what it does not understand in it for WGS 84. */
static lc_status set_crs_of_head(lc_layer_reader *r, OGRSpatialReferenceH native) {
    const char *name = r->head.crs, *tail = name;
    for (const char *c = name; *c; c++)
        if (*c == ':' || *c == '/') tail = c + 1;
    if (!*name) return lc_crs_new(r->ctx, NULL, NULL, r->source->text, &r->crs);
    if (lc_crs_is_shifted(tail)) return lc_crs_new(r->ctx, NULL, tail, r->source->text, &r->crs);
    bool known = strstr(name, "://") || lc_crs_is_known(name); /* an address that is a name; others have been refused */
    return lc_crs_new(r->ctx, known ? native : NULL, known ? NULL : name, r->source->text, &r->crs);
}

lc_status lc_layer_set_crs(lc_layer_reader *r) {
    OGRSpatialReferenceH native = lc_layer_native_crs(r);
    if (!r->source->crs && r->head.has_crs && driver_is(r->dataset, "GeoJSON")) return set_crs_of_head(r, native);
    const char *given = r->source->crs ? r->source->crs : r->table.crs;
    if (!given && r->table.given) return lc_table_no_crs(r);
    return lc_crs_new(r->ctx, native, given, r->source->text, &r->crs);
}

/* Keys of a source that mean nothing here are mistakes. */
static lc_status check_keys(lc_layer_reader *r) {
    const char *closed = r->source->closed_lines;
    if (r->source->nodata)
        return lc_fail(r->ctx, LC_ERR_INPUT, "%s: '%s': nodata= has a meaning for rasters only; leave it out",
                       r->shown_role, r->source->text);
    if (r->source->spread && strcmp(r->role, "demand") != 0)
        return lc_fail(r->ctx, LC_ERR_INPUT,
                       "%s: '%s': spread= is for demand alone, whose weight it lays; leave it out", r->shown_role,
                       r->source->text);
    if (closed && strcmp(closed, "areas") != 0)
        return lc_fail(r->ctx, LC_ERR_INPUT, "%s: '%s': closed_lines=%s is not known; write closed_lines=areas",
                       r->shown_role, r->source->text, closed);
    if (closed && !(r->want & LC_WANT_POLYGONS))
        return lc_fail(r->ctx, LC_ERR_INPUT, "%s: '%s': closed_lines=areas has no meaning here, where no area is read",
                       r->shown_role, r->source->text);
    return LC_OK;
}

lc_status lc_layer_open_without_crs(lc_layer_reader *r) {
    lc_status status = check_keys(r);
    if (!status) status = lc_layer_open_dataset(r);
    if (!status && r->is_osm) status = check_osm(r);
    if (!status) status = lc_layer_choose(r);
    if (!status) status = lc_shapefile_check(r);
    if (!status) status = lc_layer_check_whole(r);
    if (!status) status = lc_layer_set_encoding(r);
    if (!status) status = lc_table_find(r);
    if (!status) status = lc_layer_set_subset(r);
    return status;
}

lc_status lc_layer_open(lc_layer_reader *r) {
    lc_status status = lc_layer_open_without_crs(r);
    if (!status) status = check_choice(r);
    return status ? status : lc_layer_set_crs(r);
}

void lc_layer_close(lc_layer_reader *r) {
    close_dataset(r);
    lc_table_end(r);
    lc_dbf_close(r->dbf);
    lc_odd_cells_free(&r->odd);
    lc_crs_free(r->crs);
    lc_text_sample_end(&r->decoded);
    free(r->codec);
    free(r->decode_from);
    free(r->path);
    free(r->encoding);
    free(r->ring_z);
    free(r->z);
    free(r->ring);
}
