/* Means, medians and 90th percentiles over areas: closed forms, and what must not move them. */
#include "towns.h"

static const double PI = 3.14159265358979323846;

/* ---------------------------------------------------------------------------------------------- a straight road */

/* A road of two vertices, a shop in its middle, a community of w x h around: d = |x| + |y|. The area with d <= t. */
static double area_within(double w, double h, double t) {
    double a = w / 2, b = h / 2; /* a quadrant: x + y <= t, x <= a, y <= b */
    double all = t * t / 2, right = fmax(0, t - a), top = fmax(0, t - b), corner = fmax(0, t - a - b);
    return 4 * (all - right * right / 2 - top * top / 2 + corner * corner / 2);
}

static double quantile_of(double w, double h, double q) {
    double low = 0, high = w / 2 + h / 2;
    for (int i = 0; i < 60; i++) {
        double mid = 0.5 * (low + high);
        *(area_within(w, h, mid) < q * w * h ? &low : &high) = mid;
    }
    return low;
}

/* asked_m: the bound that is asked of medians. */
static lc_results measure_road_to(double w, double h, double angle, int edges, double distance_m, double asked_m) {
    city_t c;
    lc_rule rule;
    lc_indicator_def def = made_indicator(&rule, LC_NETWORK, distance_m);
    city_init(&c);
    c.max_distance_error_m = asked_m;
    uint32_t v = city_vertex(&c, -1000, 0);
    for (int i = 1; i <= edges; i++) {
        uint32_t next = city_vertex(&c, -1000 + 2000.0 * i / edges, 0);
        city_path(&c, 2, (uint32_t[]){v, next});
        v = next;
    }
    city_store(&c, 0, 0);
    city_box(&c, -w / 2, -h / 2, w / 2, h / 2);
    city_turn(&c, angle, 1000 * angle, 0);
    lc_results r = city_measure(&c, &def, 1);
    city_free(&c);
    return r;
}

static lc_results measure_road(double w, double h, double angle, int edges, double distance_m) {
    return measure_road_to(w, h, angle, edges, distance_m, 1);
}

static void expect_near(const char *what, double got, double want, double within) {
    if (!(fabs(got - want) <= within)) fail_msg("%s: %.4f, not %.4f", what, got, want);
}

static void test_straight_road(void **state) {
    (void)state;
    static const double size[][2] = {{600, 400}, {800, 200}, {100, 60}, {20, 20}, {6, 2}, {900, 20}};
    static const double angle[] = {0, 0.1, PI / 4, 1, PI / 2};
    static const int edges[] = {1, 3, 100};
    assert_true(fabs(quantile_of(600, 400, 0.9) - 390.5) < 0.06 && fabs(quantile_of(800, 200, 0.9) - 410.6) < 0.06);
    for (size_t s = 0; s < sizeof size / sizeof *size; s++)
        for (size_t a = 0; a < sizeof angle / sizeof *angle; a++)
            for (size_t e = 0; e < sizeof edges / sizeof *edges; e++) {
                double w = size[s][0], h = size[s][1];
                lc_results r = measure_road(w, h, angle[a], edges[e], 700);
                expect_near("mean", r.value[0].distance / r.value[0].ranged, w / 4 + h / 4, 0.3);
                expect_near("median", r.value[0].p50_m, quantile_of(w, h, 0.5), 1);
                expect_near("90th percentile", r.value[0].p90_m, quantile_of(w, h, 0.9), 1);
                lc_results_free(&r);
            }
}

/* The bounds that are told hold, whatever was asked for; and they are close where that was. The mean over one straight
   road is known but for rounding. */
static void test_bounds(void **state) {
    (void)state;
    static const double size[][2] = {{600, 400}, {800, 200}, {100, 60}, {6, 2}};
    static const double asked[] = {INFINITY, 10, 1, 0.1};
    for (size_t s = 0; s < sizeof size / sizeof *size; s++)
        for (size_t a = 0; a < sizeof asked / sizeof *asked; a++)
            for (int edges = 1; edges <= 100; edges *= 10) {
                double w = size[s][0], h = size[s][1];
                lc_results r = measure_road_to(w, h, 0.3, edges, 700, asked[a]);
                const lc_result *v = &r.value[0];
                expect_near("mean", v->distance / v->ranged, w / 4 + h / 4, v->mean_err_m + 1e-6);
                expect_near("median", v->p50_m, quantile_of(w, h, 0.5), v->p50_err_m + 1e-6);
                expect_near("90th percentile", v->p90_m, quantile_of(w, h, 0.9), v->p90_err_m + 1e-6);
                if (edges == 1) assert_true(v->mean_err_m < 1e-6);
                assert_true(v->mean_err_m <= 0.3 * asked[a] && v->p50_err_m <= asked[a] && v->p90_err_m <= asked[a]);
                lc_results_free(&r);
            }
}

