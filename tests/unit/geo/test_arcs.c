/* Arcs: shared borders are there once, and stay shared when they are simplified. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <math.h>
#include <stdlib.h>

#include "geo/arcs.h"
#include "geo/arcs_simplify.h"
#include "geo/simple.h"
#include "random.h"

enum { STEPS = 40 };

static void add_ring(lc_geoms *geoms, const lc_xy *p, size_t n) {
    assert_true(lc_geoms_begin_part(geoms));
    for (size_t i = 0; i < n; i++) assert_true(lc_geoms_add(geoms, p[i].x, p[i].y));
    assert_true(lc_geoms_add(geoms, p[0].x, p[0].y));
}

static void add_polygon(lc_geoms *geoms, uint32_t feature, const lc_xy *p, size_t n) {
    assert_true(lc_geoms_begin(geoms, LC_POLYGON, feature));
    add_ring(geoms, p, n);
}

/* A winding border from (100, 0) to (100, 100). */
static lc_xy border(size_t i) {
    double t = (double)i / STEPS;
    return (lc_xy){100 + round(30 * sin(20 * t) * sin(3.14159265 * t)) / 10, 100 * t};
}

/* Two fields left and right of the border, the left one anticlockwise, the right one clockwise. */
static void add_fields(lc_geoms *geoms) {
    lc_xy left[STEPS + 3], right[STEPS + 3];
    for (size_t i = 0; i <= STEPS; i++) left[i] = right[i] = border(i);
    left[STEPS + 1] = (lc_xy){0, 100};
    left[STEPS + 2] = (lc_xy){0, 0};
    right[STEPS + 1] = (lc_xy){200, 100};
    right[STEPS + 2] = (lc_xy){200, 0};
    add_polygon(geoms, 0, left, STEPS + 3);
    add_polygon(geoms, 1, right, STEPS + 3);
}

/* Ring r put together again, as one part of a line. */
static void put_ring(const lc_arcs *arcs, size_t r, lc_geoms *out) {
    assert_true(lc_geoms_begin_part(out));
    for (size_t k = arcs->ref_of[r]; k < arcs->ref_of[r + 1]; k++) {
        bool back = arcs->ref[k] < 0;
        size_t a = (size_t)(back ? ~arcs->ref[k] : arcs->ref[k]);
        size_t first = arcs->lines.xy_of[a], n = arcs->lines.xy_of[a + 1] - first;
        for (size_t i = k > arcs->ref_of[r] ? 1 : 0; i < n; i++) {
            lc_xy p = arcs->lines.xy[first + (back ? n - 1 - i : i)];
            assert_true(lc_geoms_add(out, p.x, p.y));
        }
    }
    lc_xy a = out->xy[out->xy_of[out->n_parts - 1]], b = out->xy[out->n_xy - 1];
    assert_true(a.x == b.x && a.y == b.y);
}

/* All polygons put together again. */
static void put_together(const lc_arcs *arcs, lc_geoms *out) {
    for (size_t g = 0; g < arcs->n_polygons; g++) {
        assert_true(lc_geoms_begin(out, LC_POLYGON, (uint32_t)g));
        for (size_t r = arcs->ring_of[g]; r < arcs->ring_of[g + 1]; r++) put_ring(arcs, r, out);
    }
}

static void test_border_is_shared(void **state) {
    lc_context *ctx = *state;
    lc_geoms fields = {0}, back = {0};
    lc_arcs arcs;
    add_fields(&fields);
    assert_int_equal(lc_arcs_cut(ctx, &fields, &arcs), LC_OK);
    assert_int_equal(arcs.lines.n, 3);
    assert_int_equal(arcs.n_refs, 4);
    put_together(&arcs, &back);
    for (size_t g = 0; g < 2; g++) {
        assert_true(fabs(lc_geom_area(&back, g) - lc_geom_area(&fields, g)) < 1e-9);
        assert_int_equal(back.xy_of[g + 1] - back.xy_of[g], fields.xy_of[g + 1] - fields.xy_of[g]);
    }
    lc_geoms_free(&back);
    lc_arcs_free(&arcs);
    lc_geoms_free(&fields);
}

