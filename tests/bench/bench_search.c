/* bench_search [STREETS]: walking distance from facilities over a whole network, a node that is reached at a time. */
#include "bench.h"
#include "network/search.h"

/* No edge can be longer than the difference of its ends' distances. */
static void check_field(const lc_field *field, const lc_network *net) {
    for (size_t e = 0; e < net->n_edges; e++) {
        double u = field->node_d[net->node_u[e]], v = field->node_d[net->node_v[e]];
        if (isfinite(u) && isfinite(v)) BENCH_CHECK(fabs(u - v) <= net->length_m[e] + 1e-9);
    }
}

int main(int argc, char **argv) {
    size_t side = bench_size(argc, argv, 40), n = side * side / 40;
    lc_context *ctx = lc_context_new();
    rng_t rng = {1};
    BENCH_CHECK(ctx);
    lc_network *net = bench_town(ctx, side, &rng);
    lc_access *access = LC_NEW(lc_access, n);
    double seconds[BENCH_RUNS];
    BENCH_CHECK(access);
    size_t settled = 0, reached = 0;
    for (int run = 0; run < BENCH_RUNS; run++) {
        rng = (rng_t){2};
        for (size_t i = 0; i < n; i++) {
            uint32_t e = (uint32_t)rng_below(&rng, net->n_edges);
            double s = rng_range(&rng, 0, net->length_m[e]);
            access[i] = (lc_access){e, s, s, rng_range(&rng, 0, 50)};
        }
        double start = bench_now();
        lc_field *field = lc_field_search(net, access, n, 1000, &settled);
        seconds[run] = bench_now() - start;
        BENCH_CHECK(field);
        check_field(field, net);
        reached = 0;
        for (size_t v = 0; v < net->n_nodes; v++) reached += isfinite(field->node_d[v]);
        lc_field_free(field);
    }
    BENCH_CHECK(reached >= net->n_nodes / 2 && settled >= reached);
    bench_print("search, nodes reached", seconds, reached);
    printf("%zu nodes, %zu edges, %zu facilities: each node reached was settled %.2f times\n", net->n_nodes,
           net->n_edges, n, (double)settled / (double)reached);
    free(access);
    lc_network_free(net);
    lc_context_free(ctx);
    return 0;
}
