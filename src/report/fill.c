#include "report/fill.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "measure/same_plan.h"
#include "report/fill_categories.h"
#include "report/fill_edits.h"
#include "report/fill_equality.h"
#include "report/fill_groups.h"
#include "report/fill_parts.h"
#include "report/report_head.h"
#include "report/value_of.h"

static const double LITTLE_SHARE = 0.5; /* of the area, docs/definitions.md, "Coverage" */

static const char *const METRIC[] = {"network", "straight", "mixed"};
static const char *const DENOMINATOR[] = {"area", "residential", "population"};
static const char *const MEASURE[] = {"coverage", "2sfca"};
static const char *const DECAY[] = {"none", "gaussian"};

static bool copy_text(const char *from, const char **to) {
    *to = lc_strdup(from);
    return !from || *to;
}

static bool fill_measure(const lc_indicator_def *def, lc_indicator *out) {
    bool catchment = def->measures == LC_MEASURES_2SFCA;
    const char *supply = def->supply ? def->supply : "area_m2";
    return copy_text(MEASURE[def->measures], &out->measure) &&
           (!catchment || (copy_text(supply, &out->supply) && copy_text(DECAY[def->decay], &out->decay)));
}

static bool fill_indicator(const lc_indicator_def *def, lc_indicator *out) {
    const lc_rule *rule = def->n_rules ? &def->rules[0] : NULL; /* a combination has none */
    *out = (lc_indicator){.distance_m = rule ? rule->distance_m : NAN,
                          .target = def->target,
                          .community_target = def->community_target,
                          .ratio = NAN,
                          .err = NAN,
                          .offnet = NAN,
                          .island = NAN,
                          .mean_ratio = NAN,
                          .services = NAN,
                          .gini = NAN,
                          .theil = NAN,
                          .gini_distance = NAN};
    return copy_text(def->id, &out->id) && copy_text(def->title_en, &out->title_en) &&
           copy_text(def->title_zh, &out->title_zh) && copy_text(rule ? rule->category : NULL, &out->category) &&
           copy_text(METRIC[def->metric], &out->metric) &&
           copy_text(DENOMINATOR[def->denominator], &out->denominator) && copy_text(def->group, &out->group) &&
           fill_measure(def, out) && copy_text(def->source, &out->source) && copy_text(def->verified, &out->verified) &&
           copy_text(def->target_note_en, &out->target_note_en) && copy_text(def->target_note_zh, &out->target_note_zh);
}

static void fill_values(lc_report *rep, const char *const *reason, const lc_results *results) {
    for (size_t i = 0; i < rep->n_indicators; i++) {
        lc_indicator *ind = &rep->indicators[i];
        double sum = 0;
        size_t known = 0;
        ind->communities_met = ind->communities_missed = 0;
        for (size_t c = 0; c < rep->n_communities; c++) {
            lc_value v =
                lc_report_value_of(&results->value[c * rep->n_indicators + i], ind, reason[i], ind->community_target);
            rep->values[c * rep->n_indicators + i] = v;
            ind->communities_met += v.verdict == LC_MET;
            ind->communities_missed += v.verdict == LC_MISSED;
            if (isnan(v.ratio)) continue;
            sum += v.ratio;
            known++;
        }
        lc_report_put_total(&results->city[i], ind, reason[i], ind);
        if (known) ind->mean_ratio = sum / (double)known;
    }
}

/* How much of the city the totals rest on. */
static void fill_measured(lc_context *ctx, lc_report *rep, const lc_results *results) {
    double whole = 0;
    for (size_t c = 0; c < rep->n_communities; c++) whole += rep->communities[c].area_m2;
    for (size_t i = 0; i < rep->n_indicators; i++) {
        lc_indicator *ind = &rep->indicators[i];
        double measured = 0;
        ind->measured_communities = 0;
        for (size_t c = 0; c < rep->n_communities; c++) {
            if (!(results->value[c * rep->n_indicators + i].demand > 0)) continue;
            ind->measured_communities++;
            measured += rep->communities[c].area_m2;
        }
        ind->measured_area_share = whole > 0 ? measured / whole : NAN;
        if (!isnan(ind->ratio) && ind->measured_area_share < LITTLE_SHARE)
            lc_warn(ctx, "little_demand",
                    "city totals that rest on little: the communities with demand hold less than half of the area",
                    "%s: %zu of %zu communities, %.1f %% of the area", ind->id, ind->measured_communities,
                    rep->n_communities, 100 * ind->measured_area_share);
    }
}

