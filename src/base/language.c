#include "base/language.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "base/catalogue.h"
#include "base/utf8.h"

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

/* The words are those of the C library in its own locale: what is not here stays English. */
const char *lc_system_text(const lc_context *ctx, int error) {
    switch (error) {
    case ENOENT:
        return lc_tr(ctx, "No such file or directory");
    case EACCES:
        return lc_tr(ctx, "Permission denied");
    case EPERM:
        return lc_tr(ctx, "Operation not permitted");
    case EISDIR:
        return lc_tr(ctx, "Is a directory");
    case ENOTDIR:
        return lc_tr(ctx, "Not a directory");
    case ENOSPC:
        return lc_tr(ctx, "No space left on device");
    case EROFS:
        return lc_tr(ctx, "Read-only file system");
    case EIO:
        return lc_tr(ctx, "Input/output error");
    case EPIPE:
        return lc_tr(ctx, "Broken pipe");
    default:
        return strerror(error);
    }
}

const char *lc_role_text(const lc_context *ctx, const char *role, char *buffer, size_t size) {
    static const struct {
        const char *start, *format;
    } composed[] = {{"facilities of ", LC_TEXT("facilities of %s")}, {"entrances of ", LC_TEXT("entrances of %s")}};
    for (size_t i = 0; i < sizeof composed / sizeof *composed; i++) {
        size_t n = strlen(composed[i].start);
        if (strncmp(role, composed[i].start, n) != 0) continue;
        int length = snprintf(buffer, size, lc_tr(ctx, composed[i].format), role + n);
        if (length > 0 && (size_t)length >= size) lc_utf8_mark_cut(buffer, size);
        return buffer;
    }
    return lc_tr(ctx, role);
}
