#include "city/network_task.h"

#include <stdlib.h>

#include "base/background.h"
#include "base/memory.h"
#include "network/build.h"
#include "profile/profile_cost.h"
#include "store/prepared.h"

struct lc_network_task {
    lc_background *task;
    lc_frozen frozen;
    lc_work_crs *crs; /* its own: one projection serves one thread */
    lc_network_rules rules;
    lc_network *network;
};

static lc_status build(lc_context *ctx, void *user) {
    lc_network_task *t = user;
    lc_paths paths = {0};
    lc_status status = lc_thaw_away(ctx, &t->frozen, t->crs, &paths);
    if (status == LC_OK) status = lc_network_build(ctx, &paths, &t->rules, &t->network);
    lc_paths_free(&paths);
    return status;
}

lc_status lc_network_task_begin(lc_context *ctx, lc_inputs *in, lc_network_task **out) {
    *out = NULL;
    if (!in->prepared || in->prepared->frozen.lines) return LC_OK;
    for (size_t i = 0; i < in->n_profiles; i++)
        if (lc_profile_counts_walk_cost(in->profile[i], &in->city->cost)) return LC_OK;
    lc_network_task *t = LC_NEW0(lc_network_task, 1);
    if (!t) return lc_fail_memory(ctx);
    t->rules = in->city->rules;
    lc_status status = lc_work_crs_copy(ctx, in->city->crs, &t->crs);
    if (status == LC_OK) {
        t->frozen = in->prepared->frozen;
        in->prepared->frozen = (lc_frozen){0};
        t->task = lc_background_begin(ctx, build, t);
        if (!t->task) status = lc_fail_memory(ctx);
    }
    if (status == LC_OK)
        *out = t;
    else
        lc_network_task_drop(t);
    return status;
}

void lc_network_task_drop(lc_network_task *t) {
    if (!t) return;
    lc_background_drop(t->task);
    lc_network_free(t->network);
    lc_frozen_free(&t->frozen);
    lc_work_crs_free(t->crs);
    free(t);
}

lc_status lc_network_task_end(lc_context *ctx, lc_network_task *t, lc_network **out) {
    lc_status status = lc_background_end(ctx, t->task);
    t->task = NULL;
    if (status == LC_OK) {
        *out = t->network;
        t->network = NULL;
    }
    lc_network_task_drop(t);
    return status;
}
