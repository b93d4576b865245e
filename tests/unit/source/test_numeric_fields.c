/* Numbers in layers whose format, or GDAL, would cut them: right, told, or refused. */
#include "files.h"

#include <gdal.h>
#include <ogr_api.h>
#include <ogr_srs_api.h>

#include "source/layer.h"

static lc_status read_field(files *f, const char *path, const char *rest, const char *field, lc_layer *out) {
    char source[700];
    lc_source s;
    const char *fields[] = {field};
    lc_warnings_clear(&f->ctx->warnings);
    snprintf(source, sizeof source, "%s%s", path, rest);
    assert_works(f, lc_source_parse(f->ctx, source, &s));
    lc_status status = lc_layer_read(f->ctx, &s, "demand", LC_WANT_ALL, fields, 1, out);
    lc_source_free(&s);
    return status;
}

/* ----------------------------------------------------------------------------------------------------------- databases
 */

/* A GeoPackage or an SQLite database of one column, and of these values of it in SQL. */
static const char *write_database(files *f, const char *driver, OGRFieldType type, const char *const *values,
                                  size_t n) {
    const char *path = path_of(f, strcmp(driver, "GPKG") == 0 ? "d.gpkg" : "d.sqlite");
    unlink(path);
    GDALAllRegister();
    GDALDatasetH dataset = GDALCreate(GDALGetDriverByName(driver), path, 0, 0, 0, GDT_Unknown, NULL);
    assert_non_null(dataset);
    OGRSpatialReferenceH wgs84 = OSRNewSpatialReference(NULL);
    OSRImportFromEPSG(wgs84, 4326);
    OSRSetAxisMappingStrategy(wgs84, OAMS_TRADITIONAL_GIS_ORDER);
    OGRLayerH layer = GDALDatasetCreateLayer(dataset, "p", wgs84, wkbPoint, NULL);
    OSRRelease(wgs84);
    OGRFieldDefnH field = OGR_Fld_Create("v", type);
    assert_int_equal(OGR_L_CreateField(layer, field, TRUE), OGRERR_NONE);
    OGR_Fld_Destroy(field);
    char key[32];
    snprintf(key, sizeof key, "%s", OGR_L_GetFIDColumn(layer));
    for (size_t i = 0; i < n; i++) {
        OGRFeatureH feature = OGR_F_Create(OGR_L_GetLayerDefn(layer));
        OGRGeometryH point = OGR_G_CreateGeometry(wkbPoint);
        OGR_G_SetPoint_2D(point, 0, 104, 30);
        OGR_F_SetGeometryDirectly(feature, point);
        assert_int_equal(OGR_L_CreateFeature(layer, feature), OGRERR_NONE);
        OGR_F_Destroy(feature);
    }
    GDALClose(dataset);
    dataset = GDALOpenEx(path, GDAL_OF_VECTOR | GDAL_OF_UPDATE, NULL, NULL, NULL);
    for (size_t i = 0; i < n; i++) {
        char sql[300];
        snprintf(sql, sizeof sql, "UPDATE p SET v = %s WHERE \"%s\" = %zu", values[i], key, i + 1);
        GDALDatasetExecuteSQL(dataset, sql, NULL, NULL);
    }
    GDALClose(dataset);
    return path;
}

/* SQLite keeps text in a column of numbers; GDAL makes 153 of 153,084. */
static void text_in_columns_of_numbers(void **state) {
    files *f = *state;
    static const char *const values[] = {"'153,084'", "44263", "'1.5万'", "12.75", "5101040010010011", "NULL", "'5e3'"};
    static const char *const texts[] = {"153,084", "44263", "1.5万", "12.75", "5101040010010011", NULL, "5000"};
    static const double numbers[] = {153084, 44263, NAN, 12.75, 5101040010010011., NAN, 5000};
    static const char *const drivers[] = {"GPKG", "SQLite"};
    static const OGRFieldType types[] = {OFTInteger, OFTInteger64, OFTReal};
    for (int d = 0; d < 2; d++)
        for (int t = 0; t < 3; t++) {
            lc_layer layer;
            assert_works(f, read_field(f, write_database(f, drivers[d], types[t], values, 7), "", "v", &layer));
            for (size_t i = 0; i < 7; i++) {
                const char *text = lc_layer_value(&layer, 0, i);
                if (!text != !texts[i] || (text && strcmp(text, texts[i]) != 0))
                    fail_msg("%s, type %d: '%s', not '%s'", drivers[d], t, text, texts[i]);
                double number = lc_layer_number(&layer, 0, i);
                assert_true(isnan(numbers[i]) ? isnan(number) : number == numbers[i]);
            }
            assert_int_equal(warned(f, "digits_lost"), 0);
            lc_layer_free(&layer);
        }
}

/* The numbers of text compare as text: a condition would take the wrong features. */
static void conditions_on_text_in_columns_of_numbers(void **state) {
    files *f = *state;
    lc_layer layer;
    static const char *const values[] = {"'153,084'", "44263"};
    assert_fails(f, read_field(f, write_database(f, "GPKG", OFTInteger, values, 2), "|subset=\"V\" > 100", "v", &layer),
                 LC_ERR_INPUT, "field 'v' holds '153,084'");
    assert_works(f,
                 read_field(f, write_database(f, "GPKG", OFTInteger, values + 1, 1), "|subset=v > 100", "v", &layer));
    lc_layer_free(&layer);
}

