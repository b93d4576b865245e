/* Tasks: each done once, whatever the threads; the first failure is the caller's; a cancel ends those that run. */
#include "base/tasks.h"

#include <stdatomic.h>
#include <time.h>

#include "base/parallel.h"
#include "unit.h"

enum { N = 50 };

typedef struct {
    atomic_int done[N], running, most;
    size_t fails_at, fails_then; /* items that fail; N for none */
    atomic_bool waiting;         /* items run until they are cancelled */
    int reports;
} work_t;

static void nap(void) {
    nanosleep(&(struct timespec){0, 1000000}, NULL);
}

static lc_status work(lc_context *ctx, void *user, size_t item) {
    work_t *w = user;
    int running = atomic_fetch_add(&w->running, 1) + 1;
    if (running > atomic_load(&w->most)) atomic_store(&w->most, running);
    atomic_fetch_add(&w->done[item], 1);
    for (int i = 0; i < 10000 && atomic_load(&w->waiting) && !lc_cancelled(ctx); i++) nap();
    atomic_fetch_sub(&w->running, 1);
    if (item == w->fails_at || item == w->fails_then) return lc_fail(ctx, LC_ERR_INPUT, "item %zu of it", item);
    return lc_fail_cancelled(ctx);
}

static lc_context *context_of(int threads) {
    lc_context *ctx = lc_context_new();
    assert_non_null(ctx);
    lc_context_set_threads(ctx, threads);
    return ctx;
}

static void each_once(void **state) {
    (void)state;
    for (int threads = 1; threads <= 4; threads++)
        for (size_t n = 0; n <= N; n += n < 3 ? 1 : 47) {
            lc_context *ctx = context_of(threads);
            work_t w = {.fails_at = N, .fails_then = N};
            assert_int_equal(lc_tasks_run(ctx, n, work, &w), LC_OK);
            for (size_t i = 0; i < N; i++) assert_int_equal(w.done[i], i < n);
            assert_true(w.most <= threads);
            lc_context_free(ctx);
        }
}

/* What comes before the item that fails is done; of two failures the first one is told. */
static void the_first_failure(void **state) {
    (void)state;
    for (int threads = 1; threads <= 4; threads++) {
        lc_context *ctx = context_of(threads);
        work_t w = {.fails_at = 7, .fails_then = 8};
        assert_int_equal(lc_tasks_run(ctx, N, work, &w), LC_ERR_INPUT);
        assert_string_equal(lc_error_message(ctx), "item 7 of it");
        for (size_t i = 0; i < 7; i++) assert_int_equal(w.done[i], 1);
        assert_int_equal(w.done[N - 1], 0);
        lc_context_free(ctx);
    }
}

static bool stop_third(const char *phase, double done, void *user) {
    work_t *w = user;
    (void)phase;
    assert_true(done >= 0 && done <= 1);
    return ++w->reports < 3;
}

/* Progress goes on being told while all threads are busy, so that a cancel is heard. */
static void a_cancel(void **state) {
    (void)state;
    lc_context *ctx = context_of(2);
    work_t w = {.fails_at = N, .fails_then = N, .waiting = true};
    lc_context_set_progress(ctx, stop_third, &w);
    assert_int_equal(lc_tasks_run(ctx, N, work, &w), LC_ERR_CANCELLED);
    assert_string_equal(lc_error_message(ctx), "cancelled");
    assert_int_equal(w.reports, 3);
    assert_int_equal(w.running, 0);
    lc_context_free(ctx);
}

typedef struct {
    lc_context *ctx;
    atomic_bool begun, told;
    int reports;
} pair_t;

/* The first item fails when the second one has begun, which runs until it is told to end. */
static lc_status fail_or_wait(lc_context *ctx, void *user, size_t item) {
    pair_t *pair = user;
    if (item == 0) {
        while (!atomic_load(&pair->begun)) nap();
        return lc_fail(ctx, LC_ERR_INPUT, "item %zu of it", item);
    }
    atomic_store(&pair->begun, true);
    for (int i = 0; i < 10000 && !lc_cancelled(ctx); i++) nap();
    atomic_store(&pair->told, lc_cancelled(ctx));
    return lc_fail_cancelled(ctx);
}

/* Some reports after the first item has failed. */
static bool limit_memory(const char *phase, double done, void *user) {
    pair_t *pair = user;
    (void)phase;
    (void)done;
    if (++pair->reports == 5) lc_context_set_max_memory(pair->ctx, 1);
    return true;
}

/* That one item has failed keeps none from being ended where too much memory is held. */
static void memory_after_a_failure(void **state) {
    (void)state;
    lc_context *ctx = context_of(2);
    pair_t pair = {.ctx = ctx};
    lc_context_set_progress(ctx, limit_memory, &pair);
    assert_int_not_equal(lc_tasks_run(ctx, 2, fail_or_wait, &pair), LC_OK);
    assert_true(pair.told);
    lc_context_free(ctx);
}

static bool add_one(void *user, size_t item, int worker) {
    atomic_int *sum = user;
    (void)worker;
    atomic_fetch_add(sum, (int)item);
    return true;
}

static lc_status share(lc_context *ctx, void *user, size_t item) {
    (void)item;
    return lc_parallel(ctx, 100, add_one, user);
}

/* A task may have threads of its own. */
static void threads_within(void **state) {
    (void)state;
    lc_context *ctx = context_of(3);
    atomic_int sum = 0;
    assert_int_equal(lc_tasks_run(ctx, 5, share, &sum), LC_OK);
    assert_int_equal(sum, 5 * 4950);
    lc_context_free(ctx);
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(each_once), cmocka_unit_test(the_first_failure),
                                       cmocka_unit_test(a_cancel), cmocka_unit_test(memory_after_a_failure),
                                       cmocka_unit_test(threads_within)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
