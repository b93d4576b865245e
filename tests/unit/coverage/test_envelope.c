/* The least of piecewise linear functions, against the least at many places. */
#include "unit.h"

#include "coverage/envelope.h"
#include "random.h"

enum { MOST = 60, BREAKPOINTS = 12 };

typedef struct made {
    lc_breakpoint breakpoint[MOST][BREAKPOINTS];
    lc_envelope envelope;
} made_t;

/* Functions over s = 0 .. 100 of slopes -1, 0 and 1 and others, read forwards or backwards. */
static void add(made_t *m, const lc_along *a) {
    lc_along *next = lc_envelope_next(&m->envelope);
    assert_non_null(next);
    *next = *a;
    m->envelope.n++;
}

static void make(made_t *m, rng_t *r) {
    m->envelope = (lc_envelope){0};
    size_t n = 1 + rng_below(r, MOST);
    for (size_t k = 0; k < n; k++) {
        lc_along a = {.list = m->breakpoint[k], .n = 2 + rng_below(r, BREAKPOINTS - 1)};
        double s = 0, d = rng_range(r, 0, 30);
        for (size_t i = 0; i < a.n; i++) {
            m->breakpoint[k][i] = (lc_breakpoint){s, d};
            double step = i + 2 == a.n ? 100 - s : rng_range(r, 0, (100 - s) / 3);
            s += step;
            d += step * (rng_chance(r, 0.7) ? (double)rng_below(r, 3) - 1 : rng_range(r, -2, 2));
        }
        a.rate = rng_chance(r, 0.5) ? 1 : -1;
        a.shift = a.rate > 0 ? 0 : 100;
        a.offset_m = rng_range(r, 0, 5);
        add(m, &a);
        if (rng_chance(r, 0.2)) add(m, &a); /* the same again */
    }
}

static double least_at(const lc_envelope *e, double x) {
    double least = INFINITY;
    for (size_t k = 0; k < e->n; k++) {
        const lc_along *a = &e->along[k];
        double s = a->shift + a->rate * x;
        size_t i = 0;
        while (i + 2 < a->n && a->list[i + 1].s_m <= s) i++;
        double length = a->list[i + 1].s_m - a->list[i].s_m, t = length > 0 ? (s - a->list[i].s_m) / length : 0;
        least = fmin(least, a->list[i].d_m + t * (a->list[i + 1].d_m - a->list[i].d_m) + a->offset_m);
    }
    return least;
}

static void test_pieces(void **state) {
    (void)state;
    rng_t r = {7};
    for (int round = 0; round < 500; round++) {
        made_t m;
        make(&m, &r);
        double first = rng_range(&r, 0, 50), last = rng_range(&r, 50, 100), low, high, least = INFINITY,
               most = -INFINITY;
        lc_envelope all = m.envelope;
        lc_along copy[2 * MOST];
        for (size_t k = 0; k < all.n; k++) copy[k] = all.along[k];
        all.along = copy;
        lc_envelope_range(&m.envelope, first, last, &low, &high);
        lc_envelope_prune(&m.envelope, first, last);
        size_t pieces = 0;
        for (double from = first, to; from < last; from = to, pieces++) {
            double alpha, beta;
            to = lc_envelope_piece(&m.envelope, from, last, &alpha, &beta);
            assert_true(to > from && to <= last);
            for (int i = 0; i <= 4; i++) {
                double x = from + (to - from) * i / 4, want = least_at(&all, x);
                least = fmin(least, want);
                most = fmax(most, want);
                assert_true(fabs(alpha + beta * x - want) < 1e-6);
            }
        }
        assert_true(pieces <= 4 * MOST * BREAKPOINTS);
        if (!(low <= least + 1e-9 && high >= most - 1e-9)) fail_msg("%.12g %.12g, %.12g %.12g", low, least, high, most);
        assert_true(fabs(low - least) < 1e-6);
        lc_envelope_free(&m.envelope);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_pieces)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