void lc_report_fill_totals(lc_context *ctx, lc_report *rep, const char *const *reason, const lc_results *results) {
    fill_values(rep, reason, results);
    fill_measured(ctx, rep, results);
}

static lc_status fill_measures(lc_context *ctx, lc_report *rep, const lc_plan *plan, const lc_results *results) {
    const char **reason = lc_plan_reasons(plan);
    if (!reason) return lc_fail_memory(ctx);
    lc_report_fill_totals(ctx, rep, reason, results);
    bool ok = lc_report_fill_groups(rep, plan->city->group_field, plan->city->group, reason, results);
    free(reason);
    return ok ? LC_OK : lc_fail_memory(ctx);
}

static bool fill_scenarios(lc_report *rep, const lc_profile *profile, const lc_cost_wish *wish) {
    const lc_walk_cost *cost = lc_base_walk_cost(profile, wish);
    if (lc_walk_cost_counts(cost) && !(rep->walk_cost = lc_walk_cost_text(cost))) return false;
    rep->scenarios = LC_NEW0(lc_scenario, profile->n_scenarios);
    rep->bands_m = LC_NEW(double, profile->n_bands);
    if (!rep->scenarios || !rep->bands_m) return false;
    for (; rep->n_bands < profile->n_bands; rep->n_bands++) rep->bands_m[rep->n_bands] = profile->bands_m[rep->n_bands];
    for (size_t i = 0; i < profile->n_scenarios; i++) {
        const lc_scenario *from = &profile->scenarios[i];
        lc_scenario *to = &rep->scenarios[rep->n_scenarios++];
        *to = (lc_scenario){.id = lc_strdup(from->id),
                            .title_en = lc_strdup(from->title_en),
                            .title_zh = lc_strdup(from->title_zh),
                            .walk_speed_m_per_min = from->walk_speed_m_per_min};
        to->has_walk_cost = from->has_walk_cost;
        if (from->group && !(to->group = lc_strdup(from->group))) return false;
        if (!to->id || !to->title_en || !to->title_zh || !lc_walk_cost_copy(&from->walk_cost, &to->walk_cost))
            return false;
    }
    return true;
}

static bool fill_statistics(lc_report *rep, const lc_results *results) {
    size_t n = rep->n_communities * rep->n_indicators;
    rep->statistics = LC_NEW(lc_statistics, n);
    rep->bands = LC_NEW(double, n * rep->n_bands);
    if (!rep->statistics || !rep->bands) return false;
    for (size_t k = 0; k < n; k++) {
        const lc_result *r = &results->value[k];
        /* a combination has no distance of its own */
        bool known = isfinite(rep->values[k].ratio) && !rep->indicators[k % rep->n_indicators].combines;
        rep->statistics[k] = (lc_statistics){.p50_m = known ? r->p50_m : NAN,
                                             .p90_m = known ? r->p90_m : NAN,
                                             .per_10k = NAN,
                                             .overlap = NAN,
                                             .overlap_err = NAN,
                                             .p50_err_m = known ? lc_report_bound_of(r->p50_err_m) : NAN,
                                             .p90_err_m = known ? lc_report_bound_of(r->p90_err_m) : NAN};
        double before = 0;
        for (size_t b = 0; b < rep->n_bands; b++) {
            double within = results->band[k * rep->n_bands + b];
            rep->bands[k * rep->n_bands + b] = known ? fmax(0, within - before) / r->demand : NAN;
            before = within;
        }
    }
    return true;
}

/* Have none of the facilities that an indicator counts changed? */
static bool counts_same(const lc_report_before *before, const lc_city *city, const lc_plan *plan, size_t i) {
    const lc_plan_group *g = &plan->group[plan->indicator[i].stats];
    bool same = before;
    for (size_t k = 0; same && k < g->n_sets; k++)
        same = lc_city_same_facilities(before->plan->city, city,
                                       (size_t)(plan->set[g->set[k]].facilities - city->facilities));
    return same;
}

