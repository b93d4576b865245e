#include "output/write_layer.h"

#include <cpl_string.h>
#include <gdal.h>
#include <limits.h>
#include <ogr_api.h>
#include <ogr_srs_api.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "output/staging.h"
#include "store/feature_rows.h"

#define COUNT(array) (sizeof(array) / sizeof *(array))

/* The driver's own 15 decimals leave room for 8 digits before the point. */
enum { DBF_WIDTH = 24, DBF_DECIMALS = 6 };

/* RFC 7946 makes the driver turn rings and cut at the antimeridian; 7 decimals are 1 cm. */
static const char *const GEOJSON[] = {"RFC7946=YES", "COORDINATE_PRECISION=7", NULL};
static const char *const SHAPEFILE[] = {"ENCODING=UTF-8", "DBF_DATE_LAST_UPDATE=" LC_STAGING_DATE, NULL};
static const char *const ENDINGS[] = {".geojson", ".json", ".gpkg", ".fgb", ".shp"};

typedef struct format {
    const char *driver;
    const char *const *options; /* of a layer */
    bool many_layers, short_names;
    size_t most_columns; /* 0: as many as there may be */
    bool sqlite;         /* rows are given to SQLite, behind GDAL's back */
    bool located_only;   /* features without a geometry are left out, as GDAL would silently or refuse, by version */
} format;

static const format FORMATS[COUNT(ENDINGS)] = {
    {.driver = "GeoJSON", .options = GEOJSON},
    {.driver = "GeoJSON", .options = GEOJSON},
    {.driver = "GPKG",
     .many_layers = true,
     .most_columns = 1998, /* SQLite's 2000, number and geometry among them */
     .sqlite = true},
    {.driver = "FlatGeobuf", .located_only = true},
    {.driver = "ESRI Shapefile", .options = SHAPEFILE, .short_names = true},
};

/* What is being written. */
typedef struct writer {
    lc_context *ctx;
    const char *path, *ending;
    const format *format;
    OGRSpatialReferenceH lonlat, srs; /* srs: what the layers are in */
    lc_staging staging;
} writer;

static const char *ending_of(const char *path) {
    return lc_path_ending(path, ENDINGS, COUNT(ENDINGS));
}

static const format *format_of(const char *ending) {
    size_t i = 0;
    while (ENDINGS[i] != ending) i++;
    return &FORMATS[i];
}

lc_status lc_layers_check(lc_context *ctx, const char *path) {
    if (ending_of(path)) return LC_OK;
    return lc_fail(ctx, LC_ERR_INPUT,
                   "%s cannot be written: the name must end in .geojson, .json, .gpkg, .fgb or .shp, for the format",
                   path);
}

lc_status lc_output_ending(lc_context *ctx, const char *path, const char *ending) {
    if (lc_path_ending(path, &ending, 1)) return LC_OK;
    return lc_fail(ctx, LC_ERR_INPUT, "%s cannot be written: the name must end in %s", path, ending);
}

/* --------------------------------------------------------------- geometry */

static OGRGeometryH new_ring(const lc_xy *xy, size_t n) {
    OGRGeometryH ring = OGR_G_CreateGeometry(wkbLinearRing);
    if (ring) OGR_G_SetPoints(ring, (int)n, &xy->x, sizeof *xy, &xy->y, sizeof *xy, NULL, 0);
    return ring;
}

static OGRGeometryH new_point(const lc_xy *xy) {
    OGRGeometryH point = OGR_G_CreateGeometry(wkbPoint);
    if (point) OGR_G_SetPoint_2D(point, 0, xy->x, xy->y);
    return point;
}

static OGRGeometryH new_line(const lc_xy *xy, size_t n) {
    OGRGeometryH line = OGR_G_CreateGeometry(wkbLineString);
    if (line) OGR_G_SetPoints(line, (int)n, &xy->x, sizeof *xy, &xy->y, sizeof *xy, NULL, 0);
    return line;
}

static OGRGeometryH new_polygon(const lc_geoms *geoms, size_t g) {
    OGRGeometryH polygon = OGR_G_CreateGeometry(wkbPolygon);
    for (size_t p = geoms->part_of[g]; polygon && p < geoms->part_of[g + 1]; p++)
        OGR_G_AddGeometryDirectly(polygon,
                                  new_ring(geoms->xy + geoms->xy_of[p], geoms->xy_of[p + 1] - geoms->xy_of[p]));
    return polygon;
}

