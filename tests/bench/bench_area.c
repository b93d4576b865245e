/* bench_area [CELLS]: a cell divided among the segments near it, and its area within discs: the heart of measuring. */
#include "bench.h"
#include "coverage/partition.h"

enum { SEGMENTS = 8 };
static const double SIDE_M = 40;

typedef struct {
    lc_xy a[SEGMENTS], b[SEGMENTS];
} streets_t;

static streets_t draw_streets(rng_t *rng) {
    streets_t s;
    for (int i = 0; i < SEGMENTS; i++) {
        double x = rng_range(rng, -10, SIDE_M + 10), y = rng_range(rng, -10, SIDE_M + 10), angle = rng_range(rng, 0, 7);
        s.a[i] = (lc_xy){x, y};
        s.b[i] = (lc_xy){x + 20 * cos(angle), y + 20 * sin(angle)};
    }
    return s;
}

int main(int argc, char **argv) {
    size_t cells = bench_size(argc, argv, 200), pieces = 0;
    lc_convex cell = {.n = 4, .p = {{0, 0}, {SIDE_M, 0}, {SIDE_M, SIDE_M}, {0, SIDE_M}}};
    lc_partition part = {.tolerance_m2 = 1};
    double seconds[BENCH_RUNS], discs[BENCH_RUNS], area = 0;
    for (int run = 0; run < BENCH_RUNS; run++) {
        rng_t rng = {1};
        seconds[run] = discs[run] = 0;
        pieces = 0;
        for (size_t c = 0; c < cells; c++) {
            streets_t s = draw_streets(&rng);
            double start = bench_now(), whole = 0, within, integral;
            BENCH_CHECK(lc_partition_begin(&part, &cell));
            for (uint32_t i = 0; i < SEGMENTS; i++) {
                lc_segment segment = lc_segment_of(2 * i, s.a[i], s.b[i]);
                BENCH_CHECK(lc_partition_insert(&part, &segment));
            }
            double middle = bench_now();
            for (size_t i = 0; i < part.n; i++) {
                lc_convex_disc(&part.piece[i].shape, (lc_xy){0, 0}, SIDE_M, &within, &integral);
                area += within;
            }
            discs[run] += bench_now() - middle;
            seconds[run] += middle - start;
            for (size_t i = 0; i < part.n; i++) whole += lc_convex_area(&part.piece[i].shape);
            BENCH_CHECK(fabs(whole - SIDE_M * SIDE_M) < 1e-6);
            pieces += part.n;
        }
    }
    double quarter = acos(-1) / 4 * SIDE_M * SIDE_M * (double)(cells * BENCH_RUNS);
    BENCH_CHECK(fabs(area - quarter) < 1e-6 * quarter);
    bench_print("partition, pieces", seconds, pieces);
    bench_print("area in a disc, pieces", discs, pieces);
    printf("%.1f pieces a cell of %d segments\n", (double)pieces / (double)cells, SEGMENTS);
    lc_partition_free(&part);
    return 0;
}
