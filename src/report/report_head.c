#include "report/report_head.h"

#include <string.h>

#include "base/memory.h"

static bool copy_text(const char **text) {
    const char *from = *text;
    *text = lc_strdup(from);
    return *text || !from;
}

static bool copy_own(char **text) {
    const char *own = *text;
    bool ok = copy_text(&own);
    *text = (char *)(uintptr_t)own;
    return ok;
}

static bool copy_indicator(const lc_indicator *from, lc_indicator *to) {
    *to = *from; /* every text is copied, also after one could not be: it is freed with the report */
    const char **text[] = {&to->id,          &to->title_en, &to->title_zh,       &to->category,      &to->metric,
                           &to->denominator, &to->group,    &to->measure,        &to->supply,        &to->decay,
                           &to->source,      &to->verified, &to->target_note_en, &to->target_note_zh};
    bool ok = true;
    for (size_t i = 0; i < sizeof text / sizeof *text; i++) ok = copy_text(text[i]) && ok;
    return ok;
}

bool lc_rule_list_copy(const lc_rule *rules, size_t n, lc_rule_list *out) {
    out->rule = LC_NEW0(lc_rule, n);
    if (!out->rule) return false;
    for (; out->n < n; out->n++) {
        lc_rule *rule = &out->rule[out->n];
        *rule = rules[out->n];
        rule->category = lc_strdup(rule->category);
        if (!rule->category) return false;
    }
    return true;
}

static bool copy_indicators(const lc_report *from, lc_report *to) {
    size_t n = from->n_indicators;
    to->indicators = LC_NEW0(lc_indicator, n);
    to->rules = from->rules ? LC_NEW0(lc_rule_list, n) : NULL;
    if (!to->indicators || (from->rules && !to->rules)) return false;
    for (size_t i = 0; i < n; i++) {
        to->n_indicators++;
        if (!copy_indicator(&from->indicators[i], &to->indicators[i])) return false;
        const lc_rule_list *rules = from->rules ? &from->rules[i] : NULL;
        if (rules && rules->rule && !lc_rule_list_copy(rules->rule, rules->n, &to->rules[i])) return false;
    }
    return true;
}

static bool copy_scenario(const lc_scenario *from, lc_scenario *to) {
    *to = *from;
    to->walk_cost = (lc_walk_cost){0};
    bool id = copy_own(&to->id), en = copy_own(&to->title_en), zh = copy_own(&to->title_zh);
    bool group = copy_own(&to->group);
    return id && en && zh && group && lc_walk_cost_copy(&from->walk_cost, &to->walk_cost);
}

static bool copy_profile(const lc_report *from, lc_report *to) {
    char **text[] = {&to->profile, &to->profile_title_en, &to->profile_title_zh, &to->profile_source, &to->walk_cost};
    const char *const of[] = {from->profile, from->profile_title_en, from->profile_title_zh, from->profile_source,
                              from->walk_cost};
    bool ok = true;
    for (size_t i = 0; i < sizeof text / sizeof *text; i++) {
        *text[i] = lc_strdup(of[i]);
        ok = ok && (*text[i] || !of[i]);
    }
    to->scenarios = LC_NEW0(lc_scenario, from->n_scenarios);
    to->bands_m = LC_NEW(double, from->n_bands);
    ok = ok && to->scenarios && to->bands_m;
    while (ok && to->n_scenarios < from->n_scenarios) {
        size_t i = to->n_scenarios++;
        ok = copy_scenario(&from->scenarios[i], &to->scenarios[i]);
    }
    for (; ok && to->n_bands < from->n_bands; to->n_bands++) to->bands_m[to->n_bands] = from->bands_m[to->n_bands];
    return ok;
}

static bool copy_scorecard(const lc_report *from, lc_report *to) {
    if (!from->scorecard) return true;
    to->scorecard = LC_NEW(size_t, from->n_scorecard);
    if (!to->scorecard) return false;
    to->n_scorecard = from->n_scorecard;
    memcpy(to->scorecard, from->scorecard, from->n_scorecard * sizeof *to->scorecard);
    return true;
}

static bool copy_categories(const lc_report *from, lc_report *to) {
    to->categories = LC_NEW0(lc_category, from->n_categories);
    if (!to->categories) return false;
    for (size_t k = 0; k < from->n_categories; k++) {
        lc_category *category = &to->categories[to->n_categories++];
        *category = from->categories[k];
        bool id = copy_text(&category->id), en = copy_text(&category->title_en), zh = copy_text(&category->title_zh);
        if (!id || !en || !zh) return false;
    }
    return true;
}

bool lc_report_copy_head(lc_report *to, const lc_report *from) {
    to->link_limit_m = from->link_limit_m;
    to->max_error = from->max_error;
    to->max_distance_error_m = from->max_distance_error_m;
    to->min_component_m = from->min_component_m;
    to->island_gap_m = from->island_gap_m;
    to->walk_speed_m_per_min = from->walk_speed_m_per_min;
    to->allow_no_data = from->allow_no_data;
    to->has_overlap = from->has_overlap;
    return copy_profile(from, to) && copy_indicators(from, to) && copy_scorecard(from, to) && copy_categories(from, to);
}
