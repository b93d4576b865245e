#include "profile/groups.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "base/memory.h"
#include "profile/indicator_copy.h"
#include "profile/indicator_id.h"
#include "profile/yaml_title.h"

#define COUNT(array) (sizeof(array) / sizeof *(array))

bool lc_group_is_name(const char *name, size_t n) {
    return n > 0 && strspn(name, "abcdefghijklmnopqrstuvwxyz0123456789_") >= n;
}

static lc_status check_name(lc_yaml *yaml, const yaml_node_t *at, const char *name) {
    if (lc_group_is_name(name, strlen(name))) return LC_OK;
    return lc_yaml_fail(yaml, at, "a group cannot be called '%s'; use a-z, 0-9 and _ only", lc_clip_text(name).text);
}

/* ----------------------------------------------------------------------------------------------------------- reading
 */

/* What a mapping says of one group. */
typedef struct group_keys {
    char *title_en, *title_zh;
    char *source, *weight_field, *field;
} group_keys;

static lc_status read_title(lc_yaml *yaml, const yaml_node_t *value, const lc_yaml_field *field, void *target) {
    (void)field;
    group_keys *keys = target;
    return lc_yaml_get_title(yaml, value, &keys->title_en, &keys->title_zh);
}

static const lc_yaml_field GROUP_FIELDS[] = {
    {.key = "title", .read = read_title},
    {.key = "source", .read = lc_yaml_read_text, .offset = offsetof(group_keys, source)},
    {.key = "weight_field", .read = lc_yaml_read_text, .offset = offsetof(group_keys, weight_field)},
    {.key = "field", .read = lc_yaml_read_text, .offset = offsetof(group_keys, field)},
};

static lc_status check_keys(lc_yaml *yaml, const yaml_node_t *at, const group_keys *keys) {
    if (!keys->source == !keys->field)
        return lc_yaml_fail(yaml, at,
                            "a group has a 'source' of its own, or a 'field' of the demand; write one of the two");
    if (keys->field && keys->weight_field)
        return lc_yaml_fail(yaml, at, "'weight_field' is for a group's own 'source'; remove it beside 'field'");
    return LC_OK;
}