static OGRGeometryH new_geometry(const lc_geoms *geoms, size_t g) {
    size_t first = geoms->xy_of[geoms->part_of[g]];
    if (geoms->kind[g] == LC_POLYGON) return new_polygon(geoms, g);
    if (geoms->kind[g] == LC_POINT) return new_point(geoms->xy + first);
    return new_line(geoms->xy + first, geoms->xy_of[geoms->part_of[g] + 1] - first);
}

/* Formats want one type a layer: always multi for polygons and lines, for points only where a feature has several. */
static OGRwkbGeometryType layer_type(const lc_layer_out *layer) {
    if (!layer->geoms) return wkbNone;
    if (layer->kind == LC_POLYGON) return wkbMultiPolygon;
    if (layer->kind == LC_LINE) return wkbMultiLineString;
    for (size_t g = 1; g < layer->geoms->n; g++)
        if (layer->geoms->feature[g] == layer->geoms->feature[g - 1]) return wkbMultiPoint;
    return wkbPoint;
}

/* Geometries first .. end-1 as one. */
static OGRGeometryH new_feature_geometry(const lc_layer_out *layer, size_t first, size_t end) {
    OGRwkbGeometryType type = layer_type(layer);
    if (type == wkbPoint) return new_geometry(layer->geoms, first);
    OGRGeometryH multi = OGR_G_CreateGeometry(type);
    for (size_t g = first; multi && g < end; g++) OGR_G_AddGeometryDirectly(multi, new_geometry(layer->geoms, g));
    return multi;
}

/* ---------------------------------------------------------------- columns */

/* The values that a column may have, for formats that know such lists. */
static bool set_values(GDALDatasetH dataset, OGRFieldDefnH field, const lc_value_list *values) {
    if (!GDALDatasetTestCapability(dataset, ODsCAddFieldDomain)) return true;
    OGR_Fld_SetDomainName(field, values->name);
    if (GDALDatasetGetFieldDomain(dataset, values->name)) return true; /* another layer has it, too */
    OGRCodedValue *list = LC_NEW0(OGRCodedValue, values->n + 1);       /* ends with NULL */
    for (size_t i = 0; list && i < values->n; i++)
        list[i] = (OGRCodedValue){(char *)(uintptr_t)values->code[i], (char *)(uintptr_t)values->label[i]};
    OGRFieldDomainH domain = list ? OGR_CodedFldDomain_Create(values->name, "", OFTString, OFSTNone, list) : NULL;
    bool good = domain && GDALDatasetAddFieldDomain(dataset, domain, NULL);
    if (domain) OGR_FldDomain_Destroy(domain);
    free(list);
    return good;
}

static bool create_columns(const writer *w, GDALDatasetH dataset, OGRLayerH out, const lc_layer_out *layer) {
    static const OGRFieldType types[] = {OFTString, OFTDateTime, OFTReal, OFTInteger64, OFTInteger};
    for (size_t c = 0; c < layer->n_columns; c++) {
        const lc_column *column = &layer->columns[c];
        const char *name = w->format->short_names && column->short_name ? column->short_name : column->name;
        OGRFieldDefnH field = OGR_Fld_Create(name, types[column->type]);
        if (field && w->format->short_names && column->type == LC_COLUMN_REAL) {
            OGR_Fld_SetWidth(field, DBF_WIDTH);
            OGR_Fld_SetPrecision(field, DBF_DECIMALS);
        }
        if (field && column->type == LC_COLUMN_BOOL) OGR_Fld_SetSubType(field, OFSTBoolean);
        bool listed = field && column->values ? set_values(dataset, field, column->values) : true;
        bool good = listed && field && OGR_L_CreateField(out, field, FALSE) == OGRERR_NONE;
        OGR_Fld_Destroy(field);
        if (!good) return false;
    }
    return true;
}

static void set_columns(OGRFeatureH feature, const lc_layer_out *layer, size_t i) {
    for (size_t c = 0; c < layer->n_columns; c++) {
        const lc_column *column = &layer->columns[c];
        if (column->text ? !column->text[i] : !isfinite(column->number[i]))
            OGR_F_SetFieldNull(feature, (int)c);
        else if (column->text)
            OGR_F_SetFieldString(feature, (int)c, column->text[i]);
        else if (column->type == LC_COLUMN_REAL)
            OGR_F_SetFieldDouble(feature, (int)c, column->number[i]);
        else
            OGR_F_SetFieldInteger64(feature, (int)c, (GIntBig)llround(column->number[i]));
    }
}

/* ----------------------------------------------------------------- layers */

