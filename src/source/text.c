#include "source/text.h"

#include <cpl_conv.h>
#include <cpl_string.h>
#include <errno.h>
#include <iconv.h>
#include <stdint.h>
#include <string.h>

#include "base/memory.h"
#include "base/unicode.h"

/* ------------------------------------------------------------------ UTF-8 */

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

/* Bytes of valid UTF-8 at the beginning, and what follows them. */
static size_t utf8_prefix(const char *text, lc_text_fit *fit) {
    const unsigned char *p = (const unsigned char *)text;
    int n = 0;
    while (*p && (n = utf8_length(p)) > 0) p += n;
    *fit = !*p ? LC_TEXT_FITS : n < 0 ? LC_TEXT_CUT : LC_TEXT_BROKEN;
    return (size_t)((const char *)p - text);
}

void lc_text_trim(char *text) {
    lc_text_fit fit;
    size_t n = utf8_prefix(text, &fit);
    if (fit == LC_TEXT_CUT) text[n] = '\0';
}

/* Leave out the bytes that are no character. */
static void drop_broken(char *text) {
    const unsigned char *from = (const unsigned char *)text;
    char *to = text;
    while (*from) {
        int n = utf8_length(from);
        if (n <= 0) from++;
        for (; n > 0; n--) *to++ = (char)*from++;
    }
    *to = '\0';
}

/* All that is not yet composed, or composed otherwise, begins at U+0300. */
static bool is_surely_nfc(const char *text) {
    for (const unsigned char *p = (const unsigned char *)text; *p; p++)
        if (*p >= 0xcc) return false;
    return true;
}

char *lc_text_tidy(char *text) {
    if (!text) return NULL;
    drop_broken(text);
    if (is_surely_nfc(text)) return text;
    char *composed = lc_unicode_compose(text);
    free(text);
    return composed;
}

char *lc_text_decode(const char *text, const char *codec) {
    char *decoded = CPLRecode(text, codec, CPL_ENC_UTF8);
    char *copy = lc_strdup(decoded);
    CPLFree(decoded);
    return lc_text_tidy(copy);
}

/* ------------------------------------------------------------- the sample */

bool lc_text_sample_name(lc_text_sample *sample, const char *codec) {
    iconv_t opened = iconv_open("UTF-8", codec);
    if (opened == (iconv_t)-1) return false;
    sample->codec = opened;
    return true;
}

void lc_text_sample_end(lc_text_sample *sample) {
    if (sample->codec) iconv_close(sample->codec);
    sample->codec = NULL;
}

static lc_text_fit fit_named(iconv_t codec, const char *text) {
    char room[512], *in = (char *)(uintptr_t)text;
    size_t left = strlen(text);
    iconv(codec, NULL, NULL, NULL, NULL); /* forget the text before */
    while (left) {
        char *out = room;
        size_t space = sizeof room;
        if (iconv(codec, &in, &left, &out, &space) != (size_t)-1 || errno == E2BIG) continue;
        return errno == EINVAL ? LC_TEXT_CUT : LC_TEXT_BROKEN;
    }
    return LC_TEXT_FITS;
}

static lc_text_fit fit_gb18030(lc_text_sample *sample, const char *text) {
    for (const unsigned char *p = (const unsigned char *)text; *p;) {
        if (*p < 0x80) {
            p++;
        } else if (p[0] == 0x80 || p[0] == 0xff || (p[1] && p[1] < 0x30) || p[1] == 0x7f || p[1] == 0xff) {
            return LC_TEXT_BROKEN;
        } else if (p[1] == 0) {
            return LC_TEXT_CUT;
        } else if (p[1] < 0x40) {
            sample->pairs++;
            for (int i = 0; i < 4; i++, p++)
                if (!*p) return LC_TEXT_CUT;
        } else {
            sample->pairs++;
            if (p[0] >= 0xa1 && p[1] >= 0xa1) sample->common++;
            p += 2;
        }
    }
    return LC_TEXT_FITS;
}

static void count(lc_text_misfits *misfits, lc_text_fit fit) {
    misfits->cut += fit == LC_TEXT_CUT;
    misfits->broken += fit == LC_TEXT_BROKEN;
}

static size_t ascii_prefix(const char *text) {
    size_t n = 0;
    while (text[n] && (unsigned char)text[n] < 0x80) n++;
    return n;
}

/* "caf\xe9" ends like a character that has been cut, in both encodings: believed only of a text that has a whole one.
 */
static lc_text_fit believe(lc_text_fit fit, bool has_whole) {
    return fit == LC_TEXT_CUT && !has_whole ? LC_TEXT_BROKEN : fit;
}

void lc_text_look(lc_text_sample *sample, const char *text) {
    lc_text_fit fit;
    size_t pairs = sample->pairs, whole = utf8_prefix(text, &fit), ascii = ascii_prefix(text);
    if (!text[ascii]) return;
    sample->foreign++;
    count(&sample->utf8, believe(fit, whole > ascii));
    fit = fit_gb18030(sample, text);
    count(&sample->gb18030, believe(fit, sample->pairs > pairs));
    if (sample->codec) count(&sample->named, fit_named(sample->codec, text));
}

bool lc_text_fits_most(const lc_text_sample *sample, const lc_text_misfits *misfits) {
    enum { TOLERATED = 10 }; /* one in ten */
    return misfits->broken * TOLERATED <= sample->foreign;
}

const char *lc_text_guess(const lc_text_sample *sample) {
    if (lc_text_fits_most(sample, &sample->utf8)) return "UTF-8";
    /* An accented letter and its neighbour also make a double byte, but hardly ever an everyday one. */
    if (lc_text_fits_most(sample, &sample->gb18030) && 2 * sample->common >= sample->pairs) return "GB18030";
    return "ISO-8859-1";
}

lc_text_misfits lc_text_guess_misfits(const lc_text_sample *sample, const char *guess) {
    if (strcmp(guess, "UTF-8") == 0) return sample->utf8;
    return strcmp(guess, "GB18030") == 0 ? sample->gb18030 : (lc_text_misfits){0};
}
