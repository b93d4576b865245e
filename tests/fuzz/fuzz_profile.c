/* Profiles, also such as extend a built-in one. */
#include "fuzz.h"
#include "profile/profile.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    fuzz_file file = fuzz_write(data, size, ".yaml");
    lc_context *ctx = fuzz_context();
    lc_profile *profile = NULL;
    if (fuzz_ok(ctx, lc_profile_load(ctx, LC_DATA_DIR, file.path, &profile))) {
        for (size_t i = 0; i < profile->n_indicators; i++) {
            const lc_indicator_def *indicator = &profile->indicators[i];
            fuzz_assert(*indicator->id && indicator->title_en && indicator->title_zh, "indicators have names");
            for (size_t k = 0; k < indicator->n_rules; k++)
                fuzz_assert(indicator->rules[k].distance_m > 0, "rules have a distance");
        }
        fuzz_got_through = true;
        lc_profile_free(profile);
    }
    lc_context_free(ctx);
    fuzz_remove(&file);
    return 0;
}
