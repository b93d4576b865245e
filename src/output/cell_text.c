#include "output/cell_text.h"

#include <stdbool.h>
#include <string.h>

#include "base/memory.h"
#include "base/utf8.h"

static const char REPLACEMENT[] = "\xEF\xBF\xBD", UNDERSCORE[] = "_x005F_";

static bool is_hex(char c) {
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
}

/* "_x" and four digits and "_": the code of a character. */
static bool is_code(const char *s) {
    if (s[0] != '_' || s[1] != 'x') return false;
    for (int i = 2; i < 6; i++)
        if (!is_hex(s[i])) return false;
    return s[6] == '_';
}

/* U+0000 to U+001F but for tab and line ends, U+FFFE and U+FFFF. */
static bool is_held(const char *s, size_t n) {
    unsigned char c = (unsigned char)*s;
    if (n == 1) return c >= 0x20 || c == '\t' || c == '\n';
    return n != 3 || (memcmp(s, "\xEF\xBF\xBE", 3) != 0 && memcmp(s, "\xEF\xBF\xBF", 3) != 0);
}

char *lc_cell_text(const char *text, size_t *replaced) {
    char *copy = LC_NEW(char, 7 * strlen(text) + 1), *out = copy;
    for (const char *s = text; copy && *s;) {
        size_t n = lc_utf8_length(s);
        if (*s == '\r') {
            if (s[1] != '\n') *out++ = '\n';
            s++;
        } else if (n && is_held(s, n)) {
            if (is_code(s)) {
                memcpy(out, UNDERSCORE, 7);
                out += 7;
            } else {
                memcpy(out, s, n);
                out += n;
            }
            s += n;
        } else {
            memcpy(out, REPLACEMENT, 3);
            out += 3;
            s += n ? n : 1;
            ++*replaced;
        }
    }
    if (copy) *out = '\0';
    return copy;
}

size_t lc_cell_length(const char *text) {
    size_t n = 0;
    for (const unsigned char *s = (const unsigned char *)text; *s; s++)
        n += (*s & 0xC0) != 0x80 ? (*s >= 0xF0 ? 2 : 1) : 0;
    return n;
}

/* CJK and what is drawn like it begins at U+2E80: three bytes from E2 BA 80 on. */
static int columns(const unsigned char *s) {
    if ((*s & 0xC0) == 0x80) return 0;
    return *s > 0xE2 || (*s == 0xE2 && s[1] >= 0xBA) ? 2 : 1;
}

static double line_width(const char *text, size_t n) {
    double width = 0;
    for (size_t i = 0; i < n; i++) width += columns((const unsigned char *)text + i);
    return width;
}

double lc_cell_width(const char *text) {
    double most = 0;
    for (const char *s = text;; s++) {
        size_t n = strcspn(s, "\n");
        double width = line_width(s, n);
        if (width > most) most = width;
        s += n;
        if (!*s) return most;
    }
}

size_t lc_cell_lines(const char *text, double width) {
    size_t lines = 0;
    for (const char *s = text;; s++) {
        size_t n = strcspn(s, "\n");
        size_t more = (size_t)(line_width(s, n) / (width > 1 ? width : 1) + 0.999);
        lines += more ? more : 1;
        s += n;
        if (!*s) return lines;
    }
}
