#include "profile/indicator.h"

#include <math.h>
#include <string.h>

#include "base/memory.h"
#include "profile/combine.h"
#include "profile/groups.h"
#include "profile/indicator_id.h"
#include "profile/yaml_title.h"

#define COUNT(array) (sizeof(array) / sizeof *(array))

static const char *const METRICS[] = {"network", "straight", NULL};
static const char *const DENOMINATORS[] = {"area", "residential", "population", NULL};
static const char *const MEASURES[] = {"coverage", "2sfca", NULL};
static const char *const DECAYS[] = {"none", "gaussian", NULL};
static const char *const LEVELS[] = {"street", "community", "station", NULL};
static const char *const MISSING[] = {"skip", NULL};
static const char *const VERIFIED[] = {"text", "secondary", "unverified", NULL};

static const lc_yaml_range DISTANCE = {0, 1e7, true, "more than 0 and at most 10000000",
                                       "write metres, for example 500"};
static const lc_yaml_range MINUTES = {0, 1e5, true, "more than 0 and at most 100000", "write minutes, for example 15"};
static const lc_yaml_range AREA = {0, 1e12, false, "from 0 to 1000000000000", "write square metres, for example 5000"};
static const lc_yaml_range MAX_AREA = {0, 1e12, true, "more than 0 and at most 1000000000000",
                                       "write square metres, for example 5000"};
static const lc_yaml_range SHARE = {0, 1, false, "from 0 to 1", "write a share, for example 0.9 for 90 %"};

/* A member of any_of. */
typedef struct any_of_rule {
    lc_rule rule;
} any_of_rule;

/* An indicator's keys: its own rule is dissolved once it is known whether there is an any_of. */
typedef struct indicator_keys {
    lc_indicator_def def;
    lc_rule rule;
    const yaml_node_t *any_of, *combined, *missing, *groups;
} indicator_keys;

static lc_status read_minutes(lc_yaml *yaml, const yaml_node_t *value, const lc_yaml_field *field, void *target) {
    (void)field;
    const lc_loading *load = yaml->user;
    lc_rule *rule = target;
    lc_status status = lc_yaml_get_number(yaml, value, "'minutes'", &MINUTES, &rule->minutes);
    if (status) return status;
    if (!isnan(rule->distance_m))
        return lc_yaml_fail(yaml, value, "both 'minutes' and 'distance_m' are given; remove one");
    if (load->times.n == 0) {
        rule->distance_m = rule->minutes * load->profile->walk_speed_m_per_min;
        return LC_OK;
    }
    rule->distance_m = lc_walk_times_metres(&load->times, rule->minutes);
    if (isnan(rule->distance_m))
        return lc_yaml_fail(yaml, value, "'minutes_m' has no entry for %g minutes; add it there or write 'distance_m'",
                            rule->minutes);
    return LC_OK;
}

static lc_status read_max_area(lc_yaml *yaml, const yaml_node_t *value, const lc_yaml_field *field, void *target) {
    lc_rule *rule = target;
    lc_status status = lc_yaml_read_number(yaml, value, field, &rule->max_area_m2);
    if (!status && rule->max_area_m2 <= rule->min_area_m2)
        status = lc_yaml_fail(yaml, value, "'max_area_m2' (%g) must be more than 'min_area_m2' (%g); correct one",
                              rule->max_area_m2, rule->min_area_m2);
    return status;
}

/* A name that `--facilities CATEGORY=SOURCE` could give. */
lc_status lc_category_name_read(lc_yaml *yaml, const yaml_node_t *value, const char *what) {
    const char *text;
    lc_status status = lc_yaml_get_text(yaml, value, what, &text);
    if (!status && strchr(text, '='))
        status = lc_yaml_fail(yaml, value, "'category' must not contain '='; rename '%s'", lc_clip_text(text).text);
    return status;
}

static lc_status read_level(lc_yaml *yaml, const yaml_node_t *value, const lc_yaml_field *field, void *target) {
    int word = 0;
    lc_status status = lc_yaml_read_word(yaml, value, field, &word);
    if (!status) *(lc_level *)target = (lc_level)(word + LC_LEVEL_STREET);
    return status;
}

