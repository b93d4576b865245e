/* Several services at once, where the answer can be worked out with a pencil. */
#include "made_city.h"

#include "city/compounds.h"

enum { ALL, ONE, N_PARTS = 2 };

/* Two stores of different levels on a road of 4 km, 2 a apart, each asked for within its own distance. */
typedef struct asked {
    lc_rule rule[N_PARTS];
    size_t part[N_PARTS];
    lc_indicator_def def[4]; /* the parts, all of them, at least one */
} asked_t;

static void ask(asked_t *a, double first_m, double second_m, lc_denominator denominator) {
    double distance_m[] = {first_m, second_m};
    for (size_t k = 0; k < N_PARTS; k++) {
        a->def[k] = made_indicator(&a->rule[k], LC_NETWORK, distance_m[k]);
        a->rule[k].level = k ? LC_LEVEL_COMMUNITY : LC_LEVEL_STREET;
        a->part[k] = k;
        a->def[k].denominator = denominator;
    }
    a->def[2] = made_combination(LC_COMBINES_ALL, 2, a->part, N_PARTS);
    a->def[3] = made_combination(LC_COMBINES_AT_LEAST, 1, a->part, N_PARTS);
    a->def[2].denominator = a->def[3].denominator = denominator;
}

static void give_levels(city_t *c) {
    c->facilities.level = LC_NEW(unsigned char, c->facilities.n);
    for (size_t i = 0; i < c->facilities.n; i++) c->facilities.level[i] = i % 2 ? LC_LEVEL_COMMUNITY : LC_LEVEL_STREET;
}

static void road_with_stores(city_t *c, double a) {
    city_init(c);
    city_road(c, -2000, 0, 2000, 0);
    city_box(c, -1000, -300, 1000, 300);
    city_store(c, -a, 0);
    city_store(c, a, 0);
    give_levels(c);
}

static void assert_area(const lc_results *r, size_t i, double want) {
    const lc_result *v = &r->value[i];
    if (!(fabs(v->covered - want) <= v->err + 1e-4))
        fail_msg("indicator %zu: %.6f m2 +- %.2g, not %.6f", i, v->covered, v->err, want);
    assert_true(v->err <= 0.0005 * v->demand);
}

/*
 * On foot |x - x_i| + |y| is the way to a store: within r it is a square on its corner of 2 r^2. Both of two equal
 * ones, a from the middle, are reached where |x| + |y| <= r - a: a square again, the lens. With the second reaching s,
 * it is |x + a| + |y| <= r and |x - a| + |y| <= s: a rectangle on its corner between the slanting lines, of half the
 * product of what the lines are apart.
 */
static void test_two_stores_on_one_road(void **state) {
    (void)state;
    static const double a[] = {50, 80, 150, 20}, r[] = {200, 240, 100, 230}, s[] = {200, 160, 100, 60};
    for (int k = 0; k < 4; k++) {
        city_t c;
        asked_t asked;
        road_with_stores(&c, a[k]);
        ask(&asked, r[k], s[k], LC_AREA);
        city_turn(&c, 0.3 * k, 500 * k, -200 * k);
        lc_results res = city_measure(&c, asked.def, 4);
        double squares = 2 * r[k] * r[k] + 2 * s[k] * s[k], lens;
        double right = r[k] - a[k], left = a[k] - s[k]; /* where the two squares have their corners, of both */
        double half = 0.5 * (fmin(right, a[k] + s[k]) - fmax(left, -a[k] - r[k]));
        lens = half > 0 ? 2 * half * half : 0;
        if (fabs(r[k] - s[k]) >= 2 * a[k]) lens = 2 * fmin(r[k], s[k]) * fmin(r[k], s[k]); /* one within the other */
        assert_area(&res, 0, 2 * r[k] * r[k]);
        assert_area(&res, 1, 2 * s[k] * s[k]);
        assert_area(&res, 2, lens);
        assert_area(&res, 3, squares - lens);
        const lc_counted *counted = lc_results_counted(&res, 3);
        assert_non_null(counted);
        assert_true(fabs(counted->within[0] - (squares - lens)) < counted->err[0] + 1e-4);
        assert_true(fabs(counted->within[1] - lens) < counted->err[1] + 1e-4);
        assert_true(fabs(counted->within[0] + counted->within[1] - squares) <
                    1e-3); /* services: the sum of the parts */
        assert_null(lc_results_counted(&res, 2));
        assert_true(fabs(res.value[2].offnet - 2000 * 100) < 1 && fabs(res.value[3].offnet - 2000 * 100) < 1);
        lc_results_free(&res);
        city_free(&c);
    }
}

