/* Convex polygons: cuts, moments and what lies within a disc, against numerical integration. */
#include "coverage/convex.h"

#include "random.h"
#include "unit.h"

static const double PI = 3.14159265358979323846;

/* n points on an ellipse, counter-clockwise. */
static lc_convex random_convex(rng_t *r) {
    lc_convex c = {.n = 3 + (int)rng_below(r, 14)};
    double start = rng_range(r, 0, 7), w = exp(rng_range(r, -1, 4)), h = rng_chance(r, 0.2) ? 1e-3 : w * rng_unit(r);
    lc_xy m = {rng_range(r, -50, 50), rng_range(r, -50, 50)};
    for (int i = 0; i < c.n; i++) {
        double turn = start + 2 * PI * (i + 0.8 * rng_unit(r)) / c.n;
        c.p[i] = (lc_xy){m.x + w * cos(turn), m.y + h * sin(turn)};
    }
    return c;
}

static double shoelace(const lc_convex *c) {
    double sum = 0;
    for (int i = 0, j = c->n - 1; i < c->n; j = i++) sum += c->p[j].x * c->p[i].y - c->p[i].x * c->p[j].y;
    return 0.5 * sum;
}

static double extent(const lc_convex *c, lc_xy p) {
    double most = 0;
    for (int i = 0; i < c->n; i++) most = fmax(most, hypot(c->p[i].x - p.x, c->p[i].y - p.y));
    return most;
}

static bool inside(const lc_convex *c, lc_xy p) {
    for (int i = 0, j = c->n - 1; i < c->n; j = i++)
        if ((c->p[i].x - c->p[j].x) * (p.y - c->p[j].y) - (c->p[i].y - c->p[j].y) * (p.x - c->p[j].x) < 0) return false;
    return true;
}

static void test_area_and_centroid(void **state) {
    (void)state;
    rng_t r = {1};
    for (int round = 0; round < 500; round++) {
        lc_convex c = random_convex(&r);
        lc_xy m;
        double area = shoelace(&c), got = lc_convex_moments(&c, &m), x = 0, y = 0, sum = 0;
        double scale = extent(&c, c.p[0]) * extent(&c, c.p[0]);
        assert_true(fabs(lc_convex_area(&c) - area) <= 1e-9 * (scale + 2500));
        assert_true(got == lc_convex_area(&c));
        /* The centroid: fans about another corner than the library's. */
        for (int i = 0; i < c.n; i++) {
            lc_xy o = c.p[c.n - 1], a = c.p[i], b = c.p[(i + 1) % c.n];
            double part = 0.5 * ((a.x - o.x) * (b.y - o.y) - (b.x - o.x) * (a.y - o.y));
            sum += part;
            x += part * (o.x + a.x + b.x) / 3;
            y += part * (o.y + a.y + b.y) / 3;
        }
        assert_true(hypot(m.x - x / sum, m.y - y / sum) <= 1e-6 * (1 + extent(&c, c.p[0])));
    }
}

/* The parts of a cut make up the whole, and lie on their sides. */
static void test_cut(void **state) {
    (void)state;
    rng_t r = {2};
    for (int round = 0; round < 2000; round++) {
        lc_convex c = random_convex(&r), above, below;
        double f[LC_CONVEX_MAX], turn = rng_range(&r, 0, 7), scale = extent(&c, c.p[0]);
        size_t through = rng_below(&r, (size_t)c.n);
        lc_xy p = {c.p[through].x, c.p[through].y};
        if (rng_chance(&r, 0.7)) p = (lc_xy){p.x + rng_range(&r, -1, 1) * scale, p.y + rng_range(&r, -1, 1) * scale};
        for (int i = 0; i < c.n; i++) f[i] = (c.p[i].x - p.x) * cos(turn) + (c.p[i].y - p.y) * sin(turn);
        lc_convex_cut(&c, f, &above, &below);
        assert_true(above.n <= c.n + 1 && below.n <= c.n + 1);
        assert_true(fabs(lc_convex_area(&above) + lc_convex_area(&below) - lc_convex_area(&c)) <=
                    1e-11 * scale * scale);
        for (int i = 0; i < above.n; i++)
            assert_true((above.p[i].x - p.x) * cos(turn) + (above.p[i].y - p.y) * sin(turn) >= -1e-11 * scale);
        for (int i = 0; i < below.n; i++)
            assert_true((below.p[i].x - p.x) * cos(turn) + (below.p[i].y - p.y) * sin(turn) <= 1e-11 * scale);
        lc_convex same = c; /* in place */
        lc_convex_cut(&same, f, &same, NULL);
        assert_int_equal(same.n, above.n);
        assert_memory_equal(same.p, above.p, (size_t)above.n * sizeof *above.p);
    }
}