static lc_status read_category(lc_yaml *yaml, const yaml_node_t *value, const lc_yaml_field *field, void *target) {
    lc_status status = lc_category_name_read(yaml, value, "'category'");
    return status ? status : lc_yaml_read_text(yaml, value, field, target);
}

/* clang-format off */
#define RULE_FIELDS(type, rule)                                                                                        \
    {.key = "category", .read = read_category, .offset = offsetof(type, rule.category)},                               \
    {.key = "distance_m", .read = lc_yaml_read_number, .offset = offsetof(type, rule.distance_m), .rule = &DISTANCE},  \
    {.key = "minutes", .read = read_minutes, .offset = offsetof(type, rule)},                                          \
    {.key = "min_area_m2", .read = lc_yaml_read_number, .offset = offsetof(type, rule.min_area_m2), .rule = &AREA},    \
    {.key = "max_area_m2", .read = read_max_area, .offset = offsetof(type, rule), .rule = &MAX_AREA},                      \
    {.key = "level", .read = read_level, .offset = offsetof(type, rule.level), .rule = LEVELS}
/* clang-format on */

static const lc_rule NO_RULE = {.distance_m = NAN, .minutes = NAN, .min_area_m2 = NAN, .max_area_m2 = NAN};

static lc_status read_any_of_member(lc_yaml *yaml, const yaml_node_t *item, void *target) {
    static const lc_yaml_field fields[] = {RULE_FIELDS(any_of_rule, rule)};
    any_of_rule *read = target;
    read->rule = NO_RULE;
    lc_status status = lc_yaml_mapping(yaml, item, "a rule of 'any_of'", fields, COUNT(fields), read);
    if (!status && isnan(read->rule.distance_m))
        status = lc_yaml_fail(yaml, item, "a rule of 'any_of' has no distance; add 'distance_m' or 'minutes'");
    return status;
}

/* The indicator's own category stands in where a rule of any_of names none; its other rule keys must not be there. */
static lc_status read_any_of(lc_yaml *yaml, const yaml_node_t *node, const yaml_node_t *list, const lc_rule *own,
                             lc_indicator_def *indicator) {
    static const char *const inner[] = {"distance_m", "minutes", "min_area_m2", "max_area_m2", "level"};
    for (size_t i = 0; i < COUNT(inner); i++) {
        const yaml_node_t *value = lc_yaml_find(yaml, node, inner[i]);
        if (value)
            return lc_yaml_fail(yaml, value, "'%s' stands beside 'any_of'; move it into the rules of 'any_of'",
                                inner[i]);
    }
    lc_status status = lc_yaml_list(yaml, list, "'any_of'", read_any_of_member, sizeof(any_of_rule),
                                    (void **)&indicator->rules, &indicator->n_rules);
    if (status) return status;
    for (size_t i = 0; i < indicator->n_rules; i++) {
        lc_rule *rule = &indicator->rules[i];
        if (rule->category) continue;
        if (!own->category)
            return lc_yaml_fail(yaml, list, "a rule of 'any_of' has no 'category'; add it there or to the indicator");
        rule->category = lc_strdup(own->category);
        if (!rule->category) return lc_fail_memory(yaml->ctx);
    }
    return LC_OK;
}

static lc_status read_single_rule(lc_yaml *yaml, const yaml_node_t *node, lc_rule *own, lc_indicator_def *indicator) {
    if (!own->category) return lc_yaml_fail(yaml, node, "'category' is missing in an indicator; add it");
    if (isnan(own->distance_m))
        return lc_yaml_fail(yaml, node, "an indicator has no distance; add 'distance_m' or 'minutes'");
    indicator->rules = LC_NEW0(lc_rule, 1);
    if (!indicator->rules) return lc_fail_memory(yaml->ctx);
    indicator->rules[0] = *own;
    indicator->n_rules = 1;
    *own = NO_RULE;
    return LC_OK;
}

