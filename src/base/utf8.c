#include "base/utf8.h"

#include <stdbool.h>
#include <stdio.h>
#include <string.h>

static const char MARK[] = "…";
enum { MARK_LENGTH = sizeof MARK - 1 };

size_t lc_utf8_length(const char *text) {
    const unsigned char *s = (const unsigned char *)text;
    if (s[0] < 0x80) return 1;
    size_t n = s[0] < 0xE0 ? 2 : s[0] < 0xF0 ? 3 : 4;
    if (s[0] < 0xC2 || s[0] > 0xF4) return 0;
    for (size_t i = 1; i < n; i++)
        if ((s[i] & 0xC0) != 0x80) return 0;
    bool overlong = (s[0] == 0xE0 && s[1] < 0xA0) || (s[0] == 0xF0 && s[1] < 0x90);
    bool beyond = (s[0] == 0xED && s[1] > 0x9F) || (s[0] == 0xF4 && s[1] > 0x8F);
    return overlong || beyond ? 0 : n;
}

void lc_utf8_trim(char *text) {
    size_t n = strlen(text), start = n;
    while (start > 0 && n - start < 4 && ((unsigned char)text[start - 1] & 0xC0) == 0x80) start--;
    if (start > 0 && (unsigned char)text[start - 1] >= 0xC0) start--;
    if (start < n && lc_utf8_length(text + start) == 0) text[start] = '\0';
}

void lc_utf8_mark_cut(char *text, size_t size) {
    text[size - 1 - MARK_LENGTH] = '\0';
    lc_utf8_trim(text);
    memcpy(text + strlen(text), MARK, sizeof MARK);
}

void lc_list_add(char *list, size_t size, const char *name) {
    enum { CHARACTER = 4 }; /* bytes at most: what is cut off before the mark, and the end */
    size_t used = strlen(list), room = size - used;
    if (room <= CHARACTER && used >= MARK_LENGTH && strcmp(list + used - MARK_LENGTH, MARK) == 0) return;
    int needed = snprintf(list + used, room, "%s%s", used ? ", " : "", name);
    if (needed < 0 || (size_t)needed >= room) lc_utf8_mark_cut(list, size);
}
