/* Lengths of lines and areas of polygons inside communities: closed forms, then random ones against counting cells. */
#include "measure/inside.h"

#include "base/memory.h"
#include "geo/line_union.h"
#include "random.h"
#include "unit.h"

typedef struct made {
    lc_context *ctx;
    lc_facilities f;
    lc_geoms communities;
    size_t n_communities;
    lc_inside inside;
} made_t;

static made_t made(void) {
    return (made_t){.ctx = lc_context_new(), .f = {.known = true}};
}

static void add(lc_geoms *geoms, lc_geom_kind kind, uint32_t feature, size_t n, const lc_xy *xy) {
    assert_true(lc_geoms_begin(geoms, kind, feature) && lc_geoms_begin_part(geoms));
    for (size_t i = 0; i < n; i++) assert_true(lc_geoms_add(geoms, xy[i].x, xy[i].y));
    if (kind == LC_POLYGON) assert_true(lc_geoms_add(geoms, xy[0].x, xy[0].y));
}

#define XY(...)                                                                                                        \
    (lc_xy[]) {                                                                                                        \
        __VA_ARGS__                                                                                                    \
    }
#define COUNT(array) (sizeof(array) / sizeof *(array))
#define LINE(m, ...) add(&(m)->f.geoms, LC_LINE, (uint32_t)(m)->f.n++, COUNT(XY(__VA_ARGS__)), XY(__VA_ARGS__))
#define AREA(m, ...) add(&(m)->f.geoms, LC_POLYGON, (uint32_t)(m)->f.n++, COUNT(XY(__VA_ARGS__)), XY(__VA_ARGS__))

static void box(lc_geoms *to, uint32_t feature, double x0, double y0, double x1, double y1) {
    add(to, LC_POLYGON, feature, 4, XY({x0, y0}, {x1, y0}, {x1, y1}, {x0, y1}));
}

static void community(made_t *m, double x0, double y0, double x1, double y1) {
    box(&m->communities, (uint32_t)m->n_communities++, x0, y0, x1, y1);
}

static void measure_by(made_t *m, const lc_category_def *def) {
    lc_inside_free(&m->inside);
    assert_int_equal(lc_inside_measure(m->ctx, &m->f, def, &m->communities, false, m->n_communities, &m->inside),
                     LC_OK);
}

static void measure(made_t *m) {
    measure_by(m, NULL);
}

static void drop(made_t *m) {
    lc_inside_free(&m->inside);
    lc_geoms_free(&m->f.geoms);
    lc_geoms_free(&m->communities);
    lc_context_free(m->ctx);
}

static void assert_length(const made_t *m, size_t community, double want) {
    if (!(fabs(m->inside.length_m[community] - want) < 1e-6))
        fail_msg("community %zu: %.9f m, not %.9f", community, m->inside.length_m[community], want);
}

static void three_communities(made_t *m) {
    community(m, 0, 0, 100, 100);
    community(m, 100, 0, 200, 100);
    community(m, 200, 0, 300, 100);
}

/* From (-50, 10) to (350, 90): 400 m to the east, 80 m to the north, straight; a bend is on the way. */
static void test_a_greenway_across_three_communities(void **state) {
    (void)state;
    made_t m = made();
    three_communities(&m);
    LINE(&m, {-50, 10}, {150, 50}, {350, 90});
    measure(&m);
    double slant = sqrt(1 + 0.2 * 0.2);
    for (size_t c = 0; c < 3; c++) assert_length(&m, c, 100 * slant);
    assert_true(fabs(m.inside.total_m - 300 * slant) < 1e-6);
    assert_null(m.inside.area_m2);
    drop(&m);
}

