#include "measure/reach_classes.h"

#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "measure/plan_passes.h"

static const size_t FLOATS_MAX = (size_t)1 << 26; /* D at the vertices of a pass: 256 MB */
enum { CLASSES_LEAST = 8 };
static const lc_profile NOTHING; /* asks for nothing itself */

void lc_reach_batch_free(lc_reach_batch *batch) {
    for (size_t k = 0; batch->of && k < batch->n; k++) free(batch->of[k].owner);
    free(batch->of);
    lc_fields_free(batch->fields);
    lc_plan_free(batch->plan);
    *batch = (lc_reach_batch){0};
}

/* As many classes as are measured at once. */
static size_t most_of(const lc_city *city) {
    size_t most = city->network ? FLOATS_MAX / (city->network->n_verts + 1) : LC_GROUPS_MAX;
    return most > LC_GROUPS_MAX ? LC_GROUPS_MAX : most < CLASSES_LEAST ? CLASSES_LEAST : most;
}

/* Does facility i find all its squares free? */
static bool is_free(const lc_reach_squares *s, size_t i, const uint32_t *owner) {
    for (size_t r = s->first[i]; r < s->first[i + 1]; r++)
        for (size_t k = s->run[r].first; k < s->run[r].end; k++)
            if (owner[k] != UINT32_MAX) return false;
    return true;
}

/* A class of what is left from facility `from` on, all of one task. */
static bool fill_class(const lc_reach_squares *s, size_t from, bool *placed, lc_reach_class *out, bool *passes,
                       size_t *n_passing) {
    size_t n = s->plane.columns * s->plane.rows;
    out->task = s->task[from];
    out->owner = LC_NEW(uint32_t, n);
    if (!out->owner) return false;
    for (size_t k = 0; k < n; k++) out->owner[k] = UINT32_MAX;
    for (size_t i = from; i < s->n && s->task[i] == out->task; i++) {
        if (placed[i] || !is_free(s, i, out->owner)) continue;
        for (size_t r = s->first[i]; r < s->first[i + 1]; r++)
            for (size_t k = s->run[r].first; k < s->run[r].end; k++) out->owner[k] = s->feature[i];
        placed[i] = passes[s->feature[i]] = true;
        (*n_passing)++;
    }
    return true;
}

/* The set and the group of a class that is about to be filled. */
static bool start_group(const lc_plan *plan, const lc_reach_task *t, size_t walk, size_t k) {
    lc_plan_set *set = &plan->set[k];
    lc_plan_group *g = &plan->group[k];
    *set = (lc_plan_set){.facilities = t->facilities, .walk = walk, .passes = LC_NEW0(bool, t->facilities->n)};
    *g = (lc_plan_group){.metric = t->metric,
                         .areas_only = true,
                         .n_sets = 1,
                         .set = LC_NEW(size_t, 1),
                         .limit_m = LC_NEW(double, t->n_limits),
                         .everywhere = LC_NEW(bool, t->n_limits),
                         .n_limits = t->n_limits};
    if (!set->passes || !g->set || !g->limit_m || !g->everywhere) return false;
    g->set[0] = k;
    for (size_t l = 0; l < t->n_limits; l++) {
        g->limit_m[l] = t->limit_m[l];
        g->everywhere[l] = t->everywhere[l];
        g->range_m = lc_max(g->range_m, t->limit_m[l]);
    }
    return true;
}

/* A plan without indicators, with room for n groups and the walking costs of another one. */
static lc_plan *new_plan(const lc_plan *like, size_t n) {
    lc_plan *plan = LC_NEW0(lc_plan, 1);
    if (!plan) return NULL;
    plan->profile = &NOTHING;
    plan->city = like->city;
    plan->residential = like->residential;
    plan->set = LC_NEW0(lc_plan_set, n);
    plan->group = LC_NEW0(lc_plan_group, n);
    plan->walk = LC_NEW(lc_plan_walk, like->n_walks);
    plan->indicator = LC_NEW0(lc_plan_indicator, 0);
    if (plan->set && plan->group && plan->walk && plan->indicator) {
        if (like->n_walks) memcpy(plan->walk, like->walk, like->n_walks * sizeof *plan->walk);
        plan->n_walks = like->n_walks;
        return plan;
    }
    lc_plan_free(plan);
    return NULL;
}

static bool fill_batch(const lc_plan *like, const lc_reach_tasks *tasks, const lc_reach_squares *squares, bool *placed,
                       lc_reach_batch *out) {
    size_t most = most_of(like->city);
    out->of = LC_NEW0(lc_reach_class, most);
    out->plan = new_plan(like, most);
    bool ok = out->of && out->plan;
    for (size_t from = 0; ok && from < squares->n && out->n < most;) {
        if (placed[from]) {
            from++;
            continue;
        }
        const lc_reach_task *t = &tasks->task[squares->task[from]];
        size_t k = out->n++;
        out->plan->n_sets = out->plan->n_groups = out->n;
        ok = start_group(out->plan, t, like->set[t->set].walk, k) &&
             fill_class(squares, from, placed, &out->of[k], out->plan->set[k].passes, &out->plan->set[k].n_passing);
    }
    return ok;
}

lc_status lc_reach_batch_next(lc_context *ctx, const lc_fields *fields, const lc_reach_tasks *tasks,
                              const lc_reach_squares *squares, bool *placed, lc_reach_batch *out) {
    *out = (lc_reach_batch){0};
    if (!fill_batch(fields->plan, tasks, squares, placed, out)) return lc_fail_memory(ctx);
    if (!out->n) return LC_OK;
    lc_status status = lc_plan_passes(ctx, out->plan);
    return status == LC_OK ? lc_fields_new(ctx, out->plan, fields->links, NULL, &out->fields) : status;
}