static bool write_features(const writer *w, OGRLayerH out, const lc_layer_out *layer) {
    const lc_geoms *geoms = layer->geoms;
    size_t g = 0;
    for (size_t i = 0; i < layer->n_features; i++) {
        size_t first = g;
        while (geoms && g < geoms->n && geoms->feature[g] == i) g++;
        if (g == first && w->format->located_only) continue;
        OGRFeatureH feature = OGR_F_Create(OGR_L_GetLayerDefn(out));
        if (!feature) return false;
        set_columns(feature, layer, i);
        if (g > first) OGR_F_SetGeometryDirectly(feature, new_feature_geometry(layer, first, g));
        bool good = OGR_L_CreateFeature(out, feature) == OGRERR_NONE;
        OGR_F_Destroy(feature);
        if (!good || w->staging.errors.failed || lc_cancelled(w->ctx)) return false;
    }
    return true;
}

/* FlatGeobuf gathers its features in a temporary file. */
static char **layer_options(const writer *w, const lc_layer_out *layer) {
    char **options = CSLDuplicate((char **)(uintptr_t)w->format->options);
    if (layer->key) options = CSLSetNameValue(options, "FID", layer->key);
    return w->format->located_only ? CSLSetNameValue(options, "TEMPORARY_DIR", w->staging.root) : options;
}

/* Are the features of a layer put into its table by feature_rows.h? */
static bool is_put_later(const writer *w, const lc_layer_out *layer) {
    return w->format->sqlite && layer->geoms;
}

/* A layer; one whose features are put in later is laid out with its index, which would else wait for them. */
static bool write_layer(const writer *w, GDALDatasetH dataset, const lc_layer_out *layer) {
    char **options = layer_options(w, layer);
    OGRLayerH out =
        GDALDatasetCreateLayer(dataset, layer->name, layer->geoms ? w->srs : NULL, layer_type(layer), options);
    CSLDestroy(options);
    if (!out || !create_columns(w, dataset, out, layer)) return false;
    if (is_put_later(w, layer)) return OGR_L_SyncToDisk(out) == OGRERR_NONE;
    return OGR_L_StartTransaction(out) == OGRERR_NONE && write_features(w, out, layer) &&
           OGR_L_CommitTransaction(out) == OGRERR_NONE;
}

/* The features of a layer as rows of its table. */
static lc_status put_rows(const writer *w, const lc_database *db, const lc_layer_out *layer) {
    lc_row_values *column = LC_NEW(lc_row_values, layer->n_columns);
    if (!column) return lc_fail_memory(w->ctx);
    for (size_t c = 0; c < layer->n_columns; c++) {
        const lc_column *from = &layer->columns[c];
        column[c] = (lc_row_values){from->name, from->text, from->number, from->type != LC_COLUMN_REAL};
    }
    OGRwkbGeometryType type = layer_type(layer);
    const lc_feature_rows rows = {layer->name,       column,       layer->n_columns,
                                  layer->n_features, layer->geoms, type != wkbPoint};
    lc_status status = lc_feature_rows_put(db, &rows);
    free(column);
    return status;
}

/* Put in what GDAL has left out of the file: opened anew, so that it holds nothing back of its own. */
static lc_status put_layers(const writer *w, const char *file, const lc_layer_out *layers, size_t n) {
    GDALDatasetH dataset = GDALOpenEx(file, GDAL_OF_VECTOR | GDAL_OF_UPDATE, NULL, NULL, NULL);
    void *sqlite = dataset ? GDALGetInternalHandle(dataset, "SQLITE_HANDLE") : NULL;
    lc_status status = sqlite ? LC_OK : lc_staging_fail(&w->staging);
    const lc_database db = lc_database_of(w->ctx, w->path, sqlite);
    if (status == LC_OK) status = lc_database_run(&db, "BEGIN");
    for (size_t i = 0; i < n && status == LC_OK; i++)
        if (is_put_later(w, &layers[i])) status = put_rows(w, &db, &layers[i]);
    if (status == LC_OK) status = lc_database_run(&db, "COMMIT");
    GDALClose(dataset);
    return status == LC_OK && w->staging.errors.failed ? lc_staging_fail(&w->staging) : status;
}

/* One data set with these layers, as `file`. */
static lc_status make_dataset(const writer *w, GDALDriverH driver, const char *file, const lc_layer_out *layers,
                              size_t n) {
    GDALDatasetH dataset = GDALCreate(driver, file, 0, 0, 0, GDT_Unknown, NULL);
    bool good = dataset != NULL;
    for (size_t i = 0; i < n && good; i++) good = write_layer(w, dataset, &layers[i]);
    GDALClose(dataset); /* formats finish their files here, and only the error handler hears what went wrong */
    if (!good || w->staging.errors.failed) return lc_staging_fail(&w->staging);
    return w->format->sqlite ? put_layers(w, file, layers, n) : LC_OK;
}

