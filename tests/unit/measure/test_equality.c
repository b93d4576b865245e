/* Gini, Theil and Lorenz: closed forms, the definition by brute force, and published figures. */
#include "made_city.h"
#include "measure/equality.h"
#include "random.h"

#define COUNT(array) (sizeof(array) / sizeof *(array))
#define assert_near(value, wanted, tolerance) assert_true(fabs((value) - (wanted)) <= (tolerance))

/* The double sum of the definition. */
static double gini_by_pairs(const lc_share *s, size_t n) {
    double weight = 0, total = 0, sum = 0;
    for (size_t i = 0; i < n; i++) weight += s[i].w, total += s[i].w * s[i].x;
    for (size_t i = 0; i < n; i++)
        for (size_t k = 0; k < n; k++) sum += s[i].w * s[k].w * fabs(s[i].x - s[k].x);
    return sum / (2 * weight * total);
}

static double gini_of(lc_share *s, size_t n) {
    assert_true(lc_shares_sort(NULL, s, n));
    return lc_gini(s, n);
}

static void all_alike(void **state) {
    (void)state;
    lc_share s[] = {{0.3, 5}, {0.3, 1}, {0.3, 12}};
    assert_near(gini_of(s, 3), 0, 1e-15);
    assert_near(lc_theil(s, 3), 0, 1e-15);
    lc_lorenz_point p[4];
    assert_true(lc_lorenz(s, 3, p));
    for (size_t i = 0; i < 4; i++) assert_near(p[i].demand, p[i].covered, 1e-15);
    assert_true(p[0].demand == 0 && p[3].demand == 1 && p[3].covered == 1);
}

/* One of n has it all: 1 - 1/n, and ln n. */
static void one_has_it_all(void **state) {
    (void)state;
    for (size_t n = 2; n <= 50; n++) {
        lc_share s[50] = {{0.8, 3}};
        for (size_t i = 1; i < n; i++) s[i].w = 3;
        assert_near(gini_of(s, n), 1 - 1.0 / (double)n, 1e-12);
        assert_near(lc_theil(s, n), log((double)n), 1e-12);
    }
}

/* Two kinds: a share p of the weight has a share q of it all; Gini q - p, and a Lorenz curve of two straight pieces. */
static void two_kinds(void **state) {
    (void)state;
    lc_share s[] = {{1, 25}, {0.2, 75}};
    lc_lorenz_point p[3];
    assert_near(gini_of(s, 2), 25.0 / 40 - 0.25, 1e-15);
    assert_near(lc_theil(s, 2), 0.625 * log(2.5) + 0.375 * log(0.5), 1e-15);
    assert_true(lc_lorenz(s, 2, p));
    assert_near(p[1].demand, 0.75, 1e-15);
    assert_near(p[1].covered, 0.375, 1e-15);
}

static void nothing_to_share(void **state) {
    (void)state;
    lc_share s[] = {{0, 5}, {0, 1}};
    lc_lorenz_point p[3];
    assert_true(isnan(gini_of(s, 2)) && isnan(lc_theil(s, 2)) && isnan(lc_gini(s, 0)));
    assert_false(lc_lorenz(s, 2, p));
}

/* Random tables against the double sum; the Gini is twice the area between the Lorenz curve and the diagonal. */
static void by_the_definition(void **state) {
    (void)state;
    rng_t r = {7};
    for (int round = 0; round < 300; round++) {
        lc_share s[40];
        lc_lorenz_point p[41];
        size_t n = 1 + rng_below(&r, 40);
        for (size_t i = 0; i < n; i++)
            s[i] = (lc_share){rng_chance(&r, 0.2) ? 0.5 : rng_unit(&r), rng_range(&r, 0.1, 100)};
        double wanted = gini_by_pairs(s, n), area = 0;
        assert_near(gini_of(s, n), wanted, 1e-12);
        assert_true(lc_lorenz(s, n, p));
        for (size_t i = 0; i < n; i++) area += (p[i + 1].demand - p[i].demand) * (p[i + 1].covered + p[i].covered) / 2;
        assert_near(1 - 2 * area, wanted, 1e-12);
    }
}

/* Income a head of Mexico's states in 1940 (pcgdp1940 of libpysal's example mexico.csv). pysal/inequality publishes a
   Gini of 0.35372371173452849 and a Theil of 0.20894344 for them (its tests test_gini.py and test_theil.py). */
static void published_figures(void **state) {
    (void)state;
    static const double pcgdp[] = {10384, 22361, 9573, 3758, 2934, 8578, 8537, 6909, 17816, 12132, 4359,
                                   2181,  4414,  5309, 3408, 3327, 6936, 4836, 9073, 1892,  3569,  11016,
                                   21965, 4372,  4840, 6399, 2459, 7508, 3605, 5203, 7990,  3734};
    lc_share s[COUNT(pcgdp)];
    for (size_t i = 0; i < COUNT(pcgdp); i++) s[i] = (lc_share){pcgdp[i], 1};
    assert_near(gini_of(s, COUNT(pcgdp)), 0.35372371173452849, 1e-12);
    assert_near(lc_theil(s, COUNT(pcgdp)), 0.20894344, 5e-9);
}

static void cancelled(void **state) {
    (void)state;
    lc_context *ctx = lc_context_new();
    lc_share s[] = {{2, 1}, {1, 1}};
    lc_cancel(ctx);
    assert_false(lc_shares_sort(ctx, s, 2));
    lc_cancel_clear(ctx);
    assert_true(lc_shares_sort(ctx, s, 2) && s[0].x == 1);
    lc_context_free(ctx);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(all_alike),        cmocka_unit_test(one_has_it_all),    cmocka_unit_test(two_kinds),
        cmocka_unit_test(nothing_to_share), cmocka_unit_test(by_the_definition), cmocka_unit_test(published_figures),
        cmocka_unit_test(cancelled),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
