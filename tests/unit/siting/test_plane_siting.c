/* Siting over several planes: what a candidate covers in each of them counts. */
#include "far_towns.h"

static const double TINY = 5e-5; /* test_planes.c */
static const double LAT = 30.6;
/* Points 20 m apart stand for areas. */
static const double COARSE = 4e-3;

typedef struct candidate {
    double lon, lat;
    const char *id;
    double cost;
} candidate_t;

static void write_towns(files *f, const town_t *town, size_t n) {
    towns_t t = towns_begin(f);
    for (size_t i = 0; i < n; i++) towns_add(&t, &town[i]);
    towns_end(&t);
}

static const char *write_candidates(files *f, const candidate_t *c, size_t n) {
    FILE *file = begin_layer(f, "candidates.geojson");
    for (size_t i = 0; i < n; i++) {
        fprintf(file, "%s{\"type\":\"Feature\",\"properties\":{\"id\":\"%s\"", i ? ",\n" : "", c[i].id);
        if (c[i].cost > 0) fprintf(file, ",\"cost\":%g", c[i].cost);
        fprintf(file, "},\"geometry\":{\"type\":\"Point\",\"coordinates\":[%.9f,%.9f]}}", c[i].lon, c[i].lat);
    }
    end_layer(file);
    return path_of(f, "candidates.geojson");
}

/* Ask for stores, by the indicator `id`. */
static lc_status site_by(files *f, const char *planes, const char *text, const char *id, lc_site_options *o,
                         const char *candidates, lc_siting **out) {
    towns_text_t sources;
    lc_city_options options = towns_options(f, planes, &sources);
    lc_profile *profile = NULL;
    lc_city *city = NULL;
    lc_status status = lc_profile_load(f->ctx, LC_DATA_DIR, write_text(f, "town.yaml", text), &profile);
    const lc_profile *const profiles[] = {profile};
    options.profiles = profiles;
    options.n_profiles = 1;
    o->indicators = &id;
    o->n_indicators = 1;
    o->candidates = &candidates;
    o->n_candidates = 1;
    o->data_dir = LC_DATA_DIR;
    if (status == LC_OK) status = lc_city_open(f->ctx, &options, &city);
    if (status == LC_OK) status = lc_site(f->ctx, city, profile, o, out);
    lc_city_free(city);
    lc_profile_free(profile);
    return status;
}

static lc_status site(files *f, const char *planes, const char *id, lc_site_options *o, const char *candidates,
                      lc_siting **out) {
    return site_by(f, planes, TOWN_PROFILE, id, o, candidates, out);
}

static lc_siting *sited(files *f, const char *planes, const char *id, lc_site_options *o, const char *candidates) {
    lc_siting *s = NULL;
    assert_works(f, site(f, planes, id, o, candidates, &s));
    return s;
}

static lc_siting *site_count(files *f, const char *planes, const char *id, double count, const char *candidates) {
    lc_site_options o = LC_SITE_OPTIONS_INIT;
    o.count = count;
    return sited(f, planes, id, &o, candidates);
}

static void assert_chosen(const lc_siting *s, const char *ids) {
    char text[200] = "";
    for (size_t i = 0; i < lc_siting_count(s); i++)
        snprintf(text + strlen(text), sizeof text - strlen(text), "%s%s", i ? " " : "", lc_siting_site(s, i).id);
    assert_string_equal(text, ids);
}

/* The ratio of a check with the sites of an answer as edits. */
static double ratio_with(files *f, const char *planes, const lc_siting *s, size_t indicator) {
    lc_edits *edits = NULL;
    lc_report *r = NULL;
    assert_works(f, lc_edits_new(f->ctx, NULL, &edits));
    assert_works(f, lc_siting_write(f->ctx, s, LC_SITING_EDITS, path_of(f, "edits.geojson")));
    assert_works(f, lc_edits_read(f->ctx, edits, path_of(f, "edits.geojson")));
    assert_works(f, towns_edited(f, planes, TOWN_PROFILE, edits, &r));
    double ratio = r->indicators[indicator].ratio;
    lc_report_free(r);
    lc_edits_free(edits);
    return ratio;
}

