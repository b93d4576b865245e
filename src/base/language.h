/* Messages in the context's language. English texts are the keys; src/po/zh_CN.po holds their translations. */
#ifndef LC_BASE_LANGUAGE_H
#define LC_BASE_LANGUAGE_H

#include "base/context_state.h"

/* `text` in the context's language: static text, itself when there is no translation (or when it is NULL or empty). A
   format keeps its conversions, perhaps in another order (%2$s). */
const char *lc_tr(const lc_context *ctx, const char *text);

/* Does the context speak Chinese? For names that come in both languages. */
bool lc_is_chinese(const lc_context *ctx);

/* What the system says of an error (errno), in the context's language; static, or strerror()'s. */
const char *lc_system_text(const lc_context *ctx, int error);

enum { LC_ROLE_MAX = 160 };
/* What an input is for ("network", "facilities of park", …), for messages; may use `buffer`, where the name of a
   category that is too long is cut, with "…". */
const char *lc_role_text(const lc_context *ctx, const char *role, char *buffer, size_t size);

/* Marks a text that is translated later, where it is shown. */
#define LC_TEXT(text) text

#endif
