/* Ratios over other demands, and by any of several rules, that can be worked out with a pencil. */
#include "made_city.h"

#include "city/compounds.h"

static const double PI = 3.14159265358979323846;

/* Room for an indicator with two rules. */
typedef struct pair {
    lc_rule rule[2];
    lc_indicator_def def;
} pair_t;

/* Stores of 2000 to 5000 m2 within `near_m`, or of 5000 m2 and more within `far_m`. */
static void any_of(pair_t *p, lc_metric metric, double near_m, double far_m) {
    lc_rule any;
    p->def = made_indicator(&any, metric, near_m);
    p->rule[0] = p->rule[1] = any;
    p->rule[0].min_area_m2 = 2000;
    p->rule[0].max_area_m2 = 4999.9;
    p->rule[1].min_area_m2 = 5000;
    p->rule[1].distance_m = far_m;
    p->def.rules = p->rule;
    p->def.n_rules = 2;
}

/* Points with an area, as from a layer with an area field. */
static void sized_store(city_t *c, double x, double y, double area_m2) {
    city_store(c, x, y);
    c->facilities.area_m2[c->facilities.n - 1] = area_m2;
}

static void road_city(city_t *c, double half) {
    city_init(c);
    city_road(c, -2000, 0, 2000, 0);
    city_box(c, -2000, -half, 2000, half);
}

/* Discs of 300 and 500 m, 600 m apart: the union is their areas less the lens. */
static void test_any_of_straight(void **state) {
    (void)state;
    for (int k = 0; k < 3; k++) {
        city_t c;
        pair_t p;
        double apart = k == 0 ? 600 : k == 1 ? 1200 : 100, r = 300, s = 500;
        road_city(&c, 1000);
        sized_store(&c, 0, 0, 3000);
        sized_store(&c, apart, 0, 8000);
        any_of(&p, LC_STRAIGHT, r, s);
        city_turn(&c, 0.4 * k, 1000 * k, 0);
        lc_results res = city_measure(&c, &p.def, 1);
        double lens = 0;
        if (apart < s - r) {
            lens = PI * r * r;
        } else if (apart < r + s) {
            double a = (apart * apart + r * r - s * s) / (2 * apart), b = apart - a;
            lens = r * r * acos(a / r) - a * sqrt(r * r - a * a) + s * s * acos(b / s) - b * sqrt(s * s - b * b);
        }
        double covered = PI * r * r + PI * s * s - lens;
        assert_true(fabs(res.value[0].covered - covered) <= res.value[0].err + 1e-3);
        assert_true(res.value[0].err < 1 && fabs(res.value[0].covered - covered) < 1);
        lc_results_free(&res);
        city_free(&c);
    }
}

/* On the road: diamonds of 300 and 500 m (each 2 d^2), the smaller 600 m from the larger: an overlap of
   |x| + |y| <= 300 with |x - 600| + |y| <= 500, both cut at the link limit of 250. */
static void test_any_of_network(void **state) {
    (void)state;
    city_t c;
    pair_t p;
    road_city(&c, 1000);
    sized_store(&c, 0, 0, 3000);
    sized_store(&c, 600, 0, 8000);
    any_of(&p, LC_NETWORK, 300, 500);
    lc_results res = city_measure(&c, &p.def, 1);
    /* d' at height y: the union of [-(300 - y), 300 - y] and [100 + y, 1100 - y], for y <= 250 */
    double covered = 0;
    int n = 100000;
    for (int i = 0; i < n; i++) {
        double y = 250 * (i + 0.5) / n, a0 = -(300 - y), a1 = 300 - y, b0 = 100 + y, b1 = 1100 - y;
        covered += 2 * 250.0 / n * (a1 - a0 + b1 - b0 - (a1 > b0 ? a1 - b0 : 0));
    }
    assert_true(fabs(res.value[0].covered - covered) < 1e-2);
    assert_true(res.value[0].err < 1e-3);
    lc_results_free(&res);
    city_free(&c);
}

/* The mean of an any_of is that of the distance to the nearest facility of all its rules. */
static void test_any_of_mean(void **state) {
    (void)state;
    city_t c;
    pair_t p;
    road_city(&c, 250);
    sized_store(&c, 0, 0, 3000);
    any_of(&p, LC_NETWORK, 300, 500);
    lc_results res = city_measure(&c, &p.def, 1);
    double quadrant = 125000 * 250.0 - 250.0 * 250 * 250 / 6; /* as in test_closed_forms.c, range 500 */
    assert_true(fabs(res.value[0].ranged - 375000) < 1e-2);
    assert_true(fabs(res.value[0].distance - 4 * quadrant) < 10);
    lc_results_free(&res);
    city_free(&c);
}

