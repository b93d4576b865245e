/* What a profile takes over from the one it extends: a merge of two documents. Nodes are held by number, since adding
   one may move them all. */
#include "profile/inherit.h"

#include <string.h>

#include "base/memory.h"
#include "profile/yaml_graft.h"
#include "profile/yaml_schema.h"

#define COUNT(array) (sizeof(array) / sizeof *(array))

/* An indicator in a list. */
typedef struct entry {
    int node;
    const char *id; /* NULL when it has none, which the reader tells */
    bool used;
} entry;

typedef struct entries {
    entry *item;
    size_t n;
} entries;

static bool is_in(const char *const *words, size_t n, const char *word) {
    for (size_t i = 0; i < n; i++)
        if (strcmp(words[i], word) == 0) return true;
    return false;
}

static const char *scalar(const yaml_node_t *node) {
    return node && node->type == YAML_SCALAR_NODE ? (const char *)node->data.scalar.value : "";
}

/* `target: none` takes away what would be inherited. */
static bool is_none(const yaml_node_t *node) {
    return node->type == YAML_SCALAR_NODE && node->data.scalar.style == YAML_PLAIN_SCALAR_STYLE &&
           strcmp(scalar(node), "none") == 0;
}

static const yaml_node_t *find(lc_yaml *yaml, int mapping, const char *key) {
    return lc_yaml_find(yaml, lc_yaml_node(yaml, mapping), key);
}

/* ------------------------------------------------------------------ lists */

static lc_status accept(lc_yaml *yaml, const yaml_node_t *key, const yaml_node_t *value, void *target) {
    (void)yaml, (void)key, (void)value, (void)target;
    return LC_OK;
}

static lc_status read_entry(lc_yaml *yaml, const yaml_node_t *item, void *target) {
    lc_status status = lc_yaml_entries(yaml, item, "an indicator", accept, NULL);
    if (status) return status;
    const yaml_node_t *id = lc_yaml_find(yaml, item, "id");
    *(entry *)target = (entry){lc_yaml_number(yaml, item), id ? scalar(id) : NULL, false};
    return LC_OK;
}

static lc_status read_entries(lc_yaml *yaml, entries *out) {
    const yaml_node_t *list = lc_yaml_find(yaml, lc_yaml_root(yaml), "indicators");
    if (!list) return LC_OK;
    return lc_yaml_list(yaml, list, "'indicators'", read_entry, sizeof(entry), (void **)&out->item, &out->n);
}

static entry *find_entry(const entries *list, const char *id) {
    for (size_t i = 0; id && i < list->n; i++)
        if (!list->item[i].used && list->item[i].id && strcmp(list->item[i].id, id) == 0) return &list->item[i];
    return NULL;
}

static lc_status drop_entry(lc_yaml *yaml, const yaml_node_t *item, entries *inherited) {
    const char *id;
    lc_status status = lc_yaml_get_text(yaml, item, "an id in 'drop'", &id);
    if (status) return status;
    entry *dropped = find_entry(inherited, id);
    if (!dropped)
        return lc_yaml_fail(yaml, item, "'drop' names '%s', which is not in the profile that is extended; remove it",
                            lc_clip_text(id).text);
    dropped->used = true;
    return LC_OK;
}

static lc_status drop_entries(lc_yaml *yaml, entries *inherited) {
    const yaml_node_t *list = lc_yaml_find(yaml, lc_yaml_root(yaml), "drop");
    if (!list) return LC_OK;
    if (list->type != YAML_SEQUENCE_NODE)
        return lc_yaml_fail(yaml, list, "'drop' must be a list of ids; write drop: [id, …]");
    lc_status status = LC_OK;
    for (const yaml_node_item_t *i = list->data.sequence.items.start; !status && i < list->data.sequence.items.top; i++)
        status = drop_entry(yaml, lc_yaml_node(yaml, *i), inherited);
    return status;
}

/* ----------------------------------------------------------- an indicator */

static const char *const RULE_KEYS[] = {"distance_m", "minutes", "min_area_m2", "max_area_m2", "level"};
static const char *const COMBINING_KEYS[] = {"all_of", "at_least"};
static const char *const TARGET_KEYS[] = {"target", "community_target"};

