/* Matches of OpenStreetMap tags, or of fields that look like them. */
#ifndef LC_PROFILE_TAGS_H
#define LC_PROFILE_TAGS_H

#include <stdbool.h>
#include <stddef.h>

/* key = any of values (no values: the key is present with any value). */
typedef struct lc_tag_match {
    char *key;
    char **values;
    size_t n_values;
    bool parts; /* values are parts of the text, in the form of lc_unicode_fold() */
} lc_tag_match;

/* How tags are looked up: the value of `key`, or NULL. */
typedef const char *(*lc_tag_fn)(const void *object, const char *key);

bool lc_tag_matches(const lc_tag_match *match, lc_tag_fn tag, const void *object);
/* Does one of n match; do all of them? */
bool lc_tags_match_any(const lc_tag_match *match, size_t n, lc_tag_fn tag, const void *object);
bool lc_tags_match_all(const lc_tag_match *match, size_t n, lc_tag_fn tag, const void *object);

#endif
