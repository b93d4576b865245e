/* Ratios that can be worked out with a pencil. */
#include "made_city.h"

static const double PI = 3.14159265358979323846;

/* A straight road of 2 km from (-1000, 0) to (1000, 0) in n edges, and a community of 2000 m x 600 m around it. */
static void straight_road(city_t *c, int n) {
    city_init(c);
    uint32_t v = city_vertex(c, -1000, 0);
    for (int i = 1; i <= n; i++) {
        uint32_t w = city_vertex(c, -1000 + 2000.0 * i / n, 0);
        city_path(c, 2, (uint32_t[]){v, w});
        v = w;
    }
    city_box(c, -1000, -300, 1000, 300);
}

/* The same place turned and moved, and the road cut into pieces, must not change the ratio. */
static void expect_everywhere(void (*furnish)(city_t *), lc_metric metric, double distance_m, double ratio) {
    static const int splits[] = {1, 2, 7, 2000};
    static const double angles[] = {0, 0.3, PI / 2, 2.2};
    for (size_t s = 0; s < 4; s++)
        for (size_t a = 0; a < 4; a++) {
            city_t c;
            double err;
            straight_road(&c, splits[s]);
            furnish(&c);
            city_turn(&c, angles[a], 12345.678 * (double)a, -54321.0 * (double)s);
            double got = city_ratio(&c, metric, distance_m, &err);
            assert_true(fabs(got - ratio) <= err + 1e-9);
            assert_true(fabs(got - ratio) < 1e-6);
            city_free(&c);
        }
}

static void store_on_road(city_t *c) {
    city_store(c, 0, 0);
}

static void store_off_road(city_t *c) {
    city_store(c, 0, 120);
}

static void park_across_road(city_t *c) {
    city_facility(c, LC_POLYGON, 4, (lc_xy[]){{-100, -50}, {100, -50}, {100, 50}, {-100, 50}});
}

/* |x| + |y| <= 500 with |y| <= 250: 2 * (500 * 250 + 250 * 250 ... ) = 375,000 of 1,200,000 m2. */
static void test_store_on_road(void **state) {
    (void)state;
    expect_everywhere(store_on_road, LC_NETWORK, 500, 0.3125);
}

/* 380 m are left at the road: 2 * 250 * (380 + 130) = 255,000 m2. */
static void test_store_off_road(void **state) {
    (void)state;
    expect_everywhere(store_off_road, LC_NETWORK, 500, 0.2125);
}

/* D = 0 from x = -101 to 101 (the park grown by 1 m): 4 * [101 * 250 + 300 * 250 - 250^2 / 2] = 276,000 m2 within. */
static void test_park_across_road(void **state) {
    (void)state;
    double covered = 4 * (101 * 250 + 300 * 250 - 250.0 * 250 / 2);
    expect_everywhere(park_across_road, LC_NETWORK, 300, covered / 1.2e6);
}

static void test_straight_circle(void **state) {
    (void)state;
    expect_everywhere(store_on_road, LC_STRAIGHT, 250, PI * 250 * 250 / 1.2e6);
}

/* The park buffered by 250 m: itself, four strips and a disc, cut at |y| = 300 (250 + 50, so not cut at all). */
static void test_straight_park(void **state) {
    (void)state;
    expect_everywhere(park_across_road, LC_STRAIGHT, 250, (200 * 100 + 2 * 250 * 300 + PI * 250 * 250) / 1.2e6);
}

/* A crossroads: the nearest road changes on the diagonals, D is the same on both. */
static void test_crossroads(void **state) {
    (void)state;
    city_t c;
    double err;
    city_init(&c);
    uint32_t m = city_vertex(&c, 0, 0);
    for (int k = 0; k < 4; k++)
        city_path(&c, 2, (uint32_t[]){m, city_vertex(&c, 800 * cos(k * PI / 2), 800 * sin(k * PI / 2))});
    city_store(&c, 0, 0);
    city_box(&c, -200, -200, 200, 200);
    /* |x| + |y| <= 300 inside the square of half side 200: the square less four corners of legs 100. */
    assert_true(fabs(city_ratio(&c, LC_NETWORK, 300, &err) - (160000 - 4 * 5000) / 160000.0) < 1e-9);
    assert_true(err < 1e-9);
    city_free(&c);
}

