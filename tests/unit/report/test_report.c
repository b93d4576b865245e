/* The GeoJSON writer, on a report built by hand: every kind of value that a report can hold. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <cjson/cJSON.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/memory.h"
#include "output/geojson.h"
#include "report/report.h"

enum { N = 4, I = 3, C = 2 };

static void add_ring(lc_geoms *geoms, const double *xy, size_t n) {
    assert_true(lc_geoms_begin_part(geoms));
    for (size_t i = 0; i < n; i++) assert_true(lc_geoms_add(geoms, xy[2 * i], xy[2 * i + 1]));
}

/* Community 0: a clockwise square with a counter-clockwise hole, and a second square across the antimeridian.
   Community 1: none. Community 2: one counter-clockwise square. Community 3: none. */
static void add_shapes(lc_geoms *geoms) {
    const double outer[] = {0, 0, 0, 3, 3, 3, 3, 0, 0, 0}, hole[] = {1, 1, 2, 1, 2, 2, 1, 2, 1, 1};
    const double across[] = {179, 0, -179, 0, -179, 1, 179, 1, 179, 0};
    const double square[] = {-15.4, 28, -15.3, 28, -15.3, 28.123456789, -15.4, 28.123456789, -15.4, 28};
    assert_true(lc_geoms_begin(geoms, LC_POLYGON, 0));
    add_ring(geoms, outer, 5);
    add_ring(geoms, hole, 5);
    assert_true(lc_geoms_begin(geoms, LC_POLYGON, 0));
    add_ring(geoms, across, 5);
    assert_true(lc_geoms_begin(geoms, LC_POLYGON, 2));
    add_ring(geoms, square, 5);
}

static lc_indicator indicator(const char *id, const char *metric, double ratio, double target, lc_verdict verdict) {
    return (lc_indicator){.id = lc_strdup(id),
                          .title_en = lc_strdup("Park"),
                          .title_zh = lc_strdup("公园"),
                          .category = lc_strdup("park"),
                          .metric = lc_strdup(metric),
                          .denominator = lc_strdup("area"),
                          .source = lc_strdup("5.0.3"),
                          .verified = lc_strdup("text"),
                          .target_note_en = isfinite(target) ? lc_strdup("by award") : NULL,
                          .target_note_zh = isfinite(target) ? lc_strdup("按称号") : NULL,
                          .distance_m = 500,
                          .target = target,
                          .community_target = NAN,
                          .ratio = ratio,
                          .err = isfinite(ratio) ? 0.0000012 : NAN,
                          .offnet = isfinite(ratio) ? -0.0 : NAN,
                          .demand = 1e6,
                          .covered = isfinite(ratio) ? 1e6 * ratio : NAN,
                          .mean_ratio = ratio,
                          .verdict = verdict,
                          .communities_met = 1};
}

static void add_values(lc_report *report) {
    const lc_verdict verdict[] = {LC_MET, LC_MISSED, LC_NO_TARGET, LC_MET};
    for (size_t c = 0; c < N; c++) {
        report->values[c * I] =
            (lc_value){.ratio = c % 2 ? 0 : 1, .mean_m = 123.456, .verdict = verdict[c], .mean_err_m = 0.011};
        report->values[c * I + 1] =
            (lc_value){.ratio = 0.1234565, .err = 1e-12, .offnet = 0.5, .mean_m = NAN, .verdict = LC_NO_TARGET};
        report->values[c * I + 2] = (lc_value){NAN, NAN, NAN, NAN, NAN, "no facilities", LC_NO_DATA, NAN};
    }
}