static lc_status write_dataset(writer *w, const char *path, const lc_layer_out *layers, size_t n) {
    GDALDriverH driver = GDALGetDriverByName(w->format->driver);
    char *folder = lc_staging_folder(&w->staging);
    char *file = folder ? lc_sprintf("%s/data%s", folder, w->ending) : NULL;
    lc_status status = LC_OK;
    if (!file)
        status = lc_fail_memory(w->ctx);
    else if (!driver)
        status = lc_fail(w->ctx, LC_ERR_IO, "%s cannot be written: this GDAL has no driver '%s'; choose another format",
                         path, w->format->driver);
    else
        status = make_dataset(w, driver, file, layers, n);
    if (status == LC_OK) status = lc_staging_take(&w->staging, folder, path, w->ending);
    free(file);
    free(folder);
    return status;
}

static lc_status write_beside(writer *w, const lc_layer_out *layer) {
    char *path = lc_path_beside(w->path, w->ending, layer->name);
    if (!path) return lc_fail_memory(w->ctx);
    lc_status status = write_dataset(w, path, layer, 1);
    free(path);
    return status;
}

static lc_status set_up(writer *w) {
    lc_status status = lc_staging_begin(w->ctx, w->path, &w->staging);
    if (status) return status;
    w->lonlat = OSRNewSpatialReference(NULL);
    if (!w->lonlat) return lc_fail_memory(w->ctx);
    if (OSRImportFromEPSG(w->lonlat, 4326) != OGRERR_NONE) return lc_staging_fail(&w->staging);
    OSRSetAxisMappingStrategy(w->lonlat, OAMS_TRADITIONAL_GIS_ORDER);
    if (!w->srs) w->srs = w->lonlat;
    return LC_OK;
}

static lc_status check_size(const writer *w, const lc_layer_out *layer) {
    lc_context *ctx = w->ctx;
    const char *path = w->path;
    size_t most = w->format->most_columns;
    if (most && layer->n_columns > most)
        return lc_fail(
            ctx, LC_ERR_INPUT,
            "%s cannot be written: '%s' has %zu columns, and this format takes %zu; ask for fewer indicators, or "
            "take another format",
            path, layer->name, layer->n_columns, most);
    for (size_t p = 0; layer->geoms && p < layer->geoms->n_parts; p++)
        if (layer->geoms->xy_of[p + 1] - layer->geoms->xy_of[p] > INT_MAX)
            return lc_fail(ctx, LC_ERR_INPUT, "%s cannot be written: a ring of '%s' has too many points", path,
                           layer->name);
    return LC_OK;
}

static lc_status write_all(writer *w, const lc_layer_out *layers, size_t n) {
    lc_status status = LC_OK;
    for (size_t i = 0; i < n && !status; i++) status = check_size(w, &layers[i]);
    if (status) return status;
    status = set_up(w);
    if (!status) status = write_dataset(w, w->path, layers, w->format->many_layers ? n : 1);
    for (size_t i = 1; i < n && !status && !w->format->many_layers; i++) status = write_beside(w, &layers[i]);
    if (!status) status = lc_staging_commit(&w->staging);
    if (w->lonlat) OSRDestroySpatialReference(w->lonlat);
    lc_staging_end(&w->staging);
    return status;
}

/* The layers in their CRS, `moved` with what is to be freed of them. */
static lc_status move_layers(lc_context *ctx, const lc_layer_out *layers, size_t n, lc_layer_out *out,
                             lc_geoms *moved) {
    lc_status status = LC_OK;
    for (size_t i = 0; i < n && !status; i++) {
        out[i] = layers[i];
        if (!layers[i].crs || !layers[i].geoms) continue;
        status = lc_out_crs_geoms(ctx, layers[i].crs, layers[i].geoms, &moved[i]);
        out[i].geoms = &moved[i];
    }
    return status;
}

lc_status lc_layers_write(lc_context *ctx, const char *path, const lc_layer_out *layers, size_t n) {
    writer w = {.ctx = ctx, .path = path, .ending = ending_of(path)};
    lc_status status = lc_layers_check(ctx, path);
    if (status) return status;
    w.format = format_of(w.ending);
    if (n && layers[0].crs) w.srs = lc_out_crs_srs(layers[0].crs);
    lc_layer_out *out = LC_NEW0(lc_layer_out, n);
    lc_geoms *moved = LC_NEW0(lc_geoms, n);
    status = out && moved ? move_layers(ctx, layers, n, out, moved) : lc_fail_memory(ctx);
    if (!status) status = write_all(&w, out, n);
    for (size_t i = 0; moved && i < n; i++) free(moved[i].xy);
    free(moved);
    free(out);
    return status;
}
