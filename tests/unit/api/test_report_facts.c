/* What a report says of itself through the public functions, and parts joined through them. */
#include "far_towns.h"

static const char PROFILE[] = "name: facts\n"
                              "walk_speed_m_per_min: 60\n"
                              "bands_m: [100, 200]\n"
                              "indicators:\n"
                              "  - {id: walk, category: store, minutes: 5, title: {en: w, zh: w}}\n"
                              "  - id: any\n"
                              "    metric: straight\n"
                              "    any_of:\n"
                              "      - {category: store, distance_m: 100}\n"
                              "      - {category: school, level: community, min_area_m2: 10, distance_m: 300}\n";

static void assert_rules(const lc_report *r) {
    assert_int_equal(lc_report_rule_count(r, 0), 1);
    assert_int_equal(lc_report_rule_count(r, 1), 2);
    lc_indicator_rule walk = lc_report_rule(r, 0, 0), school = lc_report_rule(r, 1, 1);
    assert_string_equal(walk.category, "store");
    assert_null(walk.level);
    assert_true(walk.distance_m == 300 && isnan(walk.min_area_m2) && isnan(walk.max_area_m2));
    assert_string_equal(school.category, "school");
    assert_string_equal(school.level, "community");
    assert_true(school.distance_m == 300 && school.min_area_m2 == 10 && isnan(school.max_area_m2));
}

static void assert_inputs(const lc_report *r) {
    static const struct {
        const char *role, *file;
        size_t features;
    } wanted[] = {{"communities", "communities.geojson", 1},
                  {"network", "streets.geojson", 1},
                  {"facilities of store", "stores.geojson", 1},
                  {"facilities of school", "schools.csv", 3}};
    assert_int_equal(lc_report_input_count(r), 4);
    for (size_t i = 0; i < 4; i++) {
        lc_input input = lc_report_input(r, i);
        assert_string_equal(input.role, wanted[i].role);
        assert_non_null(strstr(input.file, wanted[i].file));
        assert_int_equal(input.features, wanted[i].features);
        assert_string_equal(input.crs, "EPSG:4326");
        assert_int_equal(strlen(input.sha256), 64);
    }
}

/* On foot |x| + |y| is the way to the store: within d it is a square on its corner of 2 d^2, of a square kilometre. */
static void assert_measures(const lc_report *r) {
    lc_parameters p = lc_report_parameters(r);
    lc_network_info network;
    assert_true(p.link_limit_m == 250 && p.max_error == 0.005 && p.walk_speed_m_per_min == 60);
    assert_true(p.min_component_m == 500 && p.island_gap_m == 20);
    assert_true(lc_report_network(r, &network));
    assert_true(network.components == 1 && fabs(network.length_m - 4000) < 0.1);
    assert_int_equal(lc_report_band_count(r), 2);
    assert_true(lc_report_band_edge(r, 0) == 100 && lc_report_band_edge(r, 1) == 200);
    assert_true(fabs(lc_report_band(r, 0, 0, 0) - 0.02) < 1e-5 && fabs(lc_report_band(r, 0, 0, 1) - 0.06) < 1e-5);
}

/* The street of 4 km to both sides of the town's middle, as WKB: a LineString, byte order and type before its number of
   points. */
static void assert_path(files *f, const lc_report *r) {
    unsigned char *wkb = NULL;
    size_t size;
    uint32_t n;
    double end[2];
    assert_int_equal(lc_report_path_count(r), 1);
    assert_works(f, lc_report_wkb(f->ctx, r, LC_SHAPE_PATH, 0, &wkb, &size));
    assert_true(size > 9 && wkb[0] == 1 && wkb[1] == 2);
    memcpy(&n, wkb + 5, sizeof n);
    assert_int_equal(size, 9 + 16 * n);
    memcpy(end, wkb + size - 16, sizeof end);
    assert_true(fabs(fabs(end[0] - 104.3) * 111320 * cos(30.6 * acos(-1) / 180) - 2000) < 20);
    free(wkb);
    assert_fails(f, lc_report_wkb(f->ctx, r, LC_SHAPE_PATH, 1, &wkb, &size), LC_ERR_INPUT, "");
}

static size_t category_of(const lc_report *r, const char *id) {
    size_t k = 0;
    while (strcmp(r->categories[k].id, id) != 0) k++;
    return k;
}

static void a_report_says_what_it_is_of(void **state) {
    files *f = *state;
    towns_text_t text;
    char schools[600];
    lc_report *r = NULL;
    towns_t t = towns_begin(f);
    towns_add(&t, &(town_t){104.3, 30.6, true, true});
    towns_end(&t);
    snprintf(schools, sizeof schools, "school=%s|crs=EPSG:4326|level_field=level",
             write_text(f, "schools.csv",
                        "lon,lat,level\n104.3,30.6,community\n104.3001,30.6,community\n104.3002,30.6,street\n"));
    lc_city_options o = towns_options(f, "one", &text);
    const char *facilities[] = {text.stores, schools};
    o.facilities = facilities;
    o.n_facilities = 2;
    lc_check_options options = LC_CHECK_OPTIONS_INIT;
    options.want_network = true;
    o.keep_paths = true;
    assert_works(f, whole_check(f->ctx, &o, write_text(f, "facts.yaml", PROFILE), &options, &r));
    assert_true(lc_phase_count(f->ctx) > 0 && lc_check_stats(f->ctx).cells > 0);
    lc_work_clear(f->ctx);
    assert_true(lc_phase_count(f->ctx) == 0 && lc_check_stats(f->ctx).cells == 0);
    assert_rules(r);
    assert_inputs(r);
    assert_measures(r);
    assert_path(f, r);
    size_t store = category_of(r, "store"), school = category_of(r, "school");
    assert_true(lc_report_level_count(r, 0, store, "street") == SIZE_MAX);
    assert_int_equal(lc_report_level_count(r, 0, school, "street"), 1);
    assert_int_equal(lc_report_level_count(r, 0, school, "community"), 2);
    assert_int_equal(lc_report_level_count(r, 0, school, "station"), 0);
    assert_true(lc_report_level_count(r, 0, school, "village") == SIZE_MAX);
    lc_report_free(r);
}

