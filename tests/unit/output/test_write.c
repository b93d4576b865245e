/* Service areas, gaps and distance rasters: written from a report made by hand, read back with GDAL. */
#include "files.h"

#include <cpl_conv.h>
#include <gdal.h>
#include <ogr_api.h>
#include <ogr_srs_api.h>
#include <signal.h>
#include <sys/resource.h>
#include <sys/stat.h>

#include "base/memory.h"
#include "output/areas.h"
#include "output/field.h"
#include "output/gaps.h"
#include "output/write_layer.h"
#include "report/report.h"

enum { I = 3, C = 2, GAPS = 4 };

static const char *const ENDINGS[] = {".geojson", ".json", ".gpkg", ".fgb", ".shp"};
#define COUNT(array) (sizeof(array) / sizeof *(array))
#define TEXT(value) lc_strdup(value)

/* ------------------------------------------------------- a report by hand */

static void add_square(lc_geoms *geoms, uint32_t feature, double x, double y, double size) {
    assert_true(lc_geoms_begin(geoms, LC_POLYGON, feature) && lc_geoms_begin_part(geoms));
    const double at[][2] = {{0, 0}, {0, 1}, {1, 1}, {1, 0}, {0, 0}}; /* clockwise: writers must turn it where asked */
    for (int i = 0; i < 5; i++) assert_true(lc_geoms_add(geoms, x + size * at[i][0], y + size * at[i][1]));
}

static void add_hole(lc_geoms *geoms, double x, double y, double size) {
    assert_true(lc_geoms_begin_part(geoms));
    const double at[][2] = {{0, 0}, {1, 0}, {1, 1}, {0, 1}, {0, 0}};
    for (int i = 0; i < 5; i++) assert_true(lc_geoms_add(geoms, x + size * at[i][0], y + size * at[i][1]));
}

static void add_point(lc_geoms *geoms, uint32_t feature, double x, double y) {
    assert_true(lc_geoms_begin(geoms, LC_POINT, feature) && lc_geoms_begin_part(geoms) && lc_geoms_add(geoms, x, y));
}

static lc_indicator indicator(const char *id, const char *denominator, double ratio) {
    return (lc_indicator){.id = TEXT(id),
                          .title_en = TEXT("Park, \"near\""),
                          .title_zh = TEXT("公园步行可达"),
                          .category = TEXT("park"),
                          .metric = TEXT("network"),
                          .denominator = TEXT(denominator),
                          .verified = TEXT("secondary"),
                          .distance_m = 500,
                          .target = ratio > 0.4 ? 0.5 : NAN,
                          .community_target = NAN,
                          .ratio = ratio,
                          .err = isfinite(ratio) ? 0.0000012 : NAN,
                          .demand = 1234567890.15,
                          .covered = isfinite(ratio) ? 1234567890.15 * ratio : NAN,
                          .verdict = ratio > 0.4 ? LC_MISSED : LC_NO_DATA};
}

static void add_gaps(lc_report *report) {
    const lc_gap gap[GAPS] = {{0, 0, 2000000.04, NAN}, {1, 2, NAN, 57.25}, {1, 0, 500, 12}, {0, 2, NAN, 3}};
    report->has_gaps = true;
    report->n_gaps = GAPS;
    report->gap = LC_NEW(lc_gap, GAPS);
    memcpy(report->gap, gap, sizeof gap);
    add_square(&report->gaps, 0, 104.0, 30.0, 0.01);
    add_point(&report->gaps, 1, 104.123456789, 30.5);
    add_square(&report->gaps, 2, 104.1, 30.1, 0.001);
    add_point(&report->gaps, 3, 104.2, 30.6);
}

