/* What a JSON file says of itself beside its features, without holding it in memory. */
#ifndef LC_SOURCE_JSON_HEAD_H
#define LC_SOURCE_JSON_HEAD_H

#include <stdbool.h>
#include <stddef.h>

/* A text, a number, true or false that is no part of the features: `path` are the keys that lead to it, with [] for
   lists ("crs.properties.name", "links[].rel"); `value` as it stands, texts without quotes and escapes. Longer paths
   and values than fit are cut. null is the value "null" with `is_text` false. */
typedef void (*lc_json_visit)(void *user, const char *path, const char *value, bool is_text);

/* Visit all of them; false when it is no JSON object, or is cut short (others will say so), or cannot be read. *more
   (NULL: not asked) tells whether another one follows it. */
bool lc_json_head(const char *path, lc_json_visit visit, void *user, bool *more);

#endif
