/* Errors in parts: what they are about, and in which file, layer, feature and line. */
#include "files.h"

static lc_error_info error_of(const files *f, lc_status status, lc_error_class about) {
    lc_error_info e = lc_error(f->ctx);
    if (e.status != status || e.error_class != about) fail_msg("class %d: %s", (int)e.error_class, e.text);
    assert_string_equal(e.text, lc_error_message(f->ctx));
    return e;
}

static lc_status open_city(files *f, const char *communities) {
    lc_city_options o = LC_CITY_OPTIONS_INIT;
    lc_city *city = NULL;
    o.communities = communities;
    o.data_dir = LC_DATA_DIR;
    lc_status status = lc_city_open(f->ctx, &o, &city);
    lc_city_free(city);
    return status;
}

static void none_at_first(void **state) {
    const files *f = *state;
    lc_error_info e = error_of(f, LC_OK, LC_ERROR_NONE);
    assert_string_equal(e.text, "");
    assert_true(!e.file && !e.layer && e.feature == -1 && e.line == 0);
}

static void arguments(void **state) {
    files *f = *state;
    assert_int_equal(open_city(f, NULL), LC_ERR_INPUT);
    lc_error_info e = error_of(f, LC_ERR_INPUT, LC_ERROR_ARGUMENT);
    assert_true(!e.file && !e.layer && e.feature == -1 && e.line == 0);
}

static void profiles_have_lines(void **state) {
    files *f = *state;
    lc_profile *profile = NULL;
    const char *path = write_text(f, "wrong.yaml", "name: wrong\nindicators:\n  - {id: a, metric: flying}\n");
    assert_int_equal(lc_profile_load(f->ctx, LC_DATA_DIR, path, &profile), LC_ERR_INPUT);
    lc_error_info e = error_of(f, LC_ERR_INPUT, LC_ERROR_PROFILE);
    assert_string_equal(e.file, path);
    assert_int_equal(e.line, 3);
    path = write_text(f, "torn.yaml", "name: x\nindicators: [\n\n");
    assert_int_equal(lc_profile_load(f->ctx, LC_DATA_DIR, path, &profile), LC_ERR_INPUT);
    e = error_of(f, LC_ERR_INPUT, LC_ERROR_PROFILE);
    assert_string_equal(e.file, path);
    assert_true(e.line >= 2);
}

static void layers_have_features(void **state) {
    files *f = *state;
    const char *path = write_text(f, "far.geojson",
                                  "{\"type\": \"FeatureCollection\", \"features\": [\n"
                                  "{\"type\": \"Feature\", \"properties\": {}, \"geometry\": {\"type\": \"Polygon\","
                                  "\"coordinates\": [[[0, 0], [0.01, 0], [0.01, 0.01], [0, 0]]]}},\n"
                                  "{\"type\": \"Feature\", \"properties\": {}, \"geometry\": {\"type\": \"Polygon\","
                                  "\"coordinates\": [[[0, 0], [0.01, 0], [700, 900], [0, 0]]]}}]}");
    assert_int_equal(open_city(f, path), LC_ERR_INPUT);
    lc_error_info e = error_of(f, LC_ERR_INPUT, LC_ERROR_SOURCE);
    assert_string_equal(e.file, path);
    assert_null(e.layer);
    assert_int_equal(e.feature, 2);
    char source[600];
    snprintf(source, sizeof source, "%s|layername=parks", path);
    assert_int_equal(open_city(f, source), LC_ERR_INPUT);
    e = error_of(f, LC_ERR_INPUT, LC_ERROR_SOURCE);
    assert_string_equal(e.file, path);
    assert_string_equal(e.layer, "parks");
    assert_int_equal(e.feature, -1);
    assert_int_not_equal(open_city(f, "/no/such.geojson"), LC_OK);
    e = lc_error(f->ctx);
    assert_int_equal(e.error_class, LC_ERROR_SOURCE);
    assert_string_equal(e.file, "/no/such.geojson");
}

static void tables_have_rows(void **state) {
    files *f = *state;
    const char *path = write_text(f, "rows.csv", "id,wkt\n1,\"POINT (1 1)\"\n2,\"POINT 1\"\n");
    assert_int_equal(open_city(f, path), LC_ERR_INPUT);
    lc_error_info e = error_of(f, LC_ERR_INPUT, LC_ERROR_SOURCE);
    assert_string_equal(e.file, path);
    assert_int_equal(e.feature, 3); /* the names are row 1 */
}

