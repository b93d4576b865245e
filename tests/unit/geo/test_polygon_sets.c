/* Unions and overlays of many polygons, against cells of a grid: what is covered, on any number of threads. */
#include "made_city.h"

#include "geo/overlay.h"
#include "geo/union.h"
#include "random.h"

enum { SIDE = 64 };

typedef struct {
    lc_geoms squares;
    bool covered[SIDE][SIDE];
} grid_t;

static double total_area(const lc_geoms *geoms) {
    double area = 0;
    for (size_t g = 0; g < geoms->n; g++) area += lc_geom_area(geoms, g);
    return area;
}

/* n squares of 1 to `widest` cells in the lower left of the grid, alone, side by side and on one another. */
static void add_squares(rng_t *r, grid_t *grid, size_t n, size_t within, size_t widest) {
    for (; n > 0; n--) {
        size_t w = 1 + rng_below(r, widest), x = rng_below(r, within - w + 1), y = rng_below(r, within - w + 1);
        double x0 = (double)x, y0 = (double)y, x1 = (double)(x + w), y1 = (double)(y + w);
        add_geom(&grid->squares, LC_POLYGON, 0, 4, (lc_xy[]){{x0, y0}, {x1, y0}, {x1, y1}, {x0, y1}});
        for (size_t i = 0; i < w * w; i++) grid->covered[y + i / w][x + i % w] = true;
    }
}

static double cells(const grid_t *a, const grid_t *b, bool inside) {
    double n = 0;
    for (size_t i = 0; i < (size_t)SIDE * SIDE; i++) {
        size_t y = i / SIDE, x = i % SIDE;
        n += a->covered[y][x] && (!b || b->covered[y][x] == inside);
    }
    return n;
}

static lc_geoms united(lc_context *ctx, const lc_geoms *squares, int threads) {
    lc_geoms out = {0};
    lc_context_set_threads(ctx, threads);
    assert_int_equal(lc_geoms_union(ctx, squares, 7, &out), LC_OK);
    for (size_t g = 0; g < out.n; g++) assert_int_equal(out.feature[g], 7);
    return out;
}

static void assert_same(const lc_geoms *a, const lc_geoms *b) {
    assert_int_equal(a->n, b->n);
    for (size_t g = 0; g < a->n; g++) assert_true(lc_geoms_same(a, g, b, g));
}

/* Few squares are many small clusters, a thousand on a small grid is one that is united in rounds. */
static void test_union(void **state) {
    (void)state;
    lc_context *ctx = lc_context_new();
    rng_t r = {3};
    for (int k = 0; k < 200; k++) {
        bool many = k % 10 == 0;
        grid_t grid = {0};
        add_squares(&r, &grid, many ? 1000 : rng_below(&r, 60), many ? SIDE : 24, 1 + rng_below(&r, 4));
        lc_geoms one = united(ctx, &grid.squares, 1), three = united(ctx, &grid.squares, 3);
        assert_true(fabs(total_area(&one) - cells(&grid, NULL, true)) < 1e-9);
        assert_same(&one, &three);
        lc_geoms_free(&grid.squares);
        lc_geoms_free(&one);
        lc_geoms_free(&three);
    }
    lc_context_free(ctx);
}

/* The united polygons of one set inside (want[1]) and outside (want[0]) those of another: so large are they all at
   once, and polygon by polygon from what was cut off around all of them once. */
static void check_overlay(lc_context *ctx, const lc_geoms *a, const lc_geoms *b, const double want[2]) {
    lc_geoms subject = united(ctx, a, 1), clip = united(ctx, b, 1);
    lc_index *index = lc_geoms_index(&clip);
    lc_box box = lc_geoms_box(&subject, 0, subject.n);
    lc_overlay *overlay = lc_overlay_new(&clip, index, &box);
    assert_non_null(overlay);
    for (int inside = 0; inside < 2; inside++) {
        lc_geoms whole = {0}, each = {0};
        assert_true(lc_geoms_overlay(&subject, 0, subject.n, &clip, index, inside, 0, 5, &whole));
        for (size_t g = 0; g < subject.n; g++)
            assert_true(lc_overlay_cut(overlay, &subject, g, g + 1, inside, 0, 5, &each));
        assert_true(fabs(total_area(&whole) - want[inside]) < 2.5e-10);
        assert_true(fabs(total_area(&each) - want[inside]) < 2.5e-10);
        for (size_t g = 0; g < whole.n; g++) assert_int_equal(whole.feature[g], 5);
        lc_geoms_free(&whole);
        lc_geoms_free(&each);
    }
    lc_overlay_free(overlay);
    lc_index_free(index);
    lc_geoms_free(&subject);
    lc_geoms_free(&clip);
}

