/* Edits in the library: made in code, on a city in a plane; the city itself stays as it is. */
#include "files.h"

#include "city/edits.h"
#include "report/report.h"

/* A street of 4 km, a town of 2000 m x 600 m around the store in its middle, a compound in its north. */
static void make_city(files *f, bool keep_paths, lc_city **out) {
    static const double ring[] = {-1000, -300, 1000, -300, 1000, 300, -1000, 300, -1000, -300};
    static const double nodes[] = {-2000, 0, 2000, 0}, store[] = {0, 0};
    static const double wall[] = {-400, 50, -200, 50, -200, 250, -400, 250, -400, 50}, gate[] = {-300, 250};
    static const uint32_t edge[] = {0, 1};
    const lc_geometry town = {.kind = LC_GEOMETRY_POLYGON, .xy = ring, .n = 5};
    const lc_geometry shop = {.kind = LC_GEOMETRY_POINT, .xy = store, .n = 1};
    const lc_geometry compound = {.kind = LC_GEOMETRY_POLYGON, .xy = wall, .n = 5};
    lc_build_options options = LC_BUILD_OPTIONS_INIT;
    lc_facility_options facility = LC_FACILITY_OPTIONS_INIT;
    lc_builder *b = NULL;
    options.keep_paths = keep_paths;
    options.data_dir = LC_DATA_DIR;
    facility.id = "s1";
    assert_works(f, lc_builder_new(f->ctx, &options, &b));
    assert_works(f, lc_builder_add_community(f->ctx, b, &town, "town", NULL, NAN));
    assert_works(f, lc_builder_add_facility(f->ctx, b, "convenience_store", &shop, &facility));
    assert_works(f, lc_builder_add_compound(f->ctx, b, &compound));
    assert_works(f, lc_builder_add_gates(f->ctx, b, 1, gate));
    assert_works(f, lc_builder_set_network(f->ctx, b, 2, nodes, 1, edge, NULL));
    assert_works(f, lc_builder_make(f->ctx, b, out));
    lc_builder_free(b);
}

static lc_profile *make_profile(files *f) {
    lc_indicator_options indicator = LC_INDICATOR_OPTIONS_INIT;
    lc_profile_options options = LC_PROFILE_OPTIONS_INIT;
    lc_profile *profile = NULL;
    indicator.id = "store";
    indicator.category = "convenience_store";
    indicator.metric = "network";
    indicator.denominator = "area";
    indicator.distance_m = 500;
    options.data_dir = LC_DATA_DIR;
    assert_works(f, lc_profile_build(f->ctx, &options, &indicator, 1, &profile));
    return profile;
}

static lc_status check(files *f, const lc_city *city, const lc_edits *edits, double *ratio) {
    lc_profile *profile = make_profile(f);
    lc_report *report = NULL;
    lc_check_options options = LC_CHECK_OPTIONS_INIT;
    options.edits = edits;
    lc_status status = lc_check(f->ctx, city, profile, &options, &report);
    if (status == LC_OK) {
        *ratio = lc_report_indicator(report, 0).ratio;
        assert_int_equal(lc_report_edit_count(report), edits ? lc_edits_count(edits) : 0);
    }
    lc_report_free(report);
    lc_profile_free(profile);
    return status;
}

static lc_status add(files *f, lc_edits *edits, lc_edit_op op, lc_geometry_kind kind, size_t n, const double *xy,
                     const char *category, const char *id) {
    const lc_geometry geometry = {.kind = kind, .xy = xy, .n = n};
    lc_edit_options o = LC_EDIT_OPTIONS_INIT;
    o.category = category;
    o.id = id;
    return lc_edits_add(f->ctx, edits, op, n ? &geometry : NULL, &o);
}

