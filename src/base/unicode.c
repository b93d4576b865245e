#include "base/unicode.h"

#include <stddef.h>
#include <stdlib.h>
#include <string.h>
#include <utf8proc.h>

/* One character folds to three at most (U+0390, say). Should a later Unicode have one of more than these, utf8proc
   tells so without writing beyond them, and the character is taken for none that is looked for. */
enum { FOLDED_MAX = 16 };

char *lc_unicode_compose(const char *text) {
    return (char *)utf8proc_NFC((const utf8proc_uint8_t *)text);
}

char *lc_unicode_fold(const char *text) {
    utf8proc_uint8_t *folded = NULL;
    utf8proc_option_t options = UTF8PROC_NULLTERM | UTF8PROC_STABLE | UTF8PROC_COMPOSE | UTF8PROC_CASEFOLD;
    return utf8proc_map((const utf8proc_uint8_t *)text, 0, &folded, options) < 0 ? NULL : (char *)folded;
}

/* The next character of a text; a byte that is none is -1. */
static utf8proc_int32_t next_character(const char **text) {
    utf8proc_int32_t c = -1;
    size_t left = strnlen(*text, 4); /* no character is longer */
    utf8proc_ssize_t n = utf8proc_iterate((const utf8proc_uint8_t *)*text, (utf8proc_ssize_t)left, &c);
    *text += n > 0 ? n : 1;
    return n > 0 ? c : -1;
}

static int fold(utf8proc_int32_t c, utf8proc_int32_t folded[FOLDED_MAX]) {
    int boundary = 0;
    if (c < 0) return 0;
    return (int)utf8proc_decompose_char(c, folded, FOLDED_MAX, UTF8PROC_CASEFOLD, &boundary);
}

static bool begins_with(const char *text, const char *part) {
    while (*part) {
        utf8proc_int32_t folded[FOLDED_MAX];
        int n = *text ? fold(next_character(&text), folded) : 0;
        if (n <= 0 || n > FOLDED_MAX) return false;
        for (int i = 0; i < n && *part; i++)
            if (next_character(&part) != folded[i]) return false;
    }
    return true;
}

bool lc_unicode_contains(const char *text, const char *part) {
    do {
        if (begins_with(text, part)) return true;
    } while (*text && (next_character(&text), true));
    return false;
}