/* A path from the folder of the file; an address or a connection stays as it is. */
static char *source_text(const group_keys *keys, const char *folder) {
    size_t n = strspn(keys->source, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789+-.");
    bool as_is = keys->source[0] == '/' || (n > 1 && keys->source[n] == ':');
    return lc_sprintf("%s%s%s%s", as_is ? "" : folder, keys->source, keys->weight_field ? "|weight_field=" : "",
                      keys->weight_field ? keys->weight_field : "");
}

lc_status lc_group_read(lc_yaml *yaml, const yaml_node_t *key, const yaml_node_t *value, const char *folder,
                        char **text, char **title_en, char **title_zh) {
    const char *name = (const char *)key->data.scalar.value;
    group_keys keys = {0};
    lc_status status = check_name(yaml, key, name);
    if (!status) status = lc_yaml_mapping(yaml, value, "a group", GROUP_FIELDS, COUNT(GROUP_FIELDS), &keys);
    if (!status) status = check_keys(yaml, value, &keys);
    if (!status) status = lc_title_default(yaml->ctx, &keys.title_en, &keys.title_zh, name);
    char *from = status ? NULL : keys.field ? lc_sprintf("field:%s", keys.field) : source_text(&keys, folder);
    *text = from ? lc_sprintf("%s=%s", name, from) : NULL;
    if (!status && !*text) status = lc_fail_memory(yaml->ctx);
    free(from);
    free(keys.source);
    free(keys.weight_field);
    free(keys.field);
    *title_en = keys.title_en;
    *title_zh = keys.title_zh;
    return status;
}

static lc_status read_group(lc_yaml *yaml, const yaml_node_t *key, const yaml_node_t *value, void *target) {
    lc_profile *profile = target;
    const char *slash = strrchr(yaml->file, '/');
    char *folder = lc_sprintf("%.*s", slash ? (int)(slash - yaml->file + 1) : 0, yaml->file);
    if (!folder || !LC_ROOM(profile->groups, profile->cap_groups, profile->n_groups + 1)) {
        free(folder);
        return lc_fail_memory(yaml->ctx);
    }
    lc_group_def *group = &profile->groups[profile->n_groups++];
    *group = (lc_group_def){.source = NULL};
    lc_status status = lc_group_read(yaml, key, value, folder, &group->source, &group->title_en, &group->title_zh);
    free(folder);
    return status;
}

lc_status lc_groups_read(lc_yaml *yaml, const yaml_node_t *mapping, lc_profile *profile) {
    return lc_yaml_entries(yaml, mapping, "'groups'", read_group, profile);
}

static lc_status read_name(lc_yaml *yaml, const yaml_node_t *item, void *target) {
    const char *name;
    lc_status status = lc_yaml_get_text(yaml, item, "a group", &name);
    if (!status) status = check_name(yaml, item, name);
    if (!status && !(*(char **)target = lc_strdup(name))) status = lc_fail_memory(yaml->ctx);
    return status;
}

lc_status lc_group_names_read(lc_yaml *yaml, const yaml_node_t *list, lc_indicator_def *indicator) {
    lc_status status = lc_yaml_list(yaml, list, "'groups'", read_name, sizeof(char *), (void **)&indicator->groups,
                                    &indicator->n_groups);
    for (size_t i = 0; !status && i < indicator->n_groups; i++)
        for (size_t k = 0; k < i; k++)
            if (strcmp(indicator->groups[i], indicator->groups[k]) == 0)
                return lc_yaml_fail(yaml, list, "'groups' names '%s' twice; remove one", indicator->groups[i]);
    if (!status && indicator->denominator != LC_POPULATION)
        status =
            lc_yaml_fail(yaml, list, "'groups' are groups of people; write denominator: population, or remove them");
    return status;
}

void lc_groups_free(lc_profile *profile) {
    for (size_t i = 0; i < profile->n_groups; i++) {
        free(profile->groups[i].source);
        free(profile->groups[i].title_en);
        free(profile->groups[i].title_zh);
    }
    free(profile->groups);
}

/* --------------------------------------------------------------------------------------------------------- expanding
 */

static const lc_group_def *find_group(const lc_profile *profile, const char *name) {
    size_t n = strlen(name);
    for (size_t i = 0; i < profile->n_groups; i++)
        if (strncmp(profile->groups[i].source, name, n) == 0 && profile->groups[i].source[n] == '=')
            return &profile->groups[i];
    return NULL;
}

/* A clause's share is one of all people, at the same distance: what is known of the distance holds for the group. */
static bool copy_for_group(const lc_profile *profile, const lc_indicator_def *base, const char *name,
                           lc_indicator_def *copy) {
    const lc_group_def *group = find_group(profile, name);
    const lc_copy_words words = {.id = lc_sprintf("%s__%s", base->id, name),
                                 .title_en = group ? group->title_en : name,
                                 .title_zh = group ? group->title_zh : name,
                                 .note_en = "the target of %s is a share of all people",
                                 .note_zh = "%s 的目标以全部人口为分母"};
    copy->group = lc_strdup(name);
    return copy->group && lc_indicator_copy(base, &words, NAN, copy);
}

static lc_status check_id(lc_yaml *yaml, const lc_profile *profile, size_t copy) {
    const char *id = profile->indicators[copy].id;
    const yaml_node_t *at = lc_yaml_root(yaml);
    lc_status status = lc_indicator_id_check(yaml, at, id);
    for (size_t i = 0; i < profile->n_indicators && !status; i++)
        if (i != copy && profile->indicators[i].id && strcmp(profile->indicators[i].id, id) == 0)
            status = lc_yaml_fail(yaml, at, "group '%s' makes a second indicator of the id '%s'; rename one",
                                  profile->indicators[copy].group, lc_clip_text(id).text);
    return status;
}

/* Copies of base, which stands at `at`, behind it. Its parts are those of base, whose numbers are as they will be. */
static lc_status copy_for_groups(lc_yaml *yaml, lc_profile *profile, size_t at) {
    lc_indicator_def *base = &profile->indicators[at];
    lc_status status = LC_OK;
    for (size_t k = 0; !status && k < base->n_groups; k++) {
        lc_indicator_def *copy = base + 1 + k;
        if (!copy_for_group(profile, base, base->groups[k], copy) ||
            !lc_combination_copy(&base->combines, &copy->combines))
            status = lc_fail_memory(yaml->ctx);
        if (!status) status = check_id(yaml, profile, at + 1 + k);
    }
    return status;
}

/* Combinations in their order, each with its copies behind it: they have the same parts. */
static bool list_combinations(lc_profile *profile, const size_t *at) {
    size_t n = 0, most = 0, *list;
    for (size_t k = 0; k < profile->n_combinations; k++)
        most += 1 + profile->indicators[at[profile->combination[k]]].n_groups;
    list = LC_NEW(size_t, most);
    if (!list) return false;
    for (size_t k = 0; k < profile->n_combinations; k++) {
        size_t base = at[profile->combination[k]];
        for (size_t copy = 0; copy <= profile->indicators[base].n_groups; copy++) list[n++] = base + copy;
    }
    free(profile->combination);
    profile->combination = list;
    profile->n_combinations = n;
    return true;
}

/* Room for the copies; at[i] is where indicator i goes, and every number of an indicator is brought up to that. */
static bool make_room(lc_profile *profile, const size_t *at) {
    size_t n = profile->n_indicators;
    lc_indicator_def *room = LC_NEW0(lc_indicator_def, at[n]);
    if (!room) return false;
    for (size_t i = 0; i < n; i++) {
        room[at[i]] = profile->indicators[i];
        for (size_t p = 0; p < profile->indicators[i].combines.n_parts; p++)
            room[at[i]].combines.part[p] = at[room[at[i]].combines.part[p]];
    }
    free(profile->indicators);
    profile->indicators = room;
    profile->n_indicators = at[n];
    for (size_t k = 0; k < profile->n_scorecard; k++) profile->scorecard[k] = at[profile->scorecard[k]];
    return list_combinations(profile, at);
}

lc_status lc_groups_expand(lc_yaml *yaml, lc_profile *profile) {
    size_t n = profile->n_indicators, *at = LC_NEW0(size_t, n + 1);
    if (!at) return lc_fail_memory(yaml->ctx);
    for (size_t i = 0; i < n; i++) at[i + 1] = at[i] + 1 + profile->indicators[i].n_groups;
    lc_status status = LC_OK;
    if (at[n] > n) status = make_room(profile, at) ? LC_OK : lc_fail_memory(yaml->ctx);
    for (size_t i = 0; !status && i < n; i++) status = copy_for_groups(yaml, profile, at[i]);
    free(at);
    return status;
}