static lc_report *new_report(void) {
    lc_report *report = LC_NEW0(lc_report, 1);
    assert_non_null(report);
    report->n_indicators = I;
    report->indicators = LC_NEW0(lc_indicator, I);
    report->indicators[0] = indicator("park_500", "area", 0.4321987654);
    report->indicators[1] = indicator("centre", "area", NAN);
    report->indicators[2] = indicator("park_people", "population", 1);
    report->n_communities = C;
    report->communities = LC_NEW0(lc_community, C);
    report->communities[0] = (lc_community){.id = TEXT("007"), .name = TEXT("桃源居社区")};
    report->communities[1] = (lc_community){.id = TEXT("b"), .name = TEXT("B")};
    report->has_areas = true;
    add_square(&report->areas, 0, 104.0, 30.0, 0.03);
    add_hole(&report->areas, 104.01, 30.01, 0.01);
    add_square(&report->areas, 0, 104.1, 30.0, 0.01);
    add_square(&report->areas, 2, 104.2, 30.0, 0.02);
    add_gaps(report);
    report->work_crs = TEXT("+proj=tmerc +lat_0=30.05 +lon_0=104.1 +k=1 +x_0=0 +y_0=0 +datum=WGS84 +units=m +no_defs");
    return report;
}

static void add_grid(lc_report *report, size_t width, size_t height) {
    report->n_grids = 1;
    report->grids = LC_NEW0(lc_distance_grid, 1);
    report->grids[0] = (lc_distance_grid){.category = TEXT("park"),
                                          .width = width,
                                          .height = height,
                                          .west = -1000,
                                          .north = 2000,
                                          .cell_m = 10,
                                          .d_m = LC_NEW(float, width *height)};
    for (size_t i = 0; i < width * height; i++) report->grids[0].d_m[i] = i % 7 == 3 ? (float)NAN : (float)i * 0.25F;
}

/* ------------------------------------------------------------ reading back */

static size_t files_in(const char *folder) {
    size_t n = 0;
    DIR *dir = opendir(folder);
    assert_non_null(dir);
    for (struct dirent *entry; (entry = readdir(dir));) n += entry->d_name[0] != '.' || strlen(entry->d_name) > 2;
    closedir(dir);
    return n;
}

static char *read_all(const char *path, size_t *size) {
    FILE *file = fopen(path, "rb");
    if (!file) fail_msg("%s is not there", path);
    char *text = calloc(1, 1 << 22);
    assert_non_null(text);
    *size = fread(text, 1, (1 << 22) - 1, file);
    fclose(file);
    return text;
}

static GDALDatasetH open_layers(const char *path) {
    GDALAllRegister();
    GDALDatasetH dataset = GDALOpenEx(path, GDAL_OF_VECTOR | GDAL_OF_VERBOSE_ERROR, NULL, NULL, NULL);
    if (!dataset) fail_msg("%s cannot be opened", path);
    return dataset;
}

static bool is_shapefile(const char *path) {
    return strstr(path, ".shp") || strstr(path, ".SHP");
}

/* Feature by its first column and its rank among those of this value; FlatGeobuf sorts by place. */
static OGRFeatureH find(OGRLayerH layer, const char *field, const char *value) {
    OGR_L_ResetReading(layer);
    OGRFeatureH feature;
    while ((feature = OGR_L_GetNextFeature(layer))) {
        int i = OGR_F_GetFieldIndex(feature, field);
        assert_true(i >= 0);
        if (strcmp(OGR_F_GetFieldAsString(feature, i), value) == 0) return feature;
        OGR_F_Destroy(feature);
    }
    fail_msg("no feature with %s = %s", field, value);
    return NULL;
}

static const char *text_of(OGRFeatureH feature, const char *field) {
    int i = OGR_F_GetFieldIndex(feature, field);
    if (i < 0) fail_msg("no column %s", field);
    return OGR_F_GetFieldAsString(feature, i);
}

static double number_of(OGRFeatureH feature, const char *field) {
    int i = OGR_F_GetFieldIndex(feature, field);
    if (i < 0) fail_msg("no column %s", field);
    OGRFieldType type = OGR_Fld_GetType(OGR_F_GetFieldDefnRef(feature, i));
    assert_true(type == OFTReal || type == OFTInteger || type == OFTInteger64);
    return OGR_F_IsFieldSetAndNotNull(feature, i) ? OGR_F_GetFieldAsDouble(feature, i) : NAN;
}

static void assert_lonlat(OGRLayerH layer) {
    OGRSpatialReferenceH crs = OGR_L_GetSpatialRef(layer);
    assert_non_null(crs);
    assert_true(OSRIsGeographic(crs));
    assert_near(OSRGetSemiMajor(crs, NULL), 6378137, 0);
}