/* Of a search range that is shorter: what is beyond it has no quantile, and the mean is that of the diamond. */
static void test_short_range(void **state) {
    (void)state;
    lc_results r = measure_road(800, 400, 0.3, 2, 250); /* 2 * 250^2 of 320,000 m2 are in range: 39 % */
    assert_true(isnan(r.value[0].p50_m) && isnan(r.value[0].p90_m));
    lc_results_free(&r);
    r = measure_road(800, 400, 0.3, 2, 310);
    assert_true(isnan(r.value[0].p90_m));
    expect_near("median", r.value[0].p50_m, quantile_of(800, 400, 0.5), 1);
    lc_results_free(&r);
}

/* ------------------------------------------------------------------------------------------------- straight lines */

/* A disc around a shop: of its square, pi t^2. */
static void test_disc(void **state) {
    (void)state;
    static const double half[] = {300, 50, 2};
    for (size_t k = 0; k < sizeof half / sizeof *half; k++) {
        city_t c;
        lc_rule rule;
        lc_indicator_def def = made_indicator(&rule, LC_STRAIGHT, 1.5 * half[k]);
        city_init(&c);
        city_store(&c, 0, 0);
        city_box(&c, -half[k], -half[k], half[k], half[k]);
        lc_results r = city_measure(&c, &def, 1);
        expect_near("median", r.value[0].p50_m, half[k] * sqrt(2 / PI), 1);
        expect_near("mean", r.value[0].distance / r.value[0].ranged, half[k] * (sqrt(2) + log(1 + sqrt(2))) / 3, 0.3);
        lc_results_free(&r);
        city_free(&c);
    }
}

/* Inside a park d is 0: the median too when it is half of the community. */
static void test_inside(void **state) {
    (void)state;
    for (int k = 0; k < 2; k++) {
        double half = k ? 51 : 49; /* of 100 m */
        city_t c;
        lc_rule rule;
        lc_indicator_def def = made_indicator(&rule, LC_STRAIGHT, 500);
        city_init(&c);
        city_facility(&c, LC_POLYGON, 4, (lc_xy[]){{-50, -100}, {-50 + half, -100}, {-50 + half, 100}, {-50, 100}});
        city_box(&c, -50, -50, 50, 50);
        lc_results r = city_measure(&c, &def, 1);
        if (k)
            assert_true(r.value[0].p50_m == 0);
        else
            expect_near("median", r.value[0].p50_m, 1, 0.3);
        expect_near("90th percentile", r.value[0].p90_m, 90 - half, 0.5);
        lc_results_free(&r);
        city_free(&c);
    }
}

/* ----------------------------------------------------------------------------------------------------- small places */

/* Two paths, one with the shop; 10 m apart, 1 km apart by the way one walks: d jumps in the middle of the community. */
static void test_steep(void **state) {
    (void)state;
    for (int turn = 0; turn < 7; turn++)
        for (double w = 4; w < 600; w *= 2) {
            city_t c;
            lc_rule rule;
            lc_indicator_def def = made_indicator(&rule, LC_NETWORK, 3000);
            city_init(&c);
            uint32_t a = city_vertex(&c, -300, -5), b = city_vertex(&c, 300, -5), e = city_vertex(&c, 500, -5),
                     f = city_vertex(&c, 500, 5), g = city_vertex(&c, -300, 5);
            city_path(&c, 2, (uint32_t[]){a, b});
            city_path(&c, 4, (uint32_t[]){b, e, f, g});
            city_store(&c, -300, -5);
            city_box(&c, -w / 2, -w / 4, w / 2, w / 4);
            city_turn(&c, 0.2 * turn, 100 * turn, 7);
            c.max_distance_error_m = turn % 2 ? 1 : INFINITY;
            lc_results r = city_measure(&c, &def, 1);
            /* South: 300 + x, north: 800 + 10 + 500 - x; and the leg. */
            double leg = 0, n = 0;
            for (double y = -w / 4 + w / 4000; y < w / 4; y += w / 2000, n++)
                leg += fabs(fabs(y) - 5); /* within the paths' length */
            expect_near("mean", r.value[0].distance / r.value[0].ranged, (300 + 1310) / 2.0 + leg / n, 0.3);
            assert_true(turn % 2 == 0 || r.value[0].mean_err_m <= 0.3); /* though d jumps by a kilometre */
            lc_results_free(&r);
            city_free(&c);
        }
}

