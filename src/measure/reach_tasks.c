#include "measure/reach_tasks.h"

#include <stdlib.h>

#include "base/memory.h"
#include "coverage/pass.h"

void lc_reach_tasks_free(lc_reach_tasks *tasks) {
    for (size_t t = 0; t < tasks->n; t++) {
        free(tasks->task[t].counts);
        free(tasks->task[t].limit_m);
        free(tasks->task[t].everywhere);
        free(tasks->task[t].asker);
    }
    free(tasks->task);
    *tasks = (lc_reach_tasks){0};
}

bool lc_reach_rule_counts(const lc_plan *plan, size_t indicator, size_t k, const lc_facilities *f, uint32_t feature) {
    const lc_rule *rules = plan->profile->indicators[indicator].rules;
    const lc_plan_group *g = &plan->group[plan->indicator[indicator].stats];
    if (!plan->set[g->set[k]].passes[feature]) return false;
    for (size_t j = 0; j < g->n_sets; j++) {
        const lc_plan_set *other = &plan->set[g->set[j]];
        if (j == k || other->facilities != f || !other->passes[feature]) continue;
        if (rules[j].distance_m > rules[k].distance_m || (j < k && rules[j].distance_m == rules[k].distance_m))
            return false;
    }
    return true;
}

/* A new task for rule k of an indicator; NULL when memory is out. */
static lc_reach_task *add_task(const lc_plan *plan, size_t indicator, size_t k, lc_reach_tasks *out) {
    const lc_plan_group *g = &plan->group[plan->indicator[indicator].stats];
    const lc_facilities *f = plan->set[g->set[k]].facilities;
    size_t most = plan->profile->n_indicators;
    lc_reach_task *t = &out->task[out->n++];
    *t = (lc_reach_task){.facilities = f,
                         .set = g->set[k],
                         .metric = g->metric,
                         .counts = LC_NEW(bool, f->n),
                         .limit_m = LC_NEW(double, most),
                         .everywhere = LC_NEW0(bool, most),
                         .asker = LC_NEW(lc_reach_asker, most)};
    if (!t->counts || !t->limit_m || !t->everywhere || !t->asker) return NULL;
    for (const lc_facilities *before = plan->city->facilities; before < f; before++) t->row += before->n;
    for (size_t i = 0; i < f->n; i++) t->counts[i] = lc_reach_rule_counts(plan, indicator, k, f, (uint32_t)i);
    return t;
}

/* The task of an indicator's rule k. Where there are several rules, which of them counts is a matter of the indicator:
   the task is its own. */
static lc_reach_task *task_for(const lc_plan *plan, size_t indicator, size_t k, lc_reach_tasks *out) {
    const lc_plan_group *g = &plan->group[plan->indicator[indicator].stats];
    for (size_t t = 0; g->n_sets == 1 && t < out->n; t++) {
        const lc_reach_task *task = &out->task[t];
        size_t first = task->asker[0].indicator;
        if (task->set == g->set[0] && task->metric == g->metric &&
            plan->group[plan->indicator[first].stats].n_sets == 1)
            return &out->task[t];
    }
    return add_task(plan, indicator, k, out);
}

static void ask(lc_reach_task *t, size_t indicator, const lc_indicator_def *def, size_t k) {
    bool residential = def->denominator == LC_RESIDENTIAL;
    size_t limit = 0;
    while (limit < t->n_limits && t->limit_m[limit] != def->rules[k].distance_m) limit++;
    t->limit_m[limit] = def->rules[k].distance_m;
    t->everywhere[limit] = t->everywhere[limit] || !residential;
    if (limit == t->n_limits) t->n_limits++;
    t->asker[t->n_askers++] = (lc_reach_asker){indicator, limit, residential ? LC_DEMAND_RESIDENTIAL : LC_DEMAND_AREA};
}

bool lc_reach_tasks_make(const lc_plan *plan, lc_reach_tasks *out) {
    size_t rules = 0;
    bool ok;
    for (size_t i = 0; i < plan->profile->n_indicators; i++) rules += plan->profile->indicators[i].n_rules;
    *out = (lc_reach_tasks){.task = LC_NEW0(lc_reach_task, rules)};
    ok = out->task != NULL;
    for (size_t i = 0; ok && i < plan->profile->n_indicators; i++) {
        const lc_plan_indicator *pi = &plan->indicator[i];
        if (pi->reason || pi->part || !pi->over_land || pi->people.spread) continue;
        for (size_t k = 0; ok && k < plan->profile->indicators[i].n_rules; k++) {
            lc_reach_task *t = task_for(plan, i, k, out);
            ok = t != NULL;
            if (ok) ask(t, i, &plan->profile->indicators[i], k);
        }
    }
    return ok;
}
