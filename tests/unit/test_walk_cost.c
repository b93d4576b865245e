/* What slopes cost: closed forms, and how a set is read. */
#include "files.h"

#include "profile/walk_cost_read.h"

static lc_walk_cost cost_of(files *f, const char *text) {
    lc_walk_cost cost = {0};
    assert_works(f, lc_walk_cost_named(f->ctx, LC_DATA_DIR, text, &cost));
    return cost;
}

static double factor_of(files *f, const char *text, double slope) {
    lc_walk_cost cost = cost_of(f, text);
    double factor = lc_slope_factor(&cost, slope);
    lc_walk_cost_free(&cost);
    return factor;
}

/* Within 5 % the two ways differ from the flat by e^(+-3.5 S): their mean is the hyperbolic cosine. Beyond, the way
   down grows as well. */
static void tobler_there_and_back(void **state) {
    files *f = *state;
    assert_near(factor_of(f, "{slope: tobler}", 0), 1, 0);
    assert_near(factor_of(f, "{slope: tobler}", 0.03), cosh(3.5 * 0.03), 1e-12);
    assert_near(factor_of(f, "{slope: tobler}", 0.1), 0.5 * (exp(0.35) + exp(0.0)), 1e-12);
    assert_near(factor_of(f, "{slope: tobler}", -0.1), factor_of(f, "{slope: tobler}", 0.1), 0);
    assert_near(factor_of(f, "{slope: tobler}", 7), factor_of(f, "{slope: tobler}", 1), 0);
}

static void langmuir_there_and_back(void **state) {
    files *f = *state;
    assert_near(factor_of(f, "{slope: langmuir}", 0.05), (0.72 + 0.3 + 0.72) / 1.44, 1e-12);
    assert_near(factor_of(f, "{slope: langmuir}", 0.1), (0.72 + 0.6 + 0.72 - 0.2) / 1.44, 1e-12);
    assert_near(factor_of(f, "{slope: langmuir}", 0.3), (0.72 + 1.8 + 0.72 + 0.6) / 1.44, 1e-12);
}

static void a_table_is_interpolated(void **state) {
    files *f = *state;
    const char *table = "{slope: {0.02: 1, 0.1: 1.4, 0.2: 2.4}}";
    assert_near(factor_of(f, table, 0), 1, 0);
    assert_near(factor_of(f, table, -0.06), 1.2, 1e-12);
    assert_near(factor_of(f, table, 0.15), 1.9, 1e-12);
    assert_near(factor_of(f, table, 0.9), 2.4, 0);
}

static void named_sets(void **state) {
    files *f = *state;
    lc_walk_cost cost = cost_of(f, "realistic");
    assert_int_equal(cost.slope, LC_SLOPE_TOBLER);
    assert_true(cost.has_stairs && cost.crossings);
    assert_near(cost.stairs, 3, 0);
    lc_walk_cost_free(&cost);
    cost = cost_of(f, "{stairs: none}");
    assert_true(cost.has_stairs && isinf(cost.stairs) && lc_walk_cost_counts(&cost));
    lc_walk_cost_free(&cost);
}

static void mistakes_are_told(void **state) {
    files *f = *state;
    lc_walk_cost cost;
    assert_fails(f, lc_walk_cost_named(f->ctx, LC_DATA_DIR, "steep", &cost), LC_ERR_INPUT, "realistic, langmuir");
    assert_fails(f, lc_walk_cost_named(f->ctx, LC_DATA_DIR, "{slope: uphill}", &cost), LC_ERR_INPUT, "uphill");
    assert_fails(f, lc_walk_cost_named(f->ctx, LC_DATA_DIR, "{slope: {0.1: 1.2, 0.05: 1}}", &cost), LC_ERR_INPUT,
                 "must ascend");
    assert_fails(f, lc_walk_cost_named(f->ctx, LC_DATA_DIR, "{slope: {0.1: 0.5}}", &cost), LC_ERR_INPUT, "1 or more");
    assert_fails(f, lc_walk_cost_named(f->ctx, LC_DATA_DIR, "{lifts: 2}", &cost), LC_ERR_INPUT, "lifts");
}

int main(void) {
    const struct CMUnitTest tests[] = {
        TEST(tobler_there_and_back), TEST(langmuir_there_and_back), TEST(a_table_is_interpolated), TEST(named_sets),
        TEST(mistakes_are_told),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
