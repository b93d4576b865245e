#include "report/shard.h"

#include <stdlib.h>

void lc_shard_free(lc_shard *shard) {
    if (!shard) return;
    free(shard->index);
    free(shard->network);
    lc_results_free(&shard->results);
    lc_warnings_clear(&shard->sources);
    lc_warnings_clear(&shard->planes);
    lc_geoms_free(&shard->layers.areas);
    lc_geoms_free(&shard->layers.gaps);
    free(shard->layers.gap);
    free(shard);
}
