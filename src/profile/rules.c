#include "profile/rules.h"

#include <string.h>

#include "base/language.h"
#include "base/memory.h"
#include "profile/data_dir.h"
#include "profile/yaml_schema.h"

#define COUNT(array) (sizeof(array) / sizeof *(array))

static const char DATA_ADVICE[] = LC_TEXT("set LIFECIRCLE_DATA to the folder that holds profiles/ and rules/");

/* Arrays with their lengths, in the place of the header's pairs of members. */
typedef struct match_list {
    lc_tag_match *match;
    size_t n, capacity;
} match_list;

typedef struct word_list {
    char **word;
    size_t n;
} word_list;

static void free_words(char **words, size_t n) {
    for (size_t i = 0; i < n; i++) free(words[i]);
    free(words);
}

static void free_matches(lc_tag_match *matches, size_t n) {
    for (size_t i = 0; i < n; i++) {
        free(matches[i].key);
        free_words(matches[i].values, matches[i].n_values);
    }
    free(matches);
}

static lc_status read_word(lc_yaml *yaml, const yaml_node_t *item, void *target) {
    static const lc_yaml_field field = {.key = "a value"};
    return lc_yaml_read_text(yaml, item, &field, target);
}

static lc_status read_words(lc_yaml *yaml, const yaml_node_t *value, const lc_yaml_field *field, void *target) {
    word_list *list = target;
    char what[80];
    snprintf(what, sizeof what, "'%s'", field->key);
    return lc_yaml_list(yaml, value, what, read_word, sizeof(char *), (void **)&list->word, &list->n);
}

/* `key: [value, value]`, `key: value`, or `key: "*"` for any value. */
static lc_status read_match(lc_yaml *yaml, const yaml_node_t *key, const yaml_node_t *value, void *target) {
    match_list *list = target;
    if (!LC_ROOM(list->match, list->capacity, list->n + 1)) return lc_fail_memory(yaml->ctx);
    lc_tag_match *match = &list->match[list->n++];
    *match = (lc_tag_match){.key = lc_strdup((const char *)key->data.scalar.value)};
    if (!match->key) return lc_fail_memory(yaml->ctx);
    if (value->type == YAML_SEQUENCE_NODE)
        return lc_yaml_list(yaml, value, "a list of tag values", read_word, sizeof(char *), (void **)&match->values,
                            &match->n_values);
    const char *text;
    lc_status status = lc_yaml_get_text(yaml, value, "a tag value", &text);
    if (status || strcmp(text, "*") == 0) return status;
    match->values = LC_NEW0(char *, 1);
    if (!match->values) return lc_fail_memory(yaml->ctx);
    match->n_values = 1;
    return read_word(yaml, value, &match->values[0]);
}

static lc_status read_matches(lc_yaml *yaml, const yaml_node_t *value, const lc_yaml_field *field, void *target) {
    char what[80];
    snprintf(what, sizeof what, "'%s'", field->key);
    return lc_yaml_entries(yaml, value, what, read_match, target);
}

typedef struct walk_keys {
    match_list require, exclude, grant, deny, sidewalk;
    word_list never, unless_granted, with_sidewalk;
} walk_keys;

