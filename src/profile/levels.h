/* Levels of service centres, from what a source calls them (data/rules/levels.yaml). */
#ifndef LC_PROFILE_LEVELS_H
#define LC_PROFILE_LEVELS_H

#include "profile/profile.h"

/* One line of the file: texts that contain one of the words are of the level, unless an earlier line took them. */
typedef struct lc_level_rule {
    lc_level level;
    char **words;
    size_t n_words;
} lc_level_rule;

typedef struct lc_level_rules {
    lc_level_rule *rule;
    size_t n;
} lc_level_rules;

lc_status lc_levels_load(lc_context *ctx, const char *data_dir, lc_level_rules **out);
void lc_levels_free(lc_level_rules *rules);

/* The level of a text, LC_LEVEL_ANY when no rule knows it. Words match anywhere in the text, A-Z like a-z. */
lc_level lc_level_of(const lc_level_rules *rules, const char *text);
/* "street", "community", "station"; "" for any. */
const char *lc_level_name(lc_level level);

#endif
