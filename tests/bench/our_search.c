/*
 * lifecircle's own search, timed for the comparison with the peers, once, as they are: one JSON line of the same form
 * as theirs.
 *
 *     our_search OSM COMMUNITIES [ID_FIELD [CATEGORY [METRES]]]
 */
#include "measured_city.h"

#include <sys/resource.h>

int main(int argc, char **argv) {
    if (argc < 3) city_stop(NULL, "usage: our_search OSM COMMUNITIES [ID_FIELD [CATEGORY [METRES]]]");
    city c = {0};
    lc_context *ctx = lc_context_new();
    city_read(ctx, argv[1], argv[2], argc > 3 ? argv[3] : "", argc > 4 ? argv[4] : "convenience_store",
              argc > 5 ? atof(argv[5]) : 1000, &c);
    double start = bench_now();
    lc_field *field = city_search(&c);
    double seconds = bench_now() - start;
    BENCH_CHECK(field);
    for (size_t n = 0; n < c.net->n_nodes; n++) BENCH_CHECK(field->node_d[n] == c.field->node_d[n]);
    lc_field_free(field);
    size_t settled = 0;
    for (size_t n = 0; n < c.net->n_nodes; n++) settled += c.field->node_d[n] <= c.distance_m;
    struct rusage usage;
    getrusage(RUSAGE_SELF, &usage);
    printf("{\"peer\": \"lifecircle\", \"build_s\": %.6f, \"search_s\": %.6f, \"nodes\": %zu, \"worst_m\": 0, "
           "\"missing\": 0, \"surplus\": 0, \"mb\": %ld}\n",
           c.build_s, seconds, settled, usage.ru_maxrss / 1024);
    city_free(&c);
    lc_context_free(ctx);
    return 0;
}