/* 500 m, link limit 250: a wall 200 m from the store leaves 0.239583 of the town, whatever is in the compound. */
static void a_wall_in_code(void **state) {
    files *f = *state;
    static const double wall[] = {200, -5, 200, 5}, far_off[] = {200, 50, 200, 60};
    lc_city *city = NULL;
    lc_edits *edits = NULL;
    double before, with, after;
    make_city(f, true, &city);
    assert_works(f, check(f, city, NULL, &before));
    assert_works(f, lc_edits_new(f->ctx, NULL, &edits));
    assert_works(f, check(f, city, edits, &after));
    assert_near(after, before, 0);
    assert_works(f, add(f, edits, LC_EDIT_CLOSE, LC_GEOMETRY_LINE, 2, wall, NULL, NULL));
    assert_works(f, check(f, city, edits, &with));
    assert_near(before - with, 0.3125 - 0.239583333, 2e-6);
    assert_works(f, check(f, city, NULL, &after)); /* the city is as it was */
    assert_near(after, before, 0);
    assert_works(f, add(f, edits, LC_EDIT_CLOSE, LC_GEOMETRY_LINE, 2, far_off, NULL, NULL));
    assert_fails(f, check(f, city, edits, &with), LC_ERR_INPUT, "edit 2 (close): it meets no path");
    lc_edits_free(edits);
    lc_city_free(city);
}

/* A second gate in the compound's south, 50 m from the street, brings those inside nearer to the store. */
static void a_gate_in_code(void **state) {
    files *f = *state;
    static const double gate[] = {-300, 50}, nowhere[] = {-600, 140};
    lc_city *city = NULL;
    lc_edits *edits = NULL;
    double before, with;
    make_city(f, true, &city);
    assert_works(f, check(f, city, NULL, &before));
    assert_works(f, lc_edits_new(f->ctx, NULL, &edits));
    assert_works(f, add(f, edits, LC_EDIT_OPEN, LC_GEOMETRY_POINT, 1, gate, NULL, NULL));
    assert_works(f, check(f, city, edits, &with));
    /* through it 300 m + 50 m of the 500 m are gone: the part of a disc of 150 m around it that is inside */
    double half_disc = 100 * sqrt(150 * 150 - 100 * 100) + 150 * 150 * asin(100.0 / 150);
    assert_near(with - before, half_disc / 1.2e6, 2e-3);
    assert_true(with > before + 0.01);
    assert_works(f, add(f, edits, LC_EDIT_OPEN, LC_GEOMETRY_POINT, 1, nowhere, NULL, NULL));
    assert_fails(f, check(f, city, edits, &with), LC_ERR_INPUT, "edit 2 (open): it joins nothing");
    lc_edits_free(edits);
    lc_city_free(city);
}

/* What an edit lacks is said when it is made, and nothing of it stays. */
static void what_is_missing_is_said(void **state) {
    files *f = *state;
    static const double at[] = {1, 2};
    lc_edits *edits = NULL;
    assert_works(f, lc_edits_new(f->ctx, NULL, &edits));
    assert_fails(f, add(f, edits, LC_EDIT_ADD, LC_GEOMETRY_POINT, 1, at, NULL, NULL), LC_ERR_INPUT, "no category");
    assert_fails(f, add(f, edits, LC_EDIT_ADD, LC_GEOMETRY_POINT, 0, at, "park", NULL), LC_ERR_INPUT, "no geometry");
    assert_fails(f, add(f, edits, LC_EDIT_MOVE, LC_GEOMETRY_POINT, 1, at, "park", NULL), LC_ERR_INPUT, "no id");
    assert_fails(f, add(f, edits, LC_EDIT_REMOVE, LC_GEOMETRY_POINT, 0, at, "park", NULL), LC_ERR_INPUT, "neither");
    assert_fails(f, add(f, edits, LC_EDIT_PATH, LC_GEOMETRY_POINT, 1, at, NULL, NULL), LC_ERR_INPUT, "no line");
    assert_fails(f, add(f, edits, (lc_edit_op)9, LC_GEOMETRY_POINT, 1, at, NULL, NULL), LC_ERR_INPUT, "kind 9");
    assert_int_equal(lc_edits_count(edits), 0);
    assert_works(f, add(f, edits, LC_EDIT_REMOVE, LC_GEOMETRY_POINT, 0, at, "park", "p1"));
    assert_int_equal(lc_edits_count(edits), 1);
    lc_edits_free(edits);
}