/* Does the child name another metric or denominator than its parent? */
static bool differs(lc_yaml *yaml, int child, int parent, const char *key, const char *fallback) {
    const yaml_node_t *own = find(yaml, child, key), *inherited = find(yaml, parent, key);
    if (!own) return false;
    return strcmp(is_none(own) ? fallback : scalar(own), inherited ? scalar(inherited) : fallback) != 0;
}

static bool has_any(lc_yaml *yaml, int mapping, const char *const *keys, size_t n) {
    for (size_t i = 0; i < n; i++)
        if (find(yaml, mapping, keys[i])) return true;
    return false;
}

/* Is there something in the child that the parent's mark was not given for? */
static bool changes_numbers(lc_yaml *yaml, int child) {
    static const char *const keys[] = {"category", "any_of", "all_of", "at_least", "missing", "metric", "denominator"};
    for (size_t i = 0; i < COUNT(TARGET_KEYS); i++) {
        const yaml_node_t *target = find(yaml, child, TARGET_KEYS[i]);
        if (target && !is_none(target)) return true;
    }
    return has_any(yaml, child, keys, COUNT(keys)) || has_any(yaml, child, RULE_KEYS, COUNT(RULE_KEYS));
}

static bool combines(lc_yaml *yaml, int indicator) {
    return has_any(yaml, indicator, COMBINING_KEYS, COUNT(COMBINING_KEYS));
}

/* Does the child's own facilities, or its own combination, take the place of what the parent has of the other kind? */
static bool takes_the_place_of(lc_yaml *yaml, int child, const char *key) {
    static const char *const plain[] = {"category", "any_of", "metric"};
    bool of_combination = is_in(COMBINING_KEYS, COUNT(COMBINING_KEYS), key) || strcmp(key, "missing") == 0;
    bool of_facilities = is_in(plain, COUNT(plain), key) || is_in(RULE_KEYS, COUNT(RULE_KEYS), key);
    if (combines(yaml, child)) return of_facilities || (of_combination && strcmp(key, "missing") != 0);
    return of_combination &&
           (has_any(yaml, child, plain, COUNT(plain)) || has_any(yaml, child, RULE_KEYS, COUNT(RULE_KEYS)));
}

/* Is the child's a share of something else, for which the parent's target was not set? */
static bool is_other_share(lc_yaml *yaml, int child, int parent) {
    if (combines(yaml, child) && !combines(yaml, parent)) return true;
    return differs(yaml, child, parent, "metric", "network") || differs(yaml, child, parent, "denominator", "area");
}

/* Does what the parent says about its target not hold in the child? */
static bool replaces_target(lc_yaml *yaml, int child, int parent) {
    return has_any(yaml, child, TARGET_KEYS, COUNT(TARGET_KEYS)) || is_other_share(yaml, child, parent);
}

/* Is a key of the parent's indicator left behind, since the child says something in its place? */
static bool replaced(lc_yaml *yaml, int child, int parent, const char *key) {
    if (find(yaml, child, key) || takes_the_place_of(yaml, child, key)) return true;
    if (strcmp(key, "any_of") == 0) return has_any(yaml, child, RULE_KEYS, COUNT(RULE_KEYS));
    if (is_in(RULE_KEYS, COUNT(RULE_KEYS), key) && find(yaml, child, "any_of")) return true;
    if (strcmp(key, "minutes") == 0) return find(yaml, child, "distance_m");
    if (strcmp(key, "distance_m") == 0) return find(yaml, child, "minutes");
    if (is_in(TARGET_KEYS, COUNT(TARGET_KEYS), key)) return is_other_share(yaml, child, parent);
    if (strcmp(key, "target_note") == 0) return replaces_target(yaml, child, parent);
    return strcmp(key, "verified") == 0 && changes_numbers(yaml, child);
}

static lc_status append_pair(lc_yaml *yaml, int mapping, int key, int value) {
    if (yaml_document_append_mapping_pair(&yaml->document, mapping, key, value)) return LC_OK;
    return lc_fail_memory(yaml->ctx);
}

static int add_scalar(lc_yaml *yaml, const char *text) {
    return yaml_document_add_scalar(&yaml->document, NULL, (const yaml_char_t *)text, -1, YAML_PLAIN_SCALAR_STYLE);
}

/* A new node that messages place where `like` is; 0 when memory is out. */
static int place_at(lc_yaml *yaml, int number, yaml_mark_t mark) {
    if (number) yaml_document_get_node(&yaml->document, number)->start_mark = mark;
    return number;
}

