/* Project files. */
#include "fuzz.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    fuzz_file file = fuzz_write(data, size, ".yaml");
    lc_context *ctx = fuzz_context();
    lc_project *project = NULL;
    if (fuzz_ok(ctx, lc_project_read(ctx, file.path, &project))) {
        lc_city_options options = LC_CITY_OPTIONS_INIT;
        lc_city_options_fill(&options, lc_project_city(project));
        for (size_t i = 0; i < options.n_facilities; i++)
            fuzz_assert(strchr(options.facilities[i], '=') != NULL, "facilities are CATEGORY=SOURCE");
        fuzz_got_through = true;
        lc_project_free(project);
    }
    lc_context_free(ctx);
    fuzz_remove(&file);
    return 0;
}
