/* Histories, as files: the runs, a series of the city and of a community, and the JSON of both. */
#include "fuzz.h"

static void read_series(lc_context *ctx, lc_history *history, const char *community) {
    lc_series *series = NULL;
    char *json = NULL;
    lc_status status = lc_history_series(ctx, history, community, NULL, &series);
    if (status == LC_ERR_MEMORY || !fuzz_ok(ctx, status)) return;
    for (size_t i = 0; i < lc_series_count(series); i++)
        fuzz_assert(lc_series_at(series, i).stored && lc_series_at(series, i).indicator, "points have their names");
    if (fuzz_ok(ctx, lc_series_json(ctx, series, &json))) free(json);
    lc_series_free(series);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    fuzz_file file = fuzz_write(data, size, ".sqlite");
    lc_context *ctx = fuzz_context();
    lc_history *history = NULL;
    lc_status status = lc_history_open(ctx, file.path, &history);
    if (status != LC_ERR_MEMORY && fuzz_ok(ctx, status)) { /* SQLite says so of some damaged schemas */
        char *json = NULL;
        for (size_t i = 0; i < lc_history_run_count(history); i++) {
            lc_run run = lc_history_run(history, i);
            fuzz_assert(run.stored && run.profile && run.version && run.sha256, "runs have their texts");
            lc_history_ratio(history, i, "park");
            status = lc_history_export(ctx, history, run.number, "/dev/null");
            if (status != LC_ERR_MEMORY) fuzz_ok(ctx, status);
        }
        if (fuzz_ok(ctx, lc_history_json(ctx, history, &json))) free(json);
        fuzz_got_through = true;
        read_series(ctx, history, NULL);
        read_series(ctx, history, "a");
        lc_history_free(history);
    }
    lc_context_free(ctx);
    fuzz_remove(&file);
    return 0;
}
