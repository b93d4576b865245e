/* lc_nearest_spots_find() against lc_network_nearest() of each point, which knows nothing of the others. */
#include "made_city.h"

#include "measure/nearest_spots.h"
#include "network/nearest.h"
#include "towns.h"

enum { POINTS = 3000, TOWNS = 40 };

static void assert_as_one_by_one(const lc_network *network, const lc_xy *xy, size_t n, double max_m) {
    lc_nearest_spots found;
    lc_spots spots = {0};
    double leg;
    assert_true(lc_nearest_spots_find(network, xy, n, max_m, &found));
    for (size_t i = 0; i < n; i++) {
        assert_true(lc_network_nearest(network, xy[i].x, xy[i].y, max_m, &spots, &leg));
        assert_true(found.leg_m[i] == leg);
        assert_int_equal(found.count[i], spots.n);
        for (size_t k = 0; k < spots.n; k++) {
            lc_spot spot = found.spot[found.first[i] + k];
            assert_true(spot.edge == spots.spot[k].edge && spot.s_m == spots.spot[k].s_m);
        }
    }
    lc_spots_free(&spots);
    lc_nearest_spots_free(&found);
}

/* Points all over a town and far around it, many in one place, and some on its vertices, where several paths are as
   near. */
static void test_towns(void **state) {
    (void)state;
    static lc_xy xy[POINTS];
    for (uint64_t seed = 1; seed <= TOWNS; seed++) {
        rng_t r = {seed};
        city_t c;
        town_make(&c, seed, 0);
        city_build(&c);
        lc_box box = lc_box_empty();
        for (size_t i = 0; i < c.paths.n_xy; i++) lc_box_add(&box, c.paths.xy[i].x, c.paths.xy[i].y);
        double far = seed % 4 == 0 ? 5000 : 200;
        for (size_t i = 0; i < POINTS; i++)
            xy[i] = (lc_xy){rng_range(&r, box.x0 - far, box.x1 + far), rng_range(&r, box.y0 - far, box.y1 + far)};
        for (size_t i = 0; i < 100; i++) xy[i] = c.paths.xy[rng_below(&r, c.paths.n_xy)];
        for (size_t i = 100; i < 200; i++) xy[i] = xy[100];
        assert_as_one_by_one(c.network, xy, POINTS, c.link_limit_m);
        assert_as_one_by_one(c.network, xy, POINTS, 1e4);
        assert_as_one_by_one(c.network, xy, seed % 12, c.link_limit_m);
        city_free(&c);
    }
}

/* A point that is as far from two roads meets both, and none where the limit is less. */
static void test_equally_near(void **state) {
    (void)state;
    city_t c;
    lc_xy xy[20];
    lc_nearest_spots found;
    city_init(&c);
    city_road(&c, 0, -10, 100, -10);
    city_road(&c, 0, 10, 100, 10);
    city_build(&c);
    for (size_t i = 0; i < 20; i++) xy[i] = (lc_xy){5 * (double)i + 1, i < 10 ? 0 : 3};
    assert_true(lc_nearest_spots_find(c.network, xy, 20, 10, &found));
    for (size_t i = 0; i < 20; i++) {
        assert_int_equal(found.count[i], i < 10 ? 2 : 1);
        assert_true(fabs(found.leg_m[i] - (i < 10 ? 10 : 7)) < 1e-9);
    }
    lc_nearest_spots_free(&found);
    assert_true(lc_nearest_spots_find(c.network, xy, 20, 9, &found));
    for (size_t i = 0; i < 20; i++) assert_true(found.count[i] == (i >= 10) && isinf(found.leg_m[i]) == (i < 10));
    lc_nearest_spots_free(&found);
    city_free(&c);
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_towns), cmocka_unit_test(test_equally_near)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
