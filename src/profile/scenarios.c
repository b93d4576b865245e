#include "profile/scenarios.h"

#include <math.h>
#include <string.h>

#include "base/memory.h"
#include "profile/groups.h"
#include "profile/indicator_copy.h"
#include "profile/indicator_id.h"
#include "profile/walk_cost_read.h"
#include "profile/yaml_title.h"

#define COUNT(array) (sizeof(array) / sizeof *(array))

/* ---------------------------------------------------------------- reading */

static lc_status read_id(lc_yaml *yaml, const yaml_node_t *value, const lc_yaml_field *field, void *target) {
    const lc_profile *profile = yaml->user;
    const char *id;
    lc_status status = lc_yaml_get_text(yaml, value, "'id'", &id);
    if (status) return status;
    for (size_t i = 0; i < profile->n_scenarios; i++)
        if (profile->scenarios[i].id && strcmp(profile->scenarios[i].id, id) == 0)
            return lc_yaml_fail(yaml, value, "two scenarios have the id '%s'; rename one", lc_clip_text(id).text);
    return lc_yaml_read_text(yaml, value, field, target);
}

static lc_status read_title(lc_yaml *yaml, const yaml_node_t *value, const lc_yaml_field *field, void *target) {
    (void)field;
    lc_scenario *scenario = target;
    return lc_yaml_get_title(yaml, value, &scenario->title_en, &scenario->title_zh);
}

static lc_status read_group(lc_yaml *yaml, const yaml_node_t *value, const lc_yaml_field *field, void *target) {
    const char *name;
    lc_status status = lc_yaml_get_text(yaml, value, "'group'", &name);
    if (!status && !lc_group_is_name(name, strlen(name)))
        status = lc_yaml_fail(yaml, value, "a group cannot be called '%s'; use a-z, 0-9 and _ only",
                              lc_clip_text(name).text);
    return status ? status : lc_yaml_read_text(yaml, value, field, target);
}

/* What it does not say is as in the profile, which has been read before. */
static lc_status read_walk_cost(lc_yaml *yaml, const yaml_node_t *value, const lc_yaml_field *field, void *target) {
    const lc_profile *profile = yaml->user;
    lc_scenario *scenario = target;
    (void)field;
    scenario->has_walk_cost = true;
    if (!lc_walk_cost_copy(&profile->walk_cost, &scenario->walk_cost)) return lc_fail_memory(yaml->ctx);
    return lc_walk_cost_read(yaml, value, &scenario->walk_cost);
}

static const lc_yaml_range SPEED = {0, 1e4, true, "more than 0 and at most 10000",
                                    "write metres a minute, for example 50"};

static const lc_yaml_field FIELDS[] = {
    {.key = "id", .read = read_id, .offset = offsetof(lc_scenario, id), .required = true},
    {.key = "title", .read = read_title},
    {.key = "walk_speed_m_per_min",
     .read = lc_yaml_read_number,
     .offset = offsetof(lc_scenario, walk_speed_m_per_min),
     .rule = &SPEED,
     .required = true},
    {.key = "walk_cost", .read = read_walk_cost},
    {.key = "group", .read = read_group, .offset = offsetof(lc_scenario, group)},
};

static lc_status read_scenario(lc_yaml *yaml, const yaml_node_t *item, void *target) {
    lc_scenario *scenario = target;
    lc_status status = lc_yaml_mapping(yaml, item, "a scenario", FIELDS, COUNT(FIELDS), scenario);
    if (status) return status;
    return lc_title_default(yaml->ctx, &scenario->title_en, &scenario->title_zh, scenario->id);
}

lc_status lc_scenarios_read(lc_yaml *yaml, const yaml_node_t *list, lc_profile *profile) {
    void *user = yaml->user;
    yaml->user = profile;
    lc_status status = lc_yaml_list(yaml, list, "'scenarios'", read_scenario, sizeof *profile->scenarios,
                                    (void **)&profile->scenarios, &profile->n_scenarios);
    yaml->user = user;
    return status;
}

void lc_scenarios_free(lc_profile *profile) {
    for (size_t i = 0; i < profile->n_scenarios; i++) {
        free(profile->scenarios[i].id);
        free(profile->scenarios[i].title_en);
        free(profile->scenarios[i].title_zh);
        free(profile->scenarios[i].group);
        lc_walk_cost_free(&profile->scenarios[i].walk_cost);
    }
    free(profile->scenarios);
}

