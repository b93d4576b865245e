#include "report/words.h"

#include <string.h>

#include "base/language.h"

const char *lc_verdict_text(const lc_context *ctx, lc_verdict verdict) {
    static const char *const words[] = {[LC_NO_TARGET] = LC_TEXT("no target"),
                                        [LC_MET] = LC_TEXT("met"),
                                        [LC_MISSED] = LC_TEXT("missed"),
                                        [LC_NO_DATA] = LC_TEXT("no data")};
    return lc_tr(ctx, words[verdict]);
}

const char *lc_verified_text(const lc_context *ctx, const char *verified) {
    if (!verified) return "–";
    if (strcmp(verified, "text") == 0) return lc_tr(ctx, "from the text");
    return lc_tr(ctx, strcmp(verified, "secondary") == 0 ? "from a secondary source" : "unverified");
}

const char *lc_reason_known(const char *reason) {
    static const char *const known[] = {LC_TEXT("no_source"),  LC_TEXT("no_facilities"),  LC_TEXT("no_levels"),
                                        LC_TEXT("no_network"), LC_TEXT("no_residential"), LC_TEXT("no_population"),
                                        LC_TEXT("no_demand"),  LC_TEXT("no_area"),        LC_TEXT("part_no_data"),
                                        LC_TEXT("no_group"),   LC_TEXT("no_supply")};
    for (size_t i = 0; i < sizeof known / sizeof *known; i++)
        if (strcmp(known[i], reason) == 0) return known[i];
    return NULL;
}

const char *lc_reason_text(const lc_context *ctx, const char *reason) {
    const char *known = lc_reason_known(reason);
    return known ? lc_tr(ctx, known) : reason;
}

const char *lc_title_text(const lc_context *ctx, const char *en, const char *zh) {
    return lc_is_chinese(ctx) && zh ? zh : en;
}
