/* JSON text read with cJSON, with messages that say where. */
#ifndef LC_REPORT_JSON_READ_H
#define LC_REPORT_JSON_READ_H

#include <cjson/cJSON.h>

#include "base/context.h"

/* What is being read: its name, and the place in it, for messages ("features[3].properties"). */
typedef struct lc_json_source {
    lc_context *ctx;
    const char *name;
    char place[96];
} lc_json_source;

/* The JSON document in `text` (NUL-terminated, `size` bytes without it; changed), to be freed with cJSON_Delete().
   `coordinates` become empty lists: nobody needs them here, and they would take most of the memory. */
lc_status lc_json_parse(lc_json_source *source, char *text, size_t size, cJSON **out);

/* Is a line JSON in UTF-8, from its beginning to its end, coordinates too? Errors: LC_ERR_MEMORY, and of the budget. */
lc_status lc_json_is_sound(lc_context *ctx, const char *name, const char *line, size_t size, bool *sound);

/* What a member can be. */
typedef enum lc_json_must {
    LC_JSON_TEXT,      /* text */
    LC_JSON_TEXT_NULL, /* text or null */
    LC_JSON_NUMBER,    /* a number or null */
    LC_JSON_RATIO,     /* 0..1 or null */
    LC_JSON_LIST,
    LC_JSON_OBJECT,
    LC_JSON_VERDICT
} lc_json_must;

/* LC_ERR_INPUT: member `key` of the place must be something else. */
lc_status lc_json_wrong(const lc_json_source *source, const char *key, lc_json_must must);
/* A member that must be there, a list or an object. */
lc_status lc_json_member(const lc_json_source *source, const cJSON *object, const char *key, lc_json_must must,
                         const cJSON **out);
/* Value of an item, NULL when the member is missing: text (malloc'ed; NULL for null), number (NaN for null), verdict
   (::LC_NO_TARGET when missing). */
lc_status lc_json_get_text(const lc_json_source *source, const cJSON *item, const char *key, lc_json_must must,
                           char **out);
lc_status lc_json_get_number(const lc_json_source *source, const cJSON *item, const char *key, lc_json_must must,
                             double *out);
lc_status lc_json_get_verdict(const lc_json_source *source, const cJSON *item, const char *key, lc_verdict *out);
/* The member of an object, NULL when it is missing; its value; and that of the text `inner` of the member `outer`. */
const cJSON *lc_json_find(const cJSON *object, const char *key);
lc_status lc_json_take_text(const lc_json_source *source, const cJSON *object, const char *key, lc_json_must must,
                            char **out);
lc_status lc_json_take_number(const lc_json_source *source, const cJSON *object, const char *key, lc_json_must must,
                              double *out);
lc_status lc_json_take_inner(const lc_json_source *source, const cJSON *object, const char *outer, const char *inner,
                             char **out);
/* The item as JSON text, malloc'ed; NULL for NULL. */
lc_status lc_json_get_any(const lc_json_source *source, const cJSON *item, char **out);

#endif