/* Residential land of 200 m x 100 m, half of it in the diamond. */
static void test_residential(void **state) {
    (void)state;
    city_t c;
    lc_rule rule;
    road_city(&c, 1000);
    city_store(&c, 0, 0);
    lc_indicator_def def = made_indicator(&rule, LC_NETWORK, 500);
    def.denominator = LC_RESIDENTIAL;
    lc_zones zones = {0};
    add_geom(&zones.geoms, LC_POLYGON, 0, 4, (lc_xy[]){{400, 0}, {600, 0}, {600, 100}, {400, 100}});
    /* drawn twice, partly: land counts once */
    add_geom(&zones.geoms, LC_POLYGON, 1, 4, (lc_xy[]){{450, 0}, {600, 0}, {600, 100}, {450, 100}});
    zones.layers = LC_NEW(lc_layers, 2);
    zones.layers[0] = zones.layers[1] = LC_LAYER_RESIDENTIAL;
    assert_int_equal(lc_zones_index(c.ctx, &zones), LC_OK);
    c.residential = &zones;
    lc_results res = city_measure(&c, &def, 1);
    assert_true(fabs(res.value[0].demand - 20000) < 1e-6);
    assert_true(fabs(res.value[0].covered - 5000) < 1e-6); /* x + y <= 500 with x >= 400 */
    lc_results_free(&res);
    lc_zones_free(&zones);
    city_free(&c);
}

/* Three places of weights 1, 2, 4: at d = 100, 500 exactly, and off network. */
static void test_population(void **state) {
    (void)state;
    city_t c;
    lc_rule rule;
    road_city(&c, 1000);
    city_store(&c, 0, 0);
    lc_xy xy[] = {{60, 40}, {300, -200}, {0, 251}};
    double weight[] = {1, 2, 4};
    uint32_t place[] = {0, 1, 2};
    size_t start[] = {0, 3};
    lc_places places = {.n = 3, .xy = xy, .weight = weight, .start = start, .place = place};
    c.places = &places;
    lc_indicator_def def = made_indicator(&rule, LC_NETWORK, 500);
    def.denominator = LC_POPULATION;
    lc_results res = city_measure(&c, &def, 1);
    lc_result r = res.value[0];
    assert_true(r.demand == 7 && r.covered == 3 && r.offnet == 4 && r.err == 0);
    assert_true(fabs(r.distance / r.ranged - (100 + 2 * 500) / 3.0) < 1e-9);
    assert_true(isnan(r.p90_m) && isnan(r.p50_m)); /* 4 of 7 are out of reach */
    lc_results_free(&res);
    city_free(&c);
}

/*
 * A gated compound of 300 m x 300 m north of the road with its only gate at the middle of the south side, on the road
 * at the store: inside, d is the distance from the gate; the quarter discs of 200 m make half a disc.
 */
