/* UTF-8, character by character, and texts that are cut to the size of a buffer. */
#ifndef LC_BASE_UTF8_H
#define LC_BASE_UTF8_H

#include <stddef.h>

/* Length of the well-formed UTF-8 sequence at `text`, 0 if it is none (RFC 3629: no overlong forms, no surrogates). */
size_t lc_utf8_length(const char *text);
/* Cut a character off the end that a buffer's size has cut in two. */
void lc_utf8_trim(char *text);
/* The same of a text that fills its buffer of `size` bytes, 8 or more, and is longer: it ends with "…" then. */
void lc_utf8_mark_cut(char *text, size_t size);
/* One more name in a list, behind ", ". The first that has no room is "…", and those after it are left out. */
void lc_list_add(char *list, size_t size, const char *name);

#endif
