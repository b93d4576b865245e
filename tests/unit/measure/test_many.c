/* Hundreds and thousands of rules, of lines on top of one another, and of indicators: nothing is left out when tables
   are full. */
#include "made_city.h"
#include "random.h"

static const size_t MANY[] = {30, 200, 2000};
static const double HALF_M = 1000, DEEP_M = 300; /* of the road, and of the community on either side of it */

/* Store k of n on the road, or beside it, with a size of its own, so that a rule can choose it alone. */
static void sized_store(city_t *c, double x, double y) {
    city_store(c, x, y);
    c->facilities.area_m2[c->facilities.n - 1] = (double)c->facilities.n;
}

static lc_rule rule_of(size_t store, double distance_m) {
    lc_rule rule;
    made_indicator(&rule, LC_NETWORK, distance_m);
    rule.min_area_m2 = (double)store + 0.5;
    rule.max_area_m2 = (double)store + 1.5;
    return rule;
}

/* Stores at random on (and beside) a road from -HALF_M to HALF_M, and rules that unite them, each at its distance. */
typedef struct town {
    city_t city;
    lc_xy *store;
    lc_rule *rule;
    lc_indicator_def def;
} town_t;

static town_t make_town(size_t n, lc_metric metric, double beside_m, double most_m) {
    town_t t = {.store = LC_NEW(lc_xy, n), .rule = LC_NEW(lc_rule, n)};
    lc_rule any;
    rng_t r = {n};
    city_init(&t.city);
    city_road(&t.city, -HALF_M, 0, HALF_M, 0);
    city_box(&t.city, -HALF_M, -DEEP_M, HALF_M, DEEP_M);
    for (size_t k = 0; k < n; k++) {
        t.store[k] = (lc_xy){rng_range(&r, -HALF_M, HALF_M), rng_range(&r, -beside_m, beside_m)};
        sized_store(&t.city, t.store[k].x, t.store[k].y);
        /* Any may be the one that reaches farthest, the last as well as the first. */
        t.rule[k] = rule_of(k, rng_range(&r, 0.1, 1) * most_m / sqrt((double)n));
    }
    t.rule[n - 1].distance_m = 1.1 * most_m / sqrt((double)n);
    t.def = made_indicator(&any, metric, 1);
    t.def.rules = t.rule;
    t.def.n_rules = n;
    return t;
}

static void free_town(town_t *t) {
    free(t->store);
    free(t->rule);
    city_free(&t->city);
}

/* Where the road is reached to a depth of h(x) on either side, the area is the integral of 2 h. */
static double covered_along(const town_t *t) {
    enum { STEPS = 20000 };
    double sum = 0, step = 2 * HALF_M / STEPS;
    for (int i = 0; i < STEPS; i++) {
        double x = -HALF_M + step * (i + 0.5), depth = 0;
        for (size_t k = 0; k < t->def.n_rules; k++)
            depth = fmax(depth, t->rule[k].distance_m - fabs(x - t->store[k].x));
        sum += 2 * step * fmin(depth, 250);
    }
    return sum;
}

static void test_rules_on_the_network(void **state) {
    (void)state;
    for (size_t m = 0; m < sizeof MANY / sizeof *MANY; m++) {
        town_t t = make_town(MANY[m], LC_NETWORK, 0, 1500);
        lc_results r = city_measure(&t.city, &t.def, 1);
        double covered = covered_along(&t);
        assert_true(r.value[0].err < 1e-3 && covered > 0.05 * r.value[0].demand);
        if (fabs(r.value[0].covered - covered) > 1)
            fail_msg("%zu rules: %g, not %g", MANY[m], r.value[0].covered, covered);
        lc_results_free(&r);
        free_town(&t);
    }
}

/* The share of the community's points, 2 m apart, that are in any disc. */
static double covered_by_discs(const town_t *t) {
    size_t in = 0, all = 0;
    for (double x = -HALF_M + 1; x < HALF_M; x += 2)
        for (double y = -DEEP_M + 1; y < DEEP_M; y += 2, all++)
            for (size_t k = 0; k < t->def.n_rules; k++) {
                double dx = x - t->store[k].x, dy = y - t->store[k].y, d = t->rule[k].distance_m;
                if (dx * dx + dy * dy > d * d) continue;
                in++;
                break;
            }
    return (double)in / (double)all;
}

static void test_rules_in_a_straight_line(void **state) {
    (void)state;
    for (size_t m = 0; m < sizeof MANY / sizeof *MANY; m++) {
        town_t t = make_town(MANY[m], LC_STRAIGHT, DEEP_M, 500);
        lc_results r = city_measure(&t.city, &t.def, 1);
        double share = covered_by_discs(&t), got = r.value[0].covered / r.value[0].demand;
        assert_true(share > 0.1 && r.value[0].err <= 0.005 * r.value[0].demand);
        if (fabs(got - share) > r.value[0].err / r.value[0].demand + 5e-4)
            fail_msg("%zu rules: %g, not %g", MANY[m], got, share);
        lc_results_free(&r);
        free_town(&t);
    }
}

/* Rules of one distance are one rule, whatever their number. */
static void test_rules_of_one_distance(void **state) {
    (void)state;
    town_t t = make_town(200, LC_STRAIGHT, DEEP_M, 500);
    for (size_t k = 0; k < 199; k++) t.rule[k].distance_m = 60;
    lc_results r = city_measure(&t.city, &t.def, 1);
    double share = covered_by_discs(&t), got = r.value[0].covered / r.value[0].demand;
    assert_true(fabs(got - share) <= r.value[0].err / r.value[0].demand + 5e-4);
    lc_results_free(&r);
    free_town(&t);
}

