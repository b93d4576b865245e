/* What of Unicode goes beyond its bytes: composed forms, and texts compared without case. */
#ifndef LC_BASE_UNICODE_H
#define LC_BASE_UNICODE_H

#include <stdbool.h>

/* The composed form (NFC) of valid UTF-8, malloc'ed; NULL when memory is out. */
char *lc_unicode_compose(const char *text);
/* The form that texts are searched for in: composed, and without case; malloc'ed, NULL when memory is out or `text` is
   not valid UTF-8. */
char *lc_unicode_fold(const char *text);
/* Does `text` contain `part`, whatever the case of the one and the other? `part` comes from lc_unicode_fold(); `text`
   is UTF-8 in composed form, whose wrong bytes equal nothing. */
bool lc_unicode_contains(const char *text, const char *part);

#endif