/* Through a polygon of collinear vertices, a line along them crosses its border any number of times by rounding: no
   vertex too many, and no area lost. */
static void test_cut_along_a_side(void **state) {
    (void)state;
    rng_t r = {5};
    for (int round = 0; round < 2000; round++) {
        lc_convex c = {.n = 3 + (int)rng_below(&r, LC_CONVEX_MAX - 4)}, above, below;
        double f[LC_CONVEX_MAX], turn = rng_range(&r, 0, 7), size = rng_range(&r, 1, 1000);
        for (int i = 0; i < c.n; i++) { /* all on one side, but for the last */
            double x = i + 1 < c.n ? size * (double)i / c.n : 0.4 * size, y = i + 1 < c.n ? 0 : size;
            c.p[i] = (lc_xy){1e5 + x * cos(turn) - y * sin(turn), 3e5 + x * sin(turn) + y * cos(turn)};
        }
        for (int i = 0; i < c.n; i++)
            f[i] = (i + 1 < c.n ? 0 : size) + (rng_chance(&r, 0.8) ? rng_range(&r, -1e-10, 1e-10) : 0);
        lc_convex_cut(&c, f, &above, &below);
        assert_true(above.n <= c.n + 1 && below.n <= c.n + 1);
        assert_true(fabs(lc_convex_area(&above) - lc_convex_area(&c)) <= 1e-6 * size);
        assert_true(fabs(lc_convex_area(&below)) <= 1e-6 * size);
    }
}

/* Chord of the disc (or of the polygon) along the ray from the centre at an angle: where it enters and leaves. */
static void ray(const lc_convex *c, lc_xy centre, double turn, double *enter, double *leave) {
    *enter = 0;
    *leave = INFINITY;
    for (int i = 0, j = c->n - 1; i < c->n; j = i++) {
        double dx = c->p[i].x - c->p[j].x, dy = c->p[i].y - c->p[j].y;
        double speed = dx * sin(turn) - dy * cos(turn), at = dx * (centre.y - c->p[j].y) - dy * (centre.x - c->p[j].x);
        if (speed > 0) *enter = fmax(*enter, -at / speed);
        if (speed < 0) *leave = fmin(*leave, -at / speed);
        if (speed == 0 && at < 0) *leave = -1;
    }
}

/* In polar coordinates about the centre: area = 1/2 r^2, distance = 1/3 r^3 over the angle. */
static void integrate(const lc_convex *c, lc_xy centre, double radius, double *area, double *distance) {
    enum { STEPS = 40000 };
    *area = *distance = 0;
    for (int i = 0; i < STEPS; i++) {
        double enter, leave, step = 2 * PI / STEPS;
        ray(c, centre, (i + 0.5) * step, &enter, &leave);
        leave = fmin(leave, radius);
        if (!(leave > enter)) continue;
        *area += 0.5 * (leave * leave - enter * enter) * step;
        *distance += (leave * leave * leave - enter * enter * enter) / 3 * step;
    }
}

