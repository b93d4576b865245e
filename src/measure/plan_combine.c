#include "measure/plan_combine.h"

#include <stdlib.h>

#include "base/memory.h"
#include "base/union_find.h"
#include "measure/plan_walk.h"

bool lc_plan_combine(lc_plan *plan) {
    const lc_profile *profile = plan->profile;
    for (size_t k = 0; k < profile->n_combinations; k++) {
        const lc_combination *c = &profile->indicators[profile->combination[k]].combines;
        lc_plan_indicator *pi = &plan->indicator[profile->combination[k]];
        pi->part = LC_NEW(size_t, c->n_parts);
        if (!pi->part) return false;
        for (size_t p = 0; p < c->n_parts; p++)
            if (!plan->indicator[c->part[p]].missing) pi->part[pi->n_parts++] = c->part[p];
        bool complete = c->skip_missing ? pi->n_parts > 0 : pi->n_parts == c->n_parts;
        pi->least = c->kind == LC_COMBINES_ALL ? pi->n_parts : c->least;
        /* Of fewer parts than must cover, none ever could: that would say 0 where there are no data. */
        if (!complete || pi->n_parts < pi->least) pi->missing = "part_no_data";
    }
    return true;
}

void lc_plan_mark_parts(const lc_plan *plan, bool *measured) {
    const lc_profile *profile = plan->profile;
    for (size_t k = profile->n_combinations; k-- > 0;) {
        const lc_plan_indicator *pi = &plan->indicator[profile->combination[k]];
        for (size_t p = 0; measured[profile->combination[k]] && p < pi->n_parts; p++) measured[pi->part[p]] = true;
    }
}

bool lc_plan_ask_parts(lc_plan *plan) {
    const lc_profile *profile = plan->profile;
    bool *asked = LC_NEW0(bool, profile->n_indicators);
    if (!asked) return false;
    for (size_t k = 0; k < profile->n_combinations; k++) {
        size_t i = profile->combination[k];
        asked[i] = profile->indicators[i].denominator != LC_RESIDENTIAL && plan->indicator[i].over_land &&
                   !plan->indicator[i].reason;
    }
    lc_plan_mark_parts(plan, asked);
    for (size_t i = 0; i < profile->n_indicators; i++) {
        const lc_plan_indicator *pi = &plan->indicator[i];
        if (asked[i] && profile->indicators[i].combines.kind == LC_COMBINES_NONE)
            plan->group[pi->group].everywhere[pi->limit] = true;
    }
    free(asked);
    return true;
}

/* ---------------------------------------------------------------------------------------------------------- passes */

static bool is_combination(const lc_plan *plan, size_t i) {
    return plan->profile->indicators[i].combines.kind != LC_COMBINES_NONE;
}

/* Mark the combinations over land that have an answer, and all their parts. NULL when memory is out. */
static bool *mark_over_land(const lc_plan *plan) {
    bool *mark = LC_NEW0(bool, plan->profile->n_indicators);
    for (size_t i = 0; mark && i < plan->profile->n_indicators; i++)
        mark[i] = is_combination(plan, i) && !plan->indicator[i].reason && plan->indicator[i].over_land;
    if (mark) lc_plan_mark_parts(plan, mark);
    return mark;
}

/* Some group that an indicator is measured by. */
static uint32_t some_group(const lc_plan *plan, size_t indicator) {
    while (is_combination(plan, indicator)) indicator = plan->indicator[indicator].part[0];
    return (uint32_t)plan->indicator[indicator].group;
}

/* Join the groups of all parts of every marked combination: root[g] leads to the first group that goes with g. */
static void join_groups(const lc_plan *plan, const bool *mark, uint32_t *root) {
    lc_sets_begin(root, plan->n_groups);
    for (size_t k = 0; k < plan->profile->n_combinations; k++) {
        size_t i = plan->profile->combination[k];
        const lc_plan_indicator *pi = &plan->indicator[i];
        for (size_t p = 1; mark[i] && p < pi->n_parts; p++)
            lc_sets_join(root, some_group(plan, pi->part[0]), some_group(plan, pi->part[p]));
    }
}

static size_t own_walk(const lc_plan *plan, size_t group) {
    return plan->set[plan->group[group].set[0]].walk;
}

/* What has one walking cost, and LC_WALK_SEVERAL for what has not. *mixed: a group that goes with one of another
   network, SIZE_MAX when there is none. */
static void find_walks(const lc_plan *plan, uint32_t *root, size_t *walk, size_t *mixed) {
    *mixed = SIZE_MAX;
    for (size_t g = 0; g < plan->n_groups; g++) walk[g] = own_walk(plan, g);
    for (size_t g = 0; g < plan->n_groups; g++) {
        size_t first = lc_set_root(root, (uint32_t)g);
        if (walk[first] != own_walk(plan, g)) walk[first] = LC_WALK_SEVERAL;
        if (lc_plan_group_network(plan, first) != lc_plan_group_network(plan, g)) *mixed = first;
    }
}

