#include "profile/tags.h"

#include <string.h>

#include "base/unicode.h"

bool lc_tag_matches(const lc_tag_match *match, lc_tag_fn tag, const void *object) {
    const char *value = tag(object, match->key);
    if (!value || match->n_values == 0) return value;
    for (size_t i = 0; i < match->n_values; i++)
        if (match->parts ? lc_unicode_contains(value, match->values[i]) : strcmp(value, match->values[i]) == 0)
            return true;
    return false;
}

bool lc_tags_match_any(const lc_tag_match *match, size_t n, lc_tag_fn tag, const void *object) {
    for (size_t i = 0; i < n; i++)
        if (lc_tag_matches(&match[i], tag, object)) return true;
    return false;
}

bool lc_tags_match_all(const lc_tag_match *match, size_t n, lc_tag_fn tag, const void *object) {
    for (size_t i = 0; i < n; i++)
        if (!lc_tag_matches(&match[i], tag, object)) return false;
    return true;
}
