/* lc_merge(), lc_merge_csv(), lc_merge_layers(): reports, tables and layers of parts of the planes as one. */
#include <string.h>

#include "base/memory.h"
#include "output/merge.h"
#include "output/merge_csv.h"
#include "output/shard_layers.h"

/* What is to be written of parts that go together. */
typedef struct {
    lc_output_kind kind;
    const char *path;
    const lc_write_options *options;
} wish_t;

typedef lc_status (*write_fn)(lc_context *ctx, lc_shard_file *shard, size_t n, const wish_t *wish);

static lc_status write_report(lc_context *ctx, lc_shard_file *shard, size_t n, const wish_t *wish) {
    lc_report *sums = NULL;
    lc_status status = lc_shards_sum(ctx, shard, n, &sums);
    if (status == LC_OK) status = lc_shards_write(ctx, shard, n, sums, wish->path);
    lc_report_free(sums);
    return status;
}

static lc_status write_csv(lc_context *ctx, lc_shard_file *shard, size_t n, const wish_t *wish) {
    return lc_shards_write_csv(ctx, shard, n, wish->path);
}

static lc_status write_layers(lc_context *ctx, lc_shard_file *shard, size_t n, const wish_t *wish) {
    lc_report *sums = NULL;
    lc_status status = lc_shards_sum(ctx, shard, n, &sums);
    if (status == LC_OK) status = lc_shard_layers_join(ctx, shard, n, wish->kind == LC_GAPS, sums);
    if (status == LC_OK) status = lc_write(ctx, sums, wish->kind, wish->path, wish->options);
    lc_report_free(sums);
    return status;
}

static lc_status merge(lc_context *ctx, const char *const *parts, size_t n, const wish_t *wish, write_fn write) {
    lc_context_begin(ctx);
    if (n == 0) return lc_fail(ctx, LC_ERR_INPUT, "nothing to merge: name the reports of all parts");
    lc_shard_file *shard = LC_NEW0(lc_shard_file, n);
    lc_status status = shard ? lc_phase_begin(ctx, "merge reports") : lc_fail_memory(ctx);
    size_t opened = 0;
    for (; status == LC_OK && opened < n; opened++) status = lc_shard_open(ctx, parts[opened], &shard[opened]);
    for (size_t k = 0; status == LC_OK && k < n; k++)
        if (strcmp(parts[k], wish->path) == 0)
            status = lc_fail(ctx, LC_ERR_INPUT, "%s is one of the parts; write the merged report to another file",
                             wish->path);
    if (status == LC_OK) status = lc_shards_check(ctx, shard, n);
    if (status == LC_OK) status = write(ctx, shard, n, wish);
    lc_phase_begin(ctx, NULL);
    for (size_t k = 0; shard && k < n; k++) lc_shard_close(&shard[k]);
    free(shard);
    return status;
}

lc_status lc_merge(lc_context *ctx, const char *const *parts, size_t n, const char *path) {
    return merge(ctx, parts, n, &(wish_t){.path = path}, write_report);
}

lc_status lc_merge_csv(lc_context *ctx, const char *const *parts, size_t n, const char *path) {
    return merge(ctx, parts, n, &(wish_t){.path = path}, write_csv);
}

lc_status lc_merge_layers(lc_context *ctx, const char *const *parts, size_t n, lc_output_kind kind, const char *path,
                          const lc_write_options *options) {
    lc_context_begin(ctx);
    if (kind != LC_AREAS && kind != LC_GAPS)
        return lc_fail(ctx, LC_ERR_INPUT, "parts have service areas and gaps beside their reports, and not kind %d",
                       (int)kind);
    lc_status status = lc_write_check(ctx, kind, path, options);
    return status == LC_OK ? merge(ctx, parts, n, &(wish_t){kind, path, options}, write_layers) : status;
}