static void osm_files_have_lines(void **state) {
    files *f = *state;
    const char *osm =
        write_text(f, "city.osm", "<osm version='0.6'>\n <node id='1' lat='1' lon='1'/>\n <node id='x'/>\n</osm>\n");
    const char *communities = write_text(
        f, "c.geojson", "{\"type\": \"Polygon\", \"coordinates\": [[[0, 0], [0.01, 0], [0.01, 0.01], [0, 0]]]}");
    lc_city_options o = LC_CITY_OPTIONS_INIT;
    lc_city *city = NULL;
    o.communities = communities;
    o.osm = &osm;
    o.n_osm = 1;
    o.data_dir = LC_DATA_DIR;
    assert_int_equal(lc_city_open(f->ctx, &o, &city), LC_ERR_INPUT);
    lc_error_info e = error_of(f, LC_ERR_INPUT, LC_ERROR_SOURCE);
    assert_string_equal(e.file, osm);
    assert_int_equal(e.line, 3);
}

static void geometries_have_numbers(void **state) {
    files *f = *state;
    lc_builder *b = NULL;
    lc_city *city = NULL;
    const double right[] = {0, 0, 9, 0, 9, 9};
    lc_geometry g = {.kind = LC_GEOMETRY_POLYGON, .xy = right, .n = 3};
    assert_works(f, lc_builder_new(f->ctx, NULL, &b));
    assert_works(f, lc_builder_add_community(f->ctx, b, &g, NULL, NULL, NAN));
    g = (lc_geometry){.wkb = (const unsigned char *)"none", .wkb_size = 4};
    lc_status status = lc_builder_add_community(f->ctx, b, &g, NULL, NULL, NAN);
    if (status == LC_OK) status = lc_builder_make(f->ctx, b, &city);
    assert_int_equal(status, LC_ERR_INPUT);
    error_of(f, LC_ERR_INPUT, LC_ERROR_ARGUMENT);
    lc_builder_free(b);
}

static void reports_and_histories(void **state) {
    files *f = *state;
    lc_history *history = NULL;
    lc_figures *figures = NULL;
    const char *torn = write_text(f, "torn.geojson", "{\"type\": \"FeatureCollection\",\n\"lifecircle\": {\n");
    assert_int_equal(lc_figures_read(f->ctx, torn, &figures), LC_ERR_INPUT);
    lc_error_info e = error_of(f, LC_ERR_INPUT, LC_ERROR_REPORT);
    assert_string_equal(e.file, torn);
    assert_true(e.line >= 2);
    assert_int_equal(lc_history_open(f->ctx, torn, &history), LC_ERR_INPUT);
    e = error_of(f, LC_ERR_INPUT, LC_ERROR_REPORT);
    assert_string_equal(e.file, torn);
}

static void outputs(void **state) {
    files *f = *state;
    assert_int_equal(lc_write_check(f->ctx, LC_REPORT, "/no/such/folder/r.geojson", NULL), LC_ERR_IO);
    lc_error_info e = error_of(f, LC_ERR_IO, LC_ERROR_OUTPUT);
    assert_string_equal(e.file, "/no/such/folder/r.geojson");
    assert_int_equal(lc_write_check(f->ctx, LC_GPKG, "report.txt", NULL), LC_ERR_INPUT);
    error_of(f, LC_ERR_INPUT, LC_ERROR_ARGUMENT);
}

/* A source may hold a password: the file of an error does not show it, as the message does not. */
static void no_passwords(void **state) {
    files *f = *state;
    assert_int_not_equal(open_city(f, "PG:dbname=nowhere host=/no/such password=hush"), LC_OK);
    lc_error_info e = lc_error(f->ctx);
    assert_int_equal(e.error_class, LC_ERROR_SOURCE);
    assert_non_null(e.file);
    assert_null(strstr(e.file, "hush"));
    assert_null(strstr(e.text, "hush"));
}

/* What one call said is gone with the next one. */
static void gone_with_the_next_call(void **state) {
    files *f = *state;
    lc_profile *profile = NULL;
    assert_int_not_equal(open_city(f, "/no/such.geojson"), LC_OK);
    assert_works(f, lc_profile_load(f->ctx, LC_DATA_DIR, "life-circle", &profile));
    lc_profile_free(profile);
    assert_int_equal(open_city(f, NULL), LC_ERR_INPUT);
    assert_null(lc_error(f->ctx).file);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        TEST(none_at_first),
        TEST(arguments),
        TEST(profiles_have_lines),
        TEST(layers_have_features),
        TEST(tables_have_rows),
        TEST(osm_files_have_lines),
        TEST(geometries_have_numbers),
        TEST(reports_and_histories),
        TEST(outputs),
        TEST(no_passwords),
        TEST(gone_with_the_next_call),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
