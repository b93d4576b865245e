#include "measure/plan_passes.h"

#include <stdlib.h>

#include "base/memory.h"
#include "measure/plan_combine.h"

/* Passes in the making: layers that the last batch has given away. */
typedef struct {
    lc_plan *plan;
    size_t n_layers;
} passes_t;

static size_t walk_of(const lc_plan *plan, size_t group) {
    return plan->set[plan->group[group].set[0]].walk;
}

/* A pass of n groups; passes whose groups find no room together begin a new batch. */
static bool add_pass(passes_t *p, lc_metric metric, const size_t *group, size_t n) {
    lc_plan *plan = p->plan;
    lc_plan_pass *pass = &plan->pass[plan->n_passes];
    if (plan->n_batches == 0 || p->n_layers + n > LC_GROUPS_MAX) {
        plan->batch[plan->n_batches++] = (lc_plan_batch){.first = plan->n_passes};
        p->n_layers = 0;
    }
    plan->batch[plan->n_batches - 1].n++;
    *pass = (lc_plan_pass){.metric = metric,
                           .walk = walk_of(plan, *group),
                           .batch = plan->n_batches - 1,
                           .group = LC_NEW(size_t, n),
                           .n_groups = n};
    if (!pass->group) return false;
    for (size_t i = 0; i < n; i++) {
        lc_plan_group *g = &plan->group[group[i]];
        pass->group[i] = group[i];
        if (walk_of(plan, group[i]) != pass->walk) pass->walk = LC_WALK_SEVERAL;
        g->pass = plan->n_passes;
        g->place = i;
        g->layer = (lc_layers)1 << (LC_LAYER_FIRST_GROUP + p->n_layers++);
    }
    plan->n_passes++;
    return true;
}

/* Passes of the network: one for each walking cost, or several when it has more groups than fit. */
static lc_status plan_network(lc_context *ctx, passes_t *passes) {
    const lc_plan *plan = passes->plan;
    size_t n = 0, n_passes = 0, at = 0, *walked = LC_NEW(size_t, plan->n_groups),
           *n_in_pass = LC_NEW(size_t, plan->n_groups);
    lc_status status = walked && n_in_pass ? LC_OK : lc_fail_memory(ctx);
    for (size_t i = 0; status == LC_OK && i < plan->n_groups; i++)
        if (plan->group[i].metric == LC_NETWORK) walked[n++] = i;
    if (status == LC_OK) status = lc_plan_order_groups(ctx, plan, walked, n, n_in_pass, &n_passes);
    for (size_t p = 0; status == LC_OK && p < n_passes; at += n_in_pass[p++])
        if (!add_pass(passes, LC_NETWORK, walked + at, n_in_pass[p])) status = lc_fail_memory(ctx);
    free(walked);
    free(n_in_pass);
    return status;
}

/* Those of the network, and one for each group of the straight metric. */
lc_status lc_plan_passes(lc_context *ctx, lc_plan *plan) {
    passes_t passes = {.plan = plan};
    plan->pass = LC_NEW0(lc_plan_pass, plan->n_groups + 1);
    plan->batch = LC_NEW0(lc_plan_batch, plan->n_groups + 1);
    lc_status status = plan->pass && plan->batch ? plan_network(ctx, &passes) : lc_fail_memory(ctx);
    bool ok = true;
    for (size_t i = 0; status == LC_OK && ok && i < plan->n_groups; i++)
        if (plan->group[i].metric == LC_STRAIGHT) ok = add_pass(&passes, LC_STRAIGHT, &i, 1);
    if (status == LC_OK && !(ok && lc_plan_place_combinations(plan))) status = lc_fail_memory(ctx);
    return status;
}
