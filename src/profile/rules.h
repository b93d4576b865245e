/* Rules over OpenStreetMap tags, as data: who may walk on a way, and what belongs to a category. */
#ifndef LC_PROFILE_RULES_H
#define LC_PROFILE_RULES_H

#include "base/context.h"

/* key = any of values (no values: the key is present with any value). */
typedef struct lc_tag_match {
    char *key;
    char **values;
    size_t n_values;
} lc_tag_match;

/* How tags are looked up: the value of `key`, or NULL. */
typedef const char *(*lc_tag_fn)(const void *object, const char *key);

bool lc_tag_matches(const lc_tag_match *match, lc_tag_fn tag, const void *object);

/*
 * Walk rules (data/rules/walk.yaml). A way takes part when `require` all match, `exclude` none match, and either one of
 * `grant` matches and its highway is not in `never`; or `deny` none match, its highway is neither in `never` nor in
 * `unless_granted`, and if it is in `with_sidewalk` one of `sidewalk` matches.
 */
typedef struct lc_walk_rules {
    lc_tag_match *require, *exclude, *grant, *deny, *sidewalk;
    size_t n_require, n_exclude, n_grant, n_deny, n_sidewalk;
    char **never, **unless_granted, **with_sidewalk; /* values of highway */
    size_t n_never, n_unless_granted, n_with_sidewalk;
} lc_walk_rules;

lc_status lc_walk_rules_load(lc_context *ctx, const char *data_dir, lc_walk_rules **out);
void lc_walk_rules_free(lc_walk_rules *rules);
bool lc_walk_allowed(const lc_walk_rules *rules, lc_tag_fn tag, const void *object);

/* What an area feature of a category becomes; LC_AREAS_ONLY drops nodes, LC_AREAS_KEPT takes both as they are. */
typedef enum lc_area_use { LC_AREAS_ONLY = 0, LC_AREAS_AS_POINTS, LC_AREAS_KEPT } lc_area_use;

typedef struct lc_category_def {
    char *name, *title_en, *title_zh;
    lc_tag_match *require; /* belongs when all of these match, … */
    size_t n_require;
    lc_tag_match *any; /* … and one of these, … */
    size_t n_any;
    lc_tag_match *skip; /* … unless one of these does */
    size_t n_skip;
    lc_area_use areas;
} lc_category_def;

/* Categories (data/rules/categories.yaml). */
typedef struct lc_categories {
    lc_category_def *category;
    size_t n;
} lc_categories;

lc_status lc_categories_load(lc_context *ctx, const char *data_dir, lc_categories **out);
void lc_categories_free(lc_categories *categories);
/* The category of that name, or NULL. */
const lc_category_def *lc_categories_find(const lc_categories *categories, const char *name);
bool lc_category_matches(const lc_category_def *category, lc_tag_fn tag, const void *object);

/* What demand is made of where no layer of it is given (data/rules/land.yaml): areas only, both. */
typedef struct lc_land {
    lc_category_def residential, building;
    char *floors; /* the tag with a building's number of floors; NULL: none */
} lc_land;

lc_status lc_land_load(lc_context *ctx, const char *data_dir, lc_land **out);
void lc_land_free(lc_land *land);

/* Which nodes are entrances (data/rules/entrances.yaml): a category of nodes, to be freed with
   lc_entrance_rules_free(). */
lc_status lc_entrance_rules_load(lc_context *ctx, const char *data_dir, lc_category_def **out);
void lc_entrance_rules_free(lc_category_def *rules);

#endif
