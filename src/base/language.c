#include "base/language.h"

#include <stdio.h>
#include <string.h>

#include "base/catalogue.h"

static bool is_chinese(const char *language) {
    return language && strncmp(language, "zh", 2) == 0;
}

static const char *chinese(const char *text) {
    const char *found = text && *text ? lc_catalogue_find(lc_catalogue_zh, lc_catalogue_zh_size, text) : NULL;
    return found && *found ? found : text;
}

const char *lc_translate(const char *language, const char *text) {
    return is_chinese(language) ? chinese(text) : text;
}

void lc_context_set_language(lc_context *ctx, const char *language) {
    ctx->chinese = is_chinese(language);
}

bool lc_is_chinese(const lc_context *ctx) {
    return ctx->chinese;
}

const char *lc_tr(const lc_context *ctx, const char *text) {
    return ctx->chinese ? chinese(text) : text;
}

const char *lc_role_text(const lc_context *ctx, const char *role, char *buffer, size_t size) {
    static const struct {
        const char *start, *format;
    } composed[] = {{"facilities of ", LC_TEXT("facilities of %s")}, {"entrances of ", LC_TEXT("entrances of %s")}};
    for (size_t i = 0; i < sizeof composed / sizeof *composed; i++) {
        size_t n = strlen(composed[i].start);
        if (strncmp(role, composed[i].start, n) != 0) continue;
        snprintf(buffer, size, lc_tr(ctx, composed[i].format), role + n);
        return buffer;
    }
    return lc_tr(ctx, role);
}