#define WALK_FIELD(name, reader)                                                                                       \
    { .key = #name, .read = reader, .offset = offsetof(walk_keys, name) }

static const lc_yaml_field WALK_FIELDS[] = {
    {.key = "require", .read = read_matches, .offset = offsetof(walk_keys, require), .required = true},
    WALK_FIELD(exclude, read_matches),
    WALK_FIELD(grant, read_matches),
    WALK_FIELD(deny, read_matches),
    WALK_FIELD(never, read_words),
    WALK_FIELD(unless_granted, read_words),
    WALK_FIELD(with_sidewalk, read_words),
    WALK_FIELD(sidewalk, read_matches),
};

#define HAND_MATCHES(rules, read, name) ((rules)->name = (read).name.match, (rules)->n_##name = (read).name.n)
#define HAND_WORDS(rules, read, name) ((rules)->name = (read).name.word, (rules)->n_##name = (read).name.n)

lc_status lc_walk_rules_load(lc_context *ctx, const char *data_dir, lc_walk_rules **out) {
    char *path = NULL;
    lc_yaml yaml = {0};
    walk_keys read = {0};
    lc_walk_rules *rules = LC_NEW0(lc_walk_rules, 1);
    if (!rules) return lc_fail_memory(ctx);
    lc_status status = lc_data_file(ctx, data_dir, "rules/walk.yaml", &path);
    if (!status) status = lc_yaml_open(ctx, path, DATA_ADVICE, &yaml);
    if (!status)
        status = lc_yaml_mapping(&yaml, lc_yaml_root(&yaml), "the walk rules", WALK_FIELDS, COUNT(WALK_FIELDS), &read);
    HAND_MATCHES(rules, read, require);
    HAND_MATCHES(rules, read, exclude);
    HAND_MATCHES(rules, read, grant);
    HAND_MATCHES(rules, read, deny);
    HAND_MATCHES(rules, read, sidewalk);
    HAND_WORDS(rules, read, never);
    HAND_WORDS(rules, read, unless_granted);
    HAND_WORDS(rules, read, with_sidewalk);
    lc_yaml_close(&yaml);
    free(path);
    if (status)
        lc_walk_rules_free(rules);
    else
        *out = rules;
    return status;
}

void lc_walk_rules_free(lc_walk_rules *rules) {
    if (!rules) return;
    free_matches(rules->require, rules->n_require);
    free_matches(rules->exclude, rules->n_exclude);
    free_matches(rules->grant, rules->n_grant);
    free_matches(rules->deny, rules->n_deny);
    free_matches(rules->sidewalk, rules->n_sidewalk);
    free_words(rules->never, rules->n_never);
    free_words(rules->unless_granted, rules->n_unless_granted);
    free_words(rules->with_sidewalk, rules->n_with_sidewalk);
    free(rules);
}

typedef struct category_keys {
    lc_category_def def;
    match_list require, any, skip;
} category_keys;

typedef struct category_list {
    lc_category_def *category;
    size_t n, capacity;
} category_list;

static lc_status read_title(lc_yaml *yaml, const yaml_node_t *value, const lc_yaml_field *field, void *target) {
    (void)field;
    lc_category_def *category = target;
    return lc_yaml_get_title(yaml, value, &category->title_en, &category->title_zh);
}

static const char *const AREA_USES[] = {"only", "as_points", "kept", NULL};

static const lc_yaml_field CATEGORY_FIELDS[] = {
    {.key = "title", .read = read_title, .offset = offsetof(category_keys, def)},
    {.key = "require", .read = read_matches, .offset = offsetof(category_keys, require)},
    {.key = "any", .read = read_matches, .offset = offsetof(category_keys, any), .required = true},
    {.key = "skip", .read = read_matches, .offset = offsetof(category_keys, skip)},
    {.key = "areas",
     .read = lc_yaml_read_word,
     .offset = offsetof(category_keys, def.areas),
     .rule = AREA_USES,
     .required = true},
};

static lc_status read_category(lc_yaml *yaml, const yaml_node_t *key, const yaml_node_t *value, void *target) {
    category_list *list = target;
    const char *name = (const char *)key->data.scalar.value;
    if (strchr(name, '='))
        return lc_yaml_fail(yaml, key, "the category '%s' must not contain '='; rename it", lc_clip_text(name).text);
    if (!LC_ROOM(list->category, list->capacity, list->n + 1)) return lc_fail_memory(yaml->ctx);
    category_keys read = {.def = {.name = lc_strdup(name)}};
    lc_status status = read.def.name ? LC_OK : lc_fail_memory(yaml->ctx);
    if (!status) status = lc_yaml_mapping(yaml, value, "a category", CATEGORY_FIELDS, COUNT(CATEGORY_FIELDS), &read);
    if (!status) status = lc_title_default(yaml->ctx, &read.def.title_en, &read.def.title_zh, name);
    HAND_MATCHES(&read.def, read, require);
    HAND_MATCHES(&read.def, read, any);
    HAND_MATCHES(&read.def, read, skip);
    list->category[list->n++] = read.def;
    return status;
}

lc_status lc_categories_load(lc_context *ctx, const char *data_dir, lc_categories **out) {
    char *path = NULL;
    lc_yaml yaml = {0};
    category_list read = {0};
    lc_categories *categories = LC_NEW0(lc_categories, 1);
    if (!categories) return lc_fail_memory(ctx);
    lc_status status = lc_data_file(ctx, data_dir, "rules/categories.yaml", &path);
    if (!status) status = lc_yaml_open(ctx, path, DATA_ADVICE, &yaml);
    if (!status) status = lc_yaml_entries(&yaml, lc_yaml_root(&yaml), "the list of categories", read_category, &read);
    *categories = (lc_categories){read.category, read.n};
    lc_yaml_close(&yaml);
    free(path);
    if (status)
        lc_categories_free(categories);
    else
        *out = categories;
    return status;
}

static void free_category(lc_category_def *category) {
    free(category->name);
    free(category->title_en);
    free(category->title_zh);
    free_matches(category->require, category->n_require);
    free_matches(category->any, category->n_any);
    free_matches(category->skip, category->n_skip);
}

void lc_categories_free(lc_categories *categories) {
    if (!categories) return;
    for (size_t i = 0; i < categories->n; i++) free_category(&categories->category[i]);
    free(categories->category);
    free(categories);
}

typedef struct land_keys {
    match_list any, skip;
    char *floors;
} land_keys;

#define LAND_FIELD(name, reader)                                                                                       \
    { .key = #name, .read = reader, .offset = offsetof(land_keys, name) }

/* The last one is for buildings. */
static const lc_yaml_field LAND_KEYS[] = {
    {.key = "any", .read = read_matches, .offset = offsetof(land_keys, any), .required = true},
    LAND_FIELD(skip, read_matches),
    LAND_FIELD(floors, lc_yaml_read_text),
};

static lc_status read_land(lc_yaml *yaml, const yaml_node_t *value, const lc_yaml_field *field, void *target) {
    lc_land *land = target;
    bool building = strcmp(field->key, "building") == 0;
    lc_category_def *def = building ? &land->building : &land->residential;
    land_keys read = {0};
    *def = (lc_category_def){.name = lc_strdup(field->key), .areas = LC_AREAS_ONLY};
    lc_status status = def->name ? LC_OK : lc_fail_memory(yaml->ctx);
    if (!status)
        status = lc_yaml_mapping(yaml, value, building ? "the building rule" : "the residential rule", LAND_KEYS,
                                 COUNT(LAND_KEYS) - (building ? 0 : 1), &read);
    HAND_MATCHES(def, read, any);
    HAND_MATCHES(def, read, skip);
    if (building) land->floors = read.floors;
    return status;
}

static const lc_yaml_field LAND_FIELDS[] = {
    {.key = "residential", .read = read_land, .required = true},
    {.key = "building", .read = read_land, .required = true},
};

lc_status lc_land_load(lc_context *ctx, const char *data_dir, lc_land **out) {
    char *path = NULL;
    lc_yaml yaml = {0};
    lc_land *land = LC_NEW0(lc_land, 1);
    if (!land) return lc_fail_memory(ctx);
    lc_status status = lc_data_file(ctx, data_dir, "rules/land.yaml", &path);
    if (!status) status = lc_yaml_open(ctx, path, DATA_ADVICE, &yaml);
    if (!status)
        status = lc_yaml_mapping(&yaml, lc_yaml_root(&yaml), "the land rules", LAND_FIELDS, COUNT(LAND_FIELDS), land);
    lc_yaml_close(&yaml);
    free(path);
    if (status)
        lc_land_free(land);
    else
        *out = land;
    return status;
}

void lc_land_free(lc_land *land) {
    if (!land) return;
    free_category(&land->residential);
    free_category(&land->building);
    free(land->floors);
    free(land);
}

lc_status lc_entrance_rules_load(lc_context *ctx, const char *data_dir, lc_category_def **out) {
    char *path = NULL;
    lc_yaml yaml = {0};
    land_keys read = {0};
    lc_category_def *rules = LC_NEW0(lc_category_def, 1);
    if (!rules) return lc_fail_memory(ctx);
    lc_status status = lc_data_file(ctx, data_dir, "rules/entrances.yaml", &path);
    if (!status) status = lc_yaml_open(ctx, path, DATA_ADVICE, &yaml);
    if (!status)
        status =
            lc_yaml_mapping(&yaml, lc_yaml_root(&yaml), "the entrance rules", LAND_KEYS, COUNT(LAND_KEYS) - 1, &read);
    HAND_MATCHES(rules, read, any);
    HAND_MATCHES(rules, read, skip);
    lc_yaml_close(&yaml);
    free(path);
    if (status)
        lc_entrance_rules_free(rules);
    else
        *out = rules;
    return status;
}

void lc_entrance_rules_free(lc_category_def *rules) {
    if (!rules) return;
    free_category(rules);
    free(rules);
}