static void test_disc(void **state) {
    (void)state;
    rng_t r = {3};
    for (int round = 0; round < 400; round++) {
        lc_convex c = random_convex(&r);
        double size = extent(&c, c.p[0]), area, distance, want_area, want_distance;
        lc_xy centre = {c.p[0].x + rng_range(&r, -2, 2) * size, c.p[0].y + rng_range(&r, -2, 2) * size};
        if (rng_chance(&r, 0.2)) centre = c.p[rng_below(&r, (size_t)c.n)];
        if (rng_chance(&r, 0.2)) centre = (lc_xy){0.3 * c.p[0].x + 0.7 * c.p[1].x, 0.3 * c.p[0].y + 0.7 * c.p[1].y};
        double radius = size * exp(rng_range(&r, -3, 2));
        if (rng_chance(&r, 0.1)) radius = hypot(c.p[1].x - centre.x, c.p[1].y - centre.y); /* through a corner */
        lc_convex_disc(&c, centre, radius, &area, &distance);
        integrate(&c, centre, radius, &want_area, &want_distance);
        double reach = fmin(radius, extent(&c, centre));
        assert_true(fabs(area - want_area) <= 3e-4 * reach * reach);
        assert_true(fabs(distance - want_distance) <= 3e-4 * reach * reach * reach);
        assert_true(area <= lc_convex_area(&c) + 1e-9 * size * size);
    }
}

/* Known to the last digit. */
static void test_disc_closed_forms(void **state) {
    (void)state;
    lc_convex square = {.n = 4, .p = {{-1, -1}, {1, -1}, {1, 1}, {-1, 1}}};
    double area, distance;
    lc_convex_disc(&square, (lc_xy){0, 0}, 1, &area, &distance); /* touches all sides */
    assert_true(fabs(area - PI) < 1e-14 && fabs(distance - 2 * PI / 3) < 1e-14);
    lc_convex_disc(&square, (lc_xy){0, 0}, 5, &area, &distance);
    assert_true(fabs(area - 4) < 1e-14);
    assert_true(fabs(distance - 4 * (sqrt(2) + log(1 + sqrt(2))) / 3) < 1e-14);
    lc_convex_disc(&square, (lc_xy){1, 1}, 1, &area, &distance); /* a quarter at the corner */
    assert_true(fabs(area - PI / 4) < 1e-14 && fabs(distance - PI / 6) < 1e-14);
    lc_convex_disc(&square, (lc_xy){1, 0}, 0.5, &area, &distance); /* half on the side */
    assert_true(fabs(area - PI / 8) < 1e-14 && fabs(distance - PI / 24) < 1e-14);
    lc_convex_disc(&square, (lc_xy){3, 0}, 1.5, &area, &distance); /* beside */
    assert_true(fabs(area) < 1e-14 && fabs(distance) < 1e-14);
    lc_convex_disc(&square, (lc_xy){3, 0}, 2, &area, &distance); /* touches from outside */
    assert_true(fabs(area) < 1e-12 && fabs(distance) < 1e-12);
}

static void test_distance(void **state) {
    (void)state;
    rng_t r = {4};
    for (int round = 0; round < 1000; round++) {
        lc_convex c = random_convex(&r);
        double size = extent(&c, c.p[0]), want = INFINITY;
        lc_xy p = {c.p[0].x + rng_range(&r, -2, 2) * size, c.p[0].y + rng_range(&r, -2, 2) * size};
        for (int i = 0, j = c.n - 1; i < c.n; j = i++)
            for (int k = 0; k <= 2000; k++) {
                double t = k / 2000.0;
                want = fmin(want, hypot(p.x - c.p[j].x - t * (c.p[i].x - c.p[j].x),
                                        p.y - c.p[j].y - t * (c.p[i].y - c.p[j].y)));
            }
        if (inside(&c, p)) want = 0;
        double got = lc_convex_distance(&c, p);
        assert_true(got <= want + 1e-9 && got >= want - size / 1000);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_area_and_centroid), cmocka_unit_test(test_cut),
        cmocka_unit_test(test_cut_along_a_side),  cmocka_unit_test(test_disc),
        cmocka_unit_test(test_disc_closed_forms), cmocka_unit_test(test_distance),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