static void test_overlay(void **state) {
    (void)state;
    lc_context *ctx = lc_context_new();
    rng_t r = {4};
    for (int k = 0; k < 200; k++) {
        grid_t a = {0}, b = {0};
        add_squares(&r, &a, rng_below(&r, 60), 40, 5);
        add_squares(&r, &b, rng_below(&r, k % 4 ? 60 : 3), 40, 1 + rng_below(&r, 30));
        check_overlay(ctx, &a.squares, &b.squares, (double[]){cells(&a, &b, false), cells(&a, &b, true)});
        lc_geoms_free(&a.squares);
        lc_geoms_free(&b.squares);
    }
    lc_context_free(ctx);
}

enum { CELLS = 10 };

/* Some quarters of the cells of a grid, each between a side and the middle: polygons that meet in corners, with sides
   at 45 degrees through the corners of others and vertices around their boxes. */
typedef struct {
    lc_geoms triangles;
    bool covered[CELLS * CELLS][4];
} quarters_t;

static void add_quarters(rng_t *r, quarters_t *q, size_t percent) {
    for (size_t i = 0; i < (size_t)CELLS * CELLS; i++)
        for (size_t k = 0; k < 4; k++) {
            if (rng_below(r, 100) >= percent) continue;
            double x = (double)(i % CELLS), y = (double)(i / CELLS);
            lc_xy corner[] = {{x, y}, {x + 1, y}, {x + 1, y + 1}, {x, y + 1}, {x, y}};
            add_geom(&q->triangles, LC_POLYGON, 0, 3, (lc_xy[]){corner[k], corner[k + 1], {x + 0.5, y + 0.5}});
            q->covered[i][k] = true;
        }
}

static double quarters(const quarters_t *a, const quarters_t *b, bool inside) {
    double n = 0;
    for (size_t i = 0; i < (size_t)CELLS * CELLS; i++)
        for (size_t k = 0; k < 4; k++) n += a->covered[i][k] && b->covered[i][k] == inside;
    return n;
}

/* Overlays of such sets, where cutting by a rectangle goes wrong in GEOS. */
static void test_touching(void **state) {
    (void)state;
    lc_context *ctx = lc_context_new();
    rng_t r = {5};
    for (int k = 0; k < 40; k++) {
        quarters_t a = {0}, b = {0};
        add_quarters(&r, &a, 10 + rng_below(&r, 40));
        add_quarters(&r, &b, 10 + rng_below(&r, 80));
        check_overlay(ctx, &a.triangles, &b.triangles,
                      (double[]){quarters(&a, &b, false) / 4, quarters(&a, &b, true) / 4});
        lc_geoms_free(&a.triangles);
        lc_geoms_free(&b.triangles);
    }
    lc_context_free(ctx);
}

/* So many polygons against so many sides that each pair is not looked at: a square of 40 by 40 with 8000 vertices over
   unit squares that touch in corners. */
static void test_many(void **state) {
    (void)state;
    enum { EACH = 2000 };
    lc_geoms subject = {0}, clip = {0}, in = {0}, out = {0};
    static lc_xy ring[4 * EACH];
    const lc_xy corner[5] = {{10.5, 10.5}, {50.5, 10.5}, {50.5, 50.5}, {10.5, 50.5}, {10.5, 10.5}};
    for (size_t k = 0; k < 4 * (size_t)EACH; k++) {
        lc_xy a = corner[k / EACH], b = corner[k / EACH + 1];
        double t = (double)(k % EACH) / EACH;
        ring[k] = (lc_xy){a.x + t * (b.x - a.x), a.y + t * (b.y - a.y)};
    }
    add_geom(&clip, LC_POLYGON, 0, 4 * (size_t)EACH, ring);
    for (size_t i = 0; i < (size_t)SIDE * SIDE; i++) {
        double x = (double)(i % SIDE), y = (double)(i / SIDE);
        if ((i % SIDE + i / SIDE) % 2 == 0)
            add_geom(&subject, LC_POLYGON, 0, 4, (lc_xy[]){{x, y}, {x + 1, y}, {x + 1, y + 1}, {x, y + 1}});
    }
    lc_index *index = lc_geoms_index(&clip);
    assert_true(lc_geoms_overlay(&subject, 0, subject.n, &clip, index, true, 0, 0, &in));
    assert_true(lc_geoms_overlay(&subject, 0, subject.n, &clip, index, false, 0, 0, &out));
    assert_true(fabs(total_area(&in) - 800) < 1e-6); /* half of it */
    assert_true(fabs(total_area(&in) + total_area(&out) - (double)subject.n) < 1e-6);
    lc_index_free(index);
    lc_geoms_free(&subject);
    lc_geoms_free(&clip);
    lc_geoms_free(&in);
    lc_geoms_free(&out);
}

