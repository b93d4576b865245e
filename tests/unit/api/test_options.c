/* Options that are beyond what they may be are refused, with what they may be. */
#include "far_towns.h"

static const char PROFILE[] = "name: options\n"
                              "indicators:\n"
                              "  - {id: walk, category: store, distance_m: 200}\n"
                              "  - {id: far, category: store, distance_m: 400}\n"
                              "  - {id: both, all_of: [walk, far]}\n"
                              "  - {id: people, category: store, distance_m: 200, denominator: population}\n"
                              "  - {id: homes, category: store, distance_m: 200, denominator: residential}\n";

typedef struct scene {
    towns_text_t text;
    lc_profile *profile;
    lc_city *city;
} scene_t;

static scene_t begin(files *f) {
    scene_t s = {.city = NULL};
    towns_t t = towns_begin(f);
    towns_add(&t, &(town_t){104.3, 30.6, true, true});
    towns_end(&t);
    lc_city_options o = towns_options(f, "one", &s.text);
    assert_works(f, lc_profile_parse(f->ctx, LC_DATA_DIR, PROFILE, &s.profile));
    const lc_profile *const profiles[] = {s.profile};
    o.profiles = profiles;
    o.n_profiles = 1;
    o.keep_paths = true;
    assert_works(f, lc_city_open(f->ctx, &o, &s.city));
    return s;
}

static void end(scene_t *s) {
    lc_city_free(s->city);
    lc_profile_free(s->profile);
}

static void refuses_check(files *f, const scene_t *s, const lc_check_options *o, const char *what) {
    lc_report *report = NULL;
    assert_fails(f, lc_check(f->ctx, s->city, s->profile, o, &report), LC_ERR_INPUT, what);
    assert_null(report);
}

static void of_a_check(void **state) {
    files *f = *state;
    static const double lengths[] = {0, -1, 10001, INFINITY}, shares[] = {0, 0.6};
    scene_t s = begin(f);
    for (size_t i = 0; i < sizeof lengths / sizeof *lengths; i++) {
        lc_check_options o = LC_CHECK_OPTIONS_INIT;
        o.link_limit_m = lengths[i];
        refuses_check(f, &s, &o, "give a length above 0 and up to 10000 m");
    }
    for (size_t i = 0; i < 2; i++) {
        lc_check_options o = LC_CHECK_OPTIONS_INIT;
        o.max_error = shares[i];
        refuses_check(f, &s, &o, "give a share from 0.000001 to 0.5");
    }
    lc_check_options o = LC_CHECK_OPTIONS_INIT;
    o.max_distance_error_m = 0;
    refuses_check(f, &s, &o, "give a length of 0.01 m or more");
    end(&s);
}

/* One that asks a question that can be answered. */
static lc_site_options question(void) {
    static const char *const indicators[] = {"walk"}, *const candidates[] = {"paths:500"};
    lc_site_options o = LC_SITE_OPTIONS_INIT;
    o.indicators = indicators;
    o.candidates = candidates;
    o.n_indicators = o.n_candidates = 1;
    o.count = 1;
    return o;
}

static void refuses_site(files *f, const scene_t *s, const lc_site_options *o, const char *what) {
    lc_siting *siting = NULL;
    assert_fails(f, lc_site(f->ctx, s->city, s->profile, o, &siting), LC_ERR_INPUT, what);
    assert_null(siting);
}

static void of_sites(void **state) {
    files *f = *state;
    static const char *const twice[] = {"walk", "walk"};
    static const struct {
        const char *indicator, *what;
    } wrong[] = {{"walk=-1", "with a weight above 0"},
                 {"both", "is made of others"},
                 {"people", "give the demand with --demand"},
                 {"homes", "give it with --residential"}};
    static const char *const nobody[] = {"nobody"};
    scene_t s = begin(f);
    lc_site_options o = question();
    o.count = 1.5;
    refuses_site(f, &s, &o, "give a whole number of sites");
    o.count = NAN;
    refuses_site(f, &s, &o, "ask one question");
    o.budget = 0;
    refuses_site(f, &s, &o, "give what may be spent, above 0");
    o.budget = NAN;
    o.reach = 1.2;
    refuses_site(f, &s, &o, "give a share above 0 and up to 1");
    o = question();
    o.link_limit_m = 0;
    refuses_site(f, &s, &o, "give a length above 0 and up to 10000 m");
    o = question();
    o.time_limit_s = -1;
    refuses_site(f, &s, &o, "give seconds, 0 or more");
    o = question();
    o.n_indicators = 0;
    refuses_site(f, &s, &o, "name what is to be covered");
    o = question();
    o.n_candidates = 0;
    refuses_site(f, &s, &o, "name where one may build");
    o = question();
    o.indicators = twice;
    o.n_indicators = 2;
    refuses_site(f, &s, &o, "is named twice");
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
        o = question();
        o.indicators = &wrong[i].indicator;
        refuses_site(f, &s, &o, wrong[i].what);
    }
    o = question();
    o.exclude = nobody;
    o.n_exclude = 1;
    refuses_site(f, &s, &o, "no candidate has this id");
    end(&s);
}

