#include "source/text.h"

#include <cpl_conv.h>
#include <cpl_string.h>
#include <string.h>

#include "base/memory.h"

/* Length of the UTF-8 character at p; 0 when there is none, -1 when the text ends in the middle of one. */
static int utf8_length(const unsigned char *p) {
    if (p[0] < 0x80) return 1;
    int n = p[0] >= 0xf0 ? 4 : p[0] >= 0xe0 ? 3 : 2;
    if (p[0] < 0xc2 || p[0] > 0xf4) return 0;
    for (int i = 1; i < n; i++) {
        if (p[i] == 0) return -1;
        if ((p[i] & 0xc0) != 0x80) return 0;
    }
    if ((p[0] == 0xe0 && p[1] < 0xa0) || (p[0] == 0xed && p[1] > 0x9f) || (p[0] == 0xf0 && p[1] < 0x90) ||
        (p[0] == 0xf4 && p[1] > 0x8f))
        return 0;
    return n;
}

/* Bytes of valid UTF-8 at the beginning; *cut when only an unfinished character follows. */
static size_t utf8_prefix(const char *text, bool *cut) {
    const unsigned char *p = (const unsigned char *)text;
    int n = 0;
    while (*p && (n = utf8_length(p)) > 0) p += n;
    *cut = *p && n < 0;
    return (size_t)((const char *)p - text);
}

bool lc_text_is_utf8(const char *text) {
    bool cut;
    return text[utf8_prefix(text, &cut)] == '\0' || cut;
}

void lc_text_trim(char *text) {
    bool cut;
    size_t n = utf8_prefix(text, &cut);
    if (cut) text[n] = '\0';
}

static void look_for_gb18030(lc_text_sample *sample, const char *text) {
    for (const unsigned char *p = (const unsigned char *)text; *p;) {
        if (*p < 0x80) {
            p++;
        } else if (p[0] == 0x80 || p[0] == 0xff || (p[1] && p[1] < 0x30) || p[1] == 0x7f || p[1] == 0xff) {
            sample->not_gb18030 = true;
            return;
        } else if (p[1] == 0) {
            return; /* cut by the field's width */
        } else if (p[1] < 0x40) {
            sample->pairs++;
            for (int i = 0; i < 4 && *p; i++) p++;
        } else {
            sample->pairs++;
            if (p[0] >= 0xa1 && p[1] >= 0xa1) sample->common++;
            p += 2;
        }
    }
}

void lc_text_look(lc_text_sample *sample, const char *text) {
    if (!lc_text_is_utf8(text)) sample->not_utf8 = true;
    look_for_gb18030(sample, text);
}

const char *lc_text_guess(const lc_text_sample *sample) {
    if (!sample->not_utf8) return "UTF-8";
    /* An accented letter and its neighbour also make a double byte, but hardly ever an everyday one. */
    if (!sample->not_gb18030 && 2 * sample->common >= sample->pairs) return "GB18030";
    return "ISO-8859-1";
}

char *lc_text_decode(const char *text, const char *encoding) {
    char *decoded = CPLRecode(text, encoding, CPL_ENC_UTF8);
    char *copy = lc_strdup(decoded);
    CPLFree(decoded);
    if (copy) lc_text_trim(copy);
    return copy;
}
