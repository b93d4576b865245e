/* Rings that are simple at a glance, against looking at every two sides on a grid, where nothing is rounded. */
#include "geo/simple.h"

#include "random.h"
#include "unit.h"

static int turn(lc_xy a, lc_xy b, lc_xy c) {
    double det = (b.x - a.x) * (c.y - a.y) - (b.y - a.y) * (c.x - a.x);
    return (det > 0) - (det < 0);
}

static bool between(lc_xy a, lc_xy b, lc_xy p) {
    return turn(a, b, p) == 0 && fmin(a.x, b.x) <= p.x && p.x <= fmax(a.x, b.x) && fmin(a.y, b.y) <= p.y &&
           p.y <= fmax(a.y, b.y);
}

static bool meet(lc_xy a, lc_xy b, lc_xy c, lc_xy d) {
    if (between(a, b, c) || between(a, b, d) || between(c, d, a) || between(c, d, b)) return true;
    return turn(a, b, c) * turn(a, b, d) < 0 && turn(c, d, a) * turn(c, d, b) < 0;
}

/* n sides, xy[n] is xy[0]. */
static bool simple_by_pairs(const lc_xy *xy, size_t n) {
    for (size_t i = 0; i < n; i++) {
        lc_xy a = xy[i], b = xy[i + 1], after = xy[(i + 1) % n + 1];
        if ((a.x == b.x && a.y == b.y) || between(a, b, after) || between(b, after, a)) return false;
        for (size_t k = i + 2; k < n; k++)
            if (!(i == 0 && k == n - 1) && meet(a, b, xy[k], xy[k + 1])) return false;
    }
    return true;
}

static bool is_simple(const lc_xy *xy, size_t points) {
    lc_geoms g = {0};
    assert_true(lc_geoms_begin(&g, LC_POLYGON, 0) && lc_geoms_begin_part(&g));
    for (size_t i = 0; i < points; i++) assert_true(lc_geoms_add(&g, xy[i].x, xy[i].y));
    bool simple = lc_geom_is_simple(&g, 0);
    lc_geoms_free(&g);
    return simple;
}

static void test_on_grid(void **state) {
    (void)state;
    rng_t r = {9};
    size_t simple = 0;
    for (int k = 0; k < 200000; k++) {
        lc_xy xy[8];
        size_t n = 3 + rng_below(&r, 5);
        for (size_t i = 0; i < n; i++) xy[i] = (lc_xy){(double)rng_below(&r, 6), (double)rng_below(&r, 6)};
        xy[n] = xy[0];
        bool want = simple_by_pairs(xy, n);
        assert_int_equal(is_simple(xy, n + 1), want);
        simple += want;
    }
    assert_true(simple > 20000);
}

/* Long rings, of many runs: stars are simple until one corner is put across the others, or on another one. */
static void test_stars(void **state) {
    (void)state;
    rng_t r = {4};
    static lc_xy xy[3001];
    for (int k = 0; k < 300; k++) {
        size_t n = 20 + rng_below(&r, 2980), moved = rng_below(&r, n - 1) + 1;
        for (size_t i = 0; i < n; i++) {
            double t = 6.283185307179586 * (double)i / (double)n, d = rng_range(&r, 50, 100);
            xy[i] = (lc_xy){5e4 + d * cos(t), -3e4 + d * sin(t)};
        }
        xy[n] = xy[0];
        assert_true(is_simple(xy, n + 1));
        lc_xy kept = xy[moved];
        xy[moved] = (lc_xy){5e4 + 4 * (5e4 - kept.x), -3e4 + 4 * (-3e4 - kept.y)};
        assert_false(is_simple(xy, n + 1));
        xy[moved] = xy[moved > n / 2 ? moved - n / 2 + 1 : moved + n / 2 - 1];
        assert_false(is_simple(xy, n + 1));
        xy[moved] = (lc_xy){NAN, kept.y};
        assert_false(is_simple(xy, n + 1));
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_on_grid), cmocka_unit_test(test_stars)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