/* Over residential land alone: the parts are measured there, whole communities are not asked for. */
static void test_over_residential_land(void **state) {
    (void)state;
    city_t c;
    asked_t asked;
    lc_zones homes = {0};
    road_with_stores(&c, 50);
    add_geom(&homes.geoms, LC_POLYGON, 0, 4, (lc_xy[]){{0, 0}, {1000, 0}, {1000, 300}, {0, 300}});
    add_geom(&homes.geoms, LC_POLYGON, 1, 4, (lc_xy[]){{500, -100}, {800, -100}, {800, 200}, {500, 200}});
    homes.layers = LC_NEW(lc_layers, 2);
    homes.layers[0] = homes.layers[1] = LC_LAYER_RESIDENTIAL;
    assert_int_equal(lc_zones_index(c.ctx, &homes), LC_OK);
    c.residential = &homes;
    ask(&asked, 200, 200, LC_RESIDENTIAL);
    lc_results res = city_measure(&c, asked.def, 4);
    assert_true(fabs(res.value[2].demand - (300000 + 30000)) < 1e-3);
    assert_area(&res, 2, 150 * 150 / 2.0);             /* a quarter of the lens */
    assert_area(&res, 3, 200 * 200 - 150 * 150 / 2.0); /* of the second's upper half what is not to the west */
    lc_results_free(&res);
    lc_zones_free(&homes);
    city_free(&c);
}

/* Weighted places, with a part in a straight line: each is counted, exactly. */
static void test_places_with_mixed_metrics(void **state) {
    (void)state;
    city_t c;
    asked_t asked;
    /* near both; near the first; straight to the second and not on foot; off network and near none */
    lc_xy at[] = {{0, 10}, {-200, 0}, {210, 130}, {0, 290}, {130, 260}};
    double weight[] = {1, 2, 4, 8, 16};
    size_t start[] = {0, 5};
    uint32_t place[] = {0, 1, 2, 3, 4};
    lc_places places = {.n = 5, .xy = at, .weight = weight, .start = start, .place = place};
    road_with_stores(&c, 60);
    c.places = &places;
    ask(&asked, 200, 200, LC_POPULATION);
    asked.def[1].metric = LC_STRAIGHT;
    asked.def[2].metric = asked.def[3].metric = LC_MIXED;
    /* of combinations: at least two of both, either and the first are the first; both and either are both */
    lc_indicator_def def[6];
    size_t nested[] = {2, 3, 0}, inner[] = {2, 3};
    memcpy(def, asked.def, sizeof asked.def);
    def[4] = made_combination(LC_COMBINES_AT_LEAST, 2, nested, 3);
    def[5] = made_combination(LC_COMBINES_ALL, 2, inner, 2);
    def[4].denominator = def[5].denominator = LC_POPULATION;
    def[4].metric = def[5].metric = LC_MIXED;
    lc_results res = city_measure(&c, def, 6);
    assert_true(res.value[0].covered == 1 + 2 && res.value[1].covered == 1 + 4);
    assert_true(res.value[2].covered == 1 && res.value[3].covered == 1 + 2 + 4 && res.value[2].err == 0);
    assert_true(res.value[0].offnet == 8 + 16 && res.value[1].offnet == 0);
    assert_true(res.value[2].offnet == 8 + 16 && res.value[3].offnet == 8 + 16);
    assert_true(res.value[4].covered == 1 + 2 && res.value[4].offnet == 8 + 16);
    assert_true(res.value[5].covered == 1 && res.value[5].offnet == 8 + 16);
    const lc_counted *counted = lc_results_counted(&res, 3);
    assert_true(counted->within[0] == 1 + 2 + 4 && counted->within[1] == 1);
    assert_true(counted->city_within[0] == 7);
    lc_results_free(&res);
    city_free(&c);
}

/* In a park off the network the park is reached, the store is not: at least one covers, all do not, and what is not
   covered is off network. */
static void test_off_network_inside_a_facility(void **state) {
    (void)state;
    city_t c;
    asked_t asked;
    city_init(&c);
    city_road(&c, -2000, 0, 2000, 0);
    city_box(&c, -500, 300, 500, 500); /* all of it beyond 250 m */
    city_facility(&c, LC_POLYGON, 4, (lc_xy[]){{-100, 350}, {100, 350}, {100, 450}, {-100, 450}});
    city_store(&c, 0, 0);
    give_levels(&c);
    ask(&asked, 200, 200, LC_AREA);
    lc_results res = city_measure(&c, asked.def, 4);
    assert_area(&res, 0, 20000);
    assert_area(&res, 1, 0);
    assert_area(&res, 2, 0);
    assert_area(&res, 3, 20000);
    assert_true(fabs(res.value[2].offnet - 200000) < 1e-3 && fabs(res.value[3].offnet - 180000) < 1e-3);
    lc_results_free(&res);
    city_free(&c);
}

