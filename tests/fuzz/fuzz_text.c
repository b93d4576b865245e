/* Names of encodings (the first line), and text in them. */
#include "base/memory.h"
#include "base/utf8.h"
#include "fuzz.h"
#include "source/encoding.h"
#include "source/text.h"

static void check_text(char *text) {
    fuzz_assert(text != NULL, "text that is no character goes, the rest stays");
    for (const char *c = text; *c; c += lc_utf8_length(c)) fuzz_assert(lc_utf8_length(c) > 0, "text leaves in UTF-8");
    free(text);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    char *name = LC_NEW(char, size + 1), *end;
    fuzz_assert(name != NULL, "there is memory");
    if (size) memcpy(name, data, size);
    name[size] = '\0';
    const char *text = (end = strchr(name, '\n')) ? end + 1 : "";
    if (end) *end = '\0';
    lc_encoding encoding;
    lc_text_sample sample = {0};
    if (lc_encoding_find(name, &encoding)) {
        fuzz_got_through = true;

        lc_text_sample_name(&sample, encoding.codec);
        check_text(lc_text_decode(text, encoding.codec));
    }
    lc_text_look(&sample, text);
    lc_text_guess_misfits(&sample, lc_text_guess(&sample));
    check_text(lc_text_decode(text, lc_text_guess(&sample)));
    check_text(lc_text_tidy(lc_strdup(text)));
    lc_text_sample_end(&sample);
    free(name);
    return 0;
}