static lc_status add_text(lc_yaml *yaml, int mapping, const char *name, const char *text, yaml_mark_t mark) {
    int key = place_at(yaml, add_scalar(yaml, name), mark);
    int value = key ? place_at(yaml, add_scalar(yaml, text), mark) : 0;
    return value ? append_pair(yaml, mapping, key, value) : lc_fail_memory(yaml->ctx);
}

static const char *word_or(const yaml_node_t *node, const char *fallback) {
    return node ? scalar(node) : fallback;
}

/* Did the merge leave a target of the parent behind without a word about it in the child? */
static bool lost_target(lc_yaml *yaml, int child, int parent) {
    return has_any(yaml, parent, TARGET_KEYS, COUNT(TARGET_KEYS)) && is_other_share(yaml, child, parent) &&
           !has_any(yaml, child, TARGET_KEYS, COUNT(TARGET_KEYS)) && !find(yaml, child, "target_note");
}

/* Say why there is no target: the parent's was set for its own metric and denominator. */
static lc_status explain_lost_target(lc_yaml *yaml, int merged, int parent, yaml_mark_t mark) {
    const char *metric = word_or(find(yaml, parent, "metric"), "network");
    const char *denominator = word_or(find(yaml, parent, "denominator"), "area");
    char *en =
        lc_sprintf("the target of the extended profile is for metric %s and denominator %s", metric, denominator);
    char *zh = lc_sprintf("被扩展方案的目标只适用于 metric %s、denominator %s 的口径", metric, denominator);
    int key = place_at(yaml, add_scalar(yaml, "target_note"), mark);
    int note =
        key ? place_at(yaml, yaml_document_add_mapping(&yaml->document, NULL, YAML_BLOCK_MAPPING_STYLE), mark) : 0;
    lc_status status = en && zh && note ? append_pair(yaml, merged, key, note) : lc_fail_memory(yaml->ctx);
    if (!status) status = add_text(yaml, note, "en", en, mark);
    if (!status) status = add_text(yaml, note, "zh", zh, mark);
    free(en);
    free(zh);
    return status;
}

/* The child's keys, then those of the parent that it does not replace. */
static lc_status merge_indicator(lc_yaml *yaml, int child, int parent, int *out) {
    yaml_mark_t mark = lc_yaml_node(yaml, child)->start_mark;
    int merged = place_at(yaml, yaml_document_add_mapping(&yaml->document, NULL, YAML_BLOCK_MAPPING_STYLE), mark);
    lc_status status = merged ? LC_OK : lc_fail_memory(yaml->ctx);
    size_t n = 0;
    const yaml_node_pair_t *pairs = lc_yaml_node(yaml, child)->data.mapping.pairs.start;
    n = (size_t)(lc_yaml_node(yaml, child)->data.mapping.pairs.top - pairs);
    for (size_t i = 0; !status && i < n; i++)
        if (!is_none(lc_yaml_node(yaml, pairs[i].value)))
            status = append_pair(yaml, merged, pairs[i].key, pairs[i].value);
    pairs = lc_yaml_node(yaml, parent)->data.mapping.pairs.start;
    n = (size_t)(lc_yaml_node(yaml, parent)->data.mapping.pairs.top - pairs);
    for (size_t i = 0; !status && i < n; i++)
        if (!replaced(yaml, child, parent, scalar(lc_yaml_node(yaml, pairs[i].key))))
            status = append_pair(yaml, merged, pairs[i].key, pairs[i].value);
    if (!status && find(yaml, parent, "verified") && !find(yaml, child, "verified") && changes_numbers(yaml, child))
        status = add_text(yaml, merged, "verified", "unverified", mark);
    if (!status && lost_target(yaml, child, parent)) status = explain_lost_target(yaml, merged, parent, mark);
    *out = merged;
    return status;
}

/* ------------------------------------------------------------ the profile */

/* Set the root's indicators, at the place of its own list or else of `extends`. */
static lc_status set_indicators(lc_yaml *yaml, int list) {
    const yaml_node_t *root = lc_yaml_root(yaml), *own = lc_yaml_find(yaml, root, "indicators");
    yaml_mark_t mark = (own ? own : lc_yaml_find(yaml, root, "extends"))->start_mark;
    place_at(yaml, list, mark);
    for (yaml_node_pair_t *p = root->data.mapping.pairs.start; own && p < root->data.mapping.pairs.top; p++)
        if (lc_yaml_node(yaml, p->value) == own) p->value = list;
    if (own) return LC_OK;
    int key = place_at(yaml, add_scalar(yaml, "indicators"), mark);
    return key ? append_pair(yaml, lc_yaml_number(yaml, lc_yaml_root(yaml)), key, list) : lc_fail_memory(yaml->ctx);
}

