/* Tables: CSV letter by letter, a workbook and a GeoPackage read back, styles. */
#include "files.h"

#include <gdal.h>
#include <ogr_api.h>
#include <unistd.h>

#include "base/memory.h"
#include "output/csv.h"
#include "output/gpkg.h"
#include "output/qml.h"
#include "output/table.h"
#include "output/xlsx.h"

enum { N = 6 };

static const char *const NAMES[N] = {"春熙路, 锦江区", "say \"hi\"\nthere", "=1+1", "-5", "@SUM(A1)", "bad \xFF byte"};

/* A report by hand: communities with awkward names, one indicator, two facilities, nothing drawn. */
static lc_report *make_report(void) {
    lc_report *r = LC_NEW0(lc_report, 1);
    r->n_communities = N;
    r->profile = lc_strdup("made");
    r->n_indicators = r->n_categories = 1;
    r->communities = LC_NEW0(lc_community, N);
    r->indicators = LC_NEW0(lc_indicator, 1);
    r->values = LC_NEW0(lc_value, N);
    r->categories = LC_NEW0(lc_category, 1);
    r->amounts = LC_NEW0(lc_amount, N);
    r->edge_effect = LC_NEW0(bool, N);
    for (size_t c = 0; c < N; c++) {
        r->communities[c] =
            (lc_community){.id = lc_sprintf("00%zu", c), .name = lc_strdup(NAMES[c]), .population = NAN};
        r->communities[c].area_m2 = 1234567.25;
        r->values[c] = (lc_value){.ratio = 0.25, .err = 0.0000011, .mean_m = 123.45, .verdict = LC_MET};
        r->amounts[c].count = c;
    }
    r->values[3] =
        (lc_value){.ratio = NAN, .err = NAN, .offnet = NAN, .island = NAN, .mean_m = NAN, .verdict = LC_NO_DATA};
    r->values[3].reason = "no_demand";
    r->edge_effect[1] = true;
    r->indicators[0] = (lc_indicator){.id = lc_strdup("park_500"),
                                      .title_en = lc_strdup("Park & <more>"),
                                      .title_zh = lc_strdup("公园"),
                                      .category = lc_strdup("park"),
                                      .metric = lc_strdup("network"),
                                      .denominator = lc_strdup("population"),
                                      .target = NAN,
                                      .ratio = 0.25};
    r->categories[0].id = lc_strdup("park");
    r->categories[0].known = true;
    r->n_facilities = 2;
    r->facilities = LC_NEW0(lc_facility, 2);
    r->served = LC_NEW0(double, 2);
    for (size_t i = 0; i < 2; i++) {
        r->facilities[i] = (lc_facility){.category = lc_strdup("park"), .id = lc_sprintf("=%zu", i), .area_m2 = NAN};
        r->facilities[i].lon = 104 + (double)i;
        r->facilities[i].lat = 30.5;
    }
    r->facilities[1].name = lc_strdup("人民公园");
    r->facilities[1].level = "street";
    r->served[1] = NAN;
    /* The second one is an area, too. */
    const double xy[] = {105, 30, 105.1, 30, 105.1, 30.1, 105, 30};
    assert_true(lc_geoms_begin(&r->facility_shapes, LC_POINT, 0) && lc_geoms_begin_part(&r->facility_shapes) &&
                lc_geoms_add(&r->facility_shapes, 104, 30.5) && lc_geoms_begin(&r->facility_shapes, LC_POLYGON, 1) &&
                lc_geoms_begin_part(&r->facility_shapes));
    for (size_t i = 0; i < 4; i++) assert_true(lc_geoms_add(&r->facility_shapes, xy[2 * i], xy[2 * i + 1]));
    r->has_areas = r->has_gaps = r->has_facilities = r->has_paths = true;
    return r;
}

static char *read_all(const char *path, size_t *n) {
    FILE *file = fopen(path, "rb");
    assert_non_null(file);
    char *text = calloc(1, 1 << 22);
    assert_non_null(text);
    *n = fread(text, 1, (1 << 22) - 1, file);
    fclose(file);
    return text;
}

