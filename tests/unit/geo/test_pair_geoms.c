/* Geometries that are still there are paired with themselves, whatever was left out, moved or put in. */
#include "geo/pair_geoms.h"

#include <stdlib.h>

#include "random.h"
#include "unit.h"

enum { MOST = 600 };

static void add_point(lc_geoms *to, double x) {
    assert_true(lc_geoms_begin(to, LC_POINT, (uint32_t)to->n) && lc_geoms_begin_part(to) && lc_geoms_add(to, x, -x));
}

static void add_box(lc_geoms *to, double x, double side) {
    const lc_xy ring[] = {{x, 0}, {x + side, 0}, {x + side, side}, {x, side}, {x, 0}};
    assert_true(lc_geoms_begin(to, LC_POLYGON, (uint32_t)to->n) && lc_geoms_begin_part(to));
    for (int i = 0; i < 5; i++) assert_true(lc_geoms_add(to, ring[i].x, ring[i].y));
}

/* Nothing but the very same is paired, each once and in order; how many are. */
static size_t pair_all(const lc_geoms *before, const lc_geoms *after) {
    uint32_t pair[MOST];
    size_t n = 0, next = 0;
    lc_geoms_pair(before, after, pair);
    for (size_t g = 0; g < after->n; g++) {
        if (pair[g] == LC_NO_GEOM) continue;
        assert_true(pair[g] >= next && pair[g] < before->n);
        assert_true(lc_geoms_same(before, pair[g], after, g));
        next = pair[g] + 1;
        n++;
    }
    return n;
}

static void what_stays_is_paired(void **state) {
    (void)state;
    for (uint64_t seed = 1; seed <= 200; seed++) {
        rng_t rng = {seed};
        lc_geoms before = {0}, after = {0};
        size_t stay = 0;
        for (int k = 0; k < 200; k++) {
            bool polygon = rng_chance(&rng, 0.3), goes = rng_chance(&rng, 0.1);
            polygon ? add_box(&before, k, 2) : add_point(&before, k);
            if (!goes) polygon ? add_box(&after, k, 2) : add_point(&after, k);
            stay += !goes;
            if (rng_chance(&rng, 0.1)) add_point(&after, 1000 + k);
        }
        assert_int_equal(pair_all(&before, &after), stay);
        assert_int_equal(pair_all(&after, &before), stay);
        lc_geoms_free(&before);
        lc_geoms_free(&after);
    }
}

/* Of the marked ones only what has gone, and what is new, stays marked. */
static void what_is_in_both_is_unmarked(void **state) {
    (void)state;
    lc_geoms before = {0}, after = {0};
    for (int k = 0; k < 4; k++) add_point(&before, k);
    for (int k = 1; k < 5; k++) add_point(&after, k);
    bool was[] = {true, true, false, true}, is[] = {true, true, false, true}; /* 0 to 3, and 1 to 4 */
    assert_true(lc_geoms_unmark_same(&before, was, &after, is));
    const bool gone[] = {true, false, false, true}, added[] = {false, true, false, true};
    assert_memory_equal(was, gone, sizeof gone);
    assert_memory_equal(is, added, sizeof added);
    bool all[] = {true, true, true, true}, same[] = {true, true, true, true}, none[4] = {false};
    assert_true(lc_geoms_unmark_same(&before, all, &before, same));
    assert_memory_equal(all, none, sizeof none);
    assert_memory_equal(same, none, sizeof none);
    lc_geoms_free(&before);
    lc_geoms_free(&after);
}

static void others_are_not(void **state) {
    (void)state;
    lc_geoms before = {0}, after = {0};
    assert_int_equal(pair_all(&before, &after), 0);
    add_box(&before, 0, 2);
    assert_int_equal(pair_all(&before, &after), 0);
    add_box(&after, 0, 3); /* another size, as many vertices */
    assert_int_equal(pair_all(&before, &after), 0);
    for (int k = 0; k < 100; k++) add_point(&before, k); /* too many in a row to look for what follows */
    add_point(&before, 500);
    add_point(&after, 500);
    assert_true(pair_all(&before, &after) <= 1);
    lc_geoms_free(&before);
    lc_geoms_free(&after);
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(what_stays_is_paired),
                                       cmocka_unit_test(what_is_in_both_is_unmarked), cmocka_unit_test(others_are_not)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