static void test_drawn_twice_counts_once(void **state) {
    (void)state;
    made_t m = made();
    three_communities(&m);
    LINE(&m, {50, 50}, {250, 50});
    LINE(&m, {50, 50}, {250, 50});             /* again */
    LINE(&m, {250, 50}, {120, 50}, {50, 50});  /* the other way, with a vertex more */
    LINE(&m, {20, 50}, {60, 50});              /* 30 m of its own */
    LINE(&m, {240, 50.005}, {280, 50.005});    /* within a centimetre: 30 m of its own */
    LINE(&m, {250, 20}, {250, 80});            /* only crosses */
    LINE(&m, {150, 50}, {150, 90}, {150, 50}); /* there and back */
    measure(&m);
    assert_length(&m, 0, 80);
    assert_length(&m, 1, 140);
    assert_length(&m, 2, 80 + 60);
    assert_true(fabs(m.inside.total_m - 360) < 1e-6);
    drop(&m);
}

static void test_beside_one_another_both_count(void **state) {
    (void)state;
    made_t m = made();
    three_communities(&m);
    LINE(&m, {0, 50}, {100, 50});
    LINE(&m, {0, 50.02}, {100, 50.02});
    measure(&m);
    assert_length(&m, 0, 200);
    drop(&m);
}

/* What runs along a border is in both communities, and once in the city; on the outer border it is inside. */
static void test_along_a_border(void **state) {
    (void)state;
    made_t m = made();
    three_communities(&m);
    LINE(&m, {100, -20}, {100, 120});
    LINE(&m, {300, 30}, {300, 130});
    LINE(&m, {0, 100}, {40, 100});
    LINE(&m, {0, 0}, {30, 0});
    measure(&m);
    assert_length(&m, 0, 100 + 40 + 30);
    assert_length(&m, 1, 100);
    assert_length(&m, 2, 70);
    assert_true(fabs(m.inside.total_m - (100 + 40 + 30 + 70)) < 1e-6);
    drop(&m);
}

/* A hole is outside; two polygons of one community are one; overlapping communities both count. */
static void test_holes_parts_and_overlaps(void **state) {
    (void)state;
    made_t m = made();
    assert_true(lc_geoms_begin(&m.communities, LC_POLYGON, 0));
    assert_true(lc_geoms_begin_part(&m.communities));
    for (int i = 0; i < 5; i++) {
        lc_xy p = XY({0, 0}, {100, 0}, {100, 100}, {0, 100}, {0, 0})[i];
        assert_true(lc_geoms_add(&m.communities, p.x, p.y));
    }
    assert_true(lc_geoms_begin_part(&m.communities));
    for (int i = 0; i < 5; i++) {
        lc_xy p = XY({40, 40}, {60, 40}, {60, 60}, {40, 60}, {40, 40})[i];
        assert_true(lc_geoms_add(&m.communities, p.x, p.y));
    }
    box(&m.communities, 0, 150, 0, 200, 100);
    box(&m.communities, 1, 50, 0, 160, 100);
    m.n_communities = 2;
    LINE(&m, {-10, 50}, {210, 50});
    LINE(&m, {45, 45}, {55, 55}); /* all in the hole */
    AREA(&m, {30, 30}, {160, 30}, {160, 70}, {30, 70});
    measure(&m);
    assert_length(&m, 0, 80 + 50);
    assert_length(&m, 1, 110 + 5 * sqrt(2));
    assert_true(fabs(m.inside.total_m - (40 + 150 + 5 * sqrt(2))) < 1e-6);
    assert_true(fabs(m.inside.area_m2[0] - (70 * 40 - 400 + 10 * 40)) < 1e-6);
    assert_true(fabs(m.inside.area_m2[1] - 110 * 40) < 1e-6);
    drop(&m);
}

/* Parks that overlap count once; half a park is half of it. */
static void test_areas_are_of_the_union(void **state) {
    (void)state;
    made_t m = made();
    three_communities(&m);
    AREA(&m, {10, 10}, {60, 10}, {60, 60}, {10, 60});
    AREA(&m, {10, 10}, {60, 10}, {60, 60}, {10, 60});
    AREA(&m, {40, 40}, {140, 40}, {140, 80}, {40, 80});
    AREA(&m, {290, 90}, {310, 90}, {310, 110}, {290, 110});
    AREA(&m, {200, 0}, {220, 20}, {220, 0}, {200, 20}); /* a bow: two triangles of 100 m2 */
    measure(&m);
    assert_true(fabs(m.inside.area_m2[0] - (2500 + 60 * 40 - 20 * 20)) < 1e-6);
    assert_true(fabs(m.inside.area_m2[1] - 40 * 40) < 1e-6);
    assert_true(fabs(m.inside.area_m2[2] - (100 + 200)) < 1e-6);
    assert_null(m.inside.length_m);
    drop(&m);
}