/* ------------------------------------------------------------------ tests */

static void check_areas(const char *path) {
    bool located_only = strstr(path, ".fgb"); /* the format has no place for an indicator without data */
    GDALDatasetH dataset = open_layers(path);
    assert_int_equal(GDALDatasetGetLayerCount(dataset), 1);
    OGRLayerH layer = GDALDatasetGetLayer(dataset, 0);
    if (!is_shapefile(path)) assert_string_equal(OGR_L_GetName(layer), "areas");
    assert_int_equal(OGR_L_GetFeatureCount(layer, TRUE), located_only ? I - 1 : I);
    assert_int_equal(OGR_FD_GetFieldCount(OGR_L_GetLayerDefn(layer)), 14);
    assert_lonlat(layer);
    OGRFeatureH park = find(layer, "indicator", "park_500");
    assert_string_equal(text_of(park, "title"), "Park, \"near\"");
    assert_string_equal(text_of(park, "title_zh"), "公园步行可达");
    assert_string_equal(text_of(park, is_shapefile(path) ? "denominat" : "denominator"), "area");
    assert_string_equal(text_of(park, "verdict"), "missed");
    assert_string_equal(text_of(park, "verified"), "secondary");
    assert_near(number_of(park, "distance_m"), 500, 0);
    assert_near(number_of(park, "ratio"), 0.432199, 1e-12);
    assert_near(number_of(park, "err"), 0.000002, 1e-12);
    assert_near(number_of(park, "demand"), 1234567890.2, 1e-6);
    assert_near(number_of(park, "target"), 0.5, 0);
    OGRGeometryH shape = OGR_F_GetGeometryRef(park);
    assert_int_equal(OGR_G_GetGeometryCount(shape), 2);
    assert_near(OGR_G_Area(shape), 0.0009 - 0.0001 + 0.0001, 1e-9);
    assert_true(OGR_G_IsValid(shape));
    OGR_F_Destroy(park);
    if (!located_only) {
        OGRFeatureH none = find(layer, "indicator", "centre");
        assert_true(isnan(number_of(none, "ratio")) && isnan(number_of(none, "target")));
        assert_null(OGR_F_GetGeometryRef(none));
        OGR_F_Destroy(none);
    }
    GDALClose(dataset);
}

static void areas_in_every_format(void **state) {
    files *f = *state;
    lc_report *report = new_report();
    for (size_t i = 0; i < COUNT(ENDINGS); i++) {
        char name[32];
        snprintf(name, sizeof name, "areas%s", ENDINGS[i]);
        const char *path = path_of(f, name);
        assert_works(f, lc_report_write_areas(f->ctx, report, NULL, path));
        check_areas(path);
    }
    assert_int_equal(files_in(f->folder), 4 + 5); /* a shapefile has five parts */
    assert_int_equal(access(path_of(f, "areas.cpg"), F_OK), 0);
    lc_report_free(report);
}

static void check_polygons(OGRLayerH layer, bool shapefile) {
    assert_int_equal(OGR_L_GetFeatureCount(layer, TRUE), 2);
    assert_lonlat(layer);
    OGRFeatureH largest = find(layer, "rank", "1"), other = find(layer, "rank", "2");
    assert_string_equal(text_of(largest, "community"), "007");
    assert_string_equal(text_of(largest, shapefile ? "comm_name" : "community_name"), "桃源居社区");
    assert_string_equal(text_of(largest, "indicator"), "park_500");
    assert_near(number_of(largest, "area_m2"), 2000000, 1e-9);
    assert_true(isnan(number_of(largest, "weight")));
    assert_near(number_of(other, "weight"), 12, 0);
    assert_string_equal(text_of(other, "community"), "b");
    assert_near(OGR_G_Area(OGR_F_GetGeometryRef(largest)), 1e-4, 1e-9);
    OGR_F_Destroy(largest);
    OGR_F_Destroy(other);
}

