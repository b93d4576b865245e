#include "base/number.h"

#include <locale.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { LONGEST = 128 }; /* of a number: the longest double written out in full has fewer significant digits */

/* ------------------------------------------------------------------------------------------------------- characters */

/* Length of a blank at `p`, 0 when there is none. */
static size_t blank_at(const char *p) {
    if (*p == ' ' || (*p >= '\t' && *p <= '\r')) return 1;
    if (strncmp(p, "\xC2\xA0", 2) == 0) return 2;      /* U+00A0 */
    return strncmp(p, "\xE3\x80\x80", 3) == 0 ? 3 : 0; /* U+3000 */
}

bool lc_number_is_blank(const char *text) {
    for (size_t n; (n = blank_at(text)) > 0;) text += n;
    return !*text;
}

/* The ASCII character of a full-width one at `p`, 0 when it is none: EF BC 81 .. EF BD 9E in UTF-8. */
static char narrow_at(const char *p) {
    const unsigned char *u = (const unsigned char *)p;
    if (u[0] != 0xEF || (u[1] != 0xBC && u[1] != 0xBD) || u[2] < 0x80 || u[2] > 0xBF) return 0;
    int c = (u[1] - 0xBC) * 64 + u[2] - 0x80 + 0x20;
    return c > 0x20 && c < 0x7F ? (char)c : 0;
}

bool lc_number_narrow(const char *text, char *out, size_t size) {
    size_t n = 0;
    for (size_t skip; (skip = blank_at(text)) > 0;) text += skip;
    while (!lc_number_is_blank(text)) {
        char c = narrow_at(text);
        size_t blank = blank_at(text);
        if (n + 1 >= size) return false;
        out[n++] = c ? c : blank ? ' ' : *text;
        text += c ? 3 : blank ? blank : 1;
    }
    out[n] = '\0';
    return true;
}

/* ----------------------------------------------------------------------------------------------------------- grammar
 */

static size_t digits(const char *p) {
    return strspn(p, "0123456789");
}

/* Take the digits before the point, with or without commas, into `to`; how many there are. false when a comma stands
   where none belongs. A first group of 0 is no thousand: 0,125 is a decimal comma. */
static bool take_whole(const char **from, char **to, size_t *count) {
    const char *p = *from;
    size_t n = digits(p);
    bool grouped = p[n] == ',';
    *count = n;
    if (grouped && (n < 1 || n > 3 || *p == '0')) return false;
    memcpy(*to, p, n);
    *to += n;
    for (p += n; *p == ','; p += 4) {
        if (digits(p + 1) != 3) return false;
        memcpy(*to, p + 1, 3);
        *to += 3;
        *count += 3;
    }
    *from = p;
    return true;
}

/* The number in C's own grammar, without commas; false when the text is none. */
static bool make_plain(const char *p, char *to, char point) {
    size_t whole, part = 0;
    const char *start = p;
    if (*p == '+' || *p == '-') *to++ = *p++;
    if (!take_whole(&p, &to, &whole)) return false;
    bool grouped = memchr(start, ',', (size_t)(p - start)) != NULL;
    if (*p == '.') {
        *to++ = point;
        part = digits(++p);
        memcpy(to, p, part);
        to += part;
        p += part;
    }
    if (whole + part == 0) return false;
    if ((*p == 'e' || *p == 'E') && !grouped) {
        *to++ = *p++;
        if (*p == '+' || *p == '-') *to++ = *p++;
        size_t n = digits(p);
        if (!n) return false;
        memcpy(to, p, n);
        to += n;
        p += n;
    }
    *to = '\0';
    return !*p;
}

bool lc_number_read(const char *text, double *out) {
    char narrow[LONGEST], plain[LONGEST];
    const char *point = localeconv()->decimal_point; /* strtod() wants the host's */
    if (!lc_number_narrow(text, narrow, sizeof narrow)) return false;
    if (!make_plain(narrow, plain, point && *point && !point[1] ? *point : '.')) return false;
    double value = strtod(plain, NULL);
    if (!isfinite(value)) return false;
    *out = value;
    return true;
}
