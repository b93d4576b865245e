/* What belongs to a category of facilities, as data (docs/rules.md). */
#ifndef LC_PROFILE_CATEGORIES_H
#define LC_PROFILE_CATEGORIES_H

#include "base/context.h"
#include "profile/tags.h"

/* What an area feature of a category becomes; LC_AREAS_ONLY drops nodes, LC_AREAS_KEPT takes both as they are.
   LC_LINES_ONLY takes ways as lines, closed ones too, and nothing else. */
typedef enum lc_area_use { LC_AREAS_ONLY = 0, LC_AREAS_AS_POINTS, LC_AREAS_KEPT, LC_LINES_ONLY } lc_area_use;

typedef struct lc_category_def {
    char *name, *title_en, *title_zh;
    lc_tag_match *require; /* belongs when all of these match, … */
    size_t n_require;
    lc_tag_match *any; /* … and one of these, … */
    size_t n_any;
    lc_tag_match *skip; /* … unless one of these does */
    size_t n_skip;
    lc_area_use areas;
    struct lc_category_def *member_of; /* lines: so do the ways of relations that belong here; NULL without */
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
/* Do the first `n` bytes of `text` mean the category `name`: its name, or one of its titles? Another category's name
   goes before a title. */
bool lc_categories_mean(const lc_categories *categories, const char *text, size_t n, const char *name);
bool lc_category_matches(const lc_category_def *category, lc_tag_fn tag, const void *object);
/* Free what a category owns, but not itself. */
void lc_category_free(lc_category_def *category);

#endif
