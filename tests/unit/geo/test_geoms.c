/* Flat geometries: leaving some out in place is copying the others. */
#include "geo/geoms.h"

#include "base/memory.h"
#include "random.h"
#include "unit.h"

static lc_geoms random_geoms(rng_t *r, size_t n) {
    lc_geoms geoms = {0};
    for (size_t g = 0; g < n; g++) {
        lc_geom_kind kind = (lc_geom_kind)rng_below(r, 3);
        assert_true(lc_geoms_begin(&geoms, kind, (uint32_t)(g / 2)));
        for (size_t part = kind == LC_POLYGON ? 1 + rng_below(r, 3) : 1; part; part--) {
            assert_true(lc_geoms_begin_part(&geoms));
            for (size_t k = 1 + rng_below(r, 6); k; k--) assert_true(lc_geoms_add(&geoms, rng_unit(r), rng_unit(r)));
        }
    }
    return geoms;
}

static void check(rng_t *r, size_t n, double share) {
    lc_geoms geoms = random_geoms(r, n), kept = {0};
    bool *marked = LC_NEW0(bool, n);
    assert_non_null(marked);
    for (size_t g = 0; g < n; g++) {
        marked[g] = rng_chance(r, share);
        if (!marked[g]) assert_true(lc_geoms_copy(&kept, &geoms, g, geoms.feature[g]));
    }
    lc_geoms_leave_out(&geoms, marked);
    assert_int_equal(geoms.n, kept.n);
    assert_int_equal(geoms.n_parts, kept.n_parts);
    assert_int_equal(geoms.n_xy, kept.n_xy);
    for (size_t g = 0; g < kept.n; g++) {
        assert_int_equal(geoms.feature[g], kept.feature[g]);
        assert_true(lc_geoms_same(&geoms, g, &kept, g));
    }
    assert_true(lc_geoms_begin(&geoms, LC_POINT, 1) && lc_geoms_begin_part(&geoms) && lc_geoms_add(&geoms, 7, 8));
    assert_int_equal(geoms.xy_of[geoms.part_of[kept.n]], kept.n_xy); /* it can still grow */
    lc_geoms_free(&geoms);
    lc_geoms_free(&kept);
    free(marked);
}

static void test_leaving_out(void **state) {
    (void)state;
    static const double shares[] = {0, 0.1, 0.5, 0.9, 1};
    rng_t r = {11};
    for (int turn = 0; turn < 20; turn++)
        for (size_t k = 0; k < sizeof shares / sizeof *shares; k++) check(&r, rng_below(&r, 30), shares[k]);
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_leaving_out)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
