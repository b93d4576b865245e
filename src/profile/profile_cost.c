#include "profile/profile_cost.h"

#include <string.h>

const lc_walk_cost *lc_base_walk_cost(const lc_profile *profile, const lc_cost_wish *wish) {
    static const lc_walk_cost tobler = {.slope = LC_SLOPE_TOBLER};
    if (wish->given) return &wish->cost;
    return wish->heights && !profile->has_walk_cost ? &tobler : &profile->walk_cost;
}

static const lc_scenario *find_scenario(const lc_profile *profile, const char *id) {
    for (size_t i = 0; id && i < profile->n_scenarios; i++)
        if (strcmp(profile->scenarios[i].id, id) == 0) return &profile->scenarios[i];
    return NULL;
}

const lc_walk_cost *lc_indicator_walk_cost(const lc_profile *profile, const lc_cost_wish *wish,
                                           const lc_indicator_def *indicator, double *speed_m_per_s) {
    const lc_scenario *scenario = find_scenario(profile, indicator->scenario);
    *speed_m_per_s = (scenario ? scenario->walk_speed_m_per_min : profile->walk_speed_m_per_min) / 60;
    return scenario && scenario->has_walk_cost ? &scenario->walk_cost : lc_base_walk_cost(profile, wish);
}

bool lc_profile_counts_walk_cost(const lc_profile *profile, const lc_cost_wish *wish) {
    bool counts = lc_walk_cost_counts(lc_base_walk_cost(profile, wish));
    for (size_t i = 0; i < profile->n_scenarios; i++)
        counts = counts || lc_walk_cost_counts(&profile->scenarios[i].walk_cost);
    return counts;
}

bool lc_profile_counts_slopes(const lc_profile *profile, const lc_cost_wish *wish) {
    bool counts = lc_base_walk_cost(profile, wish)->slope != LC_SLOPE_NONE;
    for (size_t i = 0; i < profile->n_scenarios; i++)
        counts = counts || profile->scenarios[i].walk_cost.slope != LC_SLOPE_NONE;
    return counts;
}

bool lc_profile_closes_stairs(const lc_profile *profile, const lc_cost_wish *wish) {
    bool closes = lc_walk_cost_closes_stairs(lc_base_walk_cost(profile, wish));
    for (size_t i = 0; i < profile->n_scenarios; i++)
        closes = closes || lc_walk_cost_closes_stairs(&profile->scenarios[i].walk_cost);
    return closes;
}

bool lc_profile_walks_stairs(const lc_profile *profile, const lc_cost_wish *wish) {
    bool walks = !lc_walk_cost_closes_stairs(lc_base_walk_cost(profile, wish));
    for (size_t i = 0; i < profile->n_scenarios; i++)
        walks = walks ||
                (profile->scenarios[i].has_walk_cost && !lc_walk_cost_closes_stairs(&profile->scenarios[i].walk_cost));
    return walks;
}

bool lc_profile_walks(const lc_profile *profile) {
    for (size_t i = 0; i < profile->n_indicators; i++)
        if (profile->indicators[i].metric == LC_NETWORK) return true;
    return false;
}