static lc_status read_id(lc_yaml *yaml, const yaml_node_t *value, const lc_yaml_field *field, void *target) {
    const lc_loading *load = yaml->user;
    const char *id;
    lc_status status = lc_yaml_get_text(yaml, value, "'id'", &id);
    if (!status) status = lc_indicator_id_check(yaml, value, id);
    if (status) return status;
    for (size_t i = 0; i < load->profile->n_indicators; i++) {
        const char *other = load->profile->indicators[i].id;
        if (other && strcmp(other, id) == 0)
            return lc_yaml_fail(yaml, value, "two indicators have the id '%s'; rename one", lc_clip_text(id).text);
    }
    return lc_yaml_read_text(yaml, value, field, target);
}

static lc_status read_indicator_title(lc_yaml *yaml, const yaml_node_t *value, const lc_yaml_field *field,
                                      void *target) {
    (void)field;
    lc_indicator_def *indicator = target;
    return lc_yaml_get_title(yaml, value, &indicator->title_en, &indicator->title_zh);
}

static lc_status read_indicator_source(lc_yaml *yaml, const yaml_node_t *value, const lc_yaml_field *field,
                                       void *target) {
    (void)field;
    lc_indicator_def *indicator = target;
    return lc_yaml_get_source(yaml, value, &indicator->source, &indicator->source_zh);
}

static lc_status read_target_note(lc_yaml *yaml, const yaml_node_t *value, const lc_yaml_field *field, void *target) {
    (void)field;
    lc_indicator_def *indicator = target;
    return lc_yaml_get_note(yaml, value, &indicator->target_note_en, &indicator->target_note_zh);
}

static lc_status keep_node(lc_yaml *yaml, const yaml_node_t *value, const lc_yaml_field *field, void *target) {
    (void)yaml;
    (void)field;
    *(const yaml_node_t **)target = value;
    return LC_OK;
}

static lc_status read_missing(lc_yaml *yaml, const yaml_node_t *value, const lc_yaml_field *field, void *target) {
    int word = 0;
    *(const yaml_node_t **)target = value;
    return lc_yaml_read_word(yaml, value, field, &word);
}

static const lc_yaml_field INDICATOR_FIELDS[] = {
    {.key = "id", .read = read_id, .offset = offsetof(indicator_keys, def.id), .required = true},
    {.key = "title", .read = read_indicator_title, .offset = offsetof(indicator_keys, def)},
    {.key = "metric", .read = lc_yaml_read_word, .offset = offsetof(indicator_keys, def.metric), .rule = METRICS},
    {.key = "denominator",
     .read = lc_yaml_read_word,
     .offset = offsetof(indicator_keys, def.denominator),
     .rule = DENOMINATORS},
    RULE_FIELDS(indicator_keys, rule),
    {.key = "any_of", .read = keep_node, .offset = offsetof(indicator_keys, any_of)},
    {.key = "all_of", .read = keep_node, .offset = offsetof(indicator_keys, combined)},
    {.key = "at_least", .read = keep_node, .offset = offsetof(indicator_keys, combined)},
    {.key = "missing", .read = read_missing, .offset = offsetof(indicator_keys, missing), .rule = MISSING},
    {.key = "measure", .read = lc_yaml_read_word, .offset = offsetof(indicator_keys, def.measures), .rule = MEASURES},
    {.key = "supply", .read = lc_yaml_read_text, .offset = offsetof(indicator_keys, def.supply)},
    {.key = "decay", .read = lc_yaml_read_word, .offset = offsetof(indicator_keys, def.decay), .rule = DECAYS},
    {.key = "groups", .read = keep_node, .offset = offsetof(indicator_keys, groups)},
    {.key = "target", .read = lc_yaml_read_number, .offset = offsetof(indicator_keys, def.target), .rule = &SHARE},
    {.key = "community_target",
     .read = lc_yaml_read_number,
     .offset = offsetof(indicator_keys, def.community_target),
     .rule = &SHARE},
    {.key = "target_note", .read = read_target_note, .offset = offsetof(indicator_keys, def)},
    {.key = "source", .read = read_indicator_source, .offset = offsetof(indicator_keys, def)},
    {.key = "verified",
     .read = lc_yaml_read_word_text,
     .offset = offsetof(indicator_keys, def.verified),
     .rule = VERIFIED},
};

