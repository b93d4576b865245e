/* Labelled polygons cut into convex cells, against the point-in-polygon test. */
#include "coverage/region.h"
#include "random.h"
#include "unit.h"

static const double PI = 3.14159265358979323846;

enum { CELLS_MAX = 20000, LAYERS = 4 };

typedef struct {
    lc_convex cell[CELLS_MAX];
    lc_layers layers[CELLS_MAX];
    size_t n;
} cells_t;

static bool keep_cell(void *user, const lc_convex *cell, lc_layers layers) {
    cells_t *c = user;
    assert_true(c->n < CELLS_MAX);
    c->cell[c->n] = *cell;
    c->layers[c->n++] = layers;
    return true;
}

static void add_ring(lc_geoms *g, size_t n, const lc_xy *p) {
    assert_true(lc_geoms_begin_part(g));
    for (size_t i = 0; i <= n; i++) assert_true(lc_geoms_add(g, p[i % n].x, p[i % n].y));
}

/* A star, perhaps with a hole; on whole numbers sometimes, so that edges meet exactly and run level. */
static void add_star(lc_geoms *g, rng_t *r) {
    lc_xy p[20], m = {rng_range(r, -80, 80), rng_range(r, -80, 80)};
    size_t n = 3 + rng_below(r, 17);
    double size = exp(rng_range(r, 0, 5)), squash = rng_chance(r, 0.2) ? 0.01 : 1;
    bool whole = rng_chance(r, 0.3);
    for (size_t i = 0; i < n; i++) {
        double turn = 2 * PI * ((double)i + 0.5 * rng_unit(r)) / (double)n, away = size * rng_range(r, 0.3, 1);
        p[i] = (lc_xy){m.x + away * cos(turn), m.y + squash * away * sin(turn)};
        if (whole) p[i] = (lc_xy){round(p[i].x / 10) * 10, round(p[i].y / 10) * 10};
    }
    assert_true(lc_geoms_begin(g, LC_POLYGON, 0));
    add_ring(g, n, p);
    if (whole || !rng_chance(r, 0.4)) return;
    for (size_t i = 0; i < n; i++) p[i] = (lc_xy){m.x + 0.6 * (p[i].x - m.x), m.y + 0.6 * (p[i].y - m.y)};
    add_ring(g, n, p);
}

static lc_layers layers_at(const lc_geoms *g, const lc_layers *layers, double x, double y) {
    lc_layers at = 0;
    for (size_t k = 0; k < g->n; k++) {
        bool in = false;
        for (size_t p = g->part_of[k]; p < g->part_of[k + 1]; p++)
            for (size_t i = g->xy_of[p] + 1; i < g->xy_of[p + 1]; i++) {
                lc_xy a = g->xy[i - 1], b = g->xy[i];
                if ((a.y <= y) != (b.y <= y) && x < a.x + (y - a.y) / (b.y - a.y) * (b.x - a.x)) in = !in;
            }
        if (in) at |= layers[k];
    }
    return at;
}

static bool in_cell(const lc_convex *c, double x, double y) {
    for (int i = 0, j = c->n - 1; i < c->n; j = i++)
        if ((c->p[i].x - c->p[j].x) * (y - c->p[j].y) - (c->p[i].y - c->p[j].y) * (x - c->p[j].x) < 0) return false;
    return true;
}

/* The cells tile the box, and each says what lies there. */
static void check_cells(const lc_region *region, const lc_geoms *g, const lc_layers *layers, cells_t *c, rng_t *r,
                        lc_region_scratch *scratch) {
    c->n = 0;
    assert_true(lc_region_cells(region, 0, keep_cell, c, scratch));
    const lc_box *b = &region->box;
    double sum = 0, whole = (b->x1 - b->x0) * (b->y1 - b->y0);
    for (size_t i = 0; i < c->n; i++) sum += lc_convex_area(&c->cell[i]);
    assert_true(fabs(sum - whole) <= 1e-6 * whole + 1e-6);
    int odd = 0;
    for (int k = 0; k < 300; k++) {
        double x = rng_range(r, b->x0, b->x1), y = rng_range(r, b->y0, b->y1);
        size_t i = 0;
        while (i < c->n && !in_cell(&c->cell[i], x, y)) i++;
        odd += i == c->n || c->layers[i] != layers_at(g, layers, x, y);
    }
    assert_true(odd == 0);
}

