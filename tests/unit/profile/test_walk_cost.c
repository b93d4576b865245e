/* What slopes cost: closed forms, and how a set is read. */
#include "files.h"

#include "lifecircle.h"
#include "profile/walk_cost_read.h"

static lc_walk_cost cost_of(files *f, const char *text) {
    lc_walk_cost cost = {0};
    assert_works(f, lc_walk_cost_named(f->ctx, LC_DATA_DIR, text, &cost));
    return cost;
}

static double factor_of(files *f, const char *text, double slope) {
    lc_walk_cost cost = cost_of(f, text);
    double factor = lc_slope_factor(&cost, slope);
    lc_walk_cost_free(&cost);
    return factor;
}

/* Within 5 % the two ways differ from the flat by e^(+-3.5 S): their mean is the hyperbolic cosine. Beyond, the way
   down grows as well. */
static void tobler_there_and_back(void **state) {
    files *f = *state;
    assert_near(factor_of(f, "{slope: tobler}", 0), 1, 0);
    assert_near(factor_of(f, "{slope: tobler}", 0.03), cosh(3.5 * 0.03), 1e-12);
    assert_near(factor_of(f, "{slope: tobler}", 0.1), 0.5 * (exp(0.35) + exp(0.0)), 1e-12);
    assert_near(factor_of(f, "{slope: tobler}", -0.1), factor_of(f, "{slope: tobler}", 0.1), 0);
    assert_near(factor_of(f, "{slope: tobler}", 7), factor_of(f, "{slope: tobler}", 1), 0);
}

static void langmuir_there_and_back(void **state) {
    files *f = *state;
    assert_near(factor_of(f, "{slope: langmuir}", 0.05), (0.72 + 0.3 + 0.72) / 1.44, 1e-12);
    assert_near(factor_of(f, "{slope: langmuir}", 0.1), (0.72 + 0.6 + 0.72 - 0.2) / 1.44, 1e-12);
    assert_near(factor_of(f, "{slope: langmuir}", 0.3), (0.72 + 1.8 + 0.72 + 0.6) / 1.44, 1e-12);
}

static void a_table_is_interpolated(void **state) {
    files *f = *state;
    const char *table = "{slope: {0.02: 1, 0.1: 1.4, 0.2: 2.4}}";
    assert_near(factor_of(f, table, 0), 1, 0);
    assert_near(factor_of(f, table, -0.06), 1.2, 1e-12);
    assert_near(factor_of(f, table, 0.15), 1.9, 1e-12);
    assert_near(factor_of(f, table, 0.9), 2.4, 0);
}

static void named_sets(void **state) {
    files *f = *state;
    lc_walk_cost cost = cost_of(f, "realistic");
    assert_int_equal(cost.slope, LC_SLOPE_TOBLER);
    assert_true(cost.has_stairs && cost.crossings);
    assert_near(cost.stairs, 3, 0);
    lc_walk_cost_free(&cost);
    cost = cost_of(f, "{stairs: none}");
    assert_true(cost.has_stairs && isinf(cost.stairs) && lc_walk_cost_counts(&cost));
    lc_walk_cost_free(&cost);
}

/* What the report says of a cost is as people write it, and is read as the same cost, digit by digit. */
static void a_cost_is_said_as_it_is_written(void **state) {
    files *f = *state;
    static const char *const texts[] = {
        "{slope: {0: 1, 0.1: 1.4, 0.30000000000000004: 2.4}, stairs: 1.1, crossings: yes}",
        "{slope: tobler, stairs: none, crossings: no}",
        "{slope: langmuir, crossings: yes}",
        "{slope: none, stairs: 3, crossings: no}",
    };
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        lc_walk_cost cost = cost_of(f, texts[i]), again;
        char *said = lc_walk_cost_text(&cost);
        assert_string_equal(said, texts[i]);
        again = cost_of(f, said);
        assert_true(lc_walk_cost_equal(&cost, &again));
        free(said);
        lc_walk_cost_free(&cost);
        lc_walk_cost_free(&again);
    }
}

static void mistakes_are_told(void **state) {
    files *f = *state;
    lc_walk_cost cost;
    assert_fails(f, lc_walk_cost_named(f->ctx, LC_DATA_DIR, "steep", &cost), LC_ERR_INPUT, "realistic, langmuir");
    assert_fails(f, lc_walk_cost_named(f->ctx, LC_DATA_DIR, "{slope: uphill}", &cost), LC_ERR_INPUT, "uphill");
    assert_fails(f, lc_walk_cost_named(f->ctx, LC_DATA_DIR, "{slope: {0.1: 1.2, 0.05: 1}}", &cost), LC_ERR_INPUT,
                 "must ascend");
    assert_fails(f, lc_walk_cost_named(f->ctx, LC_DATA_DIR, "{slope: {0.1: 0.5}}", &cost), LC_ERR_INPUT, "1 or more");
    assert_fails(f, lc_walk_cost_named(f->ctx, LC_DATA_DIR, "{lifts: 2}", &cost), LC_ERR_INPUT, "lifts");
}

