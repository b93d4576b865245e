#include "profile/categories.h"

#include <string.h>

#include "base/language.h"
#include "base/memory.h"
#include "profile/data_dir.h"
#include "profile/tag_read.h"
#include "profile/yaml_title.h"

#define COUNT(array) (sizeof(array) / sizeof *(array))

static const char DATA_ADVICE[] = LC_TEXT("set LIFECIRCLE_DATA to the folder that holds profiles/ and rules/");

typedef struct category_keys {
    lc_category_def def;
    lc_match_list require, any, skip;
    size_t n_uses; /* keys that say what becomes of features */
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
static const char *const LINE_USES[] = {"only", NULL};

static lc_status read_areas(lc_yaml *yaml, const yaml_node_t *value, const lc_yaml_field *field, void *target) {
    category_keys *keys = target;
    int use = 0;
    lc_status status = lc_yaml_read_word(yaml, value, field, &use);
    keys->def.areas = (lc_area_use)use;
    keys->n_uses++;
    return status;
}

static lc_status read_lines(lc_yaml *yaml, const yaml_node_t *value, const lc_yaml_field *field, void *target) {
    category_keys *keys = target;
    int only = 0;
    keys->def.areas = LC_LINES_ONLY;
    keys->n_uses++;
    return lc_yaml_read_word(yaml, value, field, &only);
}

#define TAG_FIELDS                                                                                                     \
    {.key = "require", .read = lc_read_matches, .offset = offsetof(category_keys, require)},                           \
        {.key = "any", .read = lc_read_matches, .offset = offsetof(category_keys, any), .required = true}, {           \
        .key = "skip", .read = lc_read_matches, .offset = offsetof(category_keys, skip)                                \
    }

static void take_tags(category_keys *read) {
    LC_HAND_MATCHES(&read->def, *read, require);
    LC_HAND_MATCHES(&read->def, *read, any);
    LC_HAND_MATCHES(&read->def, *read, skip);
}

/* The relations whose ways are lines of the category. */
static lc_status read_member_of(lc_yaml *yaml, const yaml_node_t *value, const lc_yaml_field *field, void *target) {
    static const lc_yaml_field fields[] = {TAG_FIELDS};
    category_keys *keys = target, read = {0};
    (void)field;
    if (keys->def.areas != LC_LINES_ONLY || !keys->n_uses)
        return lc_yaml_fail(yaml, value, "'member_of' is for lines; add 'lines: only' or remove it");
    keys->def.member_of = LC_NEW0(lc_category_def, 1);
    if (!keys->def.member_of) return lc_fail_memory(yaml->ctx);
    lc_status status = lc_yaml_mapping(yaml, value, "'member_of'", fields, COUNT(fields), &read);
    take_tags(&read);
    *keys->def.member_of = read.def;
    return status;
}

static const lc_yaml_field CATEGORY_FIELDS[] = {
    {.key = "title", .read = read_title, .offset = offsetof(category_keys, def)},
    TAG_FIELDS,
    {.key = "areas", .read = read_areas, .rule = AREA_USES},
    {.key = "lines", .read = read_lines, .rule = LINE_USES},
    {.key = "member_of", .read = read_member_of},
};

/* A category says once what becomes of its features. */
static lc_status check_uses(lc_yaml *yaml, const yaml_node_t *node, size_t n_uses) {
    if (n_uses == 0)
        return lc_yaml_fail(yaml, node,
                            "a category has neither 'areas' nor 'lines'; add 'areas: kept' or 'lines: only'");
    if (n_uses > 1) return lc_yaml_fail(yaml, node, "a category has both 'areas' and 'lines'; remove one");
    return LC_OK;
}

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
    if (!status) status = check_uses(yaml, value, read.n_uses);
    take_tags(&read);
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

void lc_category_free(lc_category_def *category) {
    free(category->name);
    free(category->title_en);
    free(category->title_zh);
    lc_free_matches(category->require, category->n_require);
    lc_free_matches(category->any, category->n_any);
    lc_free_matches(category->skip, category->n_skip);
    if (category->member_of) lc_category_free(category->member_of);
    free(category->member_of);
}

void lc_categories_free(lc_categories *categories) {
    if (!categories) return;
    for (size_t i = 0; i < categories->n; i++) lc_category_free(&categories->category[i]);
    free(categories->category);
    free(categories);
}

const lc_category_def *lc_categories_find(const lc_categories *categories, const char *name) {
    for (size_t i = 0; i < categories->n; i++)
        if (strcmp(categories->category[i].name, name) == 0) return &categories->category[i];
    return NULL;
}

static bool is_text(const char *known, const char *text, size_t n) {
    return known && strlen(known) == n && memcmp(known, text, n) == 0;
}

bool lc_categories_mean(const lc_categories *categories, const char *text, size_t n, const char *name) {
    const lc_category_def *def = categories ? lc_categories_find(categories, name) : NULL;
    if (is_text(name, text, n)) return true;
    if (!def || (!is_text(def->title_zh, text, n) && !is_text(def->title_en, text, n))) return false;
    for (size_t i = 0; i < categories->n; i++)
        if (is_text(categories->category[i].name, text, n)) return false;
    return true;
}

bool lc_category_matches(const lc_category_def *category, lc_tag_fn tag, const void *object) {
    return lc_tags_match_all(category->require, category->n_require, tag, object) &&
           lc_tags_match_any(category->any, category->n_any, tag, object) &&
           !lc_tags_match_any(category->skip, category->n_skip, tag, object);
}