static void test_simplified_border_does_not_tear(void **state) {
    static const double TOLERANCE = 1;
    lc_context *ctx = *state;
    lc_geoms fields = {0}, back = {0};
    lc_arcs arcs;
    add_fields(&fields);
    assert_int_equal(lc_arcs_cut(ctx, &fields, &arcs), LC_OK);
    size_t before = arcs.lines.n_xy;
    assert_int_equal(lc_arcs_simplify(ctx, &arcs, TOLERANCE, 0.5), LC_OK);
    assert_true(arcs.lines.n_xy < before / 2);
    put_together(&arcs, &back);
    /* Whatever became of the border: what one field lost, the other has. */
    assert_true(fabs(lc_geom_area(&back, 0) + lc_geom_area(&back, 1) - 20000) < 1e-9);
    /* Distances across are halved by the stretch: nothing moved farther than the tolerance over it. */
    for (size_t i = 0; i <= STEPS; i++)
        assert_true(lc_geom_outline_distance(&back, 0, border(i).x, border(i).y) <= TOLERANCE / 0.5 + 1e-9);
    lc_geoms_free(&back);
    lc_arcs_free(&arcs);
    lc_geoms_free(&fields);
}

/* An island and the hole that it lies in begin elsewhere and turn the other way round, and are one arc. */
static void test_island_in_hole(void **state) {
    static const lc_xy outer[] = {{0, 0}, {10, 0}, {10, 10}, {0, 10}};
    static const lc_xy hole[] = {{4, 4}, {6, 4}, {7, 5}, {6, 6}, {4, 6}};
    static const lc_xy island[] = {{6, 6}, {7, 5}, {6, 4}, {4, 4}, {4, 6}};
    lc_context *ctx = *state;
    lc_geoms geoms = {0};
    lc_arcs arcs;
    add_polygon(&geoms, 0, outer, 4);
    add_ring(&geoms, hole, 5);
    add_polygon(&geoms, 1, island, 5);
    assert_int_equal(lc_arcs_cut(ctx, &geoms, &arcs), LC_OK);
    assert_int_equal(arcs.lines.n, 2);
    assert_int_equal(arcs.n_rings, 3);
    assert_true(arcs.ref[1] == ~arcs.ref[2]);
    lc_arcs_free(&arcs);
    lc_geoms_free(&geoms);
}

/* Four fields that meet in a point: one junction in the middle, four at the sides. */
static void test_four_corners(void **state) {
    lc_context *ctx = *state;
    lc_geoms geoms = {0};
    lc_arcs arcs;
    for (uint32_t k = 0; k < 4; k++) {
        double x = k % 2, y = k / 2;
        const lc_xy square[] = {{x, y}, {x + 1, y}, {x + 1, y + 1}, {x, y + 1}};
        add_polygon(&geoms, k, square, 4);
    }
    assert_int_equal(lc_arcs_cut(ctx, &geoms, &arcs), LC_OK);
    assert_int_equal(arcs.lines.n, 8);
    assert_int_equal(arcs.n_refs, 12);
    lc_arcs_free(&arcs);
    lc_geoms_free(&geoms);
}

/* What is smaller than the tolerance keeps its outline; what is no ring goes. */
static void test_small_and_flat(void **state) {
    static const lc_xy small[] = {{0, 0}, {1, 0}, {1, 1}, {0, 1}}, next[] = {{1, 0}, {1, 1}, {2, 0.5}};
    static const lc_xy flat[] = {{5, 5}, {6, 5}, {5, 5}};
    lc_context *ctx = *state;
    lc_geoms geoms = {0}, back = {0};
    lc_arcs arcs;
    add_polygon(&geoms, 0, small, 4);
    add_polygon(&geoms, 1, next, 3);
    add_polygon(&geoms, 2, flat, 3);
    assert_int_equal(lc_arcs_cut(ctx, &geoms, &arcs), LC_OK);
    assert_int_equal(lc_arcs_simplify(ctx, &arcs, 100, 1), LC_OK);
    assert_int_equal(arcs.ring_of[3] - arcs.ring_of[2], 0);
    arcs.n_polygons = 2;
    put_together(&arcs, &back);
    assert_true(lc_geom_area(&back, 0) > 0.49 && lc_geom_area(&back, 1) > 0.49);
    lc_geoms_free(&back);
    lc_arcs_free(&arcs);
    lc_geoms_free(&geoms);
}

static void test_nothing(void **state) {
    lc_context *ctx = *state;
    lc_geoms none = {0};
    lc_arcs arcs;
    assert_int_equal(lc_arcs_cut(ctx, &none, &arcs), LC_OK);
    assert_int_equal(lc_arcs_simplify(ctx, &arcs, 1, 1), LC_OK);
    assert_int_equal(arcs.lines.n, 0);
    lc_arcs_free(&arcs);
}