static void check_places(OGRLayerH layer) {
    assert_int_equal(OGR_L_GetFeatureCount(layer, TRUE), 2);
    assert_true(OGR_FD_GetFieldIndex(OGR_L_GetLayerDefn(layer), "area_m2") < 0);
    OGRFeatureH largest = find(layer, "rank", "1");
    assert_near(number_of(largest, "weight"), 57.25, 0);
    assert_string_equal(text_of(largest, "indicator"), "park_people");
    OGRGeometryH point = OGR_F_GetGeometryRef(largest);
    assert_int_equal(OGR_G_GetGeometryType(point), wkbPoint);
    assert_near(OGR_G_GetX(point, 0), 104.1234568, 2e-8);
    assert_near(OGR_G_GetY(point, 0), 30.5, 1e-12);
    OGR_F_Destroy(largest);
}

static void gaps_in_every_format(void **state) {
    files *f = *state;
    lc_report *report = new_report();
    for (size_t i = 0; i < COUNT(ENDINGS); i++) {
        char name[32], beside[48];
        snprintf(name, sizeof name, "g%s", ENDINGS[i]);
        snprintf(beside, sizeof beside, "g_gap_places%s", ENDINGS[i]);
        bool together = strcmp(ENDINGS[i], ".gpkg") == 0;
        assert_works(f, lc_report_write_gaps(f->ctx, report, NULL, path_of(f, name)));
        GDALDatasetH dataset = open_layers(path_of(f, name));
        assert_int_equal(GDALDatasetGetLayerCount(dataset), together ? 2 : 1);
        check_polygons(GDALDatasetGetLayer(dataset, 0), is_shapefile(name));
        if (together) assert_string_equal(OGR_L_GetName(GDALDatasetGetLayer(dataset, 0)), "gaps");
        GDALDatasetH places = together ? dataset : open_layers(path_of(f, beside));
        check_places(together ? GDALDatasetGetLayerByName(places, "gap_places") : GDALDatasetGetLayer(places, 0));
        if (!together) GDALClose(places);
        GDALClose(dataset);
    }
    assert_int_equal(files_in(f->folder), 1 + 2 * 3 + 2 * 5);
    lc_report_free(report);
}

static void largest_gap_first_except_where_the_format_sorts(void **state) {
    files *f = *state;
    lc_report *report = new_report();
    const char *const kept[] = {"o.geojson", "o.gpkg", "o.shp"};
    for (size_t i = 0; i < COUNT(kept); i++) {
        assert_works(f, lc_report_write_gaps(f->ctx, report, NULL, path_of(f, kept[i])));
        GDALDatasetH dataset = open_layers(path_of(f, kept[i]));
        OGRFeatureH first = OGR_L_GetNextFeature(GDALDatasetGetLayer(dataset, 0));
        assert_near(number_of(first, "rank"), 1, 0);
        OGR_F_Destroy(first);
        GDALClose(dataset);
    }
    lc_report_free(report);
}

static void no_places_without_people(void **state) {
    files *f = *state;
    lc_report *report = new_report();
    free((void *)(uintptr_t)report->indicators[2].denominator);
    report->indicators[2].denominator = TEXT("residential");
    assert_works(f, lc_report_write_gaps(f->ctx, report, NULL, path_of(f, "g.fgb")));
    assert_int_equal(files_in(f->folder), 1);
    lc_report_free(report);
}

static void empty_layers(void **state) {
    files *f = *state;
    lc_report *report = new_report();
    lc_geoms_free(&report->gaps);
    lc_geoms_free(&report->areas);
    report->n_gaps = 0;
    for (size_t i = 0; i < COUNT(ENDINGS); i++) {
        char name[32];
        snprintf(name, sizeof name, "e%s", ENDINGS[i]);
        assert_works(f, lc_report_write_gaps(f->ctx, report, NULL, path_of(f, name)));
        GDALDatasetH dataset = open_layers(path_of(f, name));
        OGRLayerH layer = GDALDatasetGetLayer(dataset, 0);
        assert_int_equal(OGR_L_GetFeatureCount(layer, TRUE), 0);
        /* GeoJSON has no place for columns or a type when there is no feature. */
        if (i >= 2) assert_int_equal(OGR_FD_GetFieldCount(OGR_L_GetLayerDefn(layer)), 6);
        GDALClose(dataset);
        snprintf(name, sizeof name, "a%s", ENDINGS[i]);
        assert_works(f, lc_report_write_areas(f->ctx, report, NULL, path_of(f, name)));
        dataset = open_layers(path_of(f, name));
        assert_int_equal(OGR_L_GetFeatureCount(GDALDatasetGetLayer(dataset, 0), TRUE), i == 3 ? 0 : I);
        GDALClose(dataset);
    }
    lc_report_free(report);
}