/* The parent's indicators in their order, overridden ones in their place, then the child's new ones. */
static lc_status merge_indicators(lc_yaml *yaml, entries *own, const entries *inherited, int offset) {
    int list = yaml_document_add_sequence(&yaml->document, NULL, YAML_BLOCK_SEQUENCE_STYLE);
    lc_status status = list ? LC_OK : lc_fail_memory(yaml->ctx);
    for (size_t i = 0; !status && i < inherited->n; i++) {
        if (inherited->item[i].used) continue;
        int node = inherited->item[i].node + offset;
        entry *override = find_entry(own, inherited->item[i].id);
        if (override) {
            override->used = true;
            status = merge_indicator(yaml, override->node, node, &node);
        }
        if (!status && !yaml_document_append_sequence_item(&yaml->document, list, node))
            status = lc_fail_memory(yaml->ctx);
    }
    for (size_t i = 0; !status && i < own->n; i++)
        if (!own->item[i].used && !yaml_document_append_sequence_item(&yaml->document, list, own->item[i].node))
            status = lc_fail_memory(yaml->ctx);
    return status ? status : set_indicators(yaml, list);
}

/* Keys of the parent that the child does not give. A speed of the child's own is of no use beside an inherited table,
   which would win over it. */
static lc_status inherit_keys(lc_yaml *yaml, int parent) {
    static const char *const own[] = {"name", "extends", "drop", "indicators"};
    int root = lc_yaml_number(yaml, lc_yaml_root(yaml));
    lc_status status = LC_OK;
    const yaml_node_t *from = lc_yaml_node(yaml, parent);
    for (const yaml_node_pair_t *p = from->data.mapping.pairs.start; !status && p < from->data.mapping.pairs.top; p++) {
        const char *key = scalar(lc_yaml_node(yaml, p->key));
        bool speed = strcmp(key, "minutes_m") == 0 && find(yaml, root, "walk_speed_m_per_min");
        if (is_in(own, COUNT(own), key) || find(yaml, root, key) || speed) continue;
        status = append_pair(yaml, root, p->key, p->value);
    }
    return status;
}

/* `scenarios: none`: neither inherited nor given. */
static void remove_none(lc_yaml *yaml) {
    static const char *const keys[] = {"title",      "source",    "walk_speed_m_per_min",
                                       "minutes_m",  "scenarios", "bands_m",
                                       "categories", "scorecard", "groups"};
    yaml_node_t *root = yaml_document_get_root_node(&yaml->document);
    yaml_node_pair_t *to = root->data.mapping.pairs.start;
    for (yaml_node_pair_t *p = to; p < root->data.mapping.pairs.top; p++) {
        const char *key = scalar(lc_yaml_node(yaml, p->key));
        if (!is_in(keys, COUNT(keys), key) || !is_none(lc_yaml_node(yaml, p->value))) *to++ = *p;
    }
    root->data.mapping.pairs.top = to;
}

static lc_status check_root(lc_yaml *yaml) {
    if (lc_yaml_root(yaml)->type == YAML_MAPPING_NODE) return LC_OK;
    return lc_yaml_fail(yaml, lc_yaml_root(yaml),
                        "a profile must be a mapping; write its keys as 'key: value', one a line");
}

lc_status lc_profile_inherit(lc_yaml *yaml, lc_yaml *parent) {
    entries own = {0}, inherited = {0};
    int offset = 0;
    lc_status status = check_root(parent);
    if (!status) status = read_entries(parent, &inherited);
    if (!status) status = read_entries(yaml, &own);
    if (!status) status = drop_entries(yaml, &inherited);
    if (!status) status = lc_yaml_graft(yaml, parent, &offset);
    if (!status) status = inherit_keys(yaml, lc_yaml_number(parent, lc_yaml_root(parent)) + offset);
    if (!status) status = merge_indicators(yaml, &own, &inherited, offset);
    if (!status) remove_none(yaml);
    free(own.item);
    free(inherited.item);
    return status;
}