/* A compound with its one gate on the road, between two stores: d = way to the gate + from there, discs in one another.
 */
static void test_gated(void **state) {
    (void)state;
    city_t c;
    asked_t asked;
    lc_compounds *compounds = NULL;
    lc_geoms polygons = {0}, gates = {0};
    road_with_stores(&c, 60);
    add_geom(&polygons, LC_POLYGON, 0, 4, (lc_xy[]){{-100, 0}, {100, 0}, {100, 200}, {-100, 200}});
    add_geom(&gates, LC_POINT, 0, 1, (lc_xy[]){{20, 0}});
    assert_int_equal(lc_compounds_new(c.ctx, &polygons, &gates, &compounds), LC_OK);
    lc_geoms_free(&c.communities);
    c.n_communities = 0;
    city_box(&c, -100, 0, 100, 200);
    c.compounds = compounds;
    ask(&asked, 130, 100, LC_AREA); /* 80 m to the first from the gate, 40 m to the second: discs of 50 and 60 m */
    lc_results res = city_measure(&c, asked.def, 4);
    double pi = 3.14159265358979323846;
    assert_area(&res, 0, 0.5 * pi * 50 * 50);
    assert_area(&res, 1, 0.5 * pi * 60 * 60);
    assert_area(&res, 2, 0.5 * pi * 50 * 50);
    assert_area(&res, 3, 0.5 * pi * 60 * 60);
    lc_results_free(&res);
    lc_compounds_free(compounds);
    lc_geoms_free(&polygons);
    lc_geoms_free(&gates);
    city_free(&c);
}

/* Two gates, each near one store: both are reached in the lens of the two discs, one in their union. */
static void test_gated_with_two_gates(void **state) {
    (void)state;
    city_t c;
    asked_t asked;
    lc_compounds *compounds = NULL;
    lc_geoms polygons = {0}, gates = {0};
    road_with_stores(&c, 60);
    add_geom(&polygons, LC_POLYGON, 0, 4, (lc_xy[]){{-300, 0}, {300, 0}, {300, 280}, {-300, 280}});
    add_geom(&gates, LC_POINT, 0, 1, (lc_xy[]){{-60, 0}});
    add_geom(&gates, LC_POINT, 1, 1, (lc_xy[]){{60, 0}});
    assert_int_equal(lc_compounds_new(c.ctx, &polygons, &gates, &compounds), LC_OK);
    lc_geoms_free(&c.communities);
    c.n_communities = 0;
    city_box(&c, -300, 0, 300, 280);
    c.compounds = compounds;
    ask(&asked, 100, 110, LC_AREA); /* by the other gate it is 120 m more: never better */
    lc_results res = city_measure(&c, asked.def, 4);
    double pi = 3.14159265358979323846, r = 100, s = 110, apart = 120;
    double a = (apart * apart + r * r - s * s) / (2 * apart), b = apart - a;
    double lens = r * r * acos(a / r) - a * sqrt(r * r - a * a) + s * s * acos(b / s) - b * sqrt(s * s - b * b);
    assert_area(&res, 2, 0.5 * lens);
    assert_area(&res, 3, 0.5 * (pi * r * r + pi * s * s - lens));
    lc_results_free(&res);
    lc_compounds_free(compounds);
    lc_geoms_free(&polygons);
    lc_geoms_free(&gates);
    city_free(&c);
}

/* A combination of combinations is what it says: at least two of (both, either, the first) is the first. */
static void test_nested(void **state) {
    (void)state;
    city_t c;
    asked_t asked;
    lc_indicator_def def[6];
    size_t nested[] = {2, 3, 0}, inner[] = {4, 1};
    road_with_stores(&c, 50);
    ask(&asked, 200, 160, LC_AREA);
    memcpy(def, asked.def, sizeof asked.def);
    def[4] = made_combination(LC_COMBINES_AT_LEAST, 2, nested, 3);
    def[5] = made_combination(LC_COMBINES_ALL, 2, inner, 2);
    lc_results res = city_measure(&c, def, 6);
    assert_area(&res, 4, res.value[0].covered);
    assert_area(&res, 5, res.value[2].covered);
    const lc_counted *counted = lc_results_counted(&res, 4);
    assert_true(fabs(counted->within[0] - res.value[3].covered) < 1e-3);
    assert_true(fabs(counted->within[2] - res.value[2].covered) < 1e-3);
    lc_results_free(&res);
    city_free(&c);
}