/* Edits of paths need the paths; those in a plane do not go with a city on the globe, nor the other way round. */
static void what_the_city_lacks_is_said(void **state) {
    files *f = *state;
    static const double wall[] = {200, -5, 200, 5}, store[] = {0, 0.4};
    lc_city *city = NULL;
    lc_edits *plane = NULL, *globe = NULL;
    double ratio;
    make_city(f, false, &city);
    assert_works(f, lc_edits_new(f->ctx, NULL, &plane));
    assert_works(f, lc_edits_new(f->ctx, "EPSG:4326", &globe));
    assert_works(f, add(f, globe, LC_EDIT_REMOVE, LC_GEOMETRY_POINT, 1, store, "convenience_store", NULL));
    assert_fails(f, check(f, city, globe, &ratio), LC_ERR_INPUT, "they lie on the globe");
    assert_works(f, add(f, plane, LC_EDIT_REMOVE, LC_GEOMETRY_POINT, 1, store, "convenience_store", NULL));
    assert_works(f, check(f, city, plane, &ratio)); /* no paths are needed for that */
    assert_true(isnan(ratio));
    assert_works(f, add(f, plane, LC_EDIT_CLOSE, LC_GEOMETRY_LINE, 2, wall, NULL, NULL));
    assert_fails(f, check(f, city, plane, &ratio), LC_ERR_INPUT, "keep_paths");
    lc_edits_free(plane);
    lc_edits_free(globe);
    lc_city_free(city);
}

/* 900 km from the communities is the limit, for every vertex. */
static void far_edits_are_refused(void **state) {
    files *f = *state;
    static const double near[] = {900900, 300}, far[] = {901100, 300}, wall[] = {200, -5, 200, 5, 200, -900400};
    lc_city *city = NULL;
    lc_edits *edits = NULL;
    double ratio;
    make_city(f, true, &city);
    assert_works(f, lc_edits_new(f->ctx, NULL, &edits));
    assert_works(f, add(f, edits, LC_EDIT_ADD, LC_GEOMETRY_POINT, 1, near, "convenience_store", NULL));
    assert_works(f, check(f, city, edits, &ratio));
    assert_works(f, add(f, edits, LC_EDIT_ADD, LC_GEOMETRY_POINT, 1, far, "convenience_store", NULL));
    assert_fails(f, check(f, city, edits, &ratio), LC_ERR_INPUT, "edit 2 (add): it reaches 900 km");
    lc_edits_free(edits);
    assert_works(f, lc_edits_new(f->ctx, NULL, &edits));
    assert_works(f, add(f, edits, LC_EDIT_CLOSE, LC_GEOMETRY_LINE, 3, wall, NULL, NULL));
    assert_fails(f, check(f, city, edits, &ratio), LC_ERR_INPUT, "edit 1 (close): it reaches 900 km");
    lc_edits_free(edits);
    lc_city_free(city);
}

static lc_edits *read_path(files *f, const char *coordinates, bool heights) {
    char text[512], source[600];
    lc_edits *edits = NULL;
    snprintf(text, sizeof text,
             "{\"type\": \"FeatureCollection\", \"features\": [{\"type\": \"Feature\", \"properties\": {\"op\": "
             "\"path\"}, \"geometry\": {\"type\": \"LineString\", \"coordinates\": %s}}]}",
             coordinates);
    snprintf(source, sizeof source, "%s%s", write_bytes(f, "path.geojson", text, strlen(text)),
             heights ? "|heights=z" : "");
    assert_works(f, lc_edits_new(f->ctx, "EPSG:4326", &edits));
    assert_works(f, lc_edits_read(f->ctx, edits, source));
    return edits;
}

/* A network is shared between lists that change paths alike: by the same lines with the same heights. */
static void paths_with_other_heights_are_others(void **state) {
    files *f = *state;
    static const char level[] = "[[105, 30, 400], [105.01, 30, 400]]", steep[] = "[[105, 30, 400], [105.01, 30, 500]]",
                      aside[] = "[[105, 30, 400], [105.02, 30, 400]]";
    lc_edits *a = read_path(f, level, true);
    lc_edits *other[] = {read_path(f, level, true), read_path(f, steep, true), read_path(f, level, false),
                         read_path(f, aside, true)};
    for (int k = 0; k < 4; k++) {
        assert_int_equal(lc_edits_same_paths(a, other[k]), k == 0);
        assert_int_equal(lc_edits_same_paths(other[k], a), k == 0);
        assert_true(lc_edits_same_paths(other[k], other[k]));
        lc_edits_free(other[k]);
    }
    lc_edits_free(a);
}

int main(void) {
    const struct CMUnitTest tests[] = {TEST(a_wall_in_code),          TEST(a_gate_in_code),
                                       TEST(what_is_missing_is_said), TEST(what_the_city_lacks_is_said),
                                       TEST(far_edits_are_refused),   TEST(paths_with_other_heights_are_others)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