static lc_report *new_report(void) {
    const char *names[] = {"say \"hi\"\\", "two\nlines\tand \x01", "桃源居社区", "not UTF-8: \xE6\x9D|\xFF"};
    lc_report *report = LC_NEW0(lc_report, 1);
    report->profile = lc_strdup("test");
    report->profile_title_en = lc_strdup("Test");
    report->link_limit_m = 250;
    report->max_error = 0.005;
    report->min_component_m = 500;
    report->island_gap_m = 20;
    report->walk_speed_m_per_min = 66.7;
    report->n_scenarios = 1;
    report->scenarios = LC_NEW0(lc_scenario, 1);
    report->scenarios[0] = (lc_scenario){.id = lc_strdup("old"),
                                         .title_en = lc_strdup("Old"),
                                         .title_zh = lc_strdup("老年人"),
                                         .walk_speed_m_per_min = 50};
    report->n_bands = 2;
    report->bands_m = LC_NEW0(double, 2);
    report->bands_m[0] = 100;
    report->bands_m[1] = 250.5;
    report->n_indicators = I;
    report->indicators = LC_NEW0(lc_indicator, I);
    report->indicators[0] = indicator("park_500", "network", 0.5, 0.8, LC_MISSED);
    report->indicators[1] = indicator("park_500_straight", "straight", 0.9, NAN, LC_NO_TARGET);
    report->indicators[2] = indicator("centre", "network", NAN, NAN, LC_NO_DATA);
    report->n_communities = N;
    report->communities = LC_NEW0(lc_community, N);
    report->values = LC_NEW0(lc_value, N * I);
    for (size_t c = 0; c < N; c++)
        report->communities[c] = (lc_community){
            .id = lc_sprintf("0%zu", c), .name = lc_strdup(names[c]), .area_m2 = 1234.56, .population = c ? 100 : NAN};
    add_values(report);
    add_shapes(&report->shapes);
    report->n_categories = C;
    report->categories = LC_NEW0(lc_category, C);
    report->amounts = LC_NEW0(lc_amount, N * C);
    report->categories[0] = (lc_category){.id = lc_strdup("park"),
                                          .known = true,
                                          .areas = true,
                                          .count = 7,
                                          .length_m = NAN,
                                          .area_m2 = 1250.26,
                                          .share = 0.125,
                                          .m2_per_person = NAN};
    report->categories[1] =
        (lc_category){.id = lc_strdup("体育场"), .length_m = NAN, .area_m2 = NAN, .share = NAN, .m2_per_person = NAN};
    for (size_t k = 0; k < N * C; k++) report->amounts[k] = (lc_amount){0, NAN, NAN, NAN, NAN};
    report->amounts[0] = (lc_amount){7, NAN, 1250.26, 0.125, 12.5};
    report->n_inputs = 1;
    report->inputs = LC_NEW0(lc_input_info, 1);
    report->inputs[0] = (lc_input_info){.role = lc_strdup("osm"), .file = lc_strdup("a.pbf"), .features = 3};
    report->network = (lc_network_info){.nodes = 4,
                                        .edges = 5,
                                        .components = 2,
                                        .dropped_components = 1,
                                        .length_m = 1234.56,
                                        .dropped_length_m = 78.9,
                                        .square_links = 6,
                                        .island_joints = 3,
                                        .islands = 1,
                                        .islands_length_m = 12.34};
    report->has_network = true;
    return report;
}

static void add_warning(lc_context *ctx, lc_report *report) {
    lc_warn(ctx, "repaired", "polygons repaired", "districts.shp, feature %d", 3);
    report->warnings = ctx->warnings;
    ctx->warnings = (lc_warnings){0};
}

static char *read_all(const char *path) {
    FILE *file = fopen(path, "rb");
    assert_non_null(file);
    char *text = calloc(1, 1 << 20);
    assert_non_null(text);
    assert_in_range(fread(text, 1, (1 << 20) - 1, file), 1, (1 << 20) - 2);
    fclose(file);
    return text;
}

typedef struct fixture {
    char folder[32], path[64];
    lc_context *ctx;
    lc_report *report;
    char *text;
    cJSON *root;
} fixture;

static int set_up(void **state) {
    fixture *f = calloc(1, sizeof *f);
    assert_non_null(f);
    snprintf(f->folder, sizeof f->folder, "lifecircle-XXXXXX");
    assert_non_null(mkdtemp(f->folder));
    snprintf(f->path, sizeof f->path, "%s/report.geojson", f->folder);
    f->ctx = lc_context_new();
    f->report = new_report();
    add_warning(f->ctx, f->report);
    assert_int_equal(lc_report_write(f->ctx, f->report, f->path), LC_OK);
    f->text = read_all(f->path);
    f->root = cJSON_Parse(f->text);
    *state = f;
    return 0;
}

static int tear_down(void **state) {
    fixture *f = *state;
    cJSON_Delete(f->root);
    free(f->text);
    lc_report_free(f->report);
    lc_context_free(f->ctx);
    unlink(f->path);
    assert_int_equal(rmdir(f->folder), 0); /* nothing else was left there */
    free(f);
    return 0;
}

static const cJSON *properties(const fixture *f, int community) {
    const cJSON *features = cJSON_GetObjectItemCaseSensitive(f->root, "features");
    return cJSON_GetObjectItemCaseSensitive(cJSON_GetArrayItem(features, community), "properties");
}