/* A store in the west, 130 km away none: the first site goes to the east, the second to what is left in the west. */
static void test_two_towns(void **state) {
    files *f = *state;
    const town_t town[] = {{104.3, LAT, true, true}, {105.65, LAT, true, false}};
    const candidate_t there[] = {
        {104.3, LAT, "home", 0}, {104.303, LAT, "beside", 0}, {105.65, LAT, "east", 0}, {105, LAT, "between", 0}};
    write_towns(f, town, 2);
    lc_siting *s = site_count(f, NULL, "walk", 1, write_candidates(f, there, 4));
    lc_siting_totals t = lc_siting_totals_of(s);
    assert_chosen(s, "east");
    assert_int_equal(t.candidates, 3); /* what lies in no plane is none */
    assert_true(t.optimal);
    assert_near(t.demand, 2e6, 100);
    assert_near(t.before, WALKED * 1e6, COARSE * 1e6);
    assert_near(lc_siting_site(s, 0).gain, WALKED * 1e6, COARSE * 1e6);
    assert_near(t.ratio_before, WALKED / 2, TINY);
    assert_near(t.ratio_after, WALKED, TINY);
    assert_near(t.ratio_after, ratio_with(f, NULL, s, 0), 1e-9);
    assert_near(lc_siting_site(s, 0).lon, 105.65, 1e-7);
    lc_siting_free(s);
    s = site_count(f, NULL, "straight", 2, path_of(f, "candidates.geojson"));
    assert_chosen(s, "east beside");
    assert_near(lc_siting_totals_of(s).ratio_after, ratio_with(f, NULL, s, 1), 1e-9);
    lc_siting_free(s);
}

/* The first ones of a category, with a size that is asked for: a plane without any has 0, and not nothing to measure.
 */
static void test_the_first_with_an_area(void **state) {
    files *f = *state;
    static const char profile[] = "name: p\ntitle: {en: t, zh: t}\nindicators:\n  - {id: s, category: store, "
                                  "distance_m: 300, metric: straight, min_area_m2: 500, title: {en: s, zh: s}}\n";
    const town_t town[] = {{104.3, LAT, true, false}, {105.65, LAT, true, true}};
    lc_site_options o = LC_SITE_OPTIONS_INIT;
    lc_siting *s = NULL;
    write_towns(f, town, 2);
    const char *there =
        write_text(f, "candidates.geojson",
                   "{\"type\":\"FeatureCollection\",\"features\":[{\"type\":\"Feature\",\"properties\":{\"id\":\"a\"},"
                   "\"geometry\":{"
                   "\"type\":\"Polygon\",\"coordinates\":[[[104.3,30.6],[104.301,30.6],[104.301,30.601],[104.3,30.601],"
                   "[104.3,30.6]]]}}]}");
    o.count = 1;
    assert_works(f, site_by(f, NULL, profile, "s", &o, there, &s));
    assert_chosen(s, "a");
    lc_siting_totals t = lc_siting_totals_of(s);
    assert_true(t.ratio_after > STRAIGHT / 2 && t.ratio_after < STRAIGHT);
    lc_siting_free(s);
}

/* Where cells meet, one site covers a part of both communities, which is more than it covers of either. In one plane
   the answer is the same. */
static void test_a_site_between_planes(void **state) {
    files *f = *state;
    const town_t town[] = {{104.4948, LAT, true, false}, {104.5052, LAT, true, false}}; /* 997 m apart */
    const candidate_t there[] = {
        {104.4905, LAT, "west", 0}, {104.5, LAT, "middle", 0}, {104.5095, LAT, "east", 0}, {104.52, LAT, "far", 0}};
    static const char *const planes[] = {"cells", "one"};
    write_towns(f, town, 2);
    write_candidates(f, there, 4);
    for (int k = 0; k < 2; k++) {
        lc_siting *s = site_count(f, planes[k], "straight", 1, path_of(f, "candidates.geojson"));
        lc_siting_totals t = lc_siting_totals_of(s);
        assert_chosen(s, "middle");
        assert_near(t.demand, 2e6, 100);
        /* a disc of 300 m but for what two towns overlap, which counts in both: a strip of 3 m */
        assert_near(t.value, (STRAIGHT + 3 * 600 / 1e6) * 1e6, COARSE * 1e6);
        assert_near(t.ratio_after, (STRAIGHT + 3 * 600 / 1e6) / 2, 5e-4);
        assert_near(t.ratio_after, ratio_with(f, planes[k], s, 1), 1e-9);
        assert_near(t.ratio_before, 0, 0);
        lc_siting_free(s);
    }
}

