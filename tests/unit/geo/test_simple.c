/* Rings that are simple at a glance, against looking at every two sides on a grid, where nothing is rounded. */
#include "geo/simple.h"

#include "geo/geos_session.h"
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

/* Several rings on a grid: as polygons, or the others as holes of the first, which is all the same here. */
static void test_rings(void **state) {
    (void)state;
    rng_t r = {11};
    size_t far = 0;
    for (int k = 0; k < 100000; k++) {
        lc_xy xy[3][6];
        size_t rings = 2 + rng_below(&r, 2), n[3];
        lc_geoms g = {0};
        bool want = true, holes = rng_chance(&r, 0.5);
        for (size_t a = 0; a < rings; a++) {
            n[a] = 3 + rng_below(&r, 3);
            double left = (double)rng_below(&r, 12), low = (double)rng_below(&r, 12);
            for (size_t i = 0; i < n[a]; i++)
                xy[a][i] = (lc_xy){left + (double)rng_below(&r, 4), low + (double)rng_below(&r, 4)};
            xy[a][n[a]] = xy[a][0];
            assert_true((a && holes) || lc_geoms_begin(&g, LC_POLYGON, 0));
            assert_true(lc_geoms_begin_part(&g));
            for (size_t i = 0; i <= n[a]; i++) assert_true(lc_geoms_add(&g, xy[a][i].x, xy[a][i].y));
            want = want && simple_by_pairs(xy[a], n[a]);
            for (size_t b = 0; b < a; b++)
                for (size_t i = 0; i < n[a]; i++)
                    for (size_t j = 0; j < n[b]; j++)
                        want = want && !meet(xy[a][i], xy[a][i + 1], xy[b][j], xy[b][j + 1]);
        }
        assert_int_equal(lc_rings_are_apart(&g, 0, g.n), want);
        assert_false(holes && lc_geom_is_simple(&g, 0));
        far += want;
        lc_geoms_free(&g);
    }
    assert_true(far > 5000 && far < 95000);
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

/* More rings than are looked at pair by pair: squares side by side, until one is moved onto its neighbour. */
static void test_many_rings(void **state) {
    (void)state;
    rng_t r = {5};
    for (int k = 0; k < 50; k++) {
        enum { SIDE = 20 };
        size_t moved = rng_below(&r, SIDE * SIDE - 1);
        for (int move = 0; move < 2; move++) {
            lc_geoms g = {0};
            for (size_t i = 0; i < SIDE * SIDE; i++) {
                double x = 10 * (double)(i % SIDE), y = 10 * (double)(i / SIDE), w = move && i == moved ? 12 : 9;
                lc_xy xy[5] = {{x, y}, {x + w, y}, {x + w, y + w}, {x, y + w}, {x, y}};
                assert_true(lc_geoms_begin(&g, LC_POLYGON, (uint32_t)i) && lc_geoms_begin_part(&g));
                for (int p = 0; p < 5; p++) assert_true(lc_geoms_add(&g, xy[p].x, xy[p].y));
            }
            assert_int_equal(lc_rings_are_apart(&g, 0, g.n), !move);
            lc_geoms_free(&g);
        }
    }
}

/* ------------------------------------------------------------------------------------------- polygons and their holes
 */

static void add_square(lc_geoms *g, bool hole, double x, double y, double w) {
    assert_true(hole || lc_geoms_begin(g, LC_POLYGON, 0));
    assert_true(lc_geoms_begin_part(g));
    const double at[][2] = {{0, 0}, {1, 0}, {1, 1}, {0, 1}, {0, 0}};
    for (int i = 0; i < 5; i++) assert_true(lc_geoms_add(g, x + w * at[i][0], y + w * at[i][1]));
}

static bool valid_by_geos(const lc_geoms *g) {
    lc_geos s;
    assert_true(lc_geos_open(&s));
    GEOSGeometry *all = lc_geos_multipolygon(&s, g, NULL, 0, g->n);
    assert_non_null(all);
    bool valid = GEOSisValid_r(s.geos, all) == 1;
    GEOSGeom_destroy_r(s.geos, all);
    GEOS_finish_r(s.geos);
    return valid;
}

static void test_polygons(void **state) {
    (void)state;
    lc_geoms g = {0};
    add_square(&g, false, 0, 0, 100);
    add_square(&g, true, 10, 10, 20);
    add_square(&g, true, 40, 10, 20);
    add_square(&g, false, 200, 0, 50);
    assert_true(lc_polygons_are_apart(&g, 0, 2));
    add_square(&g, false, 15, 15, 5); /* an island in a hole: valid, but not at a glance */
    assert_true(valid_by_geos(&g) && !lc_polygons_are_apart(&g, 0, 3));
    lc_geoms_cut(&g, 2);
    add_square(&g, true, 15, 15, 200); /* around all of its own ring */
    assert_false(lc_polygons_are_apart(&g, 0, 2));
    lc_geoms_free(&g);
    add_square(&g, false, 0, 0, 100);
    add_square(&g, false, 20, 20, 10); /* an outer ring in another one */
    assert_true(!valid_by_geos(&g) && !lc_polygons_are_apart(&g, 0, 2));
    lc_geoms_free(&g);
    for (size_t i = 0; i < 300; i++) add_square(&g, false, 10 * (double)i, 0, 5);
    assert_true(lc_polygons_are_apart(&g, 0, 200));
    assert_false(lc_polygons_are_apart(&g, 0, 300)); /* more rings than are looked at */
    lc_geoms_free(&g);
}

/* Squares thrown at random, as polygons and as holes of the one before: what is seen to be valid, GEOS finds so. */
static void test_against_geos(void **state) {
    (void)state;
    rng_t r = {21};
    size_t seen = 0, with_holes = 0;
    for (int k = 0; k < 30000; k++) {
        lc_geoms g = {0};
        size_t rings = 1 + rng_below(&r, 4);
        add_square(&g, false, (double)rng_below(&r, 3), (double)rng_below(&r, 3), (double)(8 + rng_below(&r, 5)));
        for (size_t i = 1; i < rings; i++)
            add_square(&g, rng_chance(&r, 0.5), (double)rng_below(&r, 20), (double)rng_below(&r, 20),
                       (double)(1 + rng_below(&r, 4)));
        if (lc_polygons_are_apart(&g, 0, g.n)) {
            assert_true(valid_by_geos(&g));
            seen++;
            with_holes += g.n < rings;
        }
        lc_geoms_free(&g);
    }
    assert_true(seen > 3000 && with_holes > 300);
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_on_grid),  cmocka_unit_test(test_rings),
                                       cmocka_unit_test(test_stars),    cmocka_unit_test(test_many_rings),
                                       cmocka_unit_test(test_polygons), cmocka_unit_test(test_against_geos)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