/* Clusters, groups that have to be measured together, on their way into passes. */
typedef struct {
    const lc_plan *plan;
    const bool *mark;
    uint32_t *root;
    size_t *walk; /* one a group; walk: of the cluster whose root it is */
    const size_t *walked;
    size_t n, *order, done; /* order: as many as are done */
    size_t *n_in_pass, n_passes;
} packing_t;

/* The last combination of a cluster. */
static const char *id_of(const packing_t *p, size_t cluster) {
    const lc_plan *plan = p->plan;
    const char *id = "";
    for (size_t k = 0; k < plan->profile->n_combinations; k++) {
        size_t i = plan->profile->combination[k];
        if (p->mark[i] && lc_set_root(p->root, some_group(plan, i)) == cluster) id = plan->profile->indicators[i].id;
    }
    return id;
}

static lc_status fail_mixed(lc_context *ctx, const packing_t *p, size_t cluster) {
    return lc_fail(ctx, LC_ERR_INPUT,
                   "'%s', with what shares its parts, combines over land what walks on stairs and what does not "
                   "(stairs: none), which have no nearest path in common; write 'minutes' in all of its parts, so that "
                   "scenarios have them all, or denominator: population",
                   id_of(p, cluster));
}

static lc_status fail_large(lc_context *ctx, const packing_t *p, size_t cluster, size_t n) {
    return lc_fail(ctx, LC_ERR_INPUT,
                   "'%s', with what shares its parts, combines %zu different sets of facilities over land, and at most "
                   "%d can be; take parts out, or write denominator: population",
                   id_of(p, cluster), n, LC_GROUPS_MAX);
}

/* As many clusters of one walking cost, on one network, to a pass as fit. */
static lc_status pack_walk(lc_context *ctx, packing_t *p, size_t walk, const lc_network *network) {
    bool first = true;
    for (size_t i = 0; i < p->n; i++) {
        size_t before = p->done, cluster = p->walked[i];
        if (lc_set_root(p->root, (uint32_t)cluster) != cluster || p->walk[cluster] != walk) continue;
        if (lc_plan_group_network(p->plan, cluster) != network) continue;
        for (size_t k = 0; k < p->n; k++)
            if (lc_set_root(p->root, (uint32_t)p->walked[k]) == cluster) p->order[p->done++] = p->walked[k];
        size_t more = p->done - before;
        if (more > LC_GROUPS_MAX) return fail_large(ctx, p, cluster, more);
        if (first || p->n_in_pass[p->n_passes - 1] + more > LC_GROUPS_MAX) p->n_in_pass[p->n_passes++] = 0;
        p->n_in_pass[p->n_passes - 1] += more;
        first = false;
    }
    return LC_OK;
}

static lc_status pack(lc_context *ctx, packing_t *p) {
    const lc_city *city = p->plan->city;
    lc_status status = pack_walk(ctx, p, LC_WALK_LENGTHS, city->network);
    for (size_t w = 0; status == LC_OK && w < p->plan->n_walks; w++)
        status = pack_walk(ctx, p, w, p->plan->walk[w].network);
    if (status == LC_OK) status = pack_walk(ctx, p, LC_WALK_SEVERAL, city->network);
    return status == LC_OK && city->step_free ? pack_walk(ctx, p, LC_WALK_SEVERAL, city->step_free) : status;
}

lc_status lc_plan_order_groups(lc_context *ctx, const lc_plan *plan, size_t *walked, size_t n, size_t *n_in_pass,
                               size_t *n_passes) {
    bool *mark = mark_over_land(plan);
    packing_t p = {.plan = plan,
                   .mark = mark,
                   .root = LC_NEW(uint32_t, plan->n_groups),
                   .walk = LC_NEW(size_t, plan->n_groups),
                   .walked = walked,
                   .n = n,
                   .order = LC_NEW(size_t, n),
                   .n_in_pass = n_in_pass};
    lc_status status = mark && p.root && p.walk && p.order ? LC_OK : lc_fail_memory(ctx);
    if (status == LC_OK) {
        join_groups(plan, mark, p.root);
        size_t mixed;
        find_walks(plan, p.root, p.walk, &mixed);
        status = mixed == SIZE_MAX ? pack(ctx, &p) : fail_mixed(ctx, &p, mixed);
    }
    for (size_t i = 0; status == LC_OK && i < n; i++) walked[i] = p.order[i];
    *n_passes = p.n_passes;
    free(mark);
    free(p.root);
    free(p.walk);
    free(p.order);
    return status;
}

bool lc_plan_place_combinations(lc_plan *plan) {
    bool *mark = mark_over_land(plan), ok = mark != NULL;
    for (size_t p = 0; ok && p < plan->n_passes; p++) {
        lc_plan_pass *pass = &plan->pass[p];
        pass->combination = LC_NEW(size_t, plan->profile->n_combinations);
        ok = pass->combination;
        for (size_t k = 0; ok && k < plan->profile->n_combinations; k++) {
            size_t i = plan->profile->combination[k];
            if (!mark[i] || plan->group[some_group(plan, i)].pass != p) continue;
            plan->indicator[i].pass = p;
            plan->indicator[i].place = pass->n_combinations;
            pass->combination[pass->n_combinations++] = i;
        }
    }
    free(mark);
    return ok;
}