static void has(const fixture *f, const char *text) {
    if (!strstr(f->text, text)) fail_msg("the report lacks %s", text);
}

static void has_not(const fixture *f, const char *text) {
    if (strstr(f->text, text)) fail_msg("the report has %s", text);
}

static void test_is_json(void **state) {
    const fixture *f = *state;
    assert_non_null(f->root);
    assert_string_equal(f->root->child->string, "type");
    assert_string_equal(f->root->child->next->string, "lifecircle");
    assert_string_equal(f->root->child->next->next->string, "features");
    assert_int_equal(cJSON_GetArraySize(f->root->child->next->next), N);
    has(f, "\"schema\":\"lifecircle-report/1\"");
}

static void test_names_survive(void **state) {
    const fixture *f = *state;
    const char *expected[] = {"say \"hi\"\\", "two\nlines\tand \x01", "桃源居社区", "not UTF-8: \xEF\xBF\xBD"};
    for (int c = 0; c < N; c++) {
        const char *name = cJSON_GetStringValue(cJSON_GetObjectItemCaseSensitive(properties(f, c), "name"));
        assert_int_equal(strncmp(name, expected[c], strlen(expected[c])), 0);
    }
    has(f, "\"id\":\"00\"");
}

static void test_columns_in_order(void **state) {
    const fixture *f = *state;
    const char *expected[] = {"id",
                              "name",
                              "area_m2",
                              "population",
                              "park_500",
                              "park_500_err",
                              "park_500_offnet",
                              "park_500_island",
                              "park_500_verdict",
                              "park_500_mean_m",
                              "park_500_mean_err_m",
                              "park_500_straight",
                              "park_500_straight_err",
                              "park_500_straight_offnet",
                              "park_500_straight_verdict",
                              "park_500_straight_mean_m",
                              "park_500_straight_mean_err_m",
                              "centre",
                              "centre_err",
                              "centre_offnet",
                              "centre_island",
                              "centre_verdict",
                              "centre_reason",
                              "centre_mean_m",
                              "centre_mean_err_m",
                              "park_count",
                              "park_area_m2",
                              "park_share",
                              "park_m2_per_person",
                              "体育场_count",
                              "edge_effect"};
    const cJSON *item = properties(f, 0)->child;
    for (size_t i = 0; i < sizeof expected / sizeof *expected; i++, item = item->next) {
        assert_non_null(item);
        assert_string_equal(item->string, expected[i]);
    }
    assert_null(item);
}

static void test_numbers(void **state) {
    const fixture *f = *state;
    has(f, "\"park_500\":1.000000,");
    has(f, "\"park_500\":0.000000,");
    has(f, "\"park_500_straight\":0.123457,\"park_500_straight_err\":0.000001,\"park_500_straight_offnet\":0.500000,");
    has(f, "\"park_500_straight_mean_m\":null,\"park_500_straight_mean_err_m\":null,");
    has(f, "\"park_500_mean_m\":123.5,\"park_500_mean_err_m\":0.06,"); /* 0.011 of it, and how it is rounded */
    has(f, "\"area_m2\":1234.6,\"population\":null,");
    has(f, "\"population\":100.0,");
    has(f, "\"ratio\":0.500000,\"err\":0.000002,\"offnet\":0.000000,"); /* a bound is rounded up; no -0 */
    has(f, "\"park_count\":7,\"park_area_m2\":1250.3,\"park_share\":0.125000,\"park_m2_per_person\":12.500000,"
           "\"体育场_count\":null,\"edge_effect\":null}");
    has(f, "\"link_limit_m\":250,\"max_error\":0.005,\"min_component_m\":500,\"island_gap_m\":20,"
           "\"walk_speed_m_per_min\":66.7,"
           "\"scenarios\":[{\"id\":\"old\",\"title\":{\"en\":\"Old\",\"zh\":\"老年人\"},\"walk_speed_m_per_min\":50}],"
           "\"bands_m\":[100,250.5]}");
    has(f, "{\"id\":\"park\",\"title\":{\"en\":null,\"zh\":null},\"count\":7,\"length_m\":null,\"area_m2\":1250.3,"
           "\"share\":0.125000,\"m2_per_person\":null}");
    has(f, "{\"id\":\"体育场\",\"title\":{\"en\":null,\"zh\":null},\"count\":null,");
    has_not(f, "-0.0");
    has_not(f, "nan");
}

