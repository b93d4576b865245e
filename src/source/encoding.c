#include "source/encoding.h"

#include <ctype.h>
#include <iconv.h>
#include <stdio.h>
#include <string.h>

/* Spellings without anything but lower-case letters and digits. GB 2312 and GBK are read as GB18030, which holds them
   both: files of today use characters that the older names do not cover. */
static const struct {
    const char *plain, *shown, *codec;
} KNOWN[] = {
    {"utf8", "UTF-8", "UTF-8"},
    {"65001", "UTF-8", "UTF-8"},
    {"gbk", "GBK", "GB18030"},
    {"936", "GBK", "GB18030"},
    {"gb2312", "GB2312", "GB18030"},
    {"gb231280", "GB2312", "GB18030"},
    {"euccn", "GB2312", "GB18030"},
    {"20936", "GB2312", "GB18030"},
    {"gb18030", "GB18030", "GB18030"},
    {"54936", "GB18030", "GB18030"},
    {"gb180302005", "GB18030", "GB18030"},
    {"big5", "Big5", "BIG5"},
    {"950", "Big5", "BIG5"},
    {"latin1", "ISO-8859-1", "ISO-8859-1"},
    {"28591", "ISO-8859-1", "ISO-8859-1"},
};

/* Words before a code page's number. */
static const char *const PREFIX[] = {"ansi", "oem", "windows", "win", "cp", "ms", "x"};

static void make_plain(const char *name, char *plain, size_t size) {
    size_t n = 0;
    for (; *name && n + 1 < size; name++) /* a byte order mark is none of the letters */
        if (isalnum((unsigned char)*name)) plain[n++] = (char)tolower((unsigned char)*name);
    plain[n] = '\0';
}

static const char *without_prefix(const char *plain) {
    for (size_t i = 0; i < sizeof PREFIX / sizeof *PREFIX; i++) {
        size_t n = strlen(PREFIX[i]);
        if (strncmp(plain, PREFIX[i], n) == 0 && plain[n]) return plain + n;
    }
    return plain;
}

static bool find_known(const char *plain, lc_encoding *out) {
    for (size_t i = 0; i < sizeof KNOWN / sizeof *KNOWN; i++) {
        if (strcmp(plain, KNOWN[i].plain) != 0) continue;
        snprintf(out->shown, sizeof out->shown, "%s", KNOWN[i].shown);
        snprintf(out->codec, sizeof out->codec, "%s", KNOWN[i].codec);
        return true;
    }
    return false;
}

static bool try_codec(const char *name, lc_encoding *out) {
    iconv_t codec = *name ? iconv_open("UTF-8", name) : (iconv_t)-1;
    if (codec == (iconv_t)-1) return false;
    iconv_close(codec);
    snprintf(out->shown, sizeof out->shown, "%s", name);
    snprintf(out->codec, sizeof out->codec, "%s", name);
    return true;
}

static bool is_number(const char *text) {
    return *text && strspn(text, "0123456789") == strlen(text);
}

bool lc_encoding_find(const char *name, lc_encoding *out) {
    char plain[LC_ENCODING_MAX], made[2 * LC_ENCODING_MAX], trimmed[LC_ENCODING_MAX];
    make_plain(name, plain, sizeof plain);
    if (!*plain) return false;
    if (find_known(plain, out) || find_known(without_prefix(plain), out)) return true;
    const char *number = without_prefix(plain);
    const char *part = strncmp(number, "iso", 3) == 0 ? number + 3 : number;
    if (is_number(part) && strncmp(part, "8859", 4) == 0 && part[4]) {
        snprintf(made, sizeof made, "ISO-8859-%s", part + 4);
        return strlen(made) < LC_ENCODING_MAX && try_codec(made, out);
    }
    if (is_number(number)) {
        snprintf(made, sizeof made, "CP%s", number);
        return strlen(made) < LC_ENCODING_MAX && try_codec(made, out);
    }
    while (isspace((unsigned char)*name)) name++;
    size_t n = strcspn(name, " \t\r\n");
    if (n >= sizeof trimmed) return false;
    memcpy(trimmed, name, n);
    trimmed[n] = '\0';
    return try_codec(trimmed, out);
}
