/* Reports of parts, to be merged: one or two, with a NUL between them. */
#include "fuzz.h"
#include "report/merge_sums.h"

static bool open_part(lc_context *ctx, const uint8_t *data, size_t size, const char *ending, lc_shard_file *out) {
    fuzz_file file = fuzz_write(data, size, ending);
    bool ok = fuzz_ok(ctx, lc_shard_open(ctx, file.path, out)); /* it stays open */
    fuzz_remove(&file);
    return ok;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    lc_context *ctx = fuzz_context();
    const uint8_t *nul = size ? memchr(data, 0, size) : NULL;
    size_t first = nul ? (size_t)(nul - data) : size, n = nul ? 2 : 1;
    lc_shard_file shard[2] = {{0}};
    lc_report *sums = NULL;
    bool ok = open_part(ctx, data, first, ".1.geojson", &shard[0]) &&
              (!nul || open_part(ctx, nul + 1, size - first - 1, ".2.geojson", &shard[1]));
    if (ok && fuzz_ok(ctx, lc_shards_check(ctx, shard, n)) && fuzz_ok(ctx, lc_shards_sum(ctx, shard, n, &sums))) {
        fuzz_got_through = true;
        fuzz_assert(sums->n_communities > 0, "a merged report has communities");
    }
    lc_report_free(sums);
    for (size_t k = 0; k < n; k++) lc_shard_close(&shard[k]);
    lc_context_free(ctx);
    return 0;
}
