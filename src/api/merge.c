/* lc_merge() and its kin: reports of parts of the planes, and all that one run writes, as one. */
#include <string.h>

#include "base/memory.h"
#include "base/options.h"
#include "output/merge.h"
#include "output/merge_csv.h"
#include "report/join_parts.h"

/* What is to be made of parts that go together: a file, or a report. */
typedef struct {
    const char *path; /* NULL: none */
    lc_shard_wish shapes;
    lc_report *report;
} wish_t;

typedef lc_status (*make_fn)(lc_context *ctx, lc_shard_file *shard, size_t n, wish_t *wish);

static lc_status write_report(lc_context *ctx, lc_shard_file *shard, size_t n, wish_t *wish) {
    lc_report *sums = NULL;
    lc_status status = lc_shards_sum(ctx, shard, n, &sums);
    if (status == LC_OK) status = lc_shards_write(ctx, shard, n, sums, wish->path);
    lc_report_free(sums);
    return status;
}

static lc_status write_csv(lc_context *ctx, lc_shard_file *shard, size_t n, wish_t *wish) {
    return lc_shards_write_csv(ctx, shard, n, wish->path);
}

static lc_status join(lc_context *ctx, lc_shard_file *shard, size_t n, wish_t *wish) {
    return lc_shards_join(ctx, shard, n, &wish->shapes, &wish->report);
}

static lc_status check_path(lc_context *ctx, const char *const *parts, size_t n, const char *path) {
    for (size_t k = 0; path && k < n; k++)
        if (strcmp(parts[k], path) == 0)
            return lc_fail(ctx, LC_ERR_INPUT, "%s is one of the parts; write the merged report to another file", path);
    return LC_OK;
}

static lc_status merge(lc_context *ctx, const char *const *parts, size_t n, wish_t *wish, make_fn make) {
    lc_context_begin(ctx);
    if (n == 0) return lc_fail(ctx, LC_ERR_INPUT, "nothing to merge: name the reports of all parts");
    lc_shard_file *shard = LC_NEW0(lc_shard_file, n);
    lc_status status = shard ? lc_phase_begin(ctx, "merge reports") : lc_fail_memory(ctx);
    size_t opened = 0;
    for (; status == LC_OK && opened < n; opened++) {
        status = lc_progress(ctx, (double)opened / (double)n);
        if (status == LC_OK) status = lc_shard_open(ctx, parts[opened], &shard[opened]);
    }
    if (status == LC_OK) status = check_path(ctx, parts, n, wish->path);
    if (status == LC_OK) status = lc_shards_check(ctx, shard, n);
    if (status == LC_OK) status = make(ctx, shard, n, wish);
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

lc_status lc_merge_report(lc_context *ctx, const char *const *parts, size_t n, const lc_check_options *options,
                          lc_report **out) {
    lc_check_options o = LC_CHECK_OPTIONS_INIT;
    lc_context_begin(ctx);
    lc_status status = lc_options_read(ctx, "lc_check_options", &o, sizeof o, options);
    wish_t wish = {.shapes = {o.want_areas, o.want_gaps, o.want_facilities, o.want_network}};
    if (status == LC_OK) status = merge(ctx, parts, n, &wish, join);
    if (status == LC_OK) *out = wish.report;
    return status;
}

lc_status lc_merge_layers(lc_context *ctx, const char *const *parts, size_t n, lc_output_kind kind, const char *path,
                          const lc_write_options *options) {
    lc_context_begin(ctx);
    if (kind != LC_AREAS && kind != LC_GAPS)
        return lc_fail(ctx, LC_ERR_INPUT, "layers are service areas and gaps, and not what kind %d is", (int)kind);
    lc_status status = lc_write_check(ctx, kind, path, options);
    wish_t wish = {.path = path, .shapes = {.areas = kind == LC_AREAS, .gaps = kind == LC_GAPS}};
    if (status == LC_OK) status = merge(ctx, parts, n, &wish, join);
    if (status == LC_OK) status = lc_write(ctx, wish.report, kind, path, options);
    lc_report_free(wish.report);
    return status;
}
