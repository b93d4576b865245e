#include "measure/same_plan.h"

#include <string.h>

static bool same_group(const lc_plan_group *a, const lc_plan_group *b) {
    bool same = a->metric == b->metric && a->any == b->any && a->n_sets == b->n_sets && a->n_limits == b->n_limits &&
                a->range_m == b->range_m && a->pass == b->pass && a->place == b->place && a->layer == b->layer &&
                a->stats_everywhere == b->stats_everywhere;
    for (size_t k = 0; same && k < a->n_sets; k++)
        same = a->set[k] == b->set[k] && (!a->any || a->distance_m[k] == b->distance_m[k]);
    for (size_t k = 0; same && k < a->n_limits; k++)
        same = a->limit_m[k] == b->limit_m[k] && a->everywhere[k] == b->everywhere[k];
    return same;
}

static bool same_indicator(const lc_plan_indicator *a, const lc_plan_indicator *b) {
    bool same = !a->reason == !b->reason && a->group == b->group && a->limit == b->limit && a->stats == b->stats &&
                a->n_parts == b->n_parts && a->pass == b->pass && a->place == b->place && a->over_land == b->over_land;
    for (size_t k = 0; same && k < a->n_parts; k++) same = a->part[k] == b->part[k];
    return same;
}

static bool same_pass(const lc_plan_pass *a, const lc_plan_pass *b) {
    bool same = a->metric == b->metric && a->walk == b->walk && a->n_groups == b->n_groups && a->batch == b->batch &&
                a->n_combinations == b->n_combinations;
    for (size_t k = 0; same && k < a->n_groups; k++) same = a->group[k] == b->group[k];
    for (size_t k = 0; same && k < a->n_combinations; k++) same = a->combination[k] == b->combination[k];
    return same;
}

bool lc_same_plan(const lc_plan *a, const lc_plan *b) {
    bool same = a->profile == b->profile && a->n_sets == b->n_sets && a->n_groups == b->n_groups &&
                a->n_passes == b->n_passes && a->n_batches == b->n_batches && a->n_walks == b->n_walks &&
                a->residential == b->residential;
    for (size_t i = 0; same && i < a->n_groups; i++) same = same_group(&a->group[i], &b->group[i]);
    for (size_t i = 0; same && i < a->profile->n_indicators; i++)
        same = same_indicator(&a->indicator[i], &b->indicator[i]);
    for (size_t i = 0; same && i < a->n_passes; i++) same = same_pass(&a->pass[i], &b->pass[i]);
    for (size_t i = 0; same && i < a->n_batches; i++)
        same = a->batch[i].first == b->batch[i].first && a->batch[i].n == b->batch[i].n;
    return same && a->city->compounds == b->city->compounds;
}

bool lc_same_set(const lc_plan *a, const lc_plan *b, size_t set) {
    const lc_plan_set *p = &a->set[set], *q = &b->set[set];
    size_t category = (size_t)(q->facilities - b->city->facilities);
    return (size_t)(p->facilities - a->city->facilities) == category &&
           lc_city_same_facilities(a->city, b->city, category) && p->n_passing == q->n_passing &&
           memcmp(p->passes, q->passes, p->facilities->n * sizeof *p->passes) == 0;
}
