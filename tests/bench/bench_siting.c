/*
 * bench_siting [KIND PACKING WEIGHTS [DEMAND CANDIDATES SITES [SEED [SECONDS]]]]: where to add, on a made question:
 * what is covered, what is proven, and what it took.
 *
 * KIND is square, towns or streets; PACKING is what the sites would cover together, were none to overlap, as a share of
 * all demand; WEIGHTS is ones or people. Without numbers it is the size of docs/siting.md: 100,000 places, 4,000
 * candidates, 100 sites.
 */
#include "siting_plane.h"

#include <sys/resource.h>

#include "siting/solve.h"

static double number(int argc, char **argv, int k, double otherwise) {
    return argc > k ? strtod(argv[k], NULL) : otherwise;
}

static plane_kind_t kind_of(const char *name) {
    static const char *const names[] = {"square", "towns", "streets"};
    for (size_t k = 0; k < sizeof names / sizeof *names; k++)
        if (strcmp(names[k], name) == 0) return (plane_kind_t)k;
    fprintf(stderr, "kind %s: give square, towns or streets\n", name);
    exit(2);
}

int main(int argc, char **argv) {
    bool small = argc < 4; /* as the tests run it */
    double packing = number(argc, argv, 2, 0.7), sites = number(argc, argv, 6, small ? 10 : 100);
    plane_spec_t spec = {.kind = kind_of(argc > 1 ? argv[1] : "towns"),
                         .demand = (size_t)number(argc, argv, 4, small ? 3000 : 100000),
                         .candidates = (size_t)number(argc, argv, 5, small ? 200 : 4000),
                         .people = argc > 3 && strcmp(argv[3], "people") == 0,
                         .seed = (uint64_t)number(argc, argv, 7, 1)};
    lc_cover cover;
    double *weight, all = 0;
    spec.mean = packing * (double)spec.demand / sites;
    double radius = plane_make(&spec, &cover, &weight);
    for (size_t i = 0; i < spec.demand; i++) all += weight[i];

    lc_context *ctx = lc_context_new();
    lc_siting_answer answer;
    lc_siting_problem p = {
        .cover = &cover, .weight = weight, .budget = sites, .n_groups = 1, .seconds = number(argc, argv, 8, 0)};
    double start = bench_now();
    BENCH_CHECK(lc_siting_solve(ctx, &p, &answer) == LC_OK);
    double seconds = bench_now() - start;
    struct rusage use;
    getrusage(RUSAGE_SELF, &use);
    BENCH_CHECK(answer.value <= answer.bound * (1 + 1e-9) && answer.n <= (size_t)sites);
    printf("%s packing %.2f %s seed %llu: radius %.4f, %.1f million pairs, covered %.4f, at most %.4f, gap %.3f %%, "
           "%.1f s (%.1f s of processors), %ld MiB\n",
           argc > 1 ? argv[1] : "towns", packing, spec.people ? "people" : "ones", (unsigned long long)spec.seed,
           radius, (double)cover.start[cover.n_columns] / 1e6, answer.value / all, answer.bound / all,
           100 * (answer.bound - answer.value) / answer.bound, seconds,
           (double)use.ru_utime.tv_sec + 1e-6 * (double)use.ru_utime.tv_usec, use.ru_maxrss / 1024);
    lc_siting_answer_free(&answer);
    lc_cover_free(&cover);
    free(weight);
    lc_context_free(ctx);
    return 0;
}
