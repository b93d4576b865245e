/* Work beside: done once, by whichever thread, and its failure is the caller's. */
#include "base/background.h"

#include <string.h>

#include "unit.h"

typedef struct {
    int calls, threads;
    lc_status status;
} work_t;

static lc_status work(lc_context *ctx, void *user) {
    work_t *w = user;
    w->calls++;
    w->threads = lc_threads(ctx);
    return w->status == LC_OK ? LC_OK : lc_fail(ctx, w->status, "100%% of %s", "it");
}

static void test_end(void **state) {
    (void)state;
    for (int threads = 1; threads <= 3; threads++) {
        lc_context *ctx = lc_context_new();
        work_t good = {0}, bad = {.status = LC_ERR_INPUT};
        assert_non_null(ctx);
        lc_context_set_threads(ctx, threads);
        lc_background *first = lc_background_begin(ctx, work, &good), *second = lc_background_begin(ctx, work, &bad);
        assert_true(first && second);
        assert_int_equal(lc_background_end(ctx, first), LC_OK);
        assert_string_equal(lc_error_message(ctx), "");
        assert_int_equal(lc_background_end(ctx, second), LC_ERR_INPUT);
        assert_string_equal(lc_error_message(ctx), "100% of it");
        assert_true(good.calls == 1 && bad.calls == 1 && good.threads == threads);
        lc_context_free(ctx);
    }
}

/* On one thread nothing has begun yet, and there is no need to. */
static void test_drop(void **state) {
    (void)state;
    lc_context *ctx = lc_context_new();
    work_t w = {.status = LC_ERR_INPUT};
    assert_non_null(ctx);
    lc_background_drop(NULL);
    lc_context_set_threads(ctx, 1);
    lc_background_drop(lc_background_begin(ctx, work, &w));
    assert_int_equal(w.calls, 0);
    lc_context_set_threads(ctx, 2);
    lc_background_drop(lc_background_begin(ctx, work, &w));
    assert_true(w.calls <= 1);
    assert_string_equal(lc_error_message(ctx), "");
    lc_context_free(ctx);
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_end), cmocka_unit_test(test_drop)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
