#include "base/error.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/language.h"
#include "base/memory.h"

void lc_error_clear(lc_error_state *error) {
    free(error->file);
    free(error->layer);
    error->file = error->layer = NULL;
    error->text[0] = 0;
    error->status = LC_OK;
    error->error_class = LC_ERROR_NONE;
    error->feature = -1;
    error->line = 0;
}

/* Of an error of which no reader says more. */
static lc_error_class usual_class(lc_status status) {
    if (status == LC_OK) return LC_ERROR_NONE;
    return status == LC_ERR_INPUT ? LC_ERROR_ARGUMENT : LC_ERROR_SYSTEM;
}

lc_status lc_fail(lc_context *ctx, lc_status status, const char *format, ...) {
    char text[LC_MESSAGE_MAX]; /* an argument may be the message before */
    va_list args;
    va_start(args, format);
    vsnprintf(text, sizeof text, lc_tr(ctx, format), args);
    va_end(args);
    lc_secrets_hide(&ctx->secrets, text, sizeof text);
    lc_error_clear(&ctx->error);
    char *to = ctx->error.text;
    for (const char *c = text; *c; c++) *to++ = *c == '\n' || *c == '\r' ? ' ' : *c;
    *to = 0;
    ctx->error.status = status;
    ctx->error.error_class = usual_class(status);
    return status;
}

/* A copy that shows no secrets; NULL stays NULL, and is what there is when memory is out. */
static char *shown(const lc_context *ctx, const char *text) {
    return text ? lc_secrets_hidden(&ctx->secrets, text) : NULL;
}

lc_status lc_fail_at(lc_context *ctx, lc_status status, const lc_where *where) {
    lc_error_state *e = &ctx->error;
    if (status != LC_ERR_INPUT && status != LC_ERR_IO) return status;
    if (e->error_class == usual_class(status)) e->error_class = where->error_class;
    if (!e->file) e->file = shown(ctx, where->file);
    if (!e->layer) e->layer = shown(ctx, where->layer);
    if (e->feature < 0) e->feature = where->feature;
    if (!e->line) e->line = where->line;
    return status;
}

lc_status lc_fail_as(lc_context *ctx, lc_status status, const lc_context *other) {
    const lc_error_state *e = &other->error;
    const lc_where where = {e->error_class, e->file, e->layer, e->feature, e->line};
    lc_fail(ctx, status, "%s", e->text);
    return lc_fail_at(ctx, status, &where);
}

void lc_cancel(lc_context *ctx) {
    atomic_store(&ctx->cancel, true);
}

void lc_cancel_clear(lc_context *ctx) {
    atomic_store(&ctx->cancel, false);
}

bool lc_cancelled(const lc_context *ctx) {
    for (; ctx; ctx = ctx->parent)
        if (atomic_load_explicit(&ctx->cancel, memory_order_relaxed) ||
            atomic_load_explicit(&ctx->told_to_stop, memory_order_relaxed))
            return true;
    return false;
}

lc_status lc_fail_cancelled(lc_context *ctx) {
    return lc_cancelled(ctx) ? lc_fail(ctx, LC_ERR_CANCELLED, "cancelled") : LC_OK;
}

lc_status lc_fail_memory(lc_context *ctx) {
    if (lc_cancelled(ctx)) return lc_fail_cancelled(ctx);
    return lc_fail(ctx, LC_ERR_MEMORY, "out of memory");
}

const char *lc_error_message(const lc_context *ctx) {
    return ctx->error.text;
}

lc_error_info lc_error(const lc_context *ctx) {
    const lc_error_state *e = &ctx->error;
    return (lc_error_info){.status = e->status,
                           .error_class = e->error_class,
                           .file = e->file,
                           .layer = e->layer,
                           .feature = e->status == LC_OK ? -1 : e->feature,
                           .line = e->line,
                           .text = e->text};
}