/* Two roads on top of one another, of which the one that is drawn later leads to the shop. */
static void test_coincident_roads(void **state) {
    (void)state;
    city_t c;
    lc_rule rule;
    lc_indicator_def def = made_indicator(&rule, LC_NETWORK, 2000);
    city_init(&c);
    city_road(&c, -300, 0, 300, 0);
    uint32_t m = city_vertex(&c, 300, 0);
    city_path(&c, 2, (uint32_t[]){city_vertex(&c, -300, 0), m});
    city_path(&c, 2, (uint32_t[]){m, city_vertex(&c, 900, 0)});
    city_store(&c, 900, 0);
    city_box(&c, -100, -50, 100, 50);
    lc_results r = city_measure(&c, &def, 1);
    expect_near("mean", r.value[0].distance / r.value[0].ranged, 900 + 25, 0.3);
    expect_near("median", r.value[0].p50_m, 925, 1);
    lc_results_free(&r);
    city_free(&c);
}

/* --------------------------------------------------------------------------------------------------- random towns */

static void each_town(void (*check)(const lc_results *, const lc_results *, uint64_t), bool turned, double max_error) {
    for (uint64_t town = 1; town <= 60; town++) {
        city_t c;
        rng_t rng = {town};
        town_make(&c, town, 6);
        lc_results before = town_measure(&c);
        if (turned) city_turn(&c, rng_range(&rng, 0, 6), rng_range(&rng, -1e5, 1e5), rng_range(&rng, -1e5, 1e5));
        c.max_error = max_error;
        lc_results after = town_measure(&c);
        check(&before, &after, town);
        lc_results_free(&before);
        lc_results_free(&after);
        city_free(&c);
    }
}

/* Each of the two is within 0.3 m, and 1 m. */
static void expect_same(const lc_results *before, const lc_results *after, uint64_t town) {
    for (size_t i = 0; i < before->n_communities * before->n_indicators; i++) {
        const lc_result *a = &before->value[i], *b = &after->value[i];
        if (!(a->ranged > 0.01 * a->demand && a->ranged > 1000)) continue;
        if (fabs(a->distance / a->ranged - b->distance / b->ranged) > 0.6)
            fail_msg("town %d, community %zu: means %.3f and %.3f", (int)town, i / before->n_indicators,
                     a->distance / a->ranged, b->distance / b->ranged);
    }
}

static void test_turned(void **state) {
    (void)state;
    each_town(expect_same, true, 0.005);
}

/* ------------------------------------------------------------------------------------------------------- kept */

/* What is kept gives what is measured, to the bit, where bounds on distances and on ratios ask for runs of their own:
   the finest run of a community was laid around the quantiles of the run before, and none is made twice. */
static void test_kept(void **state) {
    (void)state;
    for (uint64_t seed = 1; seed <= 6; seed++) {
        city_t c;
        lc_rule rule;
        lc_indicator_def def = made_indicator(&rule, LC_NETWORK, 300);
        town_make(&c, seed, 8);
        c.max_error = 1e-6;
        c.max_distance_error_m = 1;
        lc_kept kept = {.n_communities = c.n_communities};
        lc_results plain = city_measure(&c, &def, 1);
        c.kept = &kept;
        for (int again = 0; again < 2; again++) {
            lc_results r = city_measure(&c, &def, 1);
            for (size_t k = 0; k < c.n_communities; k++)
                if (memcmp(&r.value[k], &plain.value[k], sizeof *r.value) != 0)
                    fail_msg("town %d, community %zu: median %.17g m within %g m, not %.17g m within %g m", (int)seed,
                             k, r.value[k].p50_m, r.value[k].p50_err_m, plain.value[k].p50_m, plain.value[k].p50_err_m);
            lc_results_free(&r);
        }
        lc_kept_free(&kept);
        lc_results_free(&plain);
        city_free(&c);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_straight_road),
        cmocka_unit_test(test_bounds),
        cmocka_unit_test(test_short_range),
        cmocka_unit_test(test_disc),
        cmocka_unit_test(test_inside),
        cmocka_unit_test(test_steep),
        cmocka_unit_test(test_coincident_roads),
        cmocka_unit_test(test_turned),
        cmocka_unit_test(test_kept),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
