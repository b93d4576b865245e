#include "report/shard.h"

#include <stdlib.h>
#include <string.h>

#include "base/hash.h"
#include "base/memory.h"
#include "report/facility_texts.h"

static void free_facilities(lc_shard_layers *layers) {
    for (size_t k = 0; layers->facilities && k < layers->n_facilities; k++)
        lc_facility_free_texts(&layers->facilities[k]);
    free(layers->facilities);
    lc_geoms_free(&layers->facility_shapes);
    free(layers->served);
    free(layers->facility_plane);
}

static void free_layers(lc_shard_layers *layers) {
    lc_geoms_free(&layers->areas);
    lc_geoms_free(&layers->gaps);
    free(layers->gap);
    free_facilities(layers);
    free(layers->path_plane);
    *layers = (lc_shard_layers){0};
}

static void free_edits(lc_shard_edits *edits) {
    for (size_t k = 0; edits->outcome && k < edits->first[edits->n]; k++) free(edits->outcome[k].why);
    for (size_t i = 0; edits->far && i < edits->n; i++) free(edits->far[i]);
    free(edits->outcome);
    free(edits->first);
    free(edits->far);
}

void lc_shard_free(lc_shard *shard) {
    if (!shard) return;
    free(shard->index);
    free(shard->network);
    free(shard->centre);
    free(shard->box);
    lc_results_free(&shard->results);
    lc_warnings_clear(&shard->sources);
    lc_warnings_clear(&shard->planes);
    free_edits(&shard->edits);
    free_layers(&shard->layers);
    free(shard);
}

bool lc_shard_digest(const lc_shard *shard, char out[65]) {
    enum { CARRIED = 5 }; /* numbers of a result that the report carries */
    const lc_results *r = &shard->results;
    size_t n = r->n_communities * r->n_indicators;
    double *carried = LC_NEW(double, CARRIED *n);
    for (size_t k = 0; carried && k < n; k++) {
        const lc_result *v = &r->value[k];
        const double of[CARRIED] = {v->demand, v->covered, v->err, v->offnet, v->island};
        memcpy(carried + CARRIED * k, of, sizeof of);
    }
    const lc_bytes piece[] = {{shard->index, r->n_communities * sizeof *shard->index},
                              {carried, CARRIED * n * sizeof *carried}};
    if (carried) lc_sha256_bytes(piece, 2, out);
    free(carried);
    return carried;
}