/* Places beyond the link limit are off network; inside a facility they are not. */
static void test_off_network(void **state) {
    (void)state;
    city_t c;
    straight_road(&c, 3);
    city_store(&c, 0, 0);
    city_facility(&c, LC_POLYGON, 4, (lc_xy[]){{-50, 260}, {50, 260}, {50, 290}, {-50, 290}});
    lc_rule rule;
    lc_indicator_def def = made_indicator(&rule, LC_NETWORK, 500);
    lc_results r = city_measure(&c, &def, 1);
    assert_true(fabs(r.value[0].offnet - (2 * 2000 * 50 - 100 * 30)) < 1e-3);
    lc_results_free(&r);
    city_free(&c);
}

/* The mean over the diamond |x| + |y| <= 500, |y| <= 250, by integrating by hand. */
static void test_mean_distance(void **state) {
    (void)state;
    city_t c;
    straight_road(&c, 5);
    city_store(&c, 0, 0);
    lc_rule rule;
    lc_indicator_def def = made_indicator(&rule, LC_NETWORK, 500);
    lc_results r = city_measure(&c, &def, 1);
    /* per quadrant: integral over y of [(500 - y) y + (500 - y)^2 / 2] dy = [125000 y - y^3 / 6] */
    double quadrant = 125000 * 250.0 - 250.0 * 250 * 250 / 6, area = 375000;
    assert_true(fabs(r.value[0].ranged - area) < 1e-3);
    assert_true(fabs(r.value[0].distance / r.value[0].ranged - 4 * quadrant / area) < 1e-6);
    lc_results_free(&r);
    /* And over a disc: 2/3 of the radius. */
    def.metric = LC_STRAIGHT;
    rule.distance_m = 250;
    r = city_measure(&c, &def, 1);
    assert_true(fabs(r.value[0].distance / r.value[0].ranged - 250 * 2 / 3.0) < 1e-6);
    lc_results_free(&r);
    city_free(&c);
}

/* A community without any network, and one without area. */
static void test_nothing_there(void **state) {
    (void)state;
    city_t c;
    straight_road(&c, 2);
    city_store(&c, 0, 0);
    city_box(&c, 10000, 10000, 10500, 10500);
    city_community(&c, 3, (lc_xy[]){{0, 0}, {100, 0}, {200, 0}});
    lc_rule rule;
    lc_indicator_def def = made_indicator(&rule, LC_NETWORK, 500);
    lc_results r = city_measure(&c, &def, 1);
    assert_true(fabs(r.value[0].covered / r.value[0].demand - 0.3125) < 1e-9);
    assert_true(r.value[1].covered == 0 && fabs(r.value[1].offnet - 250000) < 1e-6);
    assert_true(r.value[2].demand == 0);
    lc_results_free(&r);
    city_free(&c);
}

/* Two roads drawn on top of one another without joining: the smaller D counts. */
static void test_coincident_roads(void **state) {
    (void)state;
    city_t c;
    straight_road(&c, 1);
    city_road(&c, -1000, 0, 1000, 0);
    city_store(&c, 0, 0);
    double err, err2;
    assert_true(fabs(city_ratio(&c, LC_NETWORK, 500, &err) - 0.3125) < 1e-9);
    city_free(&c);
    /* The store reaches only the second road, by a stub: now the first must not hide it. */
    straight_road(&c, 1);
    uint32_t m = city_vertex(&c, 0, 0), a = city_vertex(&c, -1000, 0), b = city_vertex(&c, 1000, 0),
             s = city_vertex(&c, 0, 200);
    city_path(&c, 3, (uint32_t[]){a, m, b});
    city_path(&c, 2, (uint32_t[]){m, s});
    city_store(&c, 0, 200);
    double joined = city_ratio(&c, LC_NETWORK, 500, &err);
    city_free(&c);
    city_init(&c);
    city_box(&c, -1000, -300, 1000, 300);
    m = city_vertex(&c, 0, 0), a = city_vertex(&c, -1000, 0), b = city_vertex(&c, 1000, 0), s = city_vertex(&c, 0, 200);
    city_path(&c, 3, (uint32_t[]){a, m, b});
    city_path(&c, 2, (uint32_t[]){m, s});
    city_store(&c, 0, 200);
    double alone = city_ratio(&c, LC_NETWORK, 500, &err2);
    assert_true(fabs(alone - joined) <= err + err2 + 1e-9);
    assert_true(err < 1e-5 && err2 < 1e-5);
    city_free(&c);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_store_on_road),    cmocka_unit_test(test_store_off_road),
        cmocka_unit_test(test_park_across_road), cmocka_unit_test(test_straight_circle),
        cmocka_unit_test(test_straight_park),    cmocka_unit_test(test_crossroads),
        cmocka_unit_test(test_off_network),      cmocka_unit_test(test_mean_distance),
        cmocka_unit_test(test_nothing_there),    cmocka_unit_test(test_coincident_roads),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
