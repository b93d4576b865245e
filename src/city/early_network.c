#include "city/early_network.h"

#include <stdlib.h>

#include "base/background.h"
#include "base/memory.h"
#include "profile/profile_cost.h"
#include "store/prepared.h"

struct lc_early_network {
    lc_background *task;
    lc_frozen frozen;
    lc_work_crs *crs; /* its own: one projection serves one thread */
    lc_network_rules rules;
    lc_network *network;
};

static lc_status build(lc_context *ctx, void *user) {
    lc_early_network *e = user;
    lc_paths paths = {0};
    lc_status status = lc_thaw_away(ctx, &e->frozen, e->crs, &paths);
    if (status == LC_OK) status = lc_network_build(ctx, &paths, &e->rules, &e->network);
    lc_paths_free(&paths);
    return status;
}

lc_status lc_early_network_begin(lc_context *ctx, lc_inputs *in, lc_early_network **out) {
    *out = NULL;
    if (!in->prepared || in->prepared->frozen.lines) return LC_OK;
    for (size_t i = 0; i < in->n_profiles; i++)
        if (lc_profile_counts_walk_cost(in->profile[i], &in->city->cost)) return LC_OK;
    lc_early_network *e = LC_NEW0(lc_early_network, 1);
    if (!e) return lc_fail_memory(ctx);
    e->rules = in->city->rules;
    lc_status status = lc_work_crs_copy(ctx, in->city->crs, &e->crs);
    if (status == LC_OK) {
        e->frozen = in->prepared->frozen;
        in->prepared->frozen = (lc_frozen){0};
        e->task = lc_background_begin(ctx, build, e);
        if (!e->task) status = lc_fail_memory(ctx);
    }
    if (status == LC_OK)
        *out = e;
    else
        lc_early_network_drop(e);
    return status;
}

void lc_early_network_drop(lc_early_network *e) {
    if (!e) return;
    lc_background_drop(e->task);
    lc_network_free(e->network);
    lc_frozen_free(&e->frozen);
    lc_work_crs_free(e->crs);
    free(e);
}

lc_status lc_early_network_end(lc_context *ctx, lc_early_network *e, lc_network **out) {
    lc_status status = lc_background_end(ctx, e->task);
    e->task = NULL;
    if (status == LC_OK) {
        *out = e->network;
        e->network = NULL;
    }
    lc_early_network_drop(e);
    return status;
}