/* The features of set k of a group that no set before it has: one of several rules counts once. */
static bool *own_features(const lc_plan *plan, const lc_plan_group *g, size_t k) {
    const lc_plan_set *set = &plan->set[g->set[k]];
    bool *own = LC_NEW(bool, set->facilities->n);
    if (own && set->facilities->n) memcpy(own, set->passes, set->facilities->n * sizeof *own);
    for (size_t j = 0; own && j < k; j++) {
        const lc_plan_set *other = &plan->set[g->set[j]];
        for (size_t f = 0; other->facilities == set->facilities && f < set->facilities->n; f++)
            own[f] = own[f] && !other->passes[f];
    }
    return own;
}

/* Add those of one set; `before`, when it is not NULL, is the plan of the state that is counted already. */
static lc_status count_set(lc_context *ctx, const lc_plan *before, const lc_plan *plan, const lc_plan_group *g,
                           size_t k, const lc_counted_in *in) {
    const lc_facilities *f = plan->set[g->set[k]].facilities;
    bool *use = own_features(plan, g, k), *used = before ? own_features(before, g, k) : NULL;
    lc_status status = use && (used || !before) ? LC_OK : lc_fail_memory(ctx);
    if (status == LC_OK)
        status = before ? lc_facilities_count_change(ctx, before->set[g->set[k]].facilities, used, f, use, in)
                        : lc_facilities_count(ctx, f, use, in);
    free(use);
    free(used);
    return status;
}

static lc_status count_facilities(lc_context *ctx, const lc_report *rep, const lc_plan *plan, const lc_index *index,
                                  const lc_report_before *before, size_t i) {
    const lc_plan_group *g = &plan->group[plan->indicator[i].stats];
    size_t m = rep->n_indicators, *count = LC_NEW0(size_t, rep->n_communities);
    lc_status status = count ? LC_OK : lc_fail_memory(ctx);
    bool change = before && lc_same_plan(before->plan, plan);
    for (size_t c = 0; count && change && c < rep->n_communities; c++)
        count[c] = before->report->statistics[c * m + i].facilities;
    const lc_counted_in in = {&plan->city->communities, index, count, 1};
    for (size_t k = 0; status == LC_OK && k < g->n_sets; k++)
        status = count_set(ctx, change ? before->plan : NULL, plan, g, k, &in);
    for (size_t c = 0; status == LC_OK && c < rep->n_communities; c++) {
        lc_statistics *s = &rep->statistics[c * m + i];
        s->facilities = count[c];
        if (rep->communities[c].population > 0) s->per_10k = 1e4 * (double)count[c] / rep->communities[c].population;
    }
    free(count);
    return status;
}

/* Facilities of every indicator inside every community. */
static lc_status fill_facilities(lc_context *ctx, lc_report *rep, const lc_city *city, const lc_plan *plan,
                                 const lc_index *index, const lc_report_before *before) {
    lc_status status = LC_OK;
    for (size_t i = 0; status == LC_OK && i < rep->n_indicators; i++) {
        if (plan->indicator[i].reason || plan->indicator[i].part) continue;
        if (!counts_same(before, city, plan, i)) {
            status = count_facilities(ctx, rep, plan, index, before, i);
            continue;
        }
        for (size_t k = i; k < rep->n_communities * rep->n_indicators; k += rep->n_indicators) {
            rep->statistics[k].facilities = before->report->statistics[k].facilities;
            rep->statistics[k].per_10k = before->report->statistics[k].per_10k;
        }
    }
    return status;
}

static bool fill_profile(lc_report *rep, const lc_profile *profile, const lc_cost_wish *wish) {
    const char *text[4];
    bool ok = copy_text(profile->name, &text[0]) & copy_text(profile->title_en, &text[1]) &
              copy_text(profile->title_zh, &text[2]) & copy_text(profile->source, &text[3]);
    rep->profile = (char *)(uintptr_t)text[0];
    rep->profile_title_en = (char *)(uintptr_t)text[1];
    rep->profile_title_zh = (char *)(uintptr_t)text[2];
    rep->profile_source = (char *)(uintptr_t)text[3];
    rep->walk_speed_m_per_min = profile->walk_speed_m_per_min;
    rep->indicators = LC_NEW0(lc_indicator, profile->n_indicators);
    rep->rules = LC_NEW0(lc_rule_list, profile->n_indicators);
    if (!ok || !rep->indicators || !rep->rules || !fill_scenarios(rep, profile, wish)) return false;
    while (rep->n_indicators < profile->n_indicators) {
        size_t i = rep->n_indicators++;
        if (!fill_indicator(&profile->indicators[i], &rep->indicators[i])) return false;
        if (!lc_rule_list_copy(profile->indicators[i].rules, profile->indicators[i].n_rules, &rep->rules[i]))
            return false;
    }
    return true;
}

