/* What polygons have in common, from their sides, against GEOS's overlay; neighbours have nothing. */
#include "geo/common_area.h"

#include "geo/overlay.h"
#include "random.h"
#include "unit.h"

static const double PI = 3.14159265358979323846;

/* A ring around (x, y) whose corners lie `least` .. 1 times r away, either way round. */
static void add_ring(rng_t *r, lc_geoms *out, double x, double y, double least, double radius) {
    size_t n = 3 + rng_below(r, 40);
    double way = rng_chance(r, 0.5) ? 1 : -1;
    lc_xy first = {0, 0};
    assert_true(lc_geoms_begin_part(out));
    for (size_t i = 0; i < n; i++) {
        double turn = way * 2 * PI * (double)i / (double)n, d = radius * rng_range(r, least, 1);
        lc_xy p = {x + d * cos(turn), y + d * sin(turn)};
        if (rng_chance(r, 0.3)) p.x = round(p.x); /* now and then straight up, or end to end */
        if (i == 0) first = p;
        assert_true(lc_geoms_add(out, p.x, p.y));
    }
    assert_true(lc_geoms_add(out, first.x, first.y));
}

/* A star with a hole or without. */
static void add_star(rng_t *r, lc_geoms *out, double x, double y) {
    assert_true(lc_geoms_begin(out, LC_POLYGON, (uint32_t)out->n));
    add_ring(r, out, x, y, 0.5, 100);
    if (rng_chance(r, 0.5)) add_ring(r, out, x, y, 0.3, 20); /* within the star, however few corners it has */
}

static double common(const lc_geoms *g, size_t a, size_t b) {
    lc_sides sides[2] = {0};
    lc_side_sweep sweep = {0};
    double area, mirrored;
    assert_true(lc_sides_add(&sides[0], g, a) && lc_sides_add(&sides[1], g, b));
    lc_sides_sort(&sides[0]);
    lc_sides_sort(&sides[1]);
    assert_true(lc_common_area(&sides[0], &sides[1], &sweep, &area));
    assert_true(lc_common_area(&sides[1], &sides[0], &sweep, &mirrored));
    assert_true(fabs(area - mirrored) < 1e-6);
    lc_side_sweep_free(&sweep);
    lc_sides_free(&sides[0]);
    lc_sides_free(&sides[1]);
    return area;
}

static void test_against_overlay(void **state) {
    (void)state;
    rng_t r = {7};
    double shared = 0;
    for (int k = 0; k < 2000; k++) {
        lc_geoms g = {0}, clip = {0}, cut = {0};
        double want = 0;
        add_star(&r, &g, 0, 0);
        add_star(&r, &g, rng_range(&r, -200, 200), rng_range(&r, -200, 200));
        assert_true(lc_geoms_copy(&clip, &g, 1, 0));
        lc_index *index = lc_geoms_index(&clip);
        assert_true(index && lc_geoms_overlay(&g, 0, 1, &clip, index, true, 0, 0, &cut));
        lc_index_free(index);
        for (size_t i = 0; i < cut.n; i++) want += lc_geom_area(&cut, i);
        if (fabs(common(&g, 0, 1) - want) > 1e-7) fail_msg("pair %d: %.9f, not %.9f", k, common(&g, 0, 1), want);
        if (fabs(common(&g, 0, 0) - lc_geom_area(&g, 0)) > 1e-7) fail_msg("star %d is not as large as itself", k);
        shared += want;
        lc_geoms_free(&g);
        lc_geoms_free(&clip);
        lc_geoms_free(&cut);
    }
    assert_true(shared > 1e6);
}

/* A bent border from south to north in the middle of two boxes far from the origin, each vertex in both. */
static void test_neighbours(void **state) {
    (void)state;
    rng_t r = {11};
    lc_geoms g = {0};
    lc_xy border[200];
    const double at = 12345.678, size = 5000;
    for (int i = 0; i < 200; i++) border[i] = (lc_xy){at + rng_range(&r, -900, 900), at + size * i / 199.0};
    for (uint32_t side = 0; side < 2; side++) {
        double far = at + (side ? size : -size);
        assert_true(lc_geoms_begin(&g, LC_POLYGON, side) && lc_geoms_begin_part(&g));
        for (int i = 0; i < 200; i++) assert_true(lc_geoms_add(&g, border[i].x, border[i].y));
        assert_true(lc_geoms_add(&g, far, at + size) && lc_geoms_add(&g, far, at) &&
                    lc_geoms_add(&g, border[0].x, border[0].y));
    }
    assert_true(fabs(common(&g, 0, 1)) < 1e-6);
    lc_geoms_free(&g);
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_against_overlay), cmocka_unit_test(test_neighbours)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