/* Two hundred parts: of many distances, and all of them different facilities where places are counted. */
static void test_two_hundred_parts(void **state) {
    (void)state;
    enum { N = 200 };
    city_t c;
    static lc_rule rule[N];
    static lc_indicator_def def[N + 2];
    static size_t part[N];
    road_with_stores(&c, 0);
    for (size_t k = 0; k < N; k++) {
        def[k] = made_indicator(&rule[k], LC_NETWORK, 1 + (double)k);
        part[k] = k;
    }
    def[N] = made_combination(LC_COMBINES_AT_LEAST, 100, part, N);
    def[N + 1] = made_combination(LC_COMBINES_ALL, N, part, N);
    lc_results res = city_measure(&c, def, N + 2);
    const lc_counted *counted = lc_results_counted(&res, N);
    for (size_t m = 1; m <= N; m++) { /* m of them are kept within 201 - m metres */
        double r = 201 - (double)m;
        assert_true(fabs(counted->within[m - 1] - 2 * r * r) <= counted->err[m - 1] + 1e-4);
    }
    assert_area(&res, N, 2 * 101 * 101);
    assert_area(&res, N + 1, 2);
    lc_results_free(&res);
    city_free(&c);
}

/* More different facilities than one pass can hold, each a part of its own: n a combination. */
static lc_status plan_many(size_t n_combinations, size_t n_parts, lc_denominator denominator, lc_context **ctx,
                           bool *apart) {
    enum { MOST = 160 };
    city_t c;
    static lc_rule rule[MOST];
    static lc_indicator_def def[MOST + 4];
    static size_t part[MOST], combination[4];
    size_t n = n_combinations * n_parts;
    road_with_stores(&c, 50);
    city_build(&c);
    for (size_t k = 0; k < n; k++) {
        def[k] = made_indicator(&rule[k], LC_NETWORK, 100);
        rule[k].max_area_m2 = 10 + (double)k; /* a point has no area: none passes, but each is a set of its own */
        part[k] = k;
    }
    c.facilities.area_m2[0] = c.facilities.area_m2[1] = 1;
    for (size_t k = 0; k < n_combinations; k++) {
        def[n + k] = made_combination(LC_COMBINES_ALL, n_parts, part + k * n_parts, n_parts);
        def[n + k].id = (char *)(uintptr_t) "many";
        def[n + k].denominator = denominator;
        combination[k] = n + k;
    }
    lc_profile profile = {.indicators = def,
                          .n_indicators = n + n_combinations,
                          .combination = combination,
                          .n_combinations = n_combinations};
    size_t start[] = {0, 0};
    lc_places nobody = {.start = start};
    lc_city view = city_view(&c);
    lc_plan *plan = NULL;
    view.places = &nobody;
    lc_status status = lc_plan_new(c.ctx, &profile, &view, &plan);
    *apart = false;
    for (size_t k = 0; plan && k < n_combinations; k++)
        for (size_t p = 0; denominator != LC_POPULATION && p < n_parts; p++)
            *apart =
                *apart || plan->group[plan->indicator[part[k * n_parts + p]].group].pass != plan->indicator[n + k].pass;
    lc_plan_free(plan);
    *ctx = c.ctx;
    c.ctx = NULL;
    city_free(&c);
    return status;
}

/* Over land the parts are measured together: as many as fit, or the profile is refused; places can be counted one by
   one. */
static void test_too_many_facilities_are_refused(void **state) {
    (void)state;
    lc_context *ctx;
    bool apart;
    assert_int_equal(plan_many(1, 61, LC_AREA, &ctx, &apart), LC_OK);
    assert_false(apart);
    lc_context_free(ctx);
    assert_int_equal(plan_many(2, 40, LC_AREA, &ctx, &apart), LC_OK); /* two passes, neither torn apart */
    assert_false(apart);
    lc_context_free(ctx);
    assert_int_equal(plan_many(1, 62, LC_RESIDENTIAL, &ctx, &apart), LC_OK); /* without such land there is no answer */
    lc_context_free(ctx);
    assert_int_equal(plan_many(1, 62, LC_AREA, &ctx, &apart), LC_ERR_INPUT);
    assert_non_null(strstr(lc_error_message(ctx), "'many', with what shares its parts, combines 62 different sets"));
    lc_context_free(ctx);
    assert_int_equal(plan_many(1, 160, LC_POPULATION, &ctx, &apart), LC_OK);
    lc_context_free(ctx);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_two_stores_on_one_road),
        cmocka_unit_test(test_over_residential_land),
        cmocka_unit_test(test_places_with_mixed_metrics),
        cmocka_unit_test(test_off_network_inside_a_facility),
        cmocka_unit_test(test_gated),
        cmocka_unit_test(test_gated_with_two_gates),
        cmocka_unit_test(test_nested),
        cmocka_unit_test(test_two_hundred_parts),
        cmocka_unit_test(test_too_many_facilities_are_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
