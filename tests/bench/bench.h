/* What the benchmarks share: a made town, a clock, and a line of results. */
#ifndef BENCH_H
#define BENCH_H

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "../unit/random.h"
#include "base/memory.h"
#include "network/build.h"
#include "network/network.h"

enum { BENCH_RUNS = 5 };

static inline double bench_now(void) {
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec + 1e-9 * (double)t.tv_nsec;
}

/* The size of the problem: the program's argument, or `small`, as the tests run it. */
static inline size_t bench_size(int argc, char **argv, size_t small) {
    return argc > 1 ? strtoul(argv[1], NULL, 10) : small;
}

static inline int bench_ascending(const void *a, const void *b) {
    double p = *(const double *)a, q = *(const double *)b;
    return p < q ? -1 : p > q;
}

/* "nearest point: 123 ns an item, 120 to 131 (5 runs of 10000)" */
static inline void bench_print(const char *what, double *seconds, size_t items) {
    qsort(seconds, BENCH_RUNS, sizeof *seconds, bench_ascending);
    double ns = 1e9 / (double)items;
    printf("%s: %.1f ns an item, %.1f to %.1f (%d runs of %zu)\n", what, ns * seconds[BENCH_RUNS / 2], ns * seconds[0],
           ns * seconds[BENCH_RUNS - 1], BENCH_RUNS, items);
}

/* Fail loudly: benchmarks assert their results. */
#define BENCH_CHECK(condition)                                                                                         \
    do {                                                                                                               \
        if (!(condition)) {                                                                                            \
            fprintf(stderr, "%s:%d: %s does not hold\n", __FILE__, __LINE__, #condition);                              \
            exit(1);                                                                                                   \
        }                                                                                                              \
    } while (0)

/* A town of n by n streets about 80 m apart, every crossing moved a little and every street bent twice between two. */
static inline lc_network *bench_town(lc_context *ctx, size_t n, rng_t *rng) {
    lc_paths paths = {0};
    size_t steps = 3 * (n - 1) + 1;
    uint32_t *crossing = LC_NEW(uint32_t, n * n);
    BENCH_CHECK(crossing);
    for (size_t i = 0; i < n * n; i++) {
        BENCH_CHECK(LC_ROOM(paths.xy, paths.cap_xy, paths.n_xy + 1));
        double x = 80 * (double)(i % n), y = 80 * (double)(i / n);
        paths.xy[paths.n_xy] = (lc_xy){x + rng_range(rng, -20, 20), y + rng_range(rng, -20, 20)};
        crossing[i] = (uint32_t)paths.n_xy++;
    }
    for (size_t street = 0; street < 2 * n; street++) {
        BENCH_CHECK(lc_paths_begin(&paths));
        for (size_t k = 0; k < steps; k++) {
            size_t along = k / 3, across = street % n;
            size_t from = street < n ? across * n + along : along * n + across, to = from + (street < n ? 1 : n);
            if (k % 3 == 0) {
                BENCH_CHECK(lc_paths_add(&paths, crossing[from]));
                continue;
            }
            double t = (double)(k % 3) / 3;
            lc_xy a = paths.xy[crossing[from]], b = paths.xy[crossing[to]];
            BENCH_CHECK(LC_ROOM(paths.xy, paths.cap_xy, paths.n_xy + 1));
            paths.xy[paths.n_xy] =
                (lc_xy){a.x + t * (b.x - a.x) + rng_range(rng, -3, 3), a.y + t * (b.y - a.y) + rng_range(rng, -3, 3)};
            BENCH_CHECK(lc_paths_add(&paths, (uint32_t)paths.n_xy++));
        }
    }
    lc_network *net = NULL;
    BENCH_CHECK(lc_network_build(ctx, &paths, &(lc_network_rules){0}, &net) == LC_OK);
    free(crossing);
    lc_paths_free(&paths);
    return net;
}

#endif
