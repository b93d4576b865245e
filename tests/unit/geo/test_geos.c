/* Repair of polygons, points on surfaces, areas from rings. */
#include "files.h"

#include <math.h>

#include "geo/geos.h"

typedef struct ring {
    size_t n;
    const double *xy;
} ring;

#define RING(...) ((ring){sizeof(double[]){__VA_ARGS__} / sizeof(double) / 2, (const double[]){__VA_ARGS__}})
#define SQUARE(x, y, side) RING(x, y, (x) + (side), y, (x) + (side), (y) + (side), x, (y) + (side), x, y)

static void add(lc_geoms *g, lc_geom_kind kind, uint32_t feature, const ring *rings, size_t n) {
    assert_true(lc_geoms_begin(g, kind, feature));
    for (size_t r = 0; r < n; r++) {
        assert_true(lc_geoms_begin_part(g));
        for (size_t i = 0; i < rings[r].n; i++)
            assert_true(lc_geoms_add(g, rings[r].xy[2 * i], rings[r].xy[2 * i + 1]));
    }
}

static double total_area(const lc_geoms *g) {
    double area = 0;
    for (size_t i = 0; i < g->n; i++) area += lc_geom_area(g, i);
    return area;
}

static void valid_polygons_stay_as_they_are(void **state) {
    files *f = *state;
    lc_geoms g = {0};
    size_t repaired = 9, lost = 9;
    const ring with_hole[] = {SQUARE(0.1, 0.2, 10.3), SQUARE(3, 3, 1.1)};
    const ring point[] = {RING(1, 2)};
    add(&g, LC_POLYGON, 0, with_hole, 2);
    add(&g, LC_POINT, 4, point, 1);
    lc_xy before[11];
    memcpy(before, g.xy, sizeof before);
    const lc_xy *where = g.xy;
    assert_works(f, lc_geoms_make_valid(f->ctx, &g, &repaired, &lost));
    assert_int_equal(repaired, 0);
    assert_int_equal(lost, 0);
    assert_ptr_equal(g.xy, where);
    assert_memory_equal(g.xy, before, sizeof before);
    lc_geoms_free(&g);
}

static void bow_ties_fall_apart_into_two(void **state) {
    files *f = *state;
    lc_geoms g = {0};
    size_t repaired, lost;
    const ring plain[] = {SQUARE(100, 0, 1)}, bow_tie[] = {RING(0, 0, 2, 2, 2, 0, 0, 2, 0, 0)};
    const ring flat[] = {RING(0, 0, 1, 1, 2, 2, 0, 0)};
    add(&g, LC_POLYGON, 0, plain, 1);
    add(&g, LC_POLYGON, 1, bow_tie, 1);
    add(&g, LC_POLYGON, 2, flat, 1);
    add(&g, LC_POLYGON, 3, plain, 1);
    assert_works(f, lc_geoms_make_valid(f->ctx, &g, &repaired, &lost));
    assert_int_equal(repaired, 1);
    assert_int_equal(lost, 1);
    assert_int_equal(g.n, 4);
    const uint32_t features[] = {0, 1, 1, 3};
    assert_memory_equal(g.feature, features, sizeof features);
    assert_near(lc_geom_area(&g, 1) + lc_geom_area(&g, 2), 2.0, 1e-12);
    lc_geoms_free(&g);
}

static void points_lie_on_their_surface(void **state) {
    files *f = *state;
    lc_geoms g = {0};
    lc_xy p = {0, 0};
    const ring frame[] = {SQUARE(0, 0, 10), SQUARE(1, 1, 8)};
    const ring line[] = {RING(5, 6, 7, 8)};
    add(&g, LC_POLYGON, 0, frame, 2);
    add(&g, LC_LINE, 1, line, 1);
    assert_works(f, lc_geom_point_on_surface(f->ctx, &g, 0, &p));
    assert_true(lc_geom_contains(&g, 0, p.x, p.y));
    assert_works(f, lc_geom_point_on_surface(f->ctx, &g, 1, &p));
    assert_near(p.x, 5, 0);
    assert_near(p.y, 6, 0);
    lc_geoms_free(&g);
}

/* Rings as a set, even-odd: nested three deep, apart, crossing, and sharing a side. */
static double area_of_rings(files *f, const ring *rings, size_t n, size_t *polygons) {
    lc_geoms lines = {0}, out = {0};
    for (size_t i = 0; i < n; i++) add(&lines, LC_LINE, 0, &rings[i], 1);
    assert_works(f, lc_geoms_from_rings(f->ctx, &lines, 7, &out));
    double area = total_area(&out);
    *polygons = out.n;
    for (size_t i = 0; i < out.n; i++) assert_int_equal(out.feature[i], 7);
    lc_geoms_free(&lines);
    lc_geoms_free(&out);
    return area;
}

static void rings_make_areas_by_even_and_odd(void **state) {
    files *f = *state;
    size_t n;
    const ring nested[] = {SQUARE(4, 4, 2), SQUARE(0, 0, 10), SQUARE(2, 2, 6), SQUARE(20, 0, 1)};
    assert_near(area_of_rings(f, nested, 4, &n), 100 - 36 + 4 + 1, 1e-9);
    assert_int_equal(n, 3);
    const ring crossing[] = {SQUARE(0, 0, 2), SQUARE(1, 1, 2)};
    assert_near(area_of_rings(f, crossing, 2, &n), 4 + 4 - 2, 1e-9);
    const ring sharing[] = {SQUARE(0, 0, 4), SQUARE(0, 1, 2)};
    assert_near(area_of_rings(f, sharing, 2, &n), 16 - 4, 1e-9);
    assert_int_equal(n, 1);
}

int main(void) {
    const struct CMUnitTest tests[] = {TEST(valid_polygons_stay_as_they_are), TEST(bow_ties_fall_apart_into_two),
                                       TEST(points_lie_on_their_surface), TEST(rings_make_areas_by_even_and_odd)};
    return cmocka_run_group_tests_name("geos", tests, NULL, NULL);
}
