/* Demand that walks to islands of paths, and facilities that only islands lead to. */
#include "base/context.h"
#include "city/compounds.h"
#include "made_city.h"

/* A street of 4 km along y = 0, and a path of 200 m along y = 100 that nothing joins to it: an island. */
static void make_town(city_t *c) {
    city_init(c);
    c->island_gap_m = 20;
    city_road(c, -2000, 0, 2000, 0);
    city_road(c, -100, 100, 100, 100);
    city_store(c, 0, 0);
}

static double measure(city_t *c, lc_denominator denominator, lc_metric metric, lc_results *res) {
    lc_rule rule;
    lc_indicator_def def = made_indicator(&rule, metric, 300);
    def.denominator = denominator;
    *res = city_measure(c, &def, 1);
    return res->value[0].island;
}

/* Beside the path, what lies above y = 50 is nearer to it; above y = 350 it is off network. */
static void test_strip(void **state) {
    (void)state;
    lc_results res;
    city_t c;
    make_town(&c);
    city_box(&c, -100, 0, 100, 400);
    city_box(&c, 1000, 0, 1100, 400); /* no island is near: only the street */
    assert_true(fabs(measure(&c, LC_AREA, LC_NETWORK, &res) - 200 * 300) < 1e-3);
    assert_true(fabs(res.value[0].offnet - 200 * 50) < 1e-3);
    assert_true(res.value[1].island == 0 && fabs(res.city[0].island - 200 * 300) < 1e-3);
    lc_results_free(&res);
    assert_true(measure(&c, LC_AREA, LC_STRAIGHT, &res) == 0);
    lc_results_free(&res);
    city_free(&c);
}

/* Beyond the path's ends the border is a parabola: y > 50 + u^2 / 200 at u metres from the end, up to y = 120. */
static void test_parabola(void **state) {
    (void)state;
    lc_results res;
    city_t c;
    make_town(&c);
    city_box(&c, -500, 0, 500, 120);
    double u = sqrt(70 * 200.0), island = 200 * 70 + 2 * (70 * u - u * u * u / 600);
    double got = measure(&c, LC_AREA, LC_NETWORK, &res);
    assert_true(fabs(got - island) < 1e-4 * 120000);
    lc_results_free(&res);
    city_free(&c);
}

/* A path of 400 m would be major; joined over 20 m it would be no island; a tenth of the street is enough. */
static void test_no_island(void **state) {
    (void)state;
    for (int k = 0; k < 2; k++) {
        lc_results res;
        city_t c;
        city_init(&c);
        c.island_gap_m = k ? 100 : 20;
        city_road(&c, -2000, 0, 2000, 0);
        city_road(&c, 0, 100, k ? 200 : 400, 100);
        city_store(&c, 0, 0);
        city_box(&c, 0, 0, 200, 200);
        assert_true(measure(&c, LC_AREA, LC_NETWORK, &res) == 0);
        lc_results_free(&res);
        city_free(&c);
    }
}

/* Where both are equally near (y = 50), the street counts; what is off network is no island's. */
static void test_people(void **state) {
    (void)state;
    lc_results res;
    city_t c;
    make_town(&c);
    city_box(&c, -100, 0, 100, 400);
    lc_xy xy[] = {{0, 40}, {0, 50}, {0, 50.001}, {10, 350}, {10, 351}};
    double weight[] = {1, 2, 4, 8, 16};
    uint32_t place[] = {0, 1, 2, 3, 4};
    size_t start[] = {0, 5};
    lc_places places = {.n = 5, .xy = xy, .weight = weight, .start = start, .place = place};
    c.places = &places;
    assert_true(measure(&c, LC_POPULATION, LC_NETWORK, &res) == 4 + 8);
    assert_true(res.value[0].offnet == 16);
    lc_results_free(&res);
    city_free(&c);
}

/* Residential land of 100 m x 100 m across y = 50. */
static void test_residential(void **state) {
    (void)state;
    lc_results res;
    city_t c;
    make_town(&c);
    city_box(&c, -100, 0, 100, 400);
    lc_zones zones = {0};
    add_geom(&zones.geoms, LC_POLYGON, 0, 4, (lc_xy[]){{0, 20}, {100, 20}, {100, 120}, {0, 120}});
    zones.layers = LC_NEW(lc_layers, 1);
    zones.layers[0] = LC_LAYER_RESIDENTIAL;
    assert_int_equal(lc_zones_index(c.ctx, &zones), LC_OK);
    c.residential = &zones;
    assert_true(fabs(measure(&c, LC_RESIDENTIAL, LC_NETWORK, &res) - 100 * 70) < 1e-3);
    lc_results_free(&res);
    lc_zones_free(&zones);
    city_free(&c);
}

/* All of a gated compound leaves by its gates: by one on the island alone, or as well by one on the street. */
static void test_gated(void **state) {
    (void)state;
    for (size_t n = 1; n <= 2; n++) {
        lc_results res;
        city_t c;
        lc_compounds *compounds = NULL;
        lc_geoms polygons = {0}, gates = {0};
        make_town(&c);
        city_box(&c, -100, 0, 100, 100);
        add_geom(&polygons, LC_POLYGON, 0, 4, (lc_xy[]){{-50, 0}, {50, 0}, {50, 100}, {-50, 100}});
        add_geom(&gates, LC_POINT, 0, 1, (lc_xy[]){{0, 100}});
        if (n == 2) add_geom(&gates, LC_POINT, 1, 1, (lc_xy[]){{0, 0}});
        assert_int_equal(lc_compounds_new(c.ctx, &polygons, &gates, &compounds), LC_OK);
        c.compounds = compounds;
        double beside = 2 * 50 * 50; /* outside of the compound, above y = 50 */
        assert_true(fabs(measure(&c, LC_AREA, LC_NETWORK, &res) - beside - (n == 1 ? 100 * 100 : 0)) < 1e-3);
        lc_results_free(&res);
        lc_compounds_free(compounds);
        lc_geoms_free(&polygons);
        lc_geoms_free(&gates);
        city_free(&c);
    }
}

/* A shop on the island serves it alone, and is told by its id; one that the street leads to as well is not. */
static void test_facilities(void **state) {
    (void)state;
    lc_results res;
    city_t c;
    make_town(&c);
    city_store(&c, 50, 100);
    city_facility(&c, LC_POLYGON, 4, (lc_xy[]){{-60, -10}, {-50, -10}, {-50, 110}, {-60, 110}});
    city_box(&c, -100, 0, 100, 400);
    measure(&c, LC_AREA, LC_NETWORK, &res);
    size_t n = 0;
    for (size_t w = 0; w < c.ctx->warnings.n; w++) {
        const lc_warning_entry *entry = &c.ctx->warnings.entry[w];
        if (strcmp(entry->code, "facility_island") != 0) continue;
        n++;
        assert_int_equal(entry->count, 1);
        assert_string_equal(entry->examples[0], "store f1");
    }
    assert_int_equal(n, 1);
    lc_results_free(&res);
    city_free(&c);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_strip),      cmocka_unit_test(test_parabola),    cmocka_unit_test(test_no_island),
        cmocka_unit_test(test_people),     cmocka_unit_test(test_residential), cmocka_unit_test(test_gated),
        cmocka_unit_test(test_facilities),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