/* -------------------------------------------------------------- expanding */

/* Where the indicators go: n of them before, each with copies behind it or without. */
typedef struct spread {
    size_t n, n_scenarios;
    bool *timed;
    bool *repeats; /* [indicator * n_scenarios + scenario]: has it a copy? */
    size_t *at;
} spread;

/* How many copies stand before that of a scenario. */
static size_t rank_of(const spread *s, size_t indicator, size_t scenario) {
    size_t n = 0;
    for (size_t k = 0; k < scenario; k++) n += s->repeats[indicator * s->n_scenarios + k];
    return n;
}

static bool says_minutes(const lc_indicator_def *indicator) {
    for (size_t i = 0; i < indicator->n_rules; i++)
        if (!isnan(indicator->rules[i].minutes)) return true;
    return false;
}

static bool is_listed(const lc_indicator_def *indicator, const char *group) {
    for (size_t g = 0; group && g < indicator->n_groups; g++)
        if (strcmp(indicator->groups[g], group) == 0) return true;
    return false;
}

/* At a group's own speed, nothing is asked that is measured for other groups alone. */
static void find_copies(const lc_profile *profile, spread *s) {
    for (size_t i = 0; i < s->n; i++)
        for (size_t k = 0; k < s->n_scenarios; k++) {
            const lc_indicator_def *indicator = &profile->indicators[i];
            const char *group = profile->scenarios[k].group;
            bool other = group && indicator->n_groups && !is_listed(indicator, group);
            s->repeats[i * s->n_scenarios + k] = s->timed[i] && !other;
        }
}

/* Timed is what says minutes, and what combines such. */
static bool spread_begin(const lc_profile *profile, spread *s) {
    *s = (spread){.n = profile->n_indicators, .n_scenarios = profile->n_scenarios};
    s->timed = LC_NEW0(bool, s->n);
    s->repeats = LC_NEW0(bool, s->n * s->n_scenarios);
    s->at = LC_NEW(size_t, s->n + 1);
    if (!s->timed || !s->repeats || !s->at) return false;
    for (size_t i = 0; i < s->n; i++) s->timed[i] = says_minutes(&profile->indicators[i]);
    for (size_t k = 0; k < profile->n_combinations; k++) {
        const lc_combination *c = &profile->indicators[profile->combination[k]].combines;
        for (size_t p = 0; p < c->n_parts; p++)
            if (s->timed[c->part[p]]) s->timed[profile->combination[k]] = true;
    }
    find_copies(profile, s);
    s->at[0] = 0;
    for (size_t i = 0; i < s->n; i++) s->at[i + 1] = s->at[i] + 1 + rank_of(s, i, s->n_scenarios);
    return true;
}

static void spread_end(spread *s) {
    free(s->timed);
    free(s->repeats);
    free(s->at);
}

/* A combination's copy combines the copies of its parts, and those that have none themselves. */
static bool copy_combination(const lc_combination *base, const spread *s, size_t scenario, lc_combination *copy) {
    *copy = *base;
    copy->part = base->n_parts ? LC_NEW(size_t, base->n_parts) : NULL;
    for (size_t p = 0; copy->part && p < base->n_parts; p++)
        copy->part[p] =
            s->at[base->part[p]] +
            (s->repeats[base->part[p] * s->n_scenarios + scenario] ? 1 + rank_of(s, base->part[p], scenario) : 0);
    return copy->part || base->n_parts == 0;
}

/* The numbers of indicators in lists, as they are afterwards. */
static void renumber(const spread *s, size_t *list, size_t n) {
    for (size_t k = 0; k < n; k++) list[k] = s->at[list[k]];
}

/* The combinations, each with its copies behind it. */
static bool list_combinations(const spread *s, lc_profile *profile) {
    size_t n = 0, *list = LC_NEW(size_t, profile->n_combinations * (1 + s->n_scenarios));
    if (!list) return false;
    for (size_t k = 0; k < profile->n_combinations; k++) {
        size_t base = profile->combination[k];
        for (size_t copy = 0; copy <= rank_of(s, base, s->n_scenarios); copy++) list[n++] = s->at[base] + copy;
    }
    free(profile->combination);
    profile->combination = list;
    profile->n_combinations = n;
    return true;
}

