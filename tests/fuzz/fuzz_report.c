/* Reports read back and compared: two, with a NUL between them, or one with itself. */
#include "base/memory.h"
#include "fuzz.h"
#include "output/diff_write.h"
#include "report/read.h"

static lc_figures *parse(lc_context *ctx, const uint8_t *data, size_t size) {
    lc_figures *figures = NULL;
    char *text = LC_NEW(char, size + 1);
    fuzz_assert(text != NULL, "there is memory");
    if (size) memcpy(text, data, size);
    text[size] = '\0';
    fuzz_ok(ctx, lc_figures_parse(ctx, text, size, "input", NULL, &figures));
    free(text);
    return figures;
}

static void compare(lc_context *ctx, const lc_figures *before, const lc_figures *after) {
    lc_diff *diff = NULL;
    if (!fuzz_ok(ctx, lc_diff_new(ctx, before, after, NULL, &diff))) return;
    FILE *file = fopen("/dev/null", "w");
    fuzz_assert(file != NULL, "/dev/null can be written to");
    lc_diff_print_json(file, diff);
    lc_diff_print_markdown(file, ctx, diff, 1);
    fclose(file);
    fuzz_ok(ctx, lc_diff_write(ctx, diff, LC_DIFF_JUNIT, "/dev/null"));
    for (size_t i = 0; i < lc_diff_change_count(diff); i++) {
        char text[64];
        lc_change change = lc_diff_change(diff, i);
        lc_change_text(ctx, &change, text, sizeof text);
    }
    if (before == after) fuzz_assert(lc_diff_passed(diff), "a report is no worse than itself");
    fuzz_got_through = true;
    lc_diff_free(diff);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    lc_context *ctx = fuzz_context();
    const uint8_t *nul = size ? memchr(data, 0, size) : NULL;
    size_t first = nul ? (size_t)(nul - data) : size;
    lc_figures *before = parse(ctx, data, first);
    lc_figures *after = nul ? parse(ctx, nul + 1, size - first - 1) : NULL;
    if (before) compare(ctx, before, before);
    if (before && after) compare(ctx, before, after);
    lc_figures_free(after);
    lc_figures_free(before);
    lc_context_free(ctx);
    return 0;
}