static void geojson_after_rfc_7946(void **state) {
    files *f = *state;
    lc_report *report = new_report();
    size_t size;
    assert_works(f, lc_report_write_areas(f->ctx, report, NULL, path_of(f, "a.geojson")));
    char *text = read_all(path_of(f, "a.geojson"), &size);
    assert_null(strstr(text, "\"crs\""));
    assert_non_null(strstr(text, "\"name\":\"areas\""));
    assert_non_null(strstr(text, "\"ratio\":0.432199,"));
    assert_non_null(strstr(text, "\"ratio\":1,"));
    assert_non_null(strstr(text, "\"demand\":1234567890.2,"));
    assert_non_null(strstr(text, "\"geometry\":null"));
    /* Outer ring counter-clockwise, hole clockwise, 7 decimals. */
    assert_non_null(strstr(text, "[[[[104.0000000,30.0000000],[104.0300000,30.0000000],[104.0300000,30.0300000],"
                                 "[104.0000000,30.0300000],[104.0000000,30.0000000]],"
                                 "[[104.0100000,30.0100000],[104.0100000,30.0200000]"));
    free(text);
    lc_report_free(report);
}

/* What lies across the antimeridian is cut there, by GDAL; all else is ours, and every digit is kept (GDAL's own writer
   takes 104.1000007 for 104.1). */
static void geojson_at_the_antimeridian(void **state) {
    files *f = *state;
    lc_report *report = new_report();
    lc_geoms_free(&report->gaps);
    report->n_gaps = 2;
    report->gap[1] = report->gap[2];
    add_square(&report->gaps, 0, 104.1000007, 30.0, 0.01);
    add_square(&report->gaps, 1, 105.0, 30.0, 0.01);
    for (int across = 0; across < 2; across++) {
        size_t size;
        assert_works(f, lc_report_write_gaps(f->ctx, report, NULL, path_of(f, "w.geojson")));
        char *text = read_all(path_of(f, "w.geojson"), &size);
        assert_int_equal(!across, strstr(text, "104.1000007,30.0000000") != NULL);
        assert_int_equal(across, strstr(text, "MultiPolygon") != NULL);
        assert_int_equal(across, strstr(text, "-180.0") != NULL);
        free(text);
        /* from 179.995 to -179.995 */
        for (size_t i = 5; i < 10; i++) {
            double east = report->gaps.xy[i].x - 105.0;
            report->gaps.xy[i].x = east < 0.005 ? 179.995 : -179.995;
        }
    }
    lc_report_free(report);
}

static void same_bytes(void **state) {
    files *f = *state;
    lc_report *report = new_report();
    add_grid(report, 20, 10);
    const char *const names[] = {"s.geojson",        "s.gpkg",           "s.fgb", "s.shp", "s.dbf", "s.shx", "s.prj",
                                 "s_gap_places.fgb", "s_gap_places.dbf", "s.tif"};
    char *first[COUNT(names)];
    size_t size[COUNT(names)];
    for (int round = 0; round < 2; round++) {
        for (int k = 0; k < 4; k++) assert_works(f, lc_report_write_gaps(f->ctx, report, NULL, path_of(f, names[k])));
        assert_works(f, lc_report_write_field(f->ctx, report, "park", path_of(f, "s.tif")));
        for (size_t k = 0; k < COUNT(names); k++) {
            size_t n;
            char *bytes = read_all(path_of(f, names[k]), &n);
            if (round == 0) {
                first[k] = bytes;
                size[k] = n;
                continue;
            }
            assert_int_equal(n, size[k]);
            if (memcmp(bytes, first[k], n) != 0) fail_msg("%s differs", names[k]);
            free(bytes);
            free(first[k]);
        }
        if (round == 0) sleep(1);
    }
    lc_report_free(report);
}

