/* Features at one place and of one name: held against a comparison of all pairs. */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "city/same_place.h"
#include "random.h"

enum { MOST = 200 };

typedef struct {
    lc_box box[MOST];
    const char *name[MOST];
    size_t begin[MOST], n;
} town;

static bool matches(const town *t, size_t i, size_t k) {
    const lc_box *a = &t->box[i], *b = &t->box[k];
    bool named = t->name[i] && t->name[k] ? strcmp(t->name[i], t->name[k]) == 0 : t->name[i] == t->name[k];
    return a->x0 <= a->x1 && b->x0 <= b->x1 && named && hypot(a->x0 - b->x0, a->y0 - b->y0) <= 1 &&
           hypot(a->x1 - b->x1, a->y1 - b->y1) <= 1;
}

/* Two or three sources; places close together, some of them the same; a few names, some of them none. */
static void make(rng_t *r, town *t) {
    static const char *const names[] = {NULL, "", "a", "b"};
    double width = rng_range(r, 0.5, 20);
    t->n = 1 + rng_below(r, MOST);
    for (size_t i = 0, begin = 0; i < t->n; i++) {
        lc_box box = {rng_range(r, 0, width), rng_range(r, 0, width), 0, 0};
        box.x1 = box.x0 + (rng_chance(r, 0.5) ? 0 : rng_range(r, 0, 3));
        box.y1 = box.y0;
        if (i && rng_chance(r, 0.4)) box = t->box[rng_below(r, i)];
        if (rng_chance(r, 0.05)) box = lc_box_empty();
        if (rng_chance(r, 2.0 / MOST)) begin = i;
        t->box[i] = box;
        t->begin[i] = begin;
        t->name[i] = names[rng_below(r, 4)];
    }
}

static void check(const town *t) {
    size_t within[MOST], before[MOST], found[MOST], earlier[MOST];
    for (size_t i = 0; i < t->n; i++) {
        within[i] = before[i] = found[i] = earlier[i] = i;
        for (size_t k = i; k-- > 0;)
            if (matches(t, i, k)) *(k >= t->begin[i] ? &within[i] : &before[i]) = k;
    }
    const lc_named_boxes of = {t->box, t->name, t->begin, t->n};
    assert_true(lc_first_at_place(&of, found, earlier));
    for (size_t i = 0; i < t->n; i++) {
        assert_int_equal(found[i], within[i]);
        assert_int_equal(earlier[i], before[i]);
    }
}

static void as_all_pairs_say(void **state) {
    (void)state;
    rng_t r = {7};
    town *t = calloc(1, sizeof *t);
    assert_non_null(t);
    for (int round = 0; round < 500; round++) {
        make(&r, t);
        check(t);
    }
    free(t);
}

static void what_is_known_is_only_lowered(void **state) {
    (void)state;
    const lc_box box[3] = {{0, 0, 0, 0}, {9, 9, 9, 9}, {9, 9, 9, 9}};
    const char *const name[3] = {"a", "b", "b"};
    const size_t begin[3] = {0};
    size_t within[3] = {0, 0, 0}, before[3] = {0, 1, 2};
    assert_true(lc_first_at_place(&(lc_named_boxes){box, name, begin, 3}, within, before));
    assert_int_equal(within[1], 0); /* by its id, say */
    assert_int_equal(within[2], 0);
    assert_true(lc_first_at_place(&(lc_named_boxes){box, name, begin, 0}, within, before));
}

/* 400,000 at one spot: without a name, or each with its own. All pairs would take hours. */
static void many_at_one_spot(void **state) {
    (void)state;
    enum { N = 400000 };
    lc_box *box = calloc(N, sizeof *box);
    const char **name = calloc(N, sizeof *name);
    char(*text)[12] = calloc(N, sizeof *text);
    size_t *begin = calloc(N, sizeof *begin), *within = calloc(N, sizeof *within), *before = calloc(N, sizeof *before);
    assert_true(box && name && text && begin && within && before);
    for (size_t i = 0; i < N; i++) {
        begin[i] = i < N / 4 ? 0 : N / 4;
        within[i] = before[i] = i;
        for (size_t k = 0, left = i; k < 6; k++, left /= 10) text[i][k] = (char)('0' + left % 10);
        if (i % 2) name[i] = text[i];
    }
    assert_true(lc_first_at_place(&(lc_named_boxes){box, name, begin, N}, within, before));
    for (size_t i = 0; i < N; i++) {
        assert_int_equal(within[i], i % 2 ? i : begin[i]);
        assert_int_equal(before[i], i % 2 || i < N / 4 ? i : 0);
    }
    free(before);
    free(within);
    free(begin);
    free(text);
    free(name);
    free(box);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(as_all_pairs_say),
        cmocka_unit_test(what_is_known_is_only_lowered),
        cmocka_unit_test(many_at_one_spot),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
