/* Source strings. */
#include "base/memory.h"
#include "fuzz.h"
#include "source/source.h"

/* A value is a piece of the text, and has something in it. */
static void check_value(const lc_source *source, const char *value) {
    if (value) fuzz_assert(*value && strstr(source->text, value), "values come from the text");
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    char *text = LC_NEW(char, size + 1);
    fuzz_assert(text != NULL, "there is memory");
    if (size) memcpy(text, data, size);
    text[size] = '\0';
    lc_context *ctx = fuzz_context();
    lc_source source = {0};
    if (fuzz_ok(ctx, lc_source_parse(ctx, text, &source))) {
        fuzz_assert(strcmp(source.text, text) == 0 && strncmp(text, source.path, strlen(source.path)) == 0,
                    "the path stands first");
        check_value(&source, source.path);
        check_value(&source, source.layername);
        check_value(&source, source.subset);
        check_value(&source, source.crs);
        check_value(&source, source.types);
        fuzz_got_through = true;
        fuzz_assert(lc_source_basename(&source) != NULL, "a source has a name");
    }
    lc_source_free(&source);
    lc_context_free(ctx);
    free(text);
    return 0;
}