static lc_report *check_by(files *f, const char *shard, const char *profile) {
    towns_text_t text;
    lc_report *r = NULL;
    lc_check_options check = LC_CHECK_OPTIONS_INIT;
    lc_city_options o = towns_options(f, "cells", &text);
    o.shard = shard;
    check.want_areas = check.want_gaps = true;
    assert_works(f, whole_check(f->ctx, &o, write_text(f, "town.yaml", profile), &check, &r));
    return r;
}

static lc_report *check(files *f, const char *shard) {
    return check_by(f, shard, TOWN_PROFILE);
}

static void assert_same_files(const char *one, const char *other) {
    FILE *a = fopen(one, "rb"), *b = fopen(other, "rb");
    int c = 0;
    assert_true(a && b);
    while (c != EOF) assert_int_equal(c = fgetc(a), fgetc(b));
    assert_true(ftell(a) > 500);
    fclose(a);
    fclose(b);
}

/* Layers of parts are those of one check; what is no layer, or is one of the parts, is refused. */
static void layers_are_merged(void **state) {
    files *f = *state;
    static const char *const shards[] = {"1/2", "2/2"};
    char part[2][600], path[2][600];
    const char *const parts[] = {part[0], part[1]};
    towns_t t = towns_begin(f);
    towns_add(&t, &(town_t){104.3, 30.6, true, true});
    towns_add(&t, &(town_t){105.65, 30.6, true, false});
    towns_add(&t, &(town_t){105.6, 31.1, true, true});
    towns_end(&t);
    for (size_t k = 0; k < 2; k++) {
        lc_report *r = check(f, shards[k]);
        snprintf(part[k], sizeof part[k], "%s", path_of(f, k ? "two.geojson" : "one.geojson"));
        assert_works(f, lc_write(f->ctx, r, LC_REPORT, part[k], NULL));
        lc_report_free(r);
    }
    lc_report *whole = check(f, NULL);
    for (lc_output_kind kind = LC_AREAS; kind <= LC_GAPS; kind++) {
        snprintf(path[0], sizeof path[0], "%s", path_of(f, "whole.geojson"));
        snprintf(path[1], sizeof path[1], "%s", path_of(f, "merged.geojson"));
        assert_works(f, lc_write(f->ctx, whole, kind, path[0], NULL));
        assert_works(f, lc_merge_layers(f->ctx, parts, 2, kind, path[1], NULL));
        assert_same_files(path[0], path[1]);
    }
    lc_report_free(whole);
    assert_fails(f, lc_merge_layers(f->ctx, parts, 2, LC_REPORT, path[1], NULL), LC_ERR_INPUT, "areas and gaps");
    assert_fails(f, lc_merge(f->ctx, parts, 2, part[0]), LC_ERR_INPUT, "is one of the parts");
}

static void write_part(files *f, const char *shard, const char *profile, const char *name, char path[600]) {
    lc_report *r = check_by(f, shard, profile);
    snprintf(path, 600, "%s", path_of(f, name));
    assert_works(f, lc_write(f->ctx, r, LC_REPORT, path, NULL));
    lc_report_free(r);
}

/* Parts of other divisions do not go together; nor do parts of which the total's verdict is open. */
static void parts_that_are_not_merged(void **state) {
    files *f = *state;
    static const char format[] =
        "name: open\nindicators:\n  - {id: walk, category: store, distance_m: 200, target: %.9f}\n";
    char profile[sizeof format + 32], part[3][600];
    const char *const parts[] = {part[0], part[1]}, *const mixed[] = {part[0], part[2]};
    lc_report *merged = NULL;
    towns_t t = towns_begin(f);
    for (size_t k = 0; k < 3; k++) {
        const town_t town = {104.3 + (double)k, 30.6, true, k == 1};
        towns_add(&t, &town);
        towns_add_lane(&t, &town);
    }
    towns_end(&t);
    snprintf(profile, sizeof profile, format, 1.);
    lc_report *whole = check_by(f, NULL, profile);
    assert_true(whole->indicators[0].err > 1e-6);
    snprintf(profile, sizeof profile, format, whole->indicators[0].ratio);
    lc_report_free(whole);
    write_part(f, "1/2", profile, "one.geojson", part[0]);
    write_part(f, "2/2", profile, "two.geojson", part[1]);
    write_part(f, "2/3", profile, "third.geojson", part[2]);
    assert_fails(f, lc_merge_report(f->ctx, mixed, 2, NULL, &merged), LC_ERR_INPUT, "part of another division");
    assert_fails(f, lc_merge_report(f->ctx, parts, 2, NULL, &merged), LC_ERR_INPUT,
                 "leave open whether walk meets its target");
    assert_null(merged);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(a_report_says_what_it_is_of, files_setup, files_teardown),
        cmocka_unit_test_setup_teardown(layers_are_merged, files_setup, files_teardown),
        cmocka_unit_test_setup_teardown(parts_that_are_not_merged, files_setup, files_teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
