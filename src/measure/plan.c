#include "measure/plan.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "measure/plan_combine.h"
#include "measure/plan_passes.h"
#include "measure/plan_walk.h"

static bool same_number(double a, double b) {
    return a == b || (isnan(a) && isnan(b));
}

static bool same_filter(const lc_rule *a, const lc_rule *b) {
    return a->level == b->level && same_number(a->min_area_m2, b->min_area_m2) &&
           same_number(a->max_area_m2, b->max_area_m2);
}

static const lc_facilities *find_facilities(const lc_facilities *facilities, size_t n, const char *category) {
    for (size_t i = 0; i < n; i++)
        if (strcmp(facilities[i].category, category) == 0) return &facilities[i];
    return NULL;
}

double lc_search_range(const lc_profile *profile, const char *category) {
    double range = 0;
    for (size_t i = 0; i < profile->n_indicators; i++)
        for (size_t r = 0; r < profile->indicators[i].n_rules; r++) {
            const lc_rule *rule = &profile->indicators[i].rules[r];
            if (strcmp(rule->category, category) == 0) range = fmax(range, rule->distance_m);
        }
    for (size_t b = 0; b < profile->n_bands; b++) range = fmax(range, profile->bands_m[b]);
    return range;
}

/* `again`: with another walking cost, they have been filtered and warned of before. */
static bool filter_features(lc_context *ctx, lc_plan_set *set, bool again) {
    const lc_facilities *f = set->facilities;
    set->passes = LC_NEW0(bool, f->n);
    if (!set->passes) return false;
    bool by_area = !isnan(set->rule.min_area_m2) || !isnan(set->rule.max_area_m2);
    for (size_t i = 0; i < f->n; i++) {
        set->passes[i] = lc_facility_passes(f, i, &set->rule);
        set->n_passing += set->passes[i];
        if (!again && by_area && isnan(f->area_m2[i]))
            lc_warn(ctx, "facility_without_area", "facilities without an area were left out where a size is asked for",
                    "%s %s", f->category, f->id[i]);
    }
    return true;
}

/* The set for a rule, made when it is the first of its kind; SIZE_MAX when memory is out. */
static size_t set_for(lc_context *ctx, lc_plan *plan, const lc_facilities *facilities, const lc_rule *rule,
                      size_t walk) {
    bool again = false;
    for (size_t i = 0; i < plan->n_sets; i++) {
        if (plan->set[i].facilities != facilities || !same_filter(&plan->set[i].rule, rule)) continue;
        if (plan->set[i].walk == walk) return i;
        again = true;
    }
    lc_plan_set *set = &plan->set[plan->n_sets];
    *set = (lc_plan_set){.facilities = facilities, .rule = *rule, .walk = walk};
    plan->n_sets++;
    return filter_features(ctx, set, again) ? plan->n_sets - 1 : SIZE_MAX;
}

size_t lc_plan_limit(const lc_plan_group *g, double distance_m) {
    for (size_t i = 0; i < g->n_limits; i++)
        if (g->limit_m[i] == distance_m) return i;
    return SIZE_MAX;
}

static size_t limit_for(lc_plan_group *g, double distance_m) {
    size_t known = lc_plan_limit(g, distance_m);
    if (known != SIZE_MAX) return known;
    g->limit_m[g->n_limits] = distance_m;
    return g->n_limits++;
}

static bool same_group(const lc_plan_group *g, const lc_plan_group *other) {
    if (g->metric != other->metric || g->any != other->any || g->n_sets != other->n_sets) return false;
    for (size_t k = 0; k < g->n_sets; k++)
        if (g->set[k] != other->set[k] || (g->any && g->distance_m[k] != other->distance_m[k])) return false;
    return true;
}

/* The group of an indicator's rules: with `any` each at its own distance, else to the nearest of them all. */
static size_t group_for(lc_plan *plan, const lc_indicator_def *def, const size_t *set, bool any) {
    const lc_profile *profile = plan->profile;
    lc_plan_group g = {.metric = def->metric, .any = any, .n_sets = def->n_rules};
    g.set = LC_NEW(size_t, def->n_rules);
    g.distance_m = LC_NEW(double, def->n_rules);
    g.limit_m = LC_NEW(double, profile->n_indicators + profile->n_bands + 1);
    g.everywhere = LC_NEW0(bool, profile->n_indicators + profile->n_bands + 1);
    bool ok = g.set && g.distance_m && g.limit_m && g.everywhere;
    double longest = 0;
    for (size_t k = 0; ok && k < def->n_rules; k++) {
        g.set[k] = set[k];
        g.distance_m[k] = def->rules[k].distance_m;
        g.range_m = fmax(g.range_m, lc_search_range(profile, def->rules[k].category));
        longest = fmax(longest, g.distance_m[k]);
    }
    size_t found = SIZE_MAX;
    for (size_t i = 0; ok && i < plan->n_groups; i++)
        if (same_group(&plan->group[i], &g)) found = i;
    if (ok && found == SIZE_MAX) {
        if (any) g.limit_m[g.n_limits++] = longest;
        for (size_t b = 0; !any && b < profile->n_bands; b++) limit_for(&g, profile->bands_m[b]);
        plan->group[plan->n_groups] = g;
        return plan->n_groups++;
    }
    free(g.set);
    free(g.distance_m);
    free(g.limit_m);
    free(g.everywhere);
    return found;
}