/* Discs that stay apart, and discs that meet; the one that is not to be used is left out. */
static void test_grow(void **state) {
    (void)state;
    lc_context *ctx = lc_context_new();
    lc_geoms shops = {0}, grown = {0}, all = {0};
    bool use[500];
    lc_context_set_threads(ctx, 2);
    for (uint32_t k = 0; k < 500; k++) {
        add_geom(&shops, LC_POINT, k, 1, (lc_xy[]){{30.0 * (double)(k % 25), 30.0 * (double)(k / 25)}});
        use[k] = k != 3;
    }
    assert_int_equal(lc_geoms_grow(ctx, &shops, use, 10, 32, &grown), LC_OK);
    assert_int_equal(grown.n, 499);
    for (size_t g = 0; g < grown.n; g++) assert_int_equal(grown.feature[g], g < 3 ? g : g + 1);
    assert_true(fabs(total_area(&grown) / 499 - 100 * acos(-1)) < 0.2);
    assert_int_equal(lc_geoms_union(ctx, &grown, 0, &all), LC_OK);
    assert_int_equal(all.n, 499); /* 10 m apart */
    lc_geoms_free(&all);
    lc_geoms_free(&grown);
    assert_int_equal(lc_geoms_grow(ctx, &shops, use, 20, 32, &grown), LC_OK);
    assert_int_equal(lc_geoms_union(ctx, &grown, 0, &all), LC_OK);
    assert_int_equal(all.n, 1); /* and as a net */
    lc_geoms_free(&all);
    lc_geoms_free(&grown);
    lc_geoms_free(&shops);
    lc_context_free(ctx);
}

/* Rounded on all threads as on one: features of one polygon and of many, points, and a feature that collapses. */
static void test_snap(void **state) {
    (void)state;
    rng_t r = {31};
    static const size_t n[] = {0, 1, 1023, 1024, 1025, 5000};
    for (size_t k = 0; k < sizeof n / sizeof *n; k++) {
        lc_geoms one = {0};
        uint32_t feature = 0;
        for (size_t i = 0; i < n[k]; i++, feature += rng_chance(&r, 0.3)) {
            double x = 3 * (double)(i % 100), y = 3 * (double)i, w = i == 500 ? 0.001 : 1 + rng_range(&r, 0, 1);
            if (rng_chance(&r, 0.1) && i + 1 < n[k])
                add_geom(&one, LC_POINT, ++feature, 1, (lc_xy[]){{x + 0.123456, y}}), feature++;
            else
                add_geom(&one, LC_POLYGON, feature, 4, (lc_xy[]){{x, y}, {x + w, y}, {x + w, y + w}, {x, y + w}});
        }
        lc_geoms kept = one, many[3] = {{0}};
        for (int threads = 1; threads <= 3; threads++) assert_true(lc_geoms_append(&many[threads - 1], &kept, 0));
        assert_true(lc_geoms_snap(&one, 0.1));
        for (int threads = 1; threads <= 3; threads++) {
            lc_geoms *other = &many[threads - 1];
            lc_context *ctx = lc_context_new();
            assert_non_null(ctx);
            lc_context_set_threads(ctx, threads);
            assert_int_equal(lc_geoms_snap_many(ctx, other, 0.1), LC_OK);
            assert_int_equal(other->n, one.n);
            for (size_t g = 0; g < one.n; g++)
                assert_true(lc_geoms_same(other, g, &one, g) && other->feature[g] == one.feature[g]);
            lc_geoms_free(other);
            lc_context_free(ctx);
        }
        lc_geoms_free(&one);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_union),    cmocka_unit_test(test_overlay),
                                       cmocka_unit_test(test_touching), cmocka_unit_test(test_many),
                                       cmocka_unit_test(test_grow),     cmocka_unit_test(test_snap)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