static void test_no_value_has_a_reason(void **state) {
    const fixture *f = *state;
    has(f, "\"centre\":null,\"centre_err\":null,\"centre_offnet\":null,\"centre_island\":null,\"centre_verdict\":\"no_"
           "data\","
           "\"centre_reason\":\"no facilities\",\"centre_mean_m\":null,\"centre_mean_err_m\":null");
    has_not(f, "park_500_reason");
}

static void test_verdicts(void **state) {
    const fixture *f = *state;
    const char *expected[] = {"met", "missed", "no_target", "met"};
    for (int c = 0; c < N; c++)
        assert_string_equal(
            cJSON_GetStringValue(cJSON_GetObjectItemCaseSensitive(properties(f, c), "park_500_verdict")), expected[c]);
    assert_false(lc_report_passed(f->report));
    f->report->indicators[0].verdict = LC_MET;
    assert_true(lc_report_passed(f->report));
}

static void test_geometry(void **state) {
    const fixture *f = *state;
    has(f, "\"geometry\":{\"type\":\"MultiPolygon\",\"coordinates\":[[[[0.0000000,0.0000000],[3.0000000,0.0000000],"
           "[3.0000000,3.0000000],[0.0000000,3.0000000],[0.0000000,0.0000000]],"
           "[[1.0000000,1.0000000],[1.0000000,2.0000000],[2.0000000,2.0000000],[2.0000000,1.0000000],"
           "[1.0000000,1.0000000]]],"
           "[[[179.0000000,0.0000000],[-179.0000000,0.0000000],[-179.0000000,1.0000000],[179.0000000,1.0000000],"
           "[179.0000000,0.0000000]]]]}}");
    has(f, "\"geometry\":{\"type\":\"Polygon\",\"coordinates\":[[[-15.4000000,28.0000000],[-15.3000000,28.0000000],"
           "[-15.3000000,28.1234568],");
    has(f, "\"geometry\":null}");
}

static void test_summary_member(void **state) {
    const fixture *f = *state;
    has(f, "\"profile\":{\"name\":\"test\",\"title\":{\"en\":\"Test\",\"zh\":null},\"source\":null}");
    has(f, "{\"role\":\"osm\",\"file\":\"a.pbf\",\"layer\":null,\"crs\":null,\"encoding\":null,\"features\":3,"
           "\"sha256\":null}");
    has(f, "\"network\":{\"nodes\":4,\"edges\":5,\"length_m\":1234.6,\"components\":2,\"dropped_components\":1,"
           "\"dropped_length_m\":78.9,\"square_links\":6,\"island_joints\":3,\"islands\":1,\"islands_length_m\":12.3}");
    has(f, "{\"code\":\"repaired\",\"message\":\"polygons repaired\",\"count\":1,"
           "\"examples\":[\"districts.shp, feature 3\"]}");
}

static void test_same_bytes(void **state) {
    const fixture *f = *state;
    assert_int_equal(lc_report_write(f->ctx, f->report, f->path), LC_OK);
    char *again = read_all(f->path);
    assert_string_equal(again, f->text);
    free(again);
}

static void test_empty_report(void **state) {
    const fixture *f = *state;
    lc_report empty = {.profile = (char[]){"p"}, .walk_speed_m_per_min = NAN};
    assert_int_equal(lc_report_write(f->ctx, &empty, f->path), LC_OK);
    char *text = read_all(f->path);
    cJSON *root = cJSON_Parse(text);
    assert_non_null(root);
    assert_int_equal(cJSON_GetArraySize(cJSON_GetObjectItemCaseSensitive(root, "features")), 0);
    assert_non_null(strstr(text, "\"network\":null"));
    cJSON_Delete(root);
    free(text);
}

/* The report by hand, for the tests that read it with other programs: written where the argument says. */
static int write_sample(const char *path) {
    lc_context *ctx = lc_context_new();
    lc_report *report = new_report();
    add_warning(ctx, report);
    lc_status status = lc_report_write(ctx, report, path);
    lc_report_free(report);
    lc_context_free(ctx);
    return status == LC_OK ? 0 : 1;
}

int main(int argc, char **argv) {
    if (argc > 1) return write_sample(argv[1]);
#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)
    const struct CMUnitTest tests[] = {
        TEST(test_is_json),      TEST(test_names_survive),         TEST(test_columns_in_order),
        TEST(test_numbers),      TEST(test_no_value_has_a_reason), TEST(test_verdicts),
        TEST(test_geometry),     TEST(test_summary_member),        TEST(test_same_bytes),
        TEST(test_empty_report),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