static bool copy_groups(const lc_indicator_def *base, lc_indicator_def *copy) {
    copy->groups = LC_NEW0(char *, base->n_groups);
    for (; copy->groups && copy->n_groups < base->n_groups; copy->n_groups++)
        if (!(copy->groups[copy->n_groups] = lc_strdup(base->groups[copy->n_groups]))) return false;
    return copy->groups;
}

/* The clause gives the minutes, not the scenario's speed: a number that was verified is so no longer. */
static bool copy_indicator(const lc_indicator_def *base, const lc_scenario *scenario, lc_indicator_def *copy) {
    bool group = is_listed(base, scenario->group);
    const lc_copy_words words = {
        .id = lc_sprintf("%s_%s%s%s", base->id, scenario->id, group ? "__" : "", group ? scenario->group : ""),
        .title_en = scenario->title_en,
        .title_zh = scenario->title_zh,
        .note_en = "the target is that of %s, at the profile's own speed",
        .note_zh = "目标只适用于 %s，即本方案自身的步行速度"};
    copy->scenario = lc_strdup(scenario->id);
    if (group && !(copy->group = lc_strdup(scenario->group))) return false;
    if (!scenario->group && base->n_groups && !copy_groups(base, copy)) return false;
    return copy->scenario && lc_indicator_copy(base, &words, scenario->walk_speed_m_per_min, copy);
}

static const yaml_node_t *id_of(lc_yaml *yaml, const yaml_node_t *list, size_t scenario) {
    const yaml_node_t *item = yaml_document_get_node(&yaml->document, list->data.sequence.items.start[scenario]);
    return lc_yaml_find(yaml, item, "id");
}

static lc_status check_id(lc_yaml *yaml, const yaml_node_t *at, const lc_profile *profile, size_t copy) {
    const char *id = profile->indicators[copy].id;
    lc_status status = lc_indicator_id_check(yaml, at, id);
    for (size_t i = 0; i < profile->n_indicators && !status; i++)
        if (i != copy && profile->indicators[i].id && strcmp(profile->indicators[i].id, id) == 0)
            status = lc_yaml_fail(yaml, at, "scenario '%s' makes a second indicator of the id '%s'; rename one",
                                  profile->indicators[copy].scenario, lc_clip_text(id).text);
    return status;
}

/* Spread the indicators over a longer array, with room for the copies behind each; what is still free is zero. */
static lc_status make_room(lc_yaml *yaml, const yaml_node_t *list, const spread *s, lc_profile *profile) {
    if (s->at[s->n] == s->n)
        return lc_yaml_fail(yaml, list,
                            "'scenarios' change nothing, as no indicator says 'minutes'; write 'minutes' "
                            "for 'distance_m', or remove them");
    lc_indicator_def *room = LC_NEW0(lc_indicator_def, s->at[s->n]);
    if (!room) return lc_fail_memory(yaml->ctx);
    for (size_t i = 0; i < s->n; i++) room[s->at[i]] = profile->indicators[i];
    free(profile->indicators);
    profile->indicators = room;
    profile->n_indicators = s->at[s->n];
    return LC_OK;
}

static lc_status fill_room(lc_yaml *yaml, const yaml_node_t *list, const spread *s, lc_profile *profile) {
    lc_status status = LC_OK;
    for (size_t i = 0; i < s->n && !status; i++) {
        lc_indicator_def *base = &profile->indicators[s->at[i]];
        for (size_t k = 0; k < s->n_scenarios && !status; k++) {
            lc_indicator_def *copy = base + 1 + rank_of(s, i, k);
            if (!s->repeats[i * s->n_scenarios + k]) continue;
            if (!copy_indicator(base, &profile->scenarios[k], copy) ||
                !copy_combination(&base->combines, s, k, &copy->combines))
                status = lc_fail_memory(yaml->ctx);
            if (!status) status = check_id(yaml, id_of(yaml, list, k), profile, (size_t)(copy - profile->indicators));
        }
        renumber(s, base->combines.part, base->combines.n_parts);
    }
    return status;
}

lc_status lc_scenarios_expand(lc_yaml *yaml, const yaml_node_t *list, lc_profile *profile) {
    spread s;
    lc_status status = spread_begin(profile, &s) ? make_room(yaml, list, &s, profile) : lc_fail_memory(yaml->ctx);
    if (!status) status = fill_room(yaml, list, &s, profile);
    if (!status && !list_combinations(&s, profile)) status = lc_fail_memory(yaml->ctx);
    if (!status) renumber(&s, profile->scorecard, profile->n_scorecard);
    spread_end(&s);
    return status;
}
