/* A network from paths that meet, repeat one another and lie at the same place, held to what a network is. */
#include "network/build.h"
#include "network/network.h"

#include "base/memory.h"
#include "random.h"
#include "unit.h"

/* Paths between few vertices, so that pieces repeat; few places, so that vertices coincide, one of them nowhere. */
static lc_paths random_paths(rng_t *r) {
    size_t n_xy = 2 + rng_below(r, 60), n = rng_below(r, 40);
    lc_paths p = {0};
    p.xy = LC_NEW(lc_xy, n_xy);
    assert_non_null(p.xy);
    for (; p.n_xy < n_xy; p.n_xy++)
        p.xy[p.n_xy] = (lc_xy){(double)rng_below(r, 9) - 4, (rng_chance(r, 0.5) ? 1 : -1) * (double)rng_below(r, 5)};
    p.xy[rng_below(r, n_xy)].x = NAN;
    for (size_t i = 0; i < n; i++) {
        size_t length = rng_below(r, 6);
        uint32_t v = (uint32_t)rng_below(r, n_xy);
        assert_true(lc_paths_begin(&p));
        for (size_t k = 0; k < length; k++) {
            assert_true(lc_paths_add(&p, v));
            v = rng_chance(r, 0.7) ? (uint32_t)((v + 1) % n_xy) : (uint32_t)rng_below(r, n_xy);
        }
    }
    return p;
}

/* The pieces as a matrix over the vertices; their length in all. */
static double draw_pieces(const lc_paths *p, bool *joined) {
    double length = 0;
    for (size_t i = 0; i < p->n; i++)
        for (size_t k = p->start[i]; k + 1 < p->start[i + 1]; k++) {
            uint32_t u = p->vertex[k], v = p->vertex[k + 1];
            double one = hypot(p->xy[u].x - p->xy[v].x, p->xy[u].y - p->xy[v].y);
            if (u == v || isnan(one) || joined[u * p->n_xy + v]) continue;
            joined[u * p->n_xy + v] = joined[v * p->n_xy + u] = true;
            length += one;
        }
    return length;
}

static void assert_edges_hold(const lc_network *net) {
    double total = 0;
    for (size_t e = 0; e < net->n_edges; e++) {
        size_t first = net->vert_of[e], last = net->vert_of[e + 1] - 1;
        double s = 0;
        assert_true(net->node_u[e] < net->n_nodes && net->node_v[e] < net->n_nodes && first < last);
        for (size_t v = first; v <= last; v++) {
            if (v > first) s += hypot(net->vert[v].x - net->vert[v - 1].x, net->vert[v].y - net->vert[v - 1].y);
            assert_true(fabs(net->vert_s[v] - s) < 1e-9);
            assert_int_equal(net->vert_edge[v], e);
        }
        assert_true(fabs(net->length_m[e] - s) < 1e-9);
        total += s;
    }
    assert_true(fabs(net->total_m - total) < 1e-9);
    assert_int_equal(net->n_segs, net->n_verts - net->n_edges);
}

/* Every edge leaves both its nodes, and no node but a ring's own has two halves. */
static void assert_halves_hold(const lc_network *net) {
    assert_int_equal(net->half_of[net->n_nodes], 2 * net->n_edges);
    for (size_t v = 0; v < net->n_nodes; v++) {
        size_t first = net->half_of[v], n = net->half_of[v + 1] - first;
        assert_true(n > 0);
        for (size_t h = first; h < first + n; h++) {
            uint32_t e = net->half[h];
            assert_true(net->node_u[e] == v || net->node_v[e] == v);
            assert_int_equal(net->half_end[h].node, net->node_u[e] == v ? net->node_v[e] : net->node_u[e]);
            assert_true(net->half_end[h].length_m == net->length_m[e]);
        }
        if (n == 2) assert_int_equal(net->half[first], net->half[first + 1]);
    }
}

/* Twins: the next vertex at the place, and after the last one the first. */
static void assert_twins_hold(const lc_network *net) {
    for (size_t v = 0; v < net->n_verts; v++) {
        size_t next = SIZE_MAX, first = SIZE_MAX;
        for (size_t w = net->n_verts; w-- > 0;) {
            if (net->vert[w].x != net->vert[v].x || net->vert[w].y != net->vert[v].y) continue;
            first = w;
            if (w > v) next = w;
        }
        assert_int_equal(net->coincident[v], next == SIZE_MAX ? first : next);
    }
}

static void spread_from(const bool *joined, size_t n, size_t v, size_t *part, size_t number) {
    part[v] = number;
    for (size_t w = 0; w < n; w++)
        if (joined[v * n + w] && !part[w]) spread_from(joined, n, w, part, number);
}

/* Lengths of the connected parts, summed below and from the least length on. */
static void assert_components_hold(const lc_network *net, const lc_paths *p, const bool *joined, double least_m) {
    size_t n = p->n_xy, *part = LC_NEW0(size_t, n), parts = 0, kept = 0, dropped = 0;
    double *length = LC_NEW0(double, n + 1), kept_m = 0, dropped_m = 0;
    assert_true(part && length);
    for (size_t v = 0; v < n; v++)
        for (size_t w = v + 1; w < n; w++) {
            if (!joined[v * n + w]) continue;
            if (!part[v]) spread_from(joined, n, v, part, ++parts);
            length[part[v]] += hypot(p->xy[v].x - p->xy[w].x, p->xy[v].y - p->xy[w].y);
        }
    for (size_t k = 1; k <= parts; k++) {
        *(length[k] >= least_m ? &kept : &dropped) += 1;
        *(length[k] >= least_m ? &kept_m : &dropped_m) += length[k];
    }
    assert_int_equal(net->components, kept);
    assert_int_equal(net->dropped_components, dropped);
    assert_true(fabs(net->total_m - kept_m) < 1e-9 && fabs(net->dropped_m - dropped_m) < 1e-9);
    free(part);
    free(length);
}

static void test_random_paths(void **state) {
    (void)state;
    lc_context *ctx = lc_context_new();
    rng_t r = {3};
    assert_non_null(ctx);
    for (int k = 0; k < 2000; k++) {
        lc_paths p = random_paths(&r);
        bool *joined = LC_NEW0(bool, p.n_xy *p.n_xy);
        double length = draw_pieces(&p, joined), least_m = rng_chance(&r, 0.5) ? 0 : 9.5;
        lc_network *net = NULL;
        lc_context_set_threads(ctx, 1 + k % 2);
        assert_int_equal(lc_network_build(ctx, &p, &(lc_network_rules){.min_component_m = least_m}, &net), LC_OK);
        assert_true(fabs(net->total_m + net->dropped_m - length) < 1e-9);
        assert_edges_hold(net);
        assert_halves_hold(net);
        assert_twins_hold(net);
        assert_components_hold(net, &p, joined, least_m);
        lc_network_free(net);
        free(joined);
        lc_paths_free(&p);
    }
    lc_context_free(ctx);
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_random_paths)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
