/* Crossings of outlines: stars have a closed form, polygons on a grid are counted by pairs. */
#include "geo/crossings.h"

#include <math.h>

#include "base/context.h"
#include "geo/geos.h"
#include "random.h"
#include "unit.h"

#define PI 3.14159265358979323846

static void add_ring(lc_geoms *g, const lc_xy *xy, size_t points) {
    assert_true(lc_geoms_begin(g, LC_POLYGON, (uint32_t)g->n) && lc_geoms_begin_part(g));
    for (size_t i = 0; i < points; i++) assert_true(lc_geoms_add(g, xy[i].x, xy[i].y));
}

/* Every side of a star of n points (odd) crosses all others but its two neighbours' ends: n (n - 3) / 2 crossings. */
static void add_star(lc_geoms *g, size_t n) {
    lc_xy xy[400];
    for (size_t i = 0; i < n; i++) {
        double angle = 2 * PI * (double)(i * (n / 2) % n) / (double)n;
        xy[i] = (lc_xy){1000 * cos(angle), 1000 * sin(angle)};
    }
    xy[n] = xy[0];
    add_ring(g, xy, n + 1);
}

static size_t count(const lc_geoms *g, size_t most) {
    size_t n = 0;
    assert_true(lc_parts_crossings(g, 0, g->n_parts, most, &n));
    return n;
}

static void test_stars(void **state) {
    (void)state;
    static const size_t points[] = {5, 7, 21, 51, 101};
    for (size_t k = 0; k < sizeof points / sizeof *points; k++) {
        lc_geoms g = {0};
        size_t n = points[k], crossings = n * (n - 3) / 2;
        add_star(&g, n);
        assert_int_equal(count(&g, SIZE_MAX), crossings);
        assert_int_equal(count(&g, crossings - 1), crossings - 1);
        lc_geoms_free(&g);
    }
}

static void test_none(void **state) {
    (void)state;
    static const lc_xy square[] = {{0, 0}, {1, 0}, {1, 1}, {0, 1}, {0, 0}}, beside[] = {{1, 0}, {2, 0}, {2, 1}, {1, 0}};
    lc_geoms g = {0};
    assert_int_equal(count(&g, 10), 0);
    add_ring(&g, square, 5);
    add_ring(&g, beside, 4); /* ends that touch are no crossings */
    assert_int_equal(count(&g, 10), 0);
    lc_geoms_free(&g);
}

static double turn(lc_xy a, lc_xy b, lc_xy c) {
    return (b.x - a.x) * (c.y - a.y) - (b.y - a.y) * (c.x - a.x);
}

static bool same(lc_xy p, lc_xy q) {
    return p.x == q.x && p.y == q.y;
}

/* On whole numbers nothing is rounded; boxes apart are no crossing, and lines that have both ends on one side. */
static bool crosses(lc_xy a, lc_xy b, lc_xy c, lc_xy d) {
    if (same(a, c) || same(a, d) || same(b, c) || same(b, d)) return false;
    if (fmax(a.x, b.x) < fmin(c.x, d.x) || fmax(c.x, d.x) < fmin(a.x, b.x)) return false;
    if (fmax(a.y, b.y) < fmin(c.y, d.y) || fmax(c.y, d.y) < fmin(a.y, b.y)) return false;
    return turn(a, b, c) * turn(a, b, d) <= 0 && turn(c, d, a) * turn(c, d, b) <= 0;
}

static void test_by_pairs(void **state) {
    (void)state;
    rng_t r = {5};
    for (int k = 0; k < 20000; k++) {
        lc_xy xy[13];
        size_t n = 3 + rng_below(&r, 9), expected = 0;
        for (size_t i = 0; i < n; i++) xy[i] = (lc_xy){(double)rng_below(&r, 9), (double)rng_below(&r, 9)};
        xy[n] = xy[0];
        for (size_t i = 0; i < n; i++)
            for (size_t j = i + 1; j < n; j++) expected += crosses(xy[i], xy[i + 1], xy[j], xy[j + 1]);
        lc_geoms g = {0};
        add_ring(&g, xy, n + 1);
        assert_int_equal(count(&g, SIZE_MAX), expected);
        lc_geoms_free(&g);
    }
}

/* One outline may cross itself 2,000 times; many that do so a little are repaired too. */
static void test_repairs(void **state) {
    (void)state;
    lc_context *ctx = lc_context_new();
    lc_geoms g = {0};
    size_t repaired, lost, left = LC_REPAIRS_MOST;
    for (int k = 0; k < 50; k++) add_star(&g, 5);
    assert_int_equal(lc_geoms_make_valid(ctx, &g, &repaired, &lost), LC_OK);
    assert_int_equal(repaired, 50);
    lc_geoms_free(&g);
    add_star(&g, 5);
    add_star(&g, 101);
    assert_int_equal(lc_geoms_make_valid(ctx, &g, &repaired, &lost), LC_ERR_INPUT);
    assert_int_equal(lc_error(ctx).feature, 2);
    assert_int_equal(lc_repairs_take(ctx, &g, 0, 1, &left), LC_OK);
    assert_int_equal(left, LC_REPAIRS_MOST - 25);
    left = 24;
    assert_int_equal(lc_repairs_take(ctx, &g, 0, 1, &left), LC_ERR_INPUT);
    assert_int_equal(left, 24);
    lc_geoms_free(&g);
    lc_context_free(ctx);
}

/* Rings of a relation are joined by GEOS as well. */
static void test_rings(void **state) {
    (void)state;
    lc_context *ctx = lc_context_new();
    lc_geoms star = {0}, rings = {0}, out = {0};
    add_star(&star, 101);
    assert_true(lc_geoms_begin(&rings, LC_LINE, 0) && lc_geoms_begin_part(&rings));
    for (size_t i = 0; i < star.n_xy; i++) assert_true(lc_geoms_add(&rings, star.xy[i].x, star.xy[i].y));
    assert_int_equal(lc_geoms_from_rings(ctx, &rings, 0, &out), LC_ERR_INPUT);
    lc_geoms_free(&out);
    lc_geoms_free(&rings);
    lc_geoms_free(&star);
    lc_context_free(ctx);
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_stars), cmocka_unit_test(test_none),
                                       cmocka_unit_test(test_by_pairs), cmocka_unit_test(test_repairs),
                                       cmocka_unit_test(test_rings)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
