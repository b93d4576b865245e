/* Reading rules over tags from YAML: what rules.c and categories.c share. */
#ifndef LC_PROFILE_TAG_READ_H
#define LC_PROFILE_TAG_READ_H

#include "profile/tags.h"
#include "profile/yaml_schema.h"

/* Arrays with their lengths, in the place of the pairs of members in rules.h. */
typedef struct lc_match_list {
    lc_tag_match *match;
    size_t n, capacity;
} lc_match_list;

typedef struct lc_word_list {
    char **word;
    size_t n;
} lc_word_list;

#define LC_HAND_MATCHES(rules, read, name) ((rules)->name = (read).name.match, (rules)->n_##name = (read).name.n)
#define LC_HAND_WORDS(rules, read, name) ((rules)->name = (read).name.word, (rules)->n_##name = (read).name.n)

/* Field readers: a list of words into an lc_word_list; `key: value`, `key: [value, …]`, `key: "*"` (any value) and
   `key: {contains: …}` into an lc_match_list. */
lc_status lc_read_words(lc_yaml *yaml, const yaml_node_t *value, const lc_yaml_field *field, void *target);
lc_status lc_read_matches(lc_yaml *yaml, const yaml_node_t *value, const lc_yaml_field *field, void *target);
void lc_free_words(char **words, size_t n);
void lc_free_matches(lc_tag_match *matches, size_t n);

#endif