/* A length of 0 is said only where there could be one. */
static void test_nothing_is_not_zero(void **state) {
    (void)state;
    made_t m = made();
    const lc_category_def lines = {.areas = LC_LINES_ONLY}, areas = {.areas = LC_AREAS_ONLY};
    three_communities(&m);
    measure_by(&m, &lines);
    assert_true(m.inside.length_m && m.inside.length_m[0] == 0 && !m.inside.area_m2);
    measure_by(&m, &areas);
    assert_true(m.inside.area_m2 && m.inside.area_m2[0] == 0 && !m.inside.length_m);
    measure(&m);
    assert_true(!m.inside.area_m2 && !m.inside.length_m);
    add(&m.f.geoms, LC_POINT, (uint32_t)m.f.n++, 1, XY({5, 5}));
    measure_by(&m, &areas); /* parks from a table of points */
    assert_true(!m.inside.area_m2 && !m.inside.length_m);
    m.f.known = false;
    m.f.n = 0;
    measure_by(&m, &lines);
    assert_true(!m.inside.area_m2 && !m.inside.length_m);
    drop(&m);
}

/* ------------------------------------------------------------------------------------------ against counting cells */

enum { SIDE = 24 };

/* Lines along the lines of a grid, drawn over one another at will: a cell's side is there once or not at all. */
static void random_lines(rng_t *r, made_t *m, bool along[2][SIDE + 1][SIDE + 1]) {
    for (size_t k = 5 + rng_below(r, 40); k-- > 0;) {
        size_t up = rng_below(r, 2), line = rng_below(r, SIDE + 1), a = rng_below(r, SIDE),
               n = 1 + rng_below(r, SIDE - a);
        bool back = rng_chance(r, 0.5);
        assert_true(lc_geoms_begin(&m->f.geoms, LC_LINE, (uint32_t)m->f.n++) && lc_geoms_begin_part(&m->f.geoms));
        for (size_t i = 0; i <= n; i++) {
            double t = (double)(back ? a + n - i : a + i), s = (double)line;
            if (i > 0 && i < n && rng_chance(r, 0.7)) continue;
            assert_true(lc_geoms_add(&m->f.geoms, up ? s : t, up ? t : s));
        }
        for (size_t i = a; i < a + n; i++) along[up][line][i] = true;
    }
}

static double cells_inside(bool along[2][SIDE + 1][SIDE + 1], double x0, double y0, double x1, double y1) {
    double sum = 0;
    for (size_t line = 0; line <= SIDE; line++)
        for (size_t i = 0; i < SIDE; i++) {
            double t = (double)i + 0.5, s = (double)line;
            sum += along[0][line][i] && t > x0 && t < x1 && s >= y0 && s <= y1;
            sum += along[1][line][i] && t > y0 && t < y1 && s >= x0 && s <= x1;
        }
    return sum;
}

static void test_lines_on_a_grid_against_cells(void **state) {
    (void)state;
    rng_t r = {11};
    for (int k = 0; k < 300; k++) {
        static bool along[2][SIDE + 1][SIDE + 1];
        made_t m = made();
        double b[3][4];
        memset(along, 0, sizeof along);
        random_lines(&r, &m, along);
        for (size_t c = 0; c < 3; c++) {
            b[c][0] = (double)rng_below(&r, SIDE), b[c][1] = (double)rng_below(&r, SIDE);
            b[c][2] = b[c][0] + 1 + (double)rng_below(&r, 12), b[c][3] = b[c][1] + 1 + (double)rng_below(&r, 12);
            community(&m, b[c][0], b[c][1], b[c][2], b[c][3]);
        }
        measure(&m);
        for (size_t c = 0; c < 3; c++) assert_length(&m, c, cells_inside(along, b[c][0], b[c][1], b[c][2], b[c][3]));
        drop(&m);
    }
}

