/* Cancelling: from the progress callback at any place, from another thread at any time; what comes after it works. */
#include "files.h"

#include <pthread.h>
#include <stdatomic.h>
#include <time.h>

#include "random.h"

#define GATED LC_DATA_DIR "/samples/gated/"

enum { SIDE = 40, STORES = 100 };

/* Cancels at the k-th report of progress, by what it returns or by lc_cancel(). */
typedef struct stopper {
    lc_context *ctx;
    size_t at, calls;
    bool by_call;
} stopper_t;

static bool stop(const char *phase, double done, void *user) {
    stopper_t *s = user;
    assert_non_null(phase);
    assert_true(done >= 0 && done <= 1);
    if (++s->calls != s->at) return true;
    if (s->by_call) lc_cancel(s->ctx);
    return s->by_call;
}

static lc_status read_and_check(lc_context *ctx, double *ratio) {
    const char *facilities[] = {"convenience_store=" GATED "stores.geojson"};
    lc_city_options o = LC_CITY_OPTIONS_INIT;
    lc_check_options how = LC_CHECK_OPTIONS_INIT;
    lc_profile *profile = NULL;
    lc_city *city = NULL;
    lc_report *report = NULL;
    o.network = GATED "streets.geojson";
    o.communities = GATED "communities.geojson";
    o.facilities = facilities;
    o.n_facilities = 1;
    o.compounds = GATED "compounds.geojson";
    o.gates = GATED "gates.geojson";
    o.data_dir = LC_DATA_DIR;
    how.want_areas = how.want_gaps = how.want_facilities = how.want_network = how.overlap = true;
    lc_status status = lc_profile_load(ctx, LC_DATA_DIR, GATED "gated.yaml", &profile);
    if (status == LC_OK) status = lc_city_open(ctx, &o, &city);
    if (status == LC_OK) status = lc_check(ctx, city, profile, &how, &report);
    if (status == LC_OK) *ratio = lc_report_indicator(report, 0).ratio;
    if (status != LC_OK) assert_null(report);
    lc_report_free(report);
    lc_city_free(city);
    lc_profile_free(profile);
    return status;
}

/* Wherever it is asked: the call ends so, and the same work gives the same numbers afterwards. */
static void at_every_report_of_progress(void **state) {
    files *f = *state;
    double whole = NAN, again = NAN;
    stopper_t s = {.ctx = f->ctx};
    lc_context_set_progress(f->ctx, stop, &s);
    assert_works(f, read_and_check(f->ctx, &whole));
    const size_t calls = s.calls;
    assert_true(calls >= 10);
    /* How often it is reported depends on time a little, so some of the last ones may not come. */
    size_t cancelled = 0;
    for (size_t k = 1; k <= calls; k++) {
        s = (stopper_t){.ctx = f->ctx, .at = k, .by_call = k % 2};
        lc_status status = read_and_check(f->ctx, &again);
        if (s.calls < k) continue;
        cancelled++;
        assert_int_equal(status, LC_ERR_CANCELLED);
        assert_string_equal(lc_error_message(f->ctx), "cancelled");
        assert_int_equal(lc_error(f->ctx).status, LC_ERR_CANCELLED);
        assert_int_equal(s.calls, k); /* nobody is asked again */
        lc_cancel_clear(f->ctx);
    }
    assert_true(cancelled >= 10);
    s = (stopper_t){.ctx = f->ctx};
    assert_works(f, read_and_check(f->ctx, &again));
    assert_true(again == whole);
}

/* A cancel between two calls is not lost. */
static void until_it_is_cleared(void **state) {
    files *f = *state;
    double ratio = NAN;
    lc_cancel(f->ctx);
    assert_fails(f, read_and_check(f->ctx, &ratio), LC_ERR_CANCELLED, "cancelled");
    assert_fails(f, read_and_check(f->ctx, &ratio), LC_ERR_CANCELLED, "cancelled");
    lc_cancel_clear(f->ctx);
    assert_works(f, read_and_check(f->ctx, &ratio));
}

/* ---------------------------------------------------------------------------------------------------- other threads */