/* Yesterday's files would differ: no format may write the date of the day. */
static void no_date_of_the_day(void **state) {
    files *f = *state;
    lc_report *report = new_report();
    size_t size;
    assert_works(f, lc_report_write_areas(f->ctx, report, NULL, path_of(f, "d.shp")));
    char *text = read_all(path_of(f, "d.dbf"), &size);
    const unsigned char date[] = {70, 1, 1};
    assert_memory_equal(text + 1, date, 3);
    free(text);
    assert_works(f, lc_report_write_areas(f->ctx, report, NULL, path_of(f, "d.gpkg")));
    GDALDatasetH dataset = open_layers(path_of(f, "d.gpkg"));
    OGRLayerH contents = GDALDatasetExecuteSQL(dataset, "SELECT last_change FROM gpkg_contents", NULL, NULL);
    OGRFeatureH row = OGR_L_GetNextFeature(contents);
    assert_memory_equal(OGR_F_GetFieldAsString(row, 0), "1970", 4);
    OGR_F_Destroy(row);
    GDALDatasetReleaseResultSet(dataset, contents);
    GDALClose(dataset);
    assert_null(CPLGetThreadLocalConfigOption("OGR_CURRENT_DATE", NULL));
    lc_report_free(report);
}

static void replaces_files_and_what_belonged_to_them(void **state) {
    files *f = *state;
    lc_report *report = new_report();
    const char *const old[] = {"r.shp",      "r.dbf", "r.qix",     "r.sbn", "r.gpkg",
                               "r.gpkg-wal", "r.tif", "r.tif.ovr", "r.txt"};
    for (size_t i = 0; i < COUNT(old); i++) write_text(f, old[i], "old");
    assert_int_equal(chmod(path_of(f, "r.gpkg"), 0640), 0);
    assert_int_equal(symlink("r.gpkg", path_of(f, "link.gpkg")), 0);
    assert_works(f, lc_report_write_areas(f->ctx, report, NULL, path_of(f, "r.shp")));
    check_areas(path_of(f, "r.shp"));
    assert_works(f, lc_report_write_areas(f->ctx, report, NULL, path_of(f, "link.gpkg")));
    check_areas(path_of(f, "r.gpkg"));
    struct stat st;
    assert_int_equal(stat(path_of(f, "r.gpkg"), &st), 0);
    assert_int_equal(st.st_mode & 0777, 0640);
    add_grid(report, 3, 3);
    assert_works(f, lc_report_write_field(f->ctx, report, "park", path_of(f, "r.tif")));
    assert_int_not_equal(access(path_of(f, "r.qix"), F_OK), 0);
    assert_int_not_equal(access(path_of(f, "r.sbn"), F_OK), 0);
    assert_int_not_equal(access(path_of(f, "r.tif.ovr"), F_OK), 0);
    assert_int_equal(access(path_of(f, "r.txt"), F_OK), 0);
    lc_report_free(report);
}

static void upper_case_endings(void **state) {
    files *f = *state;
    lc_report *report = new_report();
    assert_works(f, lc_report_write_areas(f->ctx, report, NULL, path_of(f, "u.x.GPKG")));
    check_areas(path_of(f, "u.x.GPKG"));
    assert_works(f, lc_report_write_areas(f->ctx, report, NULL, path_of(f, "U.SHP")));
    check_areas(path_of(f, "U.SHP"));
    assert_int_equal(access(path_of(f, "U.dbf"), F_OK), 0);
    lc_report_free(report);
}

static void long_and_odd_text(void **state) {
    files *f = *state;
    lc_report *report = new_report();
    char name[400] = "";
    for (int i = 0; i < 100; i++) strcat(name, "区");
    free((void *)(uintptr_t)report->communities[0].name);
    report->communities[0].name = TEXT(name);
    assert_works(f, lc_report_write_gaps(f->ctx, report, NULL, path_of(f, "t.shp")));
    GDALDatasetH dataset = open_layers(path_of(f, "t.shp"));
    OGRFeatureH first = OGR_L_GetNextFeature(GDALDatasetGetLayer(dataset, 0));
    const char *text = text_of(first, "comm_name");
    assert_int_equal(strlen(text), 252); /* a DBF holds 254 bytes; cut at a character */
    assert_int_equal(strncmp(text, name, 252), 0);
    OGR_F_Destroy(first);
    GDALClose(dataset);
    lc_report_free(report);
}