/* `must` leaves out the cells without it, and only those. */
static void check_must(const lc_region *region, cells_t *c, lc_region_scratch *scratch) {
    double with = 0, must = 0;
    for (size_t i = 0; i < c->n; i++)
        if ((c->layers[i] & 3) == 3) with += lc_convex_area(&c->cell[i]);
    c->n = 0;
    assert_true(lc_region_cells(region, 3, keep_cell, c, scratch));
    for (size_t i = 0; i < c->n; i++) {
        assert_true((c->layers[i] & 3) == 3);
        must += lc_convex_area(&c->cell[i]);
    }
    assert_true(fabs(with - must) <= 1e-6);
}

static lc_box part_of(const lc_box *b, rng_t *r) {
    double w = (b->x1 - b->x0) * rng_range(r, 0.2, 0.7), h = (b->y1 - b->y0) * rng_range(r, 0.2, 0.7);
    double x = rng_range(r, b->x0, b->x1 - w), y = rng_range(r, b->y0, b->y1 - h);
    return (lc_box){x, y, x + w, y + h};
}

static void test_cells(void **state) {
    (void)state;
    static cells_t c;
    rng_t r = {8};
    lc_region_scratch scratch = {0};
    lc_region region[2] = {{.n_polys = 0}};
    for (int round = 0; round < 1500; round++) {
        lc_geoms g = {0};
        lc_layers layers[8];
        size_t n = rng_below(&r, 7);
        for (size_t i = 0; i < n; i++) {
            add_star(&g, &r);
            layers[i] = (lc_layers)1 << rng_below(&r, LAYERS);
            if (rng_chance(&r, 0.2)) layers[i] |= 1;
        }
        lc_box box = {-100, -100, 100, 100};
        if (rng_chance(&r, 0.5)) box = (lc_box){rng_range(&r, -90, 0), -33.3, rng_range(&r, 1, 90), 71};
        lc_region_begin(&region[0], box);
        for (size_t i = 0; i < n; i++) assert_true(lc_region_add(&region[0], &g, i, layers[i], &scratch));
        check_cells(&region[0], &g, layers, &c, &r, &scratch);
        check_must(&region[0], &c, &scratch);
        int from = 0;
        for (int deep = 0; deep < 5; deep++, from = !from) { /* ever smaller, down to boxes inside or outside */
            box = part_of(&region[from].box, &r);
            assert_true(lc_region_clip(&region[!from], &region[from], box, &scratch));
            check_cells(&region[!from], &g, layers, &c, &r, &scratch);
        }
        lc_geoms_free(&g);
    }
    lc_region_free(&region[0]);
    lc_region_free(&region[1]);
    lc_region_scratch_free(&scratch);
}

/* A polygon that is the box, one that has it as a hole, and one twice as large: settled without any ring. */
static void test_whole_box(void **state) {
    (void)state;
    lc_region_scratch scratch = {0};
    lc_region region = {.n_polys = 0};
    lc_geoms g = {0};
    static const lc_xy small[4] = {{0, 0}, {10, 0}, {10, 10}, {0, 10}},
                       large[4] = {{-5, -5}, {20, -5}, {20, 20}, {-5, 20}};
    assert_true(lc_geoms_begin(&g, LC_POLYGON, 0));
    add_ring(&g, 4, large);
    assert_true(lc_geoms_begin(&g, LC_POLYGON, 1));
    add_ring(&g, 4, large);
    add_ring(&g, 4, small);
    lc_region_begin(&region, (lc_box){1, 1, 9, 9});
    assert_true(lc_region_add(&region, &g, 0, 1, &scratch));
    assert_true(lc_region_add(&region, &g, 1, 2, &scratch));
    assert_true(region.n_polys == 0 && region.full == 1);
    lc_region_begin(&region, (lc_box){11, 1, 12, 9});
    assert_true(lc_region_add(&region, &g, 1, 2, &scratch));
    assert_true(region.n_polys == 0 && region.full == 2);
    lc_geoms_free(&g);
    lc_region_free(&region);
    lc_region_scratch_free(&scratch);
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_cells), cmocka_unit_test(test_whole_box)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
