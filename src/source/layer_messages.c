#include "source/layer_messages.h"

#include <stdarg.h>
#include <stdlib.h>

#include "base/language.h"
#include "base/memory.h"

lc_status lc_layer_gdal_fail(lc_layer_reader *r, const char *doing) {
    return lc_fail(r->ctx, LC_ERR_INPUT, "%s: '%s' cannot be %s: %s", r->shown_role, r->source->text,
                   lc_tr(r->ctx, doing), lc_gdal_reason(r->ctx, &r->errors));
}

lc_status lc_layer_fail_feature(const lc_layer_reader *r, size_t feature) {
    return lc_fail_at(r->ctx, LC_ERR_INPUT, &(lc_where){.error_class = LC_ERROR_SOURCE, .feature = (int64_t)feature});
}

void lc_layer_tell(const lc_layer_reader *r, const char *code, const char *message, const char *format, ...) {
    va_list args;
    va_start(args, format);
    char *english = lc_vsprintf(format, args);
    va_end(args);
    va_start(args, format);
    char *local = lc_vsprintf(lc_tr(r->ctx, format), args);
    va_end(args);
    if (english && local)
        lc_source_warn(r->ctx, r->source, code, message, (lc_source_case){r->role, r->shown_role, english, local});
    free(english);
    free(local);
}

void lc_layer_warn(const lc_layer_reader *r, const char *code, const char *message, size_t n) {
    if (!n) return;
    lc_layer_tell(r, code, message, ": %zu", n);
    lc_warn_count(r->ctx, code, message, n - 1);
}