/* -------------------------------------------------------------- the raster */

static void check_raster(const char *path, const lc_report *report) {
    const lc_distance_grid *grid = &report->grids[0];
    GDALAllRegister();
    GDALDatasetH dataset = GDALOpen(path, GA_ReadOnly);
    assert_non_null(dataset);
    GDALRasterBandH band = GDALGetRasterBand(dataset, 1);
    double transform[6];
    int has_nodata = 0, block_width, block_height;
    assert_int_equal(GDALGetRasterCount(dataset), 1);
    assert_int_equal(GDALGetGeoTransform(dataset, transform), CE_None);
    assert_near(transform[0], -1000, 0);
    assert_near(transform[1], 10, 0);
    assert_near(transform[3], 2000, 0);
    assert_near(transform[5], -10, 0);
    assert_int_equal(GDALGetRasterDataType(band), GDT_Float32);
    assert_near(GDALGetRasterNoDataValue(band, &has_nodata), -9999, 0);
    assert_true(has_nodata);
    assert_string_equal(GDALGetRasterUnitType(band), "metre");
    assert_string_equal(GDALGetMetadataItem(dataset, "AREA_OR_POINT", NULL), "Area");
    assert_string_equal(GDALGetMetadataItem(dataset, "COMPRESSION", "IMAGE_STRUCTURE"), "DEFLATE");
    assert_string_equal(GDALGetMetadataItem(dataset, "LAYOUT", "IMAGE_STRUCTURE"), "COG");
    GDALGetBlockSize(band, &block_width, &block_height);
    assert_int_equal(block_width, 256);
    OGRSpatialReferenceH crs = GDALGetSpatialRef(dataset);
    assert_true(OSRIsProjected(crs));
    assert_near(OSRGetProjParm(crs, SRS_PP_CENTRAL_MERIDIAN, 0, NULL), 104.1, 1e-12);
    assert_near(OSRGetProjParm(crs, SRS_PP_SCALE_FACTOR, 0, NULL), 1, 0);
    float *value = LC_NEW(float, grid->width * grid->height);
    assert_int_equal(GDALRasterIO(band, GF_Read, 0, 0, (int)grid->width, (int)grid->height, value, (int)grid->width,
                                  (int)grid->height, GDT_Float32, 0, 0),
                     CE_None);
    for (size_t i = 0; i < grid->width * grid->height; i++)
        assert_true(isnan(grid->d_m[i]) ? value[i] == -9999 : value[i] == grid->d_m[i]);
    free(value);
    GDALClose(dataset);
}

static void distance_raster(void **state) {
    files *f = *state;
    const size_t size[][2] = {{1, 1}, {30, 20}, {700, 300}};
    for (size_t i = 0; i < COUNT(size); i++) {
        lc_report *report = new_report();
        add_grid(report, size[i][0], size[i][1]);
        assert_works(f, lc_report_write_field(f->ctx, report, "park", path_of(f, "d.tif")));
        check_raster(path_of(f, "d.tif"), report);
        assert_int_equal(files_in(f->folder), 1);
        lc_report_free(report);
    }
}

/* ---------------------------------------------------------------- failures */

static void failures_leave_nothing(void **state) {
    files *f = *state;
    lc_report *report = new_report();
    add_grid(report, 3, 3);
    const char *const wrong[] = {"a.kml", "a", "geojson", ".gpkg", "a.shp/"};
    for (size_t i = 0; i < COUNT(wrong); i++) {
        const char *path = path_of(f, wrong[i]);
        assert_fails(f, lc_report_write_areas(f->ctx, report, NULL, path), LC_ERR_INPUT, "must end in .geojson");
        assert_fails(f, lc_output_check_layer(f->ctx, path), LC_ERR_INPUT, "must end in .geojson");
    }
    assert_fails(f, lc_report_write_gaps(f->ctx, report, NULL, "-"), LC_ERR_INPUT, "must end in");
    assert_fails(f, lc_report_write_field(f->ctx, report, "park", path_of(f, "a.png")), LC_ERR_INPUT, "end in .tif");
    assert_fails(f, lc_report_write_field(f->ctx, report, "school", path_of(f, "a.tif")), LC_ERR_INPUT, "'school'");
    assert_fails(f, lc_output_check_field(f->ctx, path_of(f, "a.gpkg")), LC_ERR_INPUT, "end in .tif");
    for (size_t i = 0; i < COUNT(ENDINGS); i++) {
        char name[32];
        snprintf(name, sizeof name, "no/a%s", ENDINGS[i]);
        assert_fails(f, lc_report_write_areas(f->ctx, report, NULL, path_of(f, name)), LC_ERR_IO, "create it first");
        assert_fails(f, lc_output_check_layer(f->ctx, path_of(f, name)), LC_ERR_IO, "create it first");
    }
    assert_fails(f, lc_report_write_field(f->ctx, report, "park", path_of(f, "no/a.tif")), LC_ERR_IO, "create it");
    assert_int_equal(files_in(f->folder), 0);
    lc_report_free(report);
}

