/* bench_nearest [POINTS]: the network point nearest to a place, against going through all segments. */
#include "bench.h"
#include "network/nearest.h"

static double nearest_of_all(const lc_network *net, lc_xy p) {
    double best = INFINITY;
    for (size_t i = 0; i < net->n_segs; i++)
        best = lc_min(best, lc_network_foot(net, net->seg_vert[i], p.x, p.y, NULL));
    return best;
}

int main(int argc, char **argv) {
    size_t points = bench_size(argc, argv, 1000), side = points > 100000 ? 250 : 40;
    lc_context *ctx = lc_context_new();
    rng_t rng = {1};
    BENCH_CHECK(ctx);
    lc_network *net = bench_town(ctx, side, &rng);
    lc_spots spots = {0};
    double seconds[BENCH_RUNS], d, span = 80 * (double)side;
    for (int run = 0; run < BENCH_RUNS; run++) {
        rng = (rng_t){2};
        double start = bench_now();
        for (size_t i = 0; i < points; i++) {
            double x = rng_range(&rng, 0, span), y = rng_range(&rng, 0, span);
            BENCH_CHECK(lc_network_nearest(net, x, y, 250, &spots, &d) && spots.n);
        }
        seconds[run] = bench_now() - start;
    }
    bench_print("nearest point", seconds, points);
    rng = (rng_t){2};
    double start = bench_now();
    size_t checked = points < 200 ? points : 200;
    for (size_t i = 0; i < checked; i++) {
        double x = rng_range(&rng, 0, span), y = rng_range(&rng, 0, span), all = nearest_of_all(net, (lc_xy){x, y});
        BENCH_CHECK(lc_network_nearest(net, x, y, 250, &spots, &d) && fabs(d - all) < 1e-9);
    }
    double each = (bench_now() - start) / (double)checked;
    printf("%.0f times as fast as all of %zu segments\n", each / (seconds[BENCH_RUNS / 2] / (double)points),
           net->n_segs);
    lc_spots_free(&spots);
    lc_network_free(net);
    lc_context_free(ctx);
    return 0;
}
