#include <string.h>

#include "profile/rules.h"

static bool any_word(char *const *words, size_t n, const char *word) {
    for (size_t i = 0; i < n; i++)
        if (strcmp(words[i], word) == 0) return true;
    return false;
}

bool lc_tag_matches(const lc_tag_match *match, lc_tag_fn tag, const void *object) {
    const char *value = tag(object, match->key);
    return value && (match->n_values == 0 || any_word(match->values, match->n_values, value));
}

static bool any_match(const lc_tag_match *match, size_t n, lc_tag_fn tag, const void *object) {
    for (size_t i = 0; i < n; i++)
        if (lc_tag_matches(&match[i], tag, object)) return true;
    return false;
}

static bool all_match(const lc_tag_match *match, size_t n, lc_tag_fn tag, const void *object) {
    for (size_t i = 0; i < n; i++)
        if (!lc_tag_matches(&match[i], tag, object)) return false;
    return true;
}

bool lc_walk_allowed(const lc_walk_rules *rules, lc_tag_fn tag, const void *object) {
    if (!all_match(rules->require, rules->n_require, tag, object)) return false;
    if (any_match(rules->exclude, rules->n_exclude, tag, object)) return false;
    const char *highway = tag(object, "highway");
    if (!highway) highway = "";
    if (any_word(rules->never, rules->n_never, highway)) return false;
    if (any_match(rules->grant, rules->n_grant, tag, object)) return true;
    if (any_match(rules->deny, rules->n_deny, tag, object)) return false;
    if (any_word(rules->unless_granted, rules->n_unless_granted, highway)) return false;
    return !any_word(rules->with_sidewalk, rules->n_with_sidewalk, highway) ||
           any_match(rules->sidewalk, rules->n_sidewalk, tag, object);
}

const lc_category_def *lc_categories_find(const lc_categories *categories, const char *name) {
    for (size_t i = 0; i < categories->n; i++)
        if (strcmp(categories->category[i].name, name) == 0) return &categories->category[i];
    return NULL;
}

bool lc_category_matches(const lc_category_def *category, lc_tag_fn tag, const void *object) {
    return all_match(category->require, category->n_require, tag, object) &&
           any_match(category->any, category->n_any, tag, object) &&
           !any_match(category->skip, category->n_skip, tag, object);
}