/* An indicator over whole communities: what it reads has to be measured outside of residential land as well. */
static void ask_everywhere(lc_plan *plan, const lc_plan_indicator *indicator) {
    const lc_profile *profile = plan->profile;
    lc_plan_group *stats = &plan->group[indicator->stats];
    plan->group[indicator->group].everywhere[indicator->limit] = true;
    stats->stats_everywhere = true;
    for (size_t b = 0; b < profile->n_bands; b++) stats->everywhere[lc_plan_limit(stats, profile->bands_m[b])] = true;
}

static bool asks_size(const lc_rule *rule) {
    return !isnan(rule->min_area_m2) || !isnan(rule->max_area_m2);
}

/* Has no feature of a category an area: points of a table, lines? A plane without any has the source's. */
static bool has_no_area(const lc_facilities *f) {
    for (size_t i = 0; i < f->n; i++)
        if (!isnan(f->area_m2[i])) return false;
    return f->n > 0 || f->elsewhere;
}

/* Is nothing known of what they supply? */
static bool has_no_supply(const lc_facilities *f, const lc_indicator_def *def) {
    if (!def->supply) return has_no_area(f);
    for (size_t i = 0; i < f->n; i++)
        if (!isnan(lc_supplies_at(&f->supplies, def->supply, i))) return false;
    return f->n > 0;
}

/* Why the city has no facilities to measure an indicator by; NULL when it has. */
static const char *missing_of(const lc_city *city, const lc_indicator_def *def) {
    bool empty = true, levels = true, source = true, sizes = true, supply = true;
    for (size_t r = 0; r < def->n_rules; r++) {
        const lc_facilities *f = find_facilities(city->facilities, city->n_facilities, def->rules[r].category);
        if (!f || !f->known) source = false;
        if (f && (f->geoms.n || f->elsewhere)) empty = false;
        if (f && f->known && !f->level && def->rules[r].level != LC_LEVEL_ANY) levels = false;
        if (f && f->known && asks_size(&def->rules[r]) && has_no_area(f) && !f->elsewhere_area) sizes = false;
        if (f && f->known && def->measures == LC_MEASURES_2SFCA && has_no_supply(f, def)) supply = false;
    }
    if (!source) return "no_source";
    if (empty) return "no_facilities";
    if (!levels) return "no_levels";
    if (!sizes) return "no_area";
    if (!supply) return def->supply ? "no_supply" : "no_area";
    return def->metric == LC_NETWORK && !city->network ? "no_network" : NULL;
}

static bool is_any(const lc_indicator_def *def) {
    for (size_t r = 1; r < def->n_rules; r++)
        if (def->rules[r].distance_m != def->rules[0].distance_m) return true;
    return false;
}

static bool plan_indicator(lc_context *ctx, lc_plan *plan, const lc_indicator_def *def, lc_plan_indicator *out) {
    const lc_city *city = plan->city;
    size_t *set = LC_NEW(size_t, def->n_rules);
    bool ok = set != NULL, any = is_any(def);
    size_t walk = lc_plan_walk_for(plan, def);
    for (size_t r = 0; ok && r < def->n_rules; r++) {
        const lc_facilities *f = find_facilities(city->facilities, city->n_facilities, def->rules[r].category);
        set[r] = set_for(ctx, plan, f, &def->rules[r], walk);
        ok = set[r] != SIZE_MAX;
    }
    if (ok) {
        out->stats = group_for(plan, def, set, false);
        out->group = any ? group_for(plan, def, set, true) : out->stats;
        ok = out->stats != SIZE_MAX && out->group != SIZE_MAX;
        if (ok && !any) out->limit = limit_for(&plan->group[out->group], def->rules[0].distance_m);
        if (ok && out->over_land && def->denominator != LC_RESIDENTIAL && !out->reason) ask_everywhere(plan, out);
    }
    free(set);
    return ok;
}

/* Whom every indicator counts, and whether it is measured over the plane. */
static void settle_people(lc_plan *plan) {
    for (size_t i = 0; i < plan->profile->n_indicators; i++) {
        lc_plan_indicator *pi = &plan->indicator[i];
        bool counts = plan->profile->indicators[i].denominator == LC_POPULATION;
        if (counts) pi->people = lc_city_people(plan->city, plan->profile->indicators[i].group);
        pi->over_land = !counts || pi->people.spread;
    }
}