static lc_profile *profile_of(files *f, const char *cost, const char *scenario) {
    char text[512];
    lc_profile *profile = NULL;
    snprintf(
        text, sizeof text,
        "name: p\nwalk_cost: {stairs: %s}\nscenarios: [{id: s, walk_speed_m_per_min: 50, walk_cost: {stairs: %s}}]\n"
        "indicators: [{id: t, category: store, minutes: 10}]\n",
        cost, scenario);
    assert_works(f, lc_profile_parse(f->ctx, LC_DATA_DIR, text, &profile));
    return profile;
}

/* A road with stairs in its middle, read for a profile: may it be checked by another? */
static lc_status check_by(files *f, const lc_profile *read_for, const lc_profile *by) {
    static const char ROAD[] =
        "<osm version=\"0.6\"><node id=\"1\" lon=\"105\" lat=\"30\"/><node id=\"2\" lon=\"105.01\" lat=\"30\"/>"
        "<node id=\"3\" lon=\"105.011\" lat=\"30\"/><node id=\"4\" lon=\"105.02\" lat=\"30\"/>"
        "<way id=\"1\"><nd ref=\"1\"/><nd ref=\"2\"/><tag k=\"highway\" v=\"residential\"/></way>"
        "<way id=\"2\"><nd ref=\"2\"/><nd ref=\"3\"/><tag k=\"highway\" v=\"steps\"/></way>"
        "<way id=\"3\"><nd ref=\"3\"/><nd ref=\"4\"/><tag k=\"highway\" v=\"residential\"/></way></osm>";
    static const char COMMUNITY[] =
        "{\"type\":\"FeatureCollection\",\"features\":[{\"type\":\"Feature\",\"properties\":{},\"geometry\":{\"type\":"
        "\"Polygon\",\"coordinates\":[[[105,29.999],[105.02,29.999],[105.02,30.001],[105,30.001],[105,29.999]]]}}]}";
    static const char STORE[] =
        "{\"type\":\"FeatureCollection\",\"features\":[{\"type\":\"Feature\",\"properties\":{},\"geometry\":{\"type\":"
        "\"Point\",\"coordinates\":[105.008,30]}}]}";
    const char *osm = write_text(f, "road.osm", ROAD), *store = write_text(f, "store.geojson", STORE);
    char facilities[512];
    const char *const list[] = {facilities};
    snprintf(facilities, sizeof facilities, "store=%s", store);
    lc_city_options o = LC_CITY_OPTIONS_INIT;
    o.osm = &osm;
    o.n_osm = 1;
    o.communities = write_text(f, "c.geojson", COMMUNITY);
    o.facilities = list;
    o.n_facilities = 1;
    o.data_dir = LC_DATA_DIR;
    o.profiles = &read_for;
    o.n_profiles = 1;
    lc_city *city = NULL;
    lc_report *report = NULL;
    assert_works(f, lc_city_open(f->ctx, &o, &city));
    lc_status status = lc_check(f->ctx, city, by, NULL, &report);
    lc_report_free(report);
    lc_city_free(city);
    return status;
}

/* What was read with stairs alone, or without any, is no city for whoever asks for the other. */
static void stairs_are_as_the_city_was_read(void **state) {
    files *f = *state;
    lc_profile *walked = profile_of(f, "2", "3"), *closed = profile_of(f, "none", "none"),
               *some = profile_of(f, "2", "none");
    assert_works(f, check_by(f, walked, walked));
    assert_works(f, check_by(f, closed, closed));
    assert_works(f, check_by(f, some, walked));
    assert_works(f, check_by(f, some, closed));
    assert_fails(f, check_by(f, walked, closed), LC_ERR_INPUT, "walks on stairs, or closes them");
    assert_fails(f, check_by(f, walked, some), LC_ERR_INPUT, "walks on stairs, or closes them");
    assert_fails(f, check_by(f, closed, some), LC_ERR_INPUT, "walks on stairs, or closes them");
    lc_profile_free(walked);
    lc_profile_free(closed);
    lc_profile_free(some);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        TEST(tobler_there_and_back),           TEST(langmuir_there_and_back),
        TEST(a_table_is_interpolated),         TEST(named_sets),
        TEST(a_cost_is_said_as_it_is_written), TEST(mistakes_are_told),
        TEST(stairs_are_as_the_city_was_read),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
