/* Sorting by numbers: in order, and what is equal stays in the order in which it came. */
#include "base/sort.h"

#include "base/context.h"
#include "base/memory.h"
#include "random.h"
#include "unit.h"

static void check_sort(rng_t *r, size_t n, uint64_t keys) {
    lc_keyed *keyed = LC_NEW(lc_keyed, n);
    bool *seen = LC_NEW0(bool, n);
    assert_true(keyed && seen);
    for (size_t i = 0; i < n; i++) keyed[i] = (lc_keyed){(uint32_t)(rng_next(r) % keys), (uint32_t)i};
    assert_true(lc_sort_keyed(keyed, n));
    for (size_t i = 0; i < n; i++) {
        assert_true(keyed[i].item < n && !seen[keyed[i].item]);
        seen[keyed[i].item] = true;
        if (i == 0) continue;
        assert_true(keyed[i - 1].key <= keyed[i].key);
        if (keyed[i - 1].key == keyed[i].key) assert_true(keyed[i - 1].item < keyed[i].item);
    }
    free(keyed);
    free(seen);
}

static void test_sizes(void **state) {
    (void)state;
    static const size_t sizes[] = {0, 1, 2, 63, 64, 65, 1000, 20000};
    rng_t r = {3};
    for (size_t k = 0; k < sizeof sizes / sizeof *sizes; k++) {
        check_sort(&r, sizes[k], 1);
        check_sort(&r, sizes[k], 7);
        check_sort(&r, sizes[k], 5000);
        check_sort(&r, sizes[k], (uint64_t)1 << 32);
    }
}

/* Every number that is there is kept, once. */
static void test_once(void **state) {
    (void)state;
    static const size_t sizes[] = {0, 1, 2, 65, 1000};
    rng_t r = {4};
    for (size_t k = 0; k < sizeof sizes / sizeof *sizes; k++) {
        bool there[300] = {false};
        size_t n = sizes[k], different = 0;
        uint32_t *number = LC_NEW(uint32_t, n);
        assert_non_null(number);
        for (size_t i = 0; i < n; i++) there[number[i] = (uint32_t)rng_below(&r, 300)] = true;
        assert_true(lc_sort_once(number, &n));
        for (uint32_t v = 0; v < 300; v++)
            if (there[v]) assert_true(different < n && number[different++] == v);
        assert_int_equal(n, different);
        free(number);
    }
}

typedef struct item {
    uint32_t key, number, more;
} item_t;

static int by_key(const void *a, const void *b) {
    const item_t *p = a, *q = b;
    return p->key < q->key ? -1 : p->key > q->key;
}

/* One run, two, and several that do not come out even: what is equal stays in its order. */
static void test_items(void **state) {
    (void)state;
    static const size_t sizes[] = {0, 1, 2, 1 << 14, (1 << 14) + 1, 1 << 15, 3 << 14, 100000};
    static const uint64_t keys[] = {1, 7, (uint64_t)1 << 32};
    rng_t r = {5};
    for (size_t k = 0; k < 3 * sizeof sizes / sizeof *sizes; k++) {
        size_t n = sizes[k / 3];
        item_t *item = LC_NEW(item_t, n);
        bool *seen = LC_NEW0(bool, n);
        assert_true(item && seen);
        for (size_t i = 0; i < n; i++) item[i] = (item_t){(uint32_t)(rng_next(&r) % keys[k % 3]), (uint32_t)i, 9};
        assert_true(lc_sort_items(NULL, item, n, sizeof *item, by_key));
        for (size_t i = 0; i < n; i++) {
            assert_true(item[i].number < n && !seen[item[i].number] && item[i].more == 9);
            seen[item[i].number] = true;
            assert_true(i == 0 || item[i - 1].key < item[i].key ||
                        (item[i - 1].key == item[i].key && item[i - 1].number < item[i].number));
        }
        free(item);
        free(seen);
    }
}

static void test_cancelled(void **state) {
    (void)state;
    lc_context *ctx = lc_context_new();
    item_t item[100] = {{0}};
    lc_keyed keyed[100];
    for (uint32_t i = 0; i < 100; i++) keyed[i] = (lc_keyed){i % 7, i};
    assert_true(lc_sort_items(ctx, item, 100, sizeof *item, by_key) && lc_sort_keyed_in(ctx, keyed, 100));
    for (uint32_t i = 0; i < 100; i++) keyed[i] = (lc_keyed){i % 7, i};
    lc_cancel(ctx);
    assert_false(lc_sort_items(ctx, item, 100, sizeof *item, by_key));
    assert_false(lc_sort_keyed_in(ctx, keyed, 100));
    lc_context_free(ctx);
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_sizes), cmocka_unit_test(test_once),
                                       cmocka_unit_test(test_items), cmocka_unit_test(test_cancelled)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