static void test_csv(void **state) {
    files *f = *state;
    lc_report *r = make_report();
    const char *path = path_of(f, "t.csv");
    size_t n;
    assert_works(f, lc_report_write_csv(f->ctx, r, path, false));
    char *text = read_all(path, &n);
    assert_string_equal(
        text, "id,name,area_m2,population,park_500,park_500_err,park_500_offnet,park_500_island,park_500_verdict,"
              "park_500_reason,park_500_mean_m,park_500_mean_err_m,park_count,edge_effect\r\n"
              "000,\"春熙路, 锦江区\",1234567.3,,0.250000,0.000002,0.000000,0.000000,met,,123.5,0.05,0,false\r\n"
              "001,\"say \"\"hi\"\"\nthere\",1234567.3,,0.250000,0.000002,0.000000,0.000000,met,,123.5,0.05,1,true\r\n"
              "002,'=1+1,1234567.3,,0.250000,0.000002,0.000000,0.000000,met,,123.5,0.05,2,false\r\n"
              "003,-5,1234567.3,,,,,,no_data,no_demand,,,3,false\r\n"
              "004,'@SUM(A1),1234567.3,,0.250000,0.000002,0.000000,0.000000,met,,123.5,0.05,4,false\r\n"
              "005,bad \xEF\xBF\xBD byte,1234567.3,,0.250000,0.000002,0.000000,0.000000,met,,123.5,0.05,5,false\r\n");
    const char *marked = path_of(f, "m.csv");
    assert_works(f, lc_report_write_csv(f->ctx, r, marked, true));
    size_t m;
    char *with = read_all(marked, &m);
    assert_int_equal(m, n + 3);
    assert_memory_equal(with, "\xEF\xBB\xBF", 3);
    assert_memory_equal(with + 3, text, n);
    free(with);
    free(text);
    lc_report_free(r);
}

static void test_endings(void **state) {
    files *f = *state;
    lc_report *r = make_report();
    assert_fails(f, lc_report_write_csv(f->ctx, r, path_of(f, "t.txt"), false), LC_ERR_INPUT, "must end in .csv");
    assert_fails(f, lc_report_write_xlsx(f->ctx, r, NULL, path_of(f, "t.xls")), LC_ERR_INPUT, "must end in .xlsx");
    assert_fails(f, lc_report_write_gpkg(f->ctx, r, NULL, path_of(f, "t.shp")), LC_ERR_INPUT, "must end in .gpkg");
    assert_fails(f, lc_output_check_csv(f->ctx, "-"), LC_ERR_INPUT, "must end in .csv");
    assert_fails(f, lc_output_check_gpkg(f->ctx, path_of(f, "no/t.gpkg")), LC_ERR_IO, "no/t.gpkg");
    assert_works(f, lc_output_check_xlsx(f->ctx, path_of(f, "T.XLSX")));
    r->has_facilities = false;
    assert_fails(f, lc_report_write_gpkg(f->ctx, r, NULL, path_of(f, "t.gpkg")), LC_ERR_INPUT,
                 "set want_areas, want_gaps");
    lc_report_free(r);
}

static GDALDatasetH open_data(const char *path) {
    GDALAllRegister();
    GDALDatasetH data = GDALOpenEx(path, GDAL_OF_VECTOR, NULL, NULL, NULL);
    assert_non_null(data);
    return data;
}

static const char *text_at(OGRFeatureH feature, const char *column) {
    int i = OGR_F_GetFieldIndex(feature, column);
    assert_true(i >= 0);
    return OGR_F_IsFieldSetAndNotNull(feature, i) ? OGR_F_GetFieldAsString(feature, i) : NULL;
}

/* The k-th cell of a row of a sheet; rows begin with 1 below the first, which is the sheet's title. */
static const char *cell_at(OGRFeatureH feature, int k) {
    return OGR_F_IsFieldSetAndNotNull(feature, k) ? OGR_F_GetFieldAsString(feature, k) : NULL;
}

static const char *const SHEETS[] = {"Summary", "Communities", "Facilities", "Gaps",
                                     "Charts",  "Definitions", "Sources"};

static void test_workbook(void **state) {
    files *f = *state;
    lc_report *r = make_report();
    const char *path = path_of(f, "t.xlsx");
    assert_works(f, lc_report_write_xlsx(f->ctx, r, NULL, path));
    GDALDatasetH data = open_data(path);
    assert_int_equal(GDALDatasetGetLayerCount(data), 7);
    for (int i = 0; i < 7; i++) assert_string_equal(OGR_L_GetName(GDALDatasetGetLayer(data, i)), SHEETS[i]);
    OGRLayerH layer = GDALDatasetGetLayerByName(data, "Communities");
    size_t found = 0, unknown = 0, replaced = 0;
    for (OGRFeatureH feature; (feature = OGR_L_GetNextFeature(layer));) {
        for (size_t c = 0; c < N; c++) {
            if (!cell_at(feature, 1) || strcmp(cell_at(feature, 1), r->communities[c].id) != 0) continue;
            found++;
            if (c + 1 < N) /* the last name is no UTF-8 */
                assert_string_equal(cell_at(feature, 0), NAMES[c]);
            else
                replaced += strstr(cell_at(feature, 0), "\xEF\xBF\xBD") != NULL;
            unknown += strcmp(cell_at(feature, 3), "no data") == 0;
        }
        OGR_F_Destroy(feature);
    }
    assert_int_equal(found, N);
    assert_int_equal(unknown, 1);
    assert_int_equal(replaced, 1);
    GDALClose(data);
    lc_report_free(r);
}