static void put_network(files *f, lc_builder *b, rng_t *random) {
    static double node[2 * SIDE * SIDE];
    static uint32_t edge[4 * SIDE * SIDE];
    size_t n = 0;
    for (uint32_t i = 0; i < SIDE; i++)
        for (uint32_t j = 0; j < SIDE; j++) {
            uint32_t at = SIDE * i + j;
            node[2 * at] = 80 * i + rng_range(random, -20, 20);
            node[2 * at + 1] = 80 * j + rng_range(random, -20, 20);
            if (i + 1 < SIDE) edge[2 * n] = at, edge[2 * n++ + 1] = at + SIDE;
            if (j + 1 < SIDE) edge[2 * n] = at, edge[2 * n++ + 1] = at + 1;
        }
    assert_works(f, lc_builder_set_network(f->ctx, b, SIDE * SIDE, node, n, edge, NULL));
}

static lc_city *make_town(files *f) {
    rng_t random = {7};
    lc_builder *b = NULL;
    lc_city *city = NULL;
    assert_works(f, lc_builder_new(f->ctx, NULL, &b));
    for (int i = 0; i < 5; i++)
        for (int j = 0; j < 5; j++) {
            const double x = 600 * i, y = 600 * j, xy[] = {x, y, x + 600, y, x + 600, y + 600, x, y + 600};
            const lc_geometry square = {.kind = LC_GEOMETRY_POLYGON, .xy = xy, .n = 4};
            assert_works(f, lc_builder_add_community(f->ctx, b, &square, NULL, NULL, NAN));
        }
    put_network(f, b, &random);
    for (int k = 0; k < STORES; k++) {
        const double xy[] = {rng_range(&random, 0, 3000), rng_range(&random, 0, 3000)};
        const lc_geometry point = {.kind = LC_GEOMETRY_POINT, .xy = xy, .n = 1};
        assert_works(f, lc_builder_add_facility(f->ctx, b, "convenience_store", &point, NULL));
    }
    assert_works(f, lc_builder_make(f->ctx, b, &city));
    lc_builder_free(b);
    return city;
}

typedef struct worker {
    lc_context *ctx;
    const lc_city *city;
    const lc_profile *profile;
    atomic_size_t reports;
    lc_status status;
    pthread_t thread;
} worker_t;

static bool count_report(const char *phase, double done, void *user) {
    worker_t *w = user;
    (void)phase;
    (void)done;
    atomic_fetch_add(&w->reports, 1);
    return true;
}

/* Checks again and again, so that there is always something to cancel. */
static void *work(void *arg) {
    worker_t *w = arg;
    lc_check_options o = LC_CHECK_OPTIONS_INIT;
    o.want_areas = o.want_gaps = o.overlap = true;
    w->status = LC_OK;
    while (w->status == LC_OK) {
        lc_report *report = NULL;
        w->status = lc_check(w->ctx, w->city, w->profile, &o, &report);
        lc_report_free(report);
    }
    return NULL;
}

static void from_another_thread(void **state) {
    files *f = *state;
    worker_t w = {.ctx = lc_context_new(), .city = make_town(f)};
    const char *text =
        "name: two\n"
        "indicators:\n"
        "  - {id: near, category: convenience_store, distance_m: 300, metric: network, denominator: area}\n"
        "  - {id: far, category: convenience_store, distance_m: 800, metric: straight, denominator: area}\n";
    lc_profile *profile = NULL;
    double slowest = 0;
    const struct timespec pause = {0, 1000000};
    assert_works(f, lc_profile_parse(f->ctx, LC_DATA_DIR, text, &profile));
    w.profile = profile;
    lc_context_set_progress(w.ctx, count_report, &w);
    for (size_t after = 1; after < 300; after += 53) {
        atomic_store(&w.reports, 0);
        assert_int_equal(pthread_create(&w.thread, NULL, work, &w), 0);
        while (atomic_load(&w.reports) < after) nanosleep(&pause, NULL);
        double asked = lc_seconds();
        lc_cancel(w.ctx);
        pthread_join(w.thread, NULL);
        slowest = fmax(slowest, lc_seconds() - asked);
        assert_int_equal(w.status, LC_ERR_CANCELLED);
        lc_cancel_clear(w.ctx);
    }
    print_message("the slowest answer to a cancel took %.0f ms\n", 1e3 * slowest);
    assert_true(slowest < 10); /* wall time on a busy machine: docs/library.md says 100 ms */
    lc_context_free(w.ctx);
    lc_profile_free(profile);
    lc_city_free((lc_city *)w.city);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        TEST(at_every_report_of_progress),
        TEST(until_it_is_cleared),
        TEST(from_another_thread),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