static int set_up(void **state) {
    *state = lc_context_new();
    return *state ? 0 : -1;
}

static int tear_down(void **state) {
    lc_context_free(*state);
    return 0;
}

/* Two combs, one from above between the teeth of the other, and crumbs in between. */
static void add_combs(lc_geoms *geoms, rng_t *r) {
    enum { TEETH = 8 };
    lc_xy up[4 * TEETH + 2], down[4 * TEETH + 2];
    for (size_t k = 0; k < TEETH; k++) {
        double x = 20 * (double)k, tip = rng_range(r, 20, 90), end = rng_range(r, 10, 80);
        const lc_xy tooth[] = {{x, 5}, {x + 1, tip}, {x + 6, tip}, {x + 8, 5}};
        const lc_xy gap[] = {{x - 2, 95}, {x + 9.5, 95}, {x + 11, end}, {x + 16, end}};
        for (size_t i = 0; i < 4; i++) {
            up[4 * k + i] = tooth[i];
            down[4 * k + i] = gap[i];
        }
        lc_xy at = {x + 18.6 + 0.4 * rng_unit(r), rng_range(r, 20, 80)};
        add_polygon(geoms, (uint32_t)k, (lc_xy[]){at, {at.x + 0.3, at.y}, {at.x, at.y + 4}}, 3);
    }
    up[4 * TEETH] = (lc_xy){180, 0};
    up[4 * TEETH + 1] = (lc_xy){-5, 0};
    down[4 * TEETH] = (lc_xy){158, 95};
    down[4 * TEETH + 1] = (lc_xy){180, 100};
    add_polygon(geoms, TEETH, up, 4 * TEETH + 2);
    add_polygon(geoms, TEETH + 1, down, 4 * TEETH + 2);
}

/* What is as far apart as the tolerance, and much nearer, stays apart; no point moves farther than that. */
static void test_close_borders_stay_apart(void **state) {
    lc_context *ctx = *state;
    rng_t r = {11};
    size_t before = 0, after = 0;
    for (int k = 0; k < 60; k++) {
        lc_geoms combs = {0}, back = {0};
        lc_arcs arcs;
        double tolerance = rng_range(&r, 1, 40), stretch = rng_range(&r, 0.3, 1);
        add_combs(&combs, &r);
        assert_true(lc_rings_are_apart(&combs, 0, combs.n));
        assert_int_equal(lc_arcs_cut(ctx, &combs, &arcs), LC_OK);
        before += arcs.lines.n_xy;
        assert_int_equal(lc_arcs_simplify(ctx, &arcs, tolerance, stretch), LC_OK);
        after += arcs.lines.n_xy;
        put_together(&arcs, &back);
        assert_true(lc_rings_are_apart(&back, 0, back.n));
        for (size_t g = 0; g < back.n; g++) {
            assert_true(lc_geom_area(&back, g) > 0);
            for (size_t i = combs.xy_of[g]; i < combs.xy_of[g + 1]; i++)
                assert_true(stretch * lc_geom_outline_distance(&back, g, combs.xy[i].x, combs.xy[i].y) <= tolerance);
        }
        lc_geoms_free(&combs);
        lc_geoms_free(&back);
        lc_arcs_free(&arcs);
    }
    assert_true(after < 0.8 * (double)before); /* and yet they become simpler */
}

static void test_cancelled(void **state) {
    lc_context *ctx = *state;
    lc_geoms fields = {0};
    lc_arcs arcs, other;
    add_fields(&fields);
    assert_int_equal(lc_arcs_cut(ctx, &fields, &arcs), LC_OK);
    lc_cancel(ctx);
    assert_int_equal(lc_arcs_cut(ctx, &fields, &other), LC_ERR_CANCELLED);
    assert_int_equal(lc_arcs_simplify(ctx, &arcs, 1, 1), LC_ERR_CANCELLED);
    lc_cancel_clear(ctx);
    assert_int_equal(lc_arcs_simplify(ctx, &arcs, 1, 1), LC_OK);
    lc_arcs_free(&arcs);
    lc_geoms_free(&fields);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_border_is_shared),         cmocka_unit_test(test_simplified_border_does_not_tear),
        cmocka_unit_test(test_island_in_hole),           cmocka_unit_test(test_four_corners),
        cmocka_unit_test(test_small_and_flat),           cmocka_unit_test(test_nothing),
        cmocka_unit_test(test_close_borders_stay_apart), cmocka_unit_test(test_cancelled),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