/* A text that no cell holds is an error, and nothing is left behind. */
static void test_long_texts(void **state) {
    files *f = *state;
    lc_report *r = make_report();
    const char *kept = r->communities[0].name;
    for (size_t n = 32767; n <= 32768; n++) {
        char *name = calloc(1, n + 1);
        assert_non_null(name);
        memset(name, 'x', n);
        r->communities[0].name = name;
        const char *path = path_of(f, n == 32767 ? "fits.xlsx" : "not.xlsx");
        if (n == 32767)
            assert_works(f, lc_report_write_xlsx(f->ctx, r, NULL, path));
        else
            assert_fails(f, lc_report_write_xlsx(f->ctx, r, NULL, path), LC_ERR_INPUT,
                         "a text of 32768 characters (xxx");
        assert_int_equal(access(path, F_OK), n == 32767 ? 0 : -1);
        free(name);
    }
    r->communities[0].name = kept;
    lc_report_free(r);
}

static void test_package(void **state) {
    static const char *const layers[] = {"communities", "areas",          "gaps",        "gap_places",
                                         "facilities",  "facility_areas", "layer_styles"};
    files *f = *state;
    lc_report *r = make_report();
    const char *path = path_of(f, "t.gpkg");
    assert_works(f, lc_report_write_gpkg(f->ctx, r, NULL, path));
    GDALDatasetH data = open_data(path);
    assert_int_equal(GDALDatasetGetLayerCount(data), sizeof layers / sizeof *layers);
    for (size_t i = 0; i < sizeof layers / sizeof *layers; i++)
        assert_string_equal(OGR_L_GetName(GDALDatasetGetLayer(data, (int)i)), layers[i]);
    OGRLayerH facilities = GDALDatasetGetLayerByName(data, "facilities");
    OGRFeatureH first = OGR_L_GetNextFeature(facilities), second = OGR_L_GetNextFeature(facilities);
    assert_null(text_at(first, "name"));
    assert_null(text_at(first, "linked")); /* nothing was walked */
    assert_string_equal(text_at(first, "served_park_500"), "0");
    assert_null(text_at(second, "served_park_500"));
    assert_string_equal(text_at(second, "name"), "人民公园");
    assert_string_equal(text_at(second, "level"), "street");
    assert_near(OGR_G_GetX(OGR_F_GetGeometryRef(second), 0), 105, 0);
    OGR_F_Destroy(first);
    OGR_F_Destroy(second);
    OGRFeatureH area = OGR_L_GetNextFeature(GDALDatasetGetLayerByName(data, "facility_areas"));
    assert_string_equal(text_at(area, "id"), "=1");
    OGR_F_Destroy(area);
    OGRLayerH styles = GDALDatasetGetLayerByName(data, "layer_styles");
    assert_string_equal(OGR_L_GetFIDColumn(styles), "id");
    assert_int_equal(OGR_L_GetFeatureCount(styles, 1), 6);
    GDALClose(data);
    lc_report_free(r);
}

static size_t count_of(const char *text, const char *part) {
    size_t n = 0;
    for (const char *at = text; (at = strstr(at, part)) != NULL; at++) n++;
    return n;
}

static void test_styles(void **state) {
    (void)state;
    char *shares = lc_qml_shares("park_500");
    assert_int_equal(count_of(shares, "<range "), 5);
    assert_int_equal(count_of(shares, "<symbol "), 5);
    assert_non_null(strstr(shares, "lower=\"0.8\" upper=\"1.0\" label=\"80 – 100 %\""));
    assert_non_null(strstr(shares, "type=\"graduatedSymbol\""));
    free(shares);
    const lc_qml_look look = {LC_LINE, 128, 0.266, 0};
    const lc_qml_class classes[] = {{"a\"<&>", "A & B", "甲", 0, true}, {"b", "B", NULL, 9, false}};
    char *qml = lc_qml_classes("in\"dicator", &look, classes, 2);
    assert_non_null(strstr(qml, "attr=\"in&quot;dicator\""));
    assert_non_null(strstr(qml, "render=\"true\" value=\"a&quot;&lt;&amp;&gt;\" label=\"A &amp; B · 甲\""));
    assert_non_null(strstr(qml, "render=\"false\" value=\"b\" label=\"B\""));
    assert_non_null(strstr(qml, "<prop k=\"line_width\" v=\"0.27\"/>"));
    assert_non_null(strstr(qml, "<layerGeometryType>1</layerGeometryType>"));
    free(qml);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        TEST(test_csv),        TEST(test_endings), TEST(test_workbook),
        TEST(test_long_texts), TEST(test_package), cmocka_unit_test(test_styles),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