static void not_asked_for(void **state) {
    files *f = *state;
    lc_report *report = new_report();
    report->has_areas = report->has_gaps = false;
    assert_fails(f, lc_report_write_areas(f->ctx, report, NULL, path_of(f, "a.gpkg")), LC_ERR_INPUT, "set want_areas");
    assert_fails(f, lc_report_write_gaps(f->ctx, report, NULL, path_of(f, "a.gpkg")), LC_ERR_INPUT, "set want_gaps");
    assert_int_equal(files_in(f->folder), 0);
    lc_report_free(report);
}

/* One part of a shapefile cannot be written: the others stay as they were. */
static void all_parts_or_none(void **state) {
    files *f = *state;
    lc_report *report = new_report();
    write_text(f, "p.shp", "old");
    assert_int_equal(mkdir(path_of(f, "p.shx"), 0700), 0);
    assert_fails(f, lc_report_write_areas(f->ctx, report, NULL, path_of(f, "p.shp")), LC_ERR_IO, "p.shx");
    size_t size;
    char *text = read_all(path_of(f, "p.shp"), &size);
    assert_string_equal(text, "old");
    free(text);
    assert_int_equal(rmdir(path_of(f, "p.shx")), 0);
    assert_int_equal(files_in(f->folder), 1);
    lc_report_free(report);
}

/* A full disk, played by a limit on the size of files. */
static void full_disk(void **state) {
    files *f = *state;
    lc_report *report = new_report();
    add_grid(report, 300, 300);
    struct rlimit before, limit;
    assert_int_equal(getrlimit(RLIMIT_FSIZE, &before), 0);
    limit = before;
    limit.rlim_cur = 200;
    assert_true(signal(SIGXFSZ, SIG_IGN) != SIG_ERR);
    for (size_t i = 0; i <= COUNT(ENDINGS); i++) {
        char name[32];
        snprintf(name, sizeof name, "f%s", i < COUNT(ENDINGS) ? ENDINGS[i] : ".tif");
        const char *path = path_of(f, name);
        assert_int_equal(setrlimit(RLIMIT_FSIZE, &limit), 0);
        lc_status status = i < COUNT(ENDINGS) ? lc_report_write_areas(f->ctx, report, NULL, path)
                                              : lc_report_write_field(f->ctx, report, "park", path);
        assert_int_equal(setrlimit(RLIMIT_FSIZE, &before), 0);
        assert_int_equal(status, LC_ERR_IO);
        assert_non_null(strstr(lc_error_message(f->ctx), "cannot be written: "));
        assert_int_equal(files_in(f->folder), 0);
    }
    signal(SIGXFSZ, SIG_DFL);
    lc_report_free(report);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        TEST(areas_in_every_format),
        TEST(gaps_in_every_format),
        TEST(largest_gap_first_except_where_the_format_sorts),
        TEST(no_places_without_people),
        TEST(empty_layers),
        TEST(geojson_after_rfc_7946),
        TEST(geojson_at_the_antimeridian),
        TEST(same_bytes),
        TEST(no_date_of_the_day),
        TEST(replaces_files_and_what_belonged_to_them),
        TEST(upper_case_endings),
        TEST(long_and_odd_text),
        TEST(distance_raster),
        TEST(failures_leave_nothing),
        TEST(not_asked_for),
        TEST(all_parts_or_none),
        TEST(full_disk),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