/* `measure: 2sfca` is of people, and no share; its keys belong to no other measure. */
static lc_status check_measure(lc_yaml *yaml, const yaml_node_t *node, lc_indicator_def *def) {
    static const char *const others[] = {"supply", "decay"}, *const shares[] = {"target", "community_target", "any_of",
                                                                                "all_of", "at_least"};
    bool catchment = def->measures == LC_MEASURES_2SFCA;
    for (size_t i = 0; !catchment && i < COUNT(others); i++) {
        const yaml_node_t *value = lc_yaml_find(yaml, node, others[i]);
        if (value) return lc_yaml_fail(yaml, value, "'%s' is for measure: 2sfca; add that, or remove it", others[i]);
    }
    if (!catchment) return LC_OK;
    if (def->denominator != LC_POPULATION)
        return lc_yaml_fail(yaml, node,
                            "'measure: 2sfca' shares out supply among people; write denominator: population");
    if (!def->supply)
        return lc_yaml_fail(yaml, node,
                            "'measure: 2sfca' asks what there is to share; write supply: area_m2, or a field");
    for (size_t i = 0; i < COUNT(shares); i++) {
        const yaml_node_t *value = lc_yaml_find(yaml, node, shares[i]);
        if (value)
            return lc_yaml_fail(yaml, value, "'%s' is about shares, and 'measure: 2sfca' is none; remove it",
                                shares[i]);
    }
    if (strcmp(def->supply, "area_m2") != 0) return LC_OK;
    free(def->supply);
    def->supply = NULL;
    return LC_OK;
}

static lc_status read_indicator(lc_yaml *yaml, const yaml_node_t *item, void *target) {
    lc_indicator_def *indicator = target;
    indicator_keys read = {.def = {.target = NAN, .community_target = NAN}, .rule = NO_RULE};
    lc_status status = lc_yaml_mapping(yaml, item, "an indicator", INDICATOR_FIELDS, COUNT(INDICATOR_FIELDS), &read);
    *indicator = read.def;
    if (!status && read.missing && !read.combined)
        status = lc_yaml_fail(yaml, read.missing, "'missing' is for 'all_of' and 'at_least'; remove it");
    if (!status && read.combined)
        status = lc_combination_read(yaml, item, indicator);
    else if (!status && read.any_of)
        status = read_any_of(yaml, item, read.any_of, &read.rule, indicator);
    else if (!status)
        status = read_single_rule(yaml, item, &read.rule, indicator);
    if (!status) status = check_measure(yaml, item, indicator);
    if (!status && read.groups) status = lc_group_names_read(yaml, read.groups, indicator);
    if (!status) status = lc_title_default(yaml->ctx, &indicator->title_en, &indicator->title_zh, indicator->id);
    free(read.rule.category);
    return status;
}

lc_status lc_indicators_read(lc_yaml *yaml, const yaml_node_t *value, const lc_yaml_field *field, void *target) {
    (void)field;
    lc_profile *profile = target;
    return lc_yaml_list(yaml, value, "'indicators'", read_indicator, sizeof(lc_indicator_def),
                        (void **)&profile->indicators, &profile->n_indicators);
}

void lc_indicator_free(lc_indicator_def *indicator) {
    for (size_t i = 0; i < indicator->n_rules; i++) free(indicator->rules[i].category);
    free(indicator->rules);
    free(indicator->combines.part);
    free(indicator->id);
    free(indicator->scenario);
    free(indicator->group);
    free(indicator->supply);
    for (size_t i = 0; i < indicator->n_groups; i++) free(indicator->groups[i]);
    free(indicator->groups);
    free(indicator->title_en);
    free(indicator->title_zh);
    free(indicator->source);
    free(indicator->source_zh);
    free(indicator->verified);
    free(indicator->target_note_en);
    free(indicator->target_note_zh);
}