/* Nothing exists in any of three towns, and a site in one leaves 0 in the others. */
static void test_towns_without_a_site(void **state) {
    files *f = *state;
    const town_t town[] = {{104.3, LAT, true, false}, {105.65, LAT, true, false}, {106.2, LAT, true, false}};
    const candidate_t there[] = {{104.3, LAT, "a", 1}, {105.65, LAT, "b", 5}, {106.2, LAT, "c", 2}};
    lc_site_options o = LC_SITE_OPTIONS_INIT;
    write_towns(f, town, 3);
    lc_siting *s = site_count(f, NULL, "walk", 1, write_candidates(f, there, 3));
    assert_near(lc_siting_totals_of(s).ratio_after, WALKED / 3, TINY);
    assert_near(lc_siting_totals_of(s).ratio_after, ratio_with(f, NULL, s, 0), 1e-9);
    lc_siting_free(s);
    o.budget = 3;
    s = sited(f, NULL, "walk", &o, path_of(f, "candidates.geojson"));
    assert_int_equal(lc_siting_count(s), 2); /* a and c */
    assert_near(lc_siting_totals_of(s).cost, 3, 0);
    assert_near(lc_siting_totals_of(s).ratio_after, 2 * WALKED / 3, TINY);
    lc_siting_free(s);
    o = LC_SITE_OPTIONS_INIT;
    o.each_community = 0.07;
    s = sited(f, NULL, "walk", &o, path_of(f, "candidates.geojson"));
    assert_int_equal(lc_siting_count(s), 3);
    lc_siting_free(s);
    static const char *const out[] = {"b"};
    o = LC_SITE_OPTIONS_INIT;
    o.count = 3;
    o.exclude = out;
    o.n_exclude = 1;
    s = sited(f, NULL, "walk", &o, path_of(f, "candidates.geojson"));
    assert_int_equal(lc_siting_count(s), 2);
    lc_siting_free(s);
    o.reach = 0.9;
    o.count = LC_UNSET;
    assert_fails(f, site(f, NULL, "walk", &o, path_of(f, "candidates.geojson"), &s), LC_ERR_INPUT,
                 "no set of candidates");
}

/* Points along the paths of every plane, inside its communities, numbered on from plane to plane; one near the border
   is a candidate for both sides. */
static void test_paths_of_all_planes(void **state) {
    files *f = *state;
    const town_t town[] = {{104.4948, LAT, true, false}, {104.5052, LAT, true, false}, {105.65, LAT, true, false}};
    write_towns(f, town, 3);
    lc_siting *s = site_count(f, "cells", "straight", 2, "paths:50"),
              *one = site_count(f, "one", "straight", 2, "paths:50");
    lc_siting_totals t = lc_siting_totals_of(s), u = lc_siting_totals_of(one);
    assert_near(t.value, u.value, 5e3);
    assert_near(t.ratio_after, u.ratio_after, 5e-4);
    assert_near(t.ratio_after, ratio_with(f, "cells", s, 1), 1e-9);
    assert_true(t.candidates >= 3 * 20);
    bool beyond = false;
    for (size_t i = 0; i < lc_siting_count(s); i++) beyond = beyond || strcmp(lc_siting_site(s, i).id, "path-21") > 0;
    assert_true(beyond);
    lc_siting_free(one);
    lc_siting_free(s);
}

/* The same answer, whatever the number of threads. */
static void test_threads(void **state) {
    files *f = *state;
    const town_t town[] = {{104.4948, LAT, true, false}, {104.5052, LAT, true, false}, {105.65, LAT, true, true}};
    char first[4000] = "", second[4000] = "";
    write_towns(f, town, 3);
    for (int k = 0; k < 2; k++) {
        lc_context_set_threads(f->ctx, k ? 4 : 1);
        lc_siting *s = site_count(f, "cells", "walk", 3, "paths:100");
        assert_works(f, lc_siting_write(f->ctx, s, LC_SITING_CSV, path_of(f, "sites.csv")));
        FILE *file = fopen(path_of(f, "sites.csv"), "r");
        char *text = k ? second : first;
        text[fread(text, 1, 3999, file)] = 0;
        fclose(file);
        lc_siting_free(s);
    }
    assert_true(strlen(first) > 100);
    assert_string_equal(first, second);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        TEST(test_the_first_with_an_area), TEST(test_two_towns),           TEST(test_a_site_between_planes),
        TEST(test_towns_without_a_site),   TEST(test_paths_of_all_planes), TEST(test_threads),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
