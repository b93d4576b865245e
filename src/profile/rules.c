#include "profile/rules.h"

#include <string.h>

#include "base/language.h"
#include "base/memory.h"
#include "profile/data_dir.h"
#include "profile/path_class.h"
#include "profile/tag_read.h"
#include "profile/yaml_schema.h"

#define COUNT(array) (sizeof(array) / sizeof *(array))

static const char DATA_ADVICE[] = LC_TEXT("set LIFECIRCLE_DATA to the folder that holds profiles/ and rules/");

static lc_status read_path_classes(lc_yaml *yaml, const yaml_node_t *value, const lc_yaml_field *field, void *target) {
    (void)field;
    return lc_path_classes_read(yaml, value, target);
}

typedef struct walk_keys {
    lc_path_classes classes;
    lc_match_list require, exclude, grant, deny, sidewalk, squares;
    lc_word_list never, unless_granted, with_sidewalk;
    double island_gap_m;
} walk_keys;

static const lc_yaml_range ISLAND_GAP = {0, 1e3, false, "from 0 to 1000", "write metres, for example 20"};

#define WALK_FIELD(name, reader)                                                                                       \
    { .key = #name, .read = reader, .offset = offsetof(walk_keys, name) }

static const lc_yaml_field WALK_FIELDS[] = {
    {.key = "require", .read = lc_read_matches, .offset = offsetof(walk_keys, require), .required = true},
    WALK_FIELD(exclude, lc_read_matches),
    WALK_FIELD(grant, lc_read_matches),
    WALK_FIELD(deny, lc_read_matches),
    WALK_FIELD(never, lc_read_words),
    WALK_FIELD(unless_granted, lc_read_words),
    WALK_FIELD(with_sidewalk, lc_read_words),
    WALK_FIELD(sidewalk, lc_read_matches),
    WALK_FIELD(squares, lc_read_matches),
    WALK_FIELD(classes, read_path_classes),
    {.key = "island_gap_m",
     .read = lc_yaml_read_number,
     .offset = offsetof(walk_keys, island_gap_m),
     .rule = &ISLAND_GAP},
};

lc_status lc_walk_rules_load(lc_context *ctx, const char *data_dir, lc_walk_rules **out) {
    char *path = NULL;
    lc_yaml yaml = {0};
    walk_keys read = {.island_gap_m = LC_ISLAND_GAP_M};
    lc_walk_rules *rules = LC_NEW0(lc_walk_rules, 1);
    if (!rules) return lc_fail_memory(ctx);
    lc_status status = lc_data_file(ctx, data_dir, "rules/walk.yaml", &path);
    if (!status) status = lc_yaml_open(ctx, path, DATA_ADVICE, &yaml);
    if (!status)
        status = lc_yaml_mapping(&yaml, lc_yaml_root(&yaml), "the walk rules", WALK_FIELDS, COUNT(WALK_FIELDS), &read);
    LC_HAND_MATCHES(rules, read, require);
    LC_HAND_MATCHES(rules, read, exclude);
    LC_HAND_MATCHES(rules, read, grant);
    LC_HAND_MATCHES(rules, read, deny);
    LC_HAND_MATCHES(rules, read, sidewalk);
    LC_HAND_MATCHES(rules, read, squares);
    LC_HAND_WORDS(rules, read, never);
    LC_HAND_WORDS(rules, read, unless_granted);
    LC_HAND_WORDS(rules, read, with_sidewalk);
    rules->island_gap_m = read.island_gap_m;
    rules->classes = read.classes;
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
    lc_path_classes_free(&rules->classes);
    lc_free_matches(rules->require, rules->n_require);
    lc_free_matches(rules->exclude, rules->n_exclude);
    lc_free_matches(rules->grant, rules->n_grant);
    lc_free_matches(rules->deny, rules->n_deny);
    lc_free_matches(rules->sidewalk, rules->n_sidewalk);
    lc_free_matches(rules->squares, rules->n_squares);
    lc_free_words(rules->never, rules->n_never);
    lc_free_words(rules->unless_granted, rules->n_unless_granted);
    lc_free_words(rules->with_sidewalk, rules->n_with_sidewalk);
    free(rules);
}

static bool any_word(char *const *words, size_t n, const char *word) {
    for (size_t i = 0; i < n; i++)
        if (strcmp(words[i], word) == 0) return true;
    return false;
}

/* May one walk on it, be it a path or a square? */
static bool passes(const lc_walk_rules *rules, lc_tag_fn tag, const void *object) {
    if (!lc_tags_match_all(rules->require, rules->n_require, tag, object)) return false;
    if (lc_tags_match_any(rules->exclude, rules->n_exclude, tag, object)) return false;
    const char *highway = tag(object, "highway");
    if (!highway) highway = "";
    if (any_word(rules->never, rules->n_never, highway)) return false;
    if (lc_tags_match_any(rules->grant, rules->n_grant, tag, object)) return true;
    if (lc_tags_match_any(rules->deny, rules->n_deny, tag, object)) return false;
    if (any_word(rules->unless_granted, rules->n_unless_granted, highway)) return false;
    return !any_word(rules->with_sidewalk, rules->n_with_sidewalk, highway) ||
           lc_tags_match_any(rules->sidewalk, rules->n_sidewalk, tag, object);
}

lc_walk_use lc_walk_use_of(const lc_walk_rules *rules, lc_tag_fn tag, const void *object) {
    if (!passes(rules, tag, object)) return LC_WALK_NOT;
    return lc_tags_match_any(rules->squares, rules->n_squares, tag, object) ? LC_WALK_SQUARE : LC_WALK_PATH;
}

bool lc_walk_allowed(const lc_walk_rules *rules, lc_tag_fn tag, const void *object) {
    return lc_walk_use_of(rules, tag, object) == LC_WALK_PATH;
}

bool lc_walk_is_square(const lc_walk_rules *rules, lc_tag_fn tag, const void *object) {
    return rules->n_squares > 0 && passes(rules, tag, object);
}

typedef struct land_keys {
    lc_match_list any, skip;
    char *floors;
} land_keys;

#define LAND_FIELD(name, reader)                                                                                       \
    { .key = #name, .read = reader, .offset = offsetof(land_keys, name) }

/* The last one is for buildings. */
static const lc_yaml_field LAND_KEYS[] = {
    {.key = "any", .read = lc_read_matches, .offset = offsetof(land_keys, any), .required = true},
    LAND_FIELD(skip, lc_read_matches),
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
    LC_HAND_MATCHES(def, read, any);
    LC_HAND_MATCHES(def, read, skip);
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
    lc_category_free(&land->residential);
    lc_category_free(&land->building);
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
    LC_HAND_MATCHES(rules, read, any);
    LC_HAND_MATCHES(rules, read, skip);
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
    lc_category_free(rules);
    free(rules);
}
