/* One city serves several threads at once, each with a context of its own: the same bytes as one check alone. */
#include "files.h"

#include <pthread.h>

#define GATED LC_DATA_DIR "/samples/gated/"

enum { TIMES = 5 }; /* that each thread checks */

typedef struct checker {
    const lc_city *city;
    const lc_profile *profile;
    files own;       /* its context and its folder */
    char error[300]; /* "" when all went well */
    pthread_t thread;
} checker_t;

static lc_status check_and_write(checker_t *c, size_t k) {
    char name[40];
    lc_report *report = NULL;
    lc_context *ctx = c->own.ctx;
    lc_check_options o = LC_CHECK_OPTIONS_INIT;
    o.want_areas = o.want_gaps = o.want_facilities = o.want_network = o.overlap = true;
    lc_status status = lc_check(ctx, c->city, c->profile, &o, &report);
    snprintf(name, sizeof name, "report-%zu.geojson", k);
    if (status == LC_OK) status = lc_write(ctx, report, LC_REPORT, path_of(&c->own, name), NULL);
    snprintf(name, sizeof name, "areas-%zu.geojson", k);
    if (status == LC_OK) status = lc_write(ctx, report, LC_AREAS, path_of(&c->own, name), NULL);
    lc_report_free(report);
    return status;
}

static void *check(void *arg) {
    checker_t *c = arg;
    for (size_t k = 0; k < TIMES; k++)
        if (check_and_write(c, k) != LC_OK) snprintf(c->error, sizeof c->error, "%s", lc_error_message(c->own.ctx));
    return NULL;
}

static char *read_file(const char *path, size_t *n) {
    FILE *file = fopen(path, "rb");
    char *bytes = malloc(1 << 20);
    assert_non_null(file);
    assert_non_null(bytes);
    *n = fread(bytes, 1, 1 << 20, file);
    fclose(file);
    assert_in_range(*n, 500, (1 << 20) - 1);
    return bytes;
}

static void assert_same_file(files *a, files *b, const char *kind, size_t k) {
    char name[40];
    size_t n, m;
    snprintf(name, sizeof name, "%s-%zu.geojson", kind, k);
    char *x = read_file(path_of(b, name), &m);
    snprintf(name, sizeof name, "%s-0.geojson", kind);
    char *y = read_file(path_of(a, name), &n);
    assert_int_equal(m, n);
    assert_memory_equal(x, y, n);
    free(x);
    free(y);
}

static void open_sample(files *f, lc_city **city, lc_profile **profile) {
    const char *facilities[] = {"convenience_store=" GATED "stores.geojson"};
    lc_city_options o = LC_CITY_OPTIONS_INIT;
    o.network = GATED "streets.geojson";
    o.communities = GATED "communities.geojson";
    o.id_field = "id";
    o.facilities = facilities;
    o.n_facilities = 1;
    o.compounds = GATED "compounds.geojson";
    o.gates = GATED "gates.geojson";
    o.data_dir = LC_DATA_DIR;
    assert_works(f, lc_profile_load(f->ctx, LC_DATA_DIR, GATED "gated.yaml", profile));
    assert_works(f, lc_city_open(f->ctx, &o, city));
}

static void setup_checker(checker_t *c, const lc_city *city, const lc_profile *profile) {
    void *state = NULL;
    assert_int_equal(files_setup(&state), 0);
    *c = (checker_t){.city = city, .profile = profile, .own = *(files *)state};
    free(state);
}

static void teardown_checker(checker_t *c) {
    void *own = malloc(sizeof c->own);
    assert_non_null(own);
    memcpy(own, &c->own, sizeof c->own);
    files_teardown(&own);
}

static void several_checks_of_one_city_at_once(void **state) {
    enum { THREADS = 2 };
    static checker_t alone, checker[THREADS];
    lc_city *city = NULL;
    lc_profile *profile = NULL;
    open_sample(*state, &city, &profile);
    setup_checker(&alone, city, profile);
    assert_int_equal(check_and_write(&alone, 0), LC_OK);
    for (size_t i = 0; i < THREADS; i++) setup_checker(&checker[i], city, profile);
    for (size_t i = 0; i < THREADS; i++)
        assert_int_equal(pthread_create(&checker[i].thread, NULL, check, &checker[i]), 0);
    for (size_t i = 0; i < THREADS; i++) pthread_join(checker[i].thread, NULL);
    for (size_t i = 0; i < THREADS; i++) {
        assert_string_equal(checker[i].error, "");
        for (size_t k = 0; k < TIMES; k++) {
            assert_same_file(&alone.own, &checker[i].own, "report", k);
            assert_same_file(&alone.own, &checker[i].own, "areas", k);
        }
        teardown_checker(&checker[i]);
    }
    teardown_checker(&alone);
    lc_profile_free(profile);
    lc_city_free(city);
}

int main(void) {
    const struct CMUnitTest tests[] = {TEST(several_checks_of_one_city_at_once)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