static bool fill_communities(lc_report *rep, const lc_city *city, const bool *edge_effect) {
    size_t n = city->n_communities;
    rep->communities = LC_NEW0(lc_community, n);
    rep->values = LC_NEW0(lc_value, n * rep->n_indicators);
    if (!rep->communities || !rep->values) return false;
    while (rep->n_communities < n) {
        size_t c = rep->n_communities++;
        rep->communities[c].population = city->population[c];
        if (!copy_text(city->id[c], &rep->communities[c].id) || !copy_text(city->name[c], &rep->communities[c].name))
            return false;
    }
    for (size_t g = 0; g < city->communities.n; g++)
        rep->communities[city->communities.feature[g]].area_m2 += lc_geom_area(&city->communities, g);
    if (edge_effect && !(rep->edge_effect = LC_NEW(bool, n))) return false;
    if (edge_effect) memcpy(rep->edge_effect, edge_effect, n * sizeof *edge_effect);
    return lc_geoms_append(&rep->shapes, &city->shapes, 0);
}

static lc_status fill_counts(lc_context *ctx, lc_report *rep, const lc_city *city, const lc_plan *plan,
                             const lc_report_before *before) {
    lc_index *index = lc_geoms_index(&city->communities);
    lc_status status = index ? lc_report_fill_categories(ctx, rep, city, index, before) : lc_fail_memory(ctx);
    if (status == LC_OK) status = fill_facilities(ctx, rep, city, plan, index, before);
    lc_index_free(index);
    return status;
}

static void fill_network(lc_report *rep, const lc_network *net) {
    rep->has_network = net != NULL;
    if (!net) return;
    rep->network = (lc_network_info){.nodes = net->n_nodes,
                                     .edges = net->n_edges,
                                     .components = net->components,
                                     .dropped_components = net->dropped_components,
                                     .length_m = net->total_m,
                                     .dropped_length_m = net->dropped_m,
                                     .square_links = net->square_links,
                                     .island_joints = net->n_joints,
                                     .islands = net->islands,
                                     .islands_length_m = net->islands_m};
}

static bool fill_inputs(lc_report *rep, const lc_city *city) {
    rep->inputs = LC_NEW0(lc_input_info, city->n_info);
    if (!rep->inputs) return false;
    while (rep->n_inputs < city->n_info) {
        size_t i = rep->n_inputs++;
        if (!lc_input_info_copy(&city->info[i], &rep->inputs[i])) return false;
    }
    return true;
}

lc_status lc_report_fill(lc_context *ctx, const lc_check_options *o, const lc_plan *plan, const bool *edge_effect,
                         const lc_results *results, const lc_report_before *before, lc_report **out) {
    const lc_profile *profile = plan->profile;
    const lc_city *city = plan->city;
    lc_report *rep = LC_NEW0(lc_report, 1);
    if (!rep) return lc_fail_memory(ctx);
    rep->link_limit_m = o->link_limit_m;
    rep->max_error = o->max_error;
    rep->max_distance_error_m = o->max_distance_error_m;
    rep->min_component_m = city->rules.min_component_m;
    rep->island_gap_m = city->rules.island_gap_m;
    bool ok = fill_profile(rep, profile, &city->cost) && fill_communities(rep, city, edge_effect) &&
              fill_inputs(rep, city) && lc_report_fill_edits(rep, o->edits);
    lc_status status = ok ? fill_measures(ctx, rep, plan, results) : lc_fail_memory(ctx);
    rep->allow_no_data = o->allow_no_data;
    ok = status == LC_OK && lc_report_fill_parts(rep, plan, results) &&
         lc_report_fill_equality(ctx, rep, results, before) && fill_statistics(rep, results);
    if (status == LC_OK && !ok) status = lc_fail_memory(ctx);
    if (status == LC_OK) status = fill_counts(ctx, rep, city, plan, before);
    if (status == LC_OK && !(rep->work_crs = lc_strdup(lc_work_crs_text(city->crs)))) status = lc_fail_memory(ctx);
    if (status != LC_OK) {
        lc_report_free(rep);
        return status;
    }
    fill_network(rep, lc_city_network(city, lc_base_walk_cost(profile, &city->cost)));
    *out = rep;
    return LC_OK;
}
