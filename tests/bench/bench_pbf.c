/* bench_pbf [FILE.osm.pbf]: reading an OpenStreetMap extract, an object at a time. */
#include "bench.h"
#include "source/osm.h"
#include "source/osm_read.h"

int main(int argc, char **argv) {
    static const char *const keys[] = {"highway", "foot", "access", "shop", "leisure", "amenity"};
    const char *path = argc > 1 ? argv[1] : LC_BENCH_SAMPLE;
    lc_context *ctx = lc_context_new();
    double seconds[BENCH_RUNS];
    size_t objects = 0, refs = 0;
    BENCH_CHECK(ctx);
    for (int run = 0; run < BENCH_RUNS; run++) {
        lc_osm osm = {0};
        double start = bench_now();
        lc_status status = lc_osm_read(ctx, &path, 1, keys, sizeof keys / sizeof *keys, &osm);
        seconds[run] = bench_now() - start;
        if (status != LC_OK) fprintf(stderr, "bench_pbf: %s\n", lc_error_message(ctx));
        BENCH_CHECK(status == LC_OK);
        BENCH_CHECK(osm.n_nodes && osm.n_ways && (!objects || objects == osm.n_nodes + osm.n_ways + osm.n_relations));
        for (size_t i = 1; i < osm.n_nodes; i++) BENCH_CHECK(osm.node_id[i - 1] < osm.node_id[i]);
        objects = osm.n_nodes + osm.n_ways + osm.n_relations;
        refs = osm.way_start[osm.n_ways];
        lc_osm_free(&osm);
    }
    bench_print("PBF, objects", seconds, objects);
    printf("%.2f node references an object\n", (double)refs / (double)objects);
    lc_context_free(ctx);
    return 0;
}