static void test_gated(void **state) {
    (void)state;
    city_t c;
    lc_rule rule;
    road_city(&c, 400);
    city_store(&c, 0, 0);
    lc_compounds *compounds = LC_NEW0(lc_compounds, 1);
    add_geom(&compounds->zones.geoms, LC_POLYGON, 0, 4, (lc_xy[]){{-150, 0}, {150, 0}, {150, 300}, {-150, 300}});
    compounds->zones.layers = LC_NEW(lc_layers, 1);
    compounds->zones.layers[0] = LC_LAYER_GATED;
    compounds->gate_of = LC_NEW(size_t, 2);
    compounds->gate_of[0] = 0;
    compounds->gate_of[1] = 1;
    compounds->gate = LC_NEW0(uint32_t, 1);
    compounds->gate_xy = LC_NEW(lc_xy, 1);
    compounds->gate_xy[0] = (lc_xy){0, 0};
    compounds->n_gates = 1;
    assert_int_equal(lc_zones_index(c.ctx, &compounds->zones), LC_OK);
    c.compounds = compounds;
    lc_indicator_def def = made_indicator(&rule, LC_NETWORK, 140);
    lc_results res = city_measure(&c, &def, 1);
    /* outside: the diamond |x| + |y| <= 140 below the road; inside: half a disc of radius 140 */
    double covered = 140 * 140 + PI * 140 * 140 / 2;
    assert_true(fabs(res.value[0].covered - covered) <= res.value[0].err + 1e-3);
    assert_true(res.value[0].err < 1);
    lc_results_free(&res);
    /* A second gate in the corner (150, 300), 300 m from the store along the road's way: d(gate) = 300 (off its own
       compound, leg 300 > link limit): out of reach, nothing changes but the test of unlinked gates. */
    free(compounds->gate);
    free(compounds->gate_xy);
    compounds->gate = LC_NEW(uint32_t, 2);
    compounds->gate[0] = 0;
    compounds->gate[1] = 1;
    compounds->gate_of[1] = 2;
    compounds->gate_xy = LC_NEW(lc_xy, 2);
    compounds->gate_xy[0] = (lc_xy){0, 0};
    compounds->gate_xy[1] = (lc_xy){150, 100};
    compounds->n_gates = 2;
    /* gate 1 has leg 100 and D = 150 at (150, 0): d = 250; within 300 m it gives a disc of 50 m, the other one of 300
     */
    def = made_indicator(&rule, LC_NETWORK, 300);
    c.compounds = compounds;
    res = city_measure(&c, &def, 1);
    double inside = 0;
    int n = 1500;
    for (int i = 0; i < n; i++)
        for (int j = 0; j < n; j++) {
            double x = -150 + 300.0 * (i + 0.5) / n, y = 300.0 * (j + 0.5) / n;
            if (hypot(x, y) <= 300 || hypot(x - 150, y - 100) + 250 <= 300) inside += 300.0 * 300 / n / n;
        }
    /* outside, above the road: |x| + y <= 300 with |x| > 150, y <= 250; below: the whole diamond cut at 250 */
    double below = 2 * (300 * 250 - 250.0 * 250 / 2), above = 2 * (150.0 * 150 / 2);
    assert_true(fabs(res.value[0].covered - (inside + below + above)) < 30);
    lc_results_free(&res);
    lc_compounds_free(compounds);
    city_free(&c);
}

/* Places by any of two rules, 300 m and 500 m: within its own distance of either counts. */
static void test_any_of_places(void **state) {
    (void)state;
    city_t c;
    pair_t p;
    lc_xy at[] = {{-290, 0}, {310, 0}, {710, 0}, {1710, 0}};
    double weight[] = {10, 20, 40, 80};
    uint32_t place[] = {0, 1, 2, 3};
    size_t start[] = {0, 4};
    lc_places places = {.n = 4, .xy = at, .weight = weight, .start = start, .place = place};
    road_city(&c, 1000);
    sized_store(&c, 0, 0, 3000);
    sized_store(&c, 1200, 0, 8000);
    c.places = &places;
    any_of(&p, LC_STRAIGHT, 300, 500);
    p.def.denominator = LC_POPULATION;
    lc_results res = city_measure(&c, &p.def, 1);
    assert_true(res.value[0].covered == 10 + 40 && res.value[0].demand == 150 && res.value[0].offnet == 0);
    lc_results_free(&res);
    city_free(&c);
}

/* A ratio that is exactly on the target settles as met. */
static void test_on_target(void **state) {
    (void)state;
    city_t c;
    lc_rule rule;
    city_init(&c);
    city_road(&c, -1000, 0, 1000, 0);
    city_box(&c, -1000, -300, 1000, 300);
    city_store(&c, 0, 0);
    lc_indicator_def def = made_indicator(&rule, LC_NETWORK, 500);
    def.target = def.community_target = 0.3125;
    lc_results res = city_measure(&c, &def, 1);
    double ratio = res.city[0].covered / res.city[0].demand, err = res.city[0].err / res.city[0].demand;
    assert_true(err < 1e-6);
    assert_int_equal(lc_verdict_of(ratio, err, 0.3125), LC_MET);
    assert_int_equal(lc_verdict_of(ratio, err, 0.3126), LC_MISSED);
    lc_results_free(&res);
    city_free(&c);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_any_of_straight), cmocka_unit_test(test_any_of_network),
        cmocka_unit_test(test_any_of_mean),     cmocka_unit_test(test_residential),
        cmocka_unit_test(test_population),      cmocka_unit_test(test_gated),
        cmocka_unit_test(test_any_of_places),   cmocka_unit_test(test_on_target),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