/* Parts that share their nearest path can be combined over the plane; straight lines have none. Nor has supply. */
static lc_status check_people(lc_context *ctx, const lc_plan *plan) {
    for (size_t k = 0; k < plan->profile->n_combinations; k++) {
        size_t i = plan->profile->combination[k];
        const lc_indicator_def *def = &plan->profile->indicators[i];
        if (plan->indicator[i].over_land && def->metric != LC_NETWORK)
            return lc_fail(
                ctx, LC_ERR_INPUT,
                "'%s' combines indicators that are not all walked (metric network), which cannot be measured "
                "for people laid over the plane; leave out spread= in the demand, or give buildings",
                def->id);
    }
    for (size_t i = 0; i < plan->profile->n_indicators; i++)
        if (plan->profile->indicators[i].measures == LC_MEASURES_2SFCA && plan->indicator[i].people.spread)
            return lc_fail(
                ctx, LC_ERR_INPUT,
                "'%s' shares out supply among places (measure: 2sfca), and people laid over polygons have none; "
                "leave out spread= in the demand, or give buildings or a raster",
                plan->profile->indicators[i].id);
    return LC_OK;
}

/* Why indicators have no answer; those whose facilities are measured, for themselves or for a combination, are marked.
 */
static bool settle_reasons(lc_plan *plan, bool *measured) {
    for (size_t i = 0; i < plan->profile->n_indicators; i++)
        if (plan->profile->indicators[i].n_rules)
            plan->indicator[i].missing = missing_of(plan->city, &plan->profile->indicators[i]);
    if (!lc_plan_combine(plan)) return false;
    for (size_t i = 0; i < plan->profile->n_indicators; i++) {
        lc_plan_indicator *pi = &plan->indicator[i];
        lc_denominator denominator = plan->profile->indicators[i].denominator;
        pi->reason = pi->missing;
        if (!pi->reason && denominator == LC_RESIDENTIAL && !plan->city->residential) pi->reason = "no_residential";
        if (!pi->reason && denominator == LC_POPULATION && !pi->people.places && !pi->people.spread)
            pi->reason = plan->profile->indicators[i].group ? "no_group" : "no_population";
        measured[i] = !pi->reason;
    }
    lc_plan_mark_parts(plan, measured);
    return true;
}

static lc_status plan_indicators(lc_context *ctx, lc_plan *plan) {
    const lc_profile *profile = plan->profile;
    size_t rules = 0, n = profile->n_indicators;
    for (size_t i = 0; i < n; i++) rules += profile->indicators[i].n_rules;
    plan->set = LC_NEW0(lc_plan_set, rules);
    plan->group = LC_NEW0(lc_plan_group, 2 * n);
    plan->indicator = LC_NEW0(lc_plan_indicator, n);
    plan->walk = LC_NEW0(lc_plan_walk, profile->n_scenarios + 1);
    bool *measured = LC_NEW0(bool, n);
    bool ok = plan->set && plan->group && plan->indicator && plan->walk && measured;
    if (ok) settle_people(plan);
    lc_status status = ok ? check_people(ctx, plan) : LC_OK;
    ok = ok && status == LC_OK && settle_reasons(plan, measured);
    for (size_t i = 0; ok && i < n; i++)
        if (measured[i] && profile->indicators[i].denominator == LC_RESIDENTIAL)
            plan->residential = plan->city->residential;
    for (size_t i = 0; ok && i < n; i++)
        if (measured[i] && profile->indicators[i].combines.kind == LC_COMBINES_NONE)
            ok = plan_indicator(ctx, plan, &profile->indicators[i], &plan->indicator[i]);
    ok = ok && lc_plan_ask_parts(plan);
    free(measured);
    return ok || status != LC_OK ? status : lc_fail_memory(ctx);
}

lc_status lc_plan_new(lc_context *ctx, const lc_profile *profile, const lc_city *city, lc_plan **out) {
    lc_plan *plan = LC_NEW0(lc_plan, 1);
    if (!plan) return lc_fail_memory(ctx);
    plan->profile = profile;
    plan->city = city;
    lc_status status = plan_indicators(ctx, plan);
    if (status == LC_OK) status = lc_plan_passes(ctx, plan);
    if (status == LC_OK)
        *out = plan;
    else
        lc_plan_free(plan);
    return status;
}

const char **lc_plan_reasons(const lc_plan *plan) {
    const char **reason = LC_NEW(const char *, plan->profile->n_indicators);
    for (size_t i = 0; reason && i < plan->profile->n_indicators; i++) reason[i] = plan->indicator[i].reason;
    return reason;
}

void lc_plan_free(lc_plan *plan) {
    if (!plan) return;
    for (size_t i = 0; i < plan->n_sets; i++) free(plan->set[i].passes);
    free(plan->set);
    free(plan->walk);
    for (size_t i = 0; i < plan->n_groups; i++) {
        free(plan->group[i].set);
        free(plan->group[i].distance_m);
        free(plan->group[i].limit_m);
        free(plan->group[i].everywhere);
    }
    free(plan->group);
    for (size_t i = 0; plan->indicator && i < plan->profile->n_indicators; i++) free(plan->indicator[i].part);
    free(plan->indicator);
    for (size_t i = 0; i < plan->n_passes; i++) {
        free(plan->pass[i].group);
        free(plan->pass[i].combination);
    }
    free(plan->pass);
    free(plan->batch);
    free(plan);
}