static void refuses_nearest(files *f, const scene_t *s, const lc_nearest_options *o, const char *what) {
    lc_nearest *nearest = NULL;
    assert_fails(f, lc_nearest_new(f->ctx, s->city, o, &nearest), LC_ERR_INPUT, what);
    assert_null(nearest);
}

static void of_distances(void **state) {
    files *f = *state;
    scene_t s = begin(f);
    lc_nearest_options o = LC_NEAREST_OPTIONS_INIT;
    o.category = "store";
    o.link_limit_m = 0;
    refuses_nearest(f, &s, &o, "give a length above 0 and up to 10000 m");
    o.link_limit_m = NAN;
    o.metric = "flight";
    refuses_nearest(f, &s, &o, "it is network or straight");
    o.metric = NULL;
    o.range_m = -1;
    refuses_nearest(f, &s, &o, "give a length of 0 or more");
    end(&s);
}

/* What is opened, built and looked at. */
static void of_a_city(void **state) {
    files *f = *state;
    towns_text_t text;
    lc_city *city = NULL;
    lc_builder *builder = NULL;
    lc_inspection *inspection = NULL;
    lc_build_options build = LC_BUILD_OPTIONS_INIT;
    lc_inspect_options inspect = LC_INSPECT_OPTIONS_INIT;
    lc_city_options o = towns_options(f, "one", &text);
    o.floors_field = "floors";
    assert_fails(f, lc_city_open(f->ctx, &o, &city), LC_ERR_INPUT, "name the layer that has it with --demand");
    o.floors_field = NULL;
    o.island_gap_m = -1;
    assert_fails(f, lc_city_open(f->ctx, &o, &city), LC_ERR_INPUT, "island gap -1 m");
    o.island_gap_m = NAN;
    o.min_component_m = -1;
    assert_fails(f, lc_city_open(f->ctx, &o, &city), LC_ERR_INPUT, "min component -1 m");
    build.min_component_m = -1;
    assert_fails(f, lc_builder_new(f->ctx, &build, &builder), LC_ERR_INPUT, "min component -1 m");
    build.min_component_m = NAN;
    build.island_gap_m = -1;
    assert_fails(f, lc_builder_new(f->ctx, &build, &builder), LC_ERR_INPUT, "island gap -1 m");
    inspect.link_limit_m = 0;
    assert_fails(f, lc_inspect(f->ctx, text.streets, &inspect, &inspection), LC_ERR_INPUT, "link limit 0 m");
    assert_true(!city && !builder && !inspection);
}

/* A city without a network has no distances on foot. */
static void without_a_network(void **state) {
    files *f = *state;
    static const double ring[] = {0, 0, 0.01, 0, 0.01, 0.01, 0, 0.01, 0, 0}, at[] = {0.005, 0.005};
    const lc_geometry square = {.kind = LC_GEOMETRY_POLYGON, .xy = ring, .n = 5},
                      store = {.kind = LC_GEOMETRY_POINT, .xy = at, .n = 1};
    lc_builder *builder = NULL;
    scene_t s = {.city = NULL};
    lc_build_options build = LC_BUILD_OPTIONS_INIT;
    lc_nearest_options o = LC_NEAREST_OPTIONS_INIT;
    build.crs = "EPSG:4326";
    build.data_dir = LC_DATA_DIR;
    assert_works(f, lc_builder_new(f->ctx, &build, &builder));
    assert_works(f, lc_builder_add_community(f->ctx, builder, &square, NULL, NULL, NAN));
    assert_works(f, lc_builder_add_facility(f->ctx, builder, "store", &store, NULL));
    assert_works(f, lc_builder_make(f->ctx, builder, &s.city));
    assert_works(f, lc_profile_parse(f->ctx, LC_DATA_DIR, PROFILE, &s.profile));
    lc_builder_free(builder);
    refuses_check(f, &s, NULL, "the city has no network");
    o.category = "store";
    refuses_nearest(f, &s, &o, "the city has none");
    end(&s);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(of_a_check, files_setup, files_teardown),
        cmocka_unit_test_setup_teardown(of_sites, files_setup, files_teardown),
        cmocka_unit_test_setup_teardown(of_distances, files_setup, files_teardown),
        cmocka_unit_test_setup_teardown(of_a_city, files_setup, files_teardown),
        cmocka_unit_test_setup_teardown(without_a_network, files_setup, files_teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
