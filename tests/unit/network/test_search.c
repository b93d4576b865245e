/* Distances over a network of several quarters, held to relaxing every edge until nothing changes. */
#include "network/build.h"
#include "network/search.h"

#include <string.h>

#include "base/memory.h"
#include "random.h"
#include "unit.h"

/* side by side crossings some 50 m apart, in random order, so that their numbers say nothing of their places; some
   streets are missing. */
static lc_network *town(lc_context *ctx, rng_t *r, size_t side) {
    lc_paths p = {0};
    lc_network *net = NULL;
    uint32_t *at = LC_NEW(uint32_t, side * side);
    assert_non_null(at);
    for (size_t i = 0; i < side * side; i++) at[i] = (uint32_t)i;
    for (size_t i = side * side; i > 1; i--) {
        size_t k = rng_below(r, i);
        uint32_t swapped = at[k];
        at[k] = at[i - 1];
        at[i - 1] = swapped;
    }
    p.n_xy = side * side;
    p.xy = LC_NEW(lc_xy, p.n_xy);
    assert_non_null(p.xy);
    for (size_t i = 0; i < p.n_xy; i++)
        p.xy[at[i]] =
            (lc_xy){50 * (double)(i % side) + rng_range(r, 0, 20), 50 * (double)(i / side) + rng_range(r, 0, 20)};
    for (size_t i = 0; i < p.n_xy; i++)
        for (size_t step = 1; step <= side; step += side - 1) {
            bool there = step == 1 ? (i + 1) % side != 0 : i + side < p.n_xy;
            if (!there || rng_chance(r, 0.1)) continue;
            assert_true(lc_paths_begin(&p) && lc_paths_add(&p, at[i]) && lc_paths_add(&p, at[i + step]));
        }
    assert_int_equal(lc_network_build(ctx, &p, &(lc_network_rules){.min_component_m = 500}, &net), LC_OK);
    lc_paths_free(&p);
    free(at);
    return net;
}

static void lower(double *d, uint32_t node, double by, double range_m, bool *changed) {
    if (!(by < d[node]) || by > range_m) return;
    d[node] = by;
    *changed = true;
}

static void relax(const lc_network *net, const lc_access *access, size_t n, double range_m, double *d) {
    bool changed = true;
    for (size_t v = 0; v < net->n_nodes; v++) d[v] = INFINITY;
    for (size_t i = 0; i < n; i++) {
        uint32_t e = access[i].edge;
        lower(d, net->node_u[e], access[i].d0_m + access[i].s0_m, range_m, &changed);
        lower(d, net->node_v[e], access[i].d0_m + (net->length_m[e] - access[i].s1_m), range_m, &changed);
    }
    while (changed) {
        changed = false;
        for (size_t e = 0; e < net->n_edges; e++) {
            lower(d, net->node_v[e], d[net->node_u[e]] + net->length_m[e], range_m, &changed);
            lower(d, net->node_u[e], d[net->node_v[e]] + net->length_m[e], range_m, &changed);
        }
    }
}

static lc_access random_access(rng_t *r, const lc_network *net) {
    uint32_t e = (uint32_t)rng_below(r, net->n_edges);
    double s = rng_range(r, 0, net->length_m[e]), end = rng_chance(r, 0.5) ? s : rng_range(r, s, net->length_m[e]);
    return (lc_access){e, s, end, rng_range(r, 0, 50)};
}

/* What is told of a whole edge is what is told of each of its places. */
static void check_along(const lc_network *net, const lc_field *field) {
    double d[64];
    for (uint32_t e = 0; e < net->n_edges; e++) {
        size_t first = net->vert_of[e], n = net->vert_of[e + 1] - first;
        assert_true(n <= sizeof d / sizeof *d);
        bool reached = lc_field_along(field, e, first, n, d);
        for (size_t i = 0; i < n; i++) {
            double at = lc_field_at(field, (lc_spot){e, net->vert_s[first + i]});
            assert_true(reached ? d[i] == at : at == INFINITY);
        }
        if (reached && n > 1) {
            double rest[64];
            assert_true(lc_field_along(field, e, first + 1, n - 1, rest));
            assert_memory_equal(rest, d + 1, (n - 1) * sizeof *d);
        }
    }
}

static void test_quarters(void **state) {
    (void)state;
    lc_context *ctx = lc_context_new();
    rng_t r = {5};
    assert_non_null(ctx);
    lc_network *net = town(ctx, &r, 150);
    double *want = LC_NEW(double, net->n_nodes);
    assert_non_null(want);
    assert_true(net->n_nodes > 20000);
    for (size_t k = 0; k < 8; k++) {
        size_t n = k == 0 ? 0 : (size_t)1 << k;
        lc_access access[128];
        size_t settled;
        double range_m = rng_range(&r, 300, 3000);
        for (size_t i = 0; i < n; i++) access[i] = random_access(&r, net);
        lc_field *field = lc_field_search(net, access, n, range_m, &settled);
        assert_non_null(field);
        relax(net, access, n, range_m, want);
        for (size_t v = 0; v < net->n_nodes; v++) assert_true(field->node_d[v] == want[v]);
        check_along(net, field);
        lc_field_free(field);
    }
    free(want);
    lc_network_free(net);
    lc_context_free(ctx);
}

/* Two nodes at one place, and a facility there: the edge between them has no length, and one breakpoint. */
static void test_edge_without_length(void **state) {
    (void)state;
    lc_context *ctx = lc_context_new();
    lc_xy xy[] = {{0, 0}, {100, 0}, {100, 0}, {200, 50}, {100, 300}};
    lc_paths p = {0};
    lc_network *net = NULL;
    p.n_xy = 5;
    p.xy = LC_NEW(lc_xy, 5);
    assert_true(ctx && p.xy);
    memcpy(p.xy, xy, sizeof xy);
    static const uint32_t ends[][2] = {{0, 1}, {1, 2}, {2, 3}, {1, 4}, {2, 4}};
    for (size_t k = 0; k < 5; k++)
        assert_true(lc_paths_begin(&p) && lc_paths_add(&p, ends[k][0]) && lc_paths_add(&p, ends[k][1]));
    assert_int_equal(lc_network_build(ctx, &p, &(lc_network_rules){0}, &net), LC_OK);
    uint32_t flat = 0;
    while (flat < net->n_edges && net->length_m[flat] > 0) flat++;
    assert_true(flat < net->n_edges);
    /* Lists of breakpoints follow one another: what comes after this one must not be read. */
    for (uint32_t other = 0; other < net->n_edges; other++) {
        lc_access access[] = {{flat, 0, 0, 7}, {other, 0, 0, 30}};
        size_t settled;
        lc_field *field = lc_field_search(net, access, other == flat ? 1 : 2, 1000, &settled);
        assert_non_null(field);
        assert_true(lc_field_at(field, (lc_spot){flat, 0}) == 7);
        assert_true(lc_field_at(field, (lc_spot){other, 0}) <= 30);
        lc_field_free(field);
    }
    lc_network_free(net);
    lc_paths_free(&p);
    lc_context_free(ctx);
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_quarters), cmocka_unit_test(test_edge_without_length)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
