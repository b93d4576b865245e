/* Which rows of a POI table belong to a category (data/rules/poi.yaml). */
#ifndef LC_PROFILE_POI_H
#define LC_PROFILE_POI_H

#include "base/context.h"

typedef struct lc_poi_words {
    char **word;
    size_t n;
} lc_poi_words;

/* A row belongs when one of its codes begins with one of `codes` and with none of `except`; or, without any code, one
   of its words is one of `words`; or its name contains one of `names` and none of `not_names`. */
typedef struct lc_poi_rule {
    char *category;
    lc_poi_words codes, except, words, names, not_names;
} lc_poi_rule;

typedef struct lc_poi_rules {
    lc_poi_rule *rule;
    size_t n;
} lc_poi_rules;

lc_status lc_poi_rules_load(lc_context *ctx, const char *data_dir, lc_poi_rules **out);
void lc_poi_rules_free(lc_poi_rules *rules);
/* The rule of a category, or NULL. */
const lc_poi_rule *lc_poi_rules_find(const lc_poi_rules *rules, const char *category);

/* One code or word of a cell such as "060200|060400", "060200 060400" or "购物;便利店"; codes have six digits, whatever
   a spreadsheet made of them (60200, 60200.0). */
typedef struct lc_poi_type {
    char text[64];
    bool is_code;
} lc_poi_type;
/* The next one from *cell on, which moves behind it; false at the end. */
bool lc_poi_type_next(const char **cell, lc_poi_type *out);

/* Does a cell hold digits and marks alone, and something among them that is no code? */
bool lc_poi_codes_unread(const char *cell);

/* Does a row belong? `types`, `tag` and `name` are cells of it; each may be NULL. */
bool lc_poi_matches(const lc_poi_rule *rule, const char *types, const char *tag, const char *name);

#endif
