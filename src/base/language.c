#include "base/language.h"

bool lc_is_chinese(const lc_context *ctx) {
    (void)ctx;
    return false;
}

const char *lc_tr(const lc_context *ctx, const char *text) {
    (void)ctx;
    return text;
}