/* A ring around (x, y), its corners at different distances. */
static void add_star(rng_t *r, lc_geoms *out, uint32_t feature, double x, double y) {
    size_t n = 3 + rng_below(r, 30);
    lc_xy p[40];
    for (size_t i = 0; i < n; i++) {
        double turn = 2 * 3.14159265358979 * (double)i / (double)n, d = rng_range(r, 40, 100);
        p[i] = (lc_xy){x + d * cos(turn), y + d * sin(turn)};
    }
    add(out, LC_POLYGON, feature, n, p);
}

/* Slanting lines, and stars for communities and parks, against midpoints: the parts are as many as 0.1 mm wants. */
static void test_slanting_lines_against_points(void **state) {
    (void)state;
    rng_t r = {5};
    for (int k = 0; k < 100; k++) {
        made_t m = made();
        for (uint32_t c = 0; c < 3; c++)
            add_star(&r, &m.communities, (uint32_t)m.n_communities++, rng_range(&r, -90, 90), rng_range(&r, -90, 90));
        LINE(&m, {rng_range(&r, -200, 200), -150}, {rng_range(&r, -100, 100), rng_range(&r, -50, 50)}, {50, 60},
             {150, 160});
        measure(&m);
        for (size_t c = 0; c < 3; c++) {
            double want = 0, step;
            for (size_t i = 0; i + 1 < 4; i++) {
                lc_xy a = m.f.geoms.xy[i], b = m.f.geoms.xy[i + 1];
                step = lc_length(b.x - a.x, b.y - a.y) / 20000;
                for (int s = 0; s < 20000; s++) {
                    double t = (s + 0.5) / 20000;
                    if (lc_geom_contains(&m.communities, c, a.x + t * (b.x - a.x), a.y + t * (b.y - a.y))) want += step;
                }
            }
            assert_true(fabs(m.inside.length_m[c] - want) < 0.1);
        }
        drop(&m);
    }
}

static void test_threads_do_not_matter(void **state) {
    (void)state;
    rng_t r = {3};
    made_t m = made();
    for (uint32_t c = 0; c < 20; c++)
        add_star(&r, &m.communities, (uint32_t)m.n_communities++, rng_range(&r, -300, 300), rng_range(&r, -300, 300));
    for (int k = 0; k < 3000; k++)
        LINE(&m, {rng_range(&r, -300, 300), rng_range(&r, -300, 300)},
             {rng_range(&r, -300, 300), rng_range(&r, -300, 300)});
    for (int k = 0; k < 50; k++)
        add_star(&r, &m.f.geoms, (uint32_t)m.f.n++, rng_range(&r, -300, 300), rng_range(&r, -300, 300));
    lc_context_set_threads(m.ctx, 1);
    measure(&m);
    lc_inside one = m.inside;
    m.inside = (lc_inside){0};
    lc_context_set_threads(m.ctx, 4);
    measure(&m);
    assert_memory_equal(one.length_m, m.inside.length_m, m.n_communities * sizeof(double));
    assert_memory_equal(one.area_m2, m.inside.area_m2, m.n_communities * sizeof(double));
    assert_true(one.total_m == m.inside.total_m && one.total_m > 0);
    lc_inside_free(&one);
    drop(&m);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_a_greenway_across_three_communities),
        cmocka_unit_test(test_drawn_twice_counts_once),
        cmocka_unit_test(test_beside_one_another_both_count),
        cmocka_unit_test(test_along_a_border),
        cmocka_unit_test(test_holes_parts_and_overlaps),
        cmocka_unit_test(test_areas_are_of_the_union),
        cmocka_unit_test(test_nothing_is_not_zero),
        cmocka_unit_test(test_lines_on_a_grid_against_cells),
        cmocka_unit_test(test_slanting_lines_against_points),
        cmocka_unit_test(test_threads_do_not_matter),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
