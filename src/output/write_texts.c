/* The public writers of texts for people and for continuous integration: each opens its output, prints, commits. */
#include "output/write_texts.h"

#include "base/output.h"
#include "output/junit.h"
#include "output/report_markdown.h"

lc_status lc_diff_write(lc_context *ctx, const lc_diff *diff, lc_diff_format format, const char *path) {
    lc_output output;
    lc_status status = lc_output_open(ctx, path, &output);
    if (status != LC_OK) return status;
    switch (format) {
    case LC_DIFF_JSON:
        lc_diff_print_json(output.file, diff);
        break;
    case LC_DIFF_MARKDOWN:
        lc_diff_print_markdown(output.file, ctx, diff, 1);
        break;
    case LC_DIFF_JUNIT:
        lc_junit_print(output.file, ctx, NULL, diff);
        break;
    }
    return lc_output_commit(ctx, &output);
}

lc_status lc_report_write_markdown(lc_context *ctx, const lc_report *report, const lc_write_options *options,
                                   const char *path) {
    lc_output output;
    lc_status status = lc_output_open(ctx, path, &output);
    if (status != LC_OK) return status;
    if (lc_report_print_markdown(output.file, ctx, report, options)) return lc_output_commit(ctx, &output);
    lc_output_abort(&output);
    return lc_fail_memory(ctx);
}

lc_status lc_report_write_junit(lc_context *ctx, const lc_report *report, const lc_diff *diff, const char *path) {
    lc_output output;
    lc_status status = lc_output_open(ctx, path, &output);
    if (status != LC_OK) return status;
    lc_junit_print(output.file, ctx, report, diff);
    return lc_output_commit(ctx, &output);
}
