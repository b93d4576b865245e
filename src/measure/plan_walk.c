#include "measure/plan_walk.h"

#include "network/walk_length.h"
#include "profile/profile_cost.h"

size_t lc_plan_walk_for(lc_plan *plan, const lc_indicator_def *def) {
    double speed;
    const lc_walk_cost *cost = lc_indicator_walk_cost(plan->profile, &plan->city->cost, def, &speed);
    const lc_network *network = lc_city_network(plan->city, cost);
    if (def->metric != LC_NETWORK || !network) return LC_WALK_LENGTHS;
    if (network == plan->city->network && !lc_walk_counts(network, cost)) return LC_WALK_LENGTHS;
    for (size_t i = 0; i < plan->n_walks; i++) {
        const lc_plan_walk *w = &plan->walk[i];
        if (lc_walk_cost_equal(w->cost, cost) && (!cost->crossings || w->speed_m_per_s == speed)) return i;
    }
    plan->walk[plan->n_walks] = (lc_plan_walk){cost, speed, network};
    return plan->n_walks++;
}

const lc_network *lc_plan_network(const lc_plan *plan, size_t walk) {
    return walk == LC_WALK_LENGTHS ? plan->city->network : plan->walk[walk].network;
}

const lc_network *lc_plan_group_network(const lc_plan *plan, size_t group) {
    return lc_plan_network(plan, plan->set[plan->group[group].set[0]].walk);
}

size_t lc_plan_walk_of(const lc_plan *plan, size_t indicator) {
    while (plan->indicator[indicator].part) indicator = plan->indicator[indicator].part[0];
    return plan->set[plan->group[plan->indicator[indicator].group].set[0]].walk;
}