/*
 * n roads drawn on top of one another without joining, each with a dead end to the north and a store at its end: on the
 * road, D is the least of 200 + |x - x_k|. South of the road, nothing but the road is near.
 */
static void test_coincident_lines(void **state) {
    (void)state;
    for (size_t m = 0; m < sizeof MANY / sizeof *MANY; m++) {
        size_t n = MANY[m];
        double *at = LC_NEW(double, n), covered = 0, reach = 100 / sqrt((double)n / 30), half = n > 500 ? 150 : HALF_M;
        city_t c;
        rng_t r = {n};
        city_init(&c);
        for (size_t k = 0; k < n; k++) {
            at[k] = rng_range(&r, -HALF_M, HALF_M);
            uint32_t foot = city_vertex(&c, at[k], 0);
            city_path(&c, 3, (uint32_t[]){city_vertex(&c, -HALF_M, 0), foot, city_vertex(&c, HALF_M, 0)});
            city_path(&c, 2, (uint32_t[]){foot, city_vertex(&c, at[k], 200)});
            city_store(&c, at[k], 200);
        }
        city_box(&c, -half, -DEEP_M, half, 0);
        for (int i = 0; i < 20000; i++) {
            double step = 2 * half / 20000, x = -half + step * (i + 0.5), depth = 0;
            for (size_t k = 0; k < n; k++) depth = fmax(depth, reach - fabs(x - at[k]));
            covered += step * depth;
        }
        double err, got = city_ratio(&c, LC_NETWORK, 200 + reach, &err), want = covered / (2 * half * DEEP_M);
        if (fabs(got - want) > 1e-5) fail_msg("%zu lines: %g, not %g", n, got, want);
        free(at);
        city_free(&c);
    }
}

/* Indicators each with facilities of its own, more than one pass over the network can have: the diamonds of each. */
static void test_indicators(void **state) {
    (void)state;
    enum { N = 1000 };
    city_t c;
    lc_rule *rule = LC_NEW(lc_rule, N);
    lc_indicator_def *def = LC_NEW(lc_indicator_def, N);
    city_init(&c);
    city_road(&c, -2 * HALF_M, 0, 2 * HALF_M, 0);
    city_box(&c, -2 * HALF_M, -DEEP_M, 2 * HALF_M, DEEP_M);
    for (size_t k = 0; k < N; k++) {
        lc_rule any;
        sized_store(&c, (double)k - 500, 0);
        rule[k] = rule_of(k, 100 + (double)k / 10);
        def[k] = made_indicator(&any, LC_NETWORK, 1);
        def[k].rules = &rule[k];
    }
    lc_results r = city_measure(&c, def, N);
    for (size_t k = 0; k < N; k++)
        assert_true(fabs(r.value[k].covered - 2 * rule[k].distance_m * rule[k].distance_m) < 1e-3);
    lc_results_free(&r);
    free(rule);
    free(def);
    city_free(&c);
}

/* The same behind a gate: inside of the compound, every indicator has a disc around it. */
static void test_indicators_behind_a_gate(void **state) {
    (void)state;
    enum { N = 150 };
    city_t c;
    lc_rule *rule = LC_NEW(lc_rule, N);
    lc_indicator_def *def = LC_NEW(lc_indicator_def, N);
    lc_compounds compounds = {0};
    city_init(&c);
    city_road(&c, -HALF_M, 0, HALF_M, 0);
    lc_xy wall[4] = {{-200, 1}, {200, 1}, {200, 201}, {-200, 201}};
    city_community(&c, 4, wall);
    add_geom(&compounds.zones.geoms, LC_POLYGON, 0, 4, wall);
    compounds.zones.layers = LC_NEW(lc_layers, 1);
    compounds.zones.layers[0] = LC_LAYER_GATED;
    compounds.gate_of = LC_NEW0(size_t, 2);
    compounds.gate_of[1] = compounds.n_gates = 1;
    compounds.gate = LC_NEW0(uint32_t, 1);
    compounds.gate_xy = LC_NEW0(lc_xy, 1);
    compounds.gate_xy[0] = (lc_xy){0, 1};
    assert_int_equal(lc_zones_index(c.ctx, &compounds.zones), LC_OK);
    c.compounds = &compounds;
    for (size_t k = 0; k < N; k++) {
        lc_rule any;
        sized_store(&c, (double)k, 0);
        rule[k] = rule_of(k, 151);
        def[k] = made_indicator(&any, LC_NETWORK, 1);
        def[k].rules = &rule[k];
    }
    lc_results r = city_measure(&c, def, N);
    for (size_t k = 0; k < N; k++) {
        double radius = 151 - 1 - (double)k, covered = 0.5 * acos(-1) * radius * radius;
        if (fabs(r.value[k].covered - covered) > r.value[k].err + 1e-3)
            fail_msg("indicator %zu: %g, not %g", k, r.value[k].covered, covered);
    }
    lc_results_free(&r);
    free(rule);
    free(def);
    lc_zones_free(&compounds.zones);
    free(compounds.gate_of);
    free(compounds.gate);
    free(compounds.gate_xy);
    city_free(&c);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_rules_on_the_network),
        cmocka_unit_test(test_rules_in_a_straight_line),
        cmocka_unit_test(test_rules_of_one_distance),
        cmocka_unit_test(test_coincident_lines),
        cmocka_unit_test(test_indicators),
        cmocka_unit_test(test_indicators_behind_a_gate),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
