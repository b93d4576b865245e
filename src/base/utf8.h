/* UTF-8, character by character. */
#ifndef LC_BASE_UTF8_H
#define LC_BASE_UTF8_H

#include <stddef.h>

/* Length of the well-formed UTF-8 sequence at `text`, 0 if it is none (RFC 3629: no overlong forms, no surrogates). */
size_t lc_utf8_length(const char *text);
/* Cut a character off the end that a buffer's size has cut in two. */
void lc_utf8_trim(char *text);

#endif
