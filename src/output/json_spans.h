/* JSON text taken apart without reading it: members and items as they stand. For text that we have written. */
#ifndef LC_OUTPUT_JSON_SPANS_H
#define LC_OUTPUT_JSON_SPANS_H

#include "base/json.h"

typedef struct lc_span {
    const char *at;
    size_t n;
} lc_span;

/* The next member of the object that `*cursor` is in (begin with the whole object's span); false at its end. The key
   comes without its quotes. */
bool lc_span_member(const char **cursor, lc_span *key, lc_span *value);
/* The next item of a list, the same way. */
bool lc_span_item(const char **cursor, lc_span *value);
/* The value of a member; {NULL, 0} when the object has none. */
lc_span lc_span_find(lc_span object, const char *key);
bool lc_span_is(lc_span key, const char *text);

/* A value as it stands, with the comma that is due. */
void lc_span_put(lc_json *json, lc_span value);
/* A key that is written as it stands. */
void lc_span_put_key(lc_json *json, lc_span key);

#endif
