/* Why indicators have no ratio, and what to do about it: those of the same answer on one line. */
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "cli.h"

enum { ADVICE = 1024 };

static void put_title(FILE *file, const lc_indicator *indicator) {
    const char *title = cli_chinese() && indicator->title_zh ? indicator->title_zh : indicator->title_en;
    cli_pad(file, title, cli_width(title), false);
}

/* All indicators with this advice, from the first one on; how many of them have a target that cannot be judged. */
static size_t put_line(FILE *file, const lc_context *ctx, const lc_report *report, size_t first, const char *advice) {
    char other[ADVICE];
    size_t unjudged = 0;
    fputs("  ", file);
    for (size_t k = first; k < lc_report_indicator_count(report); k++) {
        lc_indicator indicator = lc_report_indicator(report, k);
        lc_report_advice(ctx, report, k, other, sizeof other);
        if (strcmp(other, advice) != 0) continue;
        if (k > first) fputs(cli_chinese() ? "、" : ", ", file);
        put_title(file, &indicator);
        unjudged += isfinite(indicator.target);
    }
    fprintf(file, cli_chinese() ? "：%s\n" : ": %s\n", advice);
    return unjudged;
}

void cli_no_data(FILE *file, const lc_context *ctx, const lc_report *report, bool allowed) {
    char advice[ADVICE], other[ADVICE];
    size_t lines = 0, unjudged = 0;
    for (size_t i = 0; i < lc_report_indicator_count(report); i++) {
        lc_report_advice(ctx, report, i, advice, sizeof advice);
        bool said = !*advice;
        for (size_t k = 0; k < i && !said; k++) {
            lc_report_advice(ctx, report, k, other, sizeof other);
            said = strcmp(advice, other) == 0;
        }
        if (said) continue;
        if (!lines++) fprintf(file, "\n%s\n", cli_tr("No data"));
        unjudged += put_line(file, ctx, report, i, advice);
    }
    if (unjudged && !allowed)
        fprintf(
            file,
            cli_tr("  Targets that cannot be judged: %zu. The check is not passed; --allow-no-data lets it pass.\n"),
            unjudged);
}