/* 2^53 and 2^53 + 1 are the same real number. */
static void long_numbers_in_real_columns(void **state) {
    files *f = *state;
    lc_layer layer;
    static const char *const values[] = {"9007199254740993.0", "1e17", "9007199254740991.0", "0.5"};
    assert_works(f, read_field(f, write_database(f, "GPKG", OFTReal, values, 4), "", "v", &layer));
    assert_int_equal(warned(f, "digits_lost"), 2);
    assert_true(layer.rounded[0]);
    assert_string_equal(lc_layer_value(&layer, 0, 2), "9007199254740991");
    lc_layer_free(&layer);
    assert_works(f, read_field(f, write_database(f, "GPKG", OFTReal, values + 2, 2), "", "v", &layer));
    assert_int_equal(warned(f, "digits_lost"), 0);
    assert_false(layer.rounded[0]);
    lc_layer_free(&layer);
}

/* ------------------------------------------------------------------------------------------------------------- GeoJSON
 */

#define POINT(value)                                                                                                   \
    "{\"type\":\"Feature\",\"properties\":{\"v\":" value "},\"geometry\":{\"type\":\"Point\",\"coordinates\":[104,30]" \
                                                         "}}"
#define COLLECTION(features) "{\"type\":\"FeatureCollection\",\"features\":[" features "]}"

static void numbers_of_geojson(void **state) {
    files *f = *state;
    lc_layer layer;
    const char *path = write_text(f, "n.geojson",
                                  COLLECTION(POINT("\"153,084\"") "," POINT("12.5") "," POINT(
                                      "5101040010010011") "," POINT("true") "," POINT("null")));
    assert_works(f, read_field(f, path, "", "v", &layer));
    assert_near(lc_layer_number(&layer, 0, 0), 153084, 0);
    assert_near(lc_layer_number(&layer, 0, 1), 12.5, 0);
    assert_string_equal(lc_layer_value(&layer, 0, 2), "5101040010010011");
    assert_null(lc_layer_value(&layer, 0, 4));
    lc_layer_free(&layer);
    path = write_text(f, "n.geojson", COLLECTION(POINT("51010400100100110001") "," POINT("51010400100100110002")));
    assert_works(f, read_field(f, path, "", "v", &layer));
    assert_int_equal(warned(f, "digits_lost"), 2);
    assert_int_equal(warned(f, "reader_warning"), 1); /* in GDAL's own words */
    assert_true(layer.rounded[0]);
    lc_layer_free(&layer);
}

/* -------------------------------------------------------------------------------------------------------- GDAL's words
 */

/* A .mid is text; its columns have types. What GDAL cuts it warns of. */
static void text_cut_by_gdal_is_refused(void **state) {
    files *f = *state;
    lc_layer layer;
    const char *path = write_text(f, "m.mif",
                                  "Version 300\nCharset \"Neutral\"\nDelimiter \",\"\nCoordSys Earth Projection 1, "
                                  "104\nColumns 2\n  v Integer\n  w Integer\nData\n\nPoint 104 30\n");
    write_text(f, "m.mid", "\"153,084\",7\n");
    assert_fails(f, read_field(f, path, "", "v", &layer), LC_ERR_INPUT, "'153,084'");
    assert_works(f, read_field(f, path, "", "w", &layer)); /* nobody asks for the other one */
    assert_int_equal(warned(f, "reader_warning"), 1);
    lc_layer_free(&layer);
    write_text(f, "m.mid", "\"153084\",7\n");
    assert_works(f, read_field(f, path, "", "v", &layer));
    assert_int_equal(warned(f, "reader_warning"), 0);
    lc_layer_free(&layer);
}

static void numbers_of_esri_json(void **state) {
    files *f = *state;
    lc_layer layer;
    const char *path =
        write_text(f, "e.json",
                   "{\"displayFieldName\":\"v\",\"geometryType\":\"esriGeometryPoint\",\"spatialReference\":{"
                   "\"wkid\":4326},\"fields\":[{\"name\":\"v\",\"type\":\"esriFieldTypeInteger\"}],"
                   "\"features\":[{\"attributes\":{\"v\":\"1,234\"},\"geometry\":{\"x\":104,\"y\":30}}]}");
    assert_fails(f, read_field(f, path, "", "v", &layer), LC_ERR_INPUT, "'1,234'");
}

int main(void) {
    const struct CMUnitTest tests[] = {
        TEST(text_in_columns_of_numbers),   TEST(conditions_on_text_in_columns_of_numbers),
        TEST(long_numbers_in_real_columns), TEST(numbers_of_geojson),
        TEST(text_cut_by_gdal_is_refused),  TEST(numbers_of_esri_json),
    };
    return cmocka_run_group_tests_name("numeric_fields", tests, NULL, NULL);
}
