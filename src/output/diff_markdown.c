/* A comparison in Markdown: what got worse first. */
#include "output/diff_write.h"

#include <math.h>
#include <string.h>

#include "base/language.h"
#include "output/markdown.h"
#include "report/digits.h"
#include "report/words.h"

/* Comments on pull requests have a limit of length, and readers have one of patience. */
enum { ROWS_MAX = 50, TEXT_MAX = 1024, RATIO_DECIMALS = 4 };

/* Names of the compared reports, for people. */
static const char *diff_name(const lc_context *ctx, const lc_figures *figures) {
    return figures->file ? figures->file : lc_tr(ctx, "this run");
}

/* The title of what changed in the context's language; NULL when there is none. */
static const char *change_title(const lc_context *ctx, const lc_change *change) {
    const char *title = lc_title_text(ctx, change->title_en, change->title_zh);
    return title ? title : change->indicator;
}

static void put_where(FILE *file, const lc_context *ctx, const lc_change *change) {
    fputs("| ", file);
    if (!change->community) {
        lc_md_text(file, lc_tr(ctx, "whole city"));
    } else {
        lc_md_text(file, change->name);
        if (strcmp(change->name, change->community) != 0) {
            fputs(" (", file);
            lc_md_text(file, change->community);
            fputc(')', file);
        }
    }
    fputc(' ', file);
}

static void put_row(FILE *file, const lc_context *ctx, const lc_change *change) {
    char text[TEXT_MAX];
    int decimals = change->kind == LC_CHANGE_COUNT ? 0 : RATIO_DECIMALS;
    put_where(file, ctx, change);
    lc_md_cell(file, change_title(ctx, change));
    lc_md_cell(file, lc_digits_fixed(change->before, decimals, false).text);
    lc_md_cell(file, lc_digits_fixed(change->after, decimals, false).text);
    lc_md_cell(file, lc_digits_fixed(change->after - change->before, decimals, true).text);
    lc_change_text(ctx, change, text, sizeof text);
    lc_md_cell(file, text);
    lc_md_row_end(file);
}

static void put_changes(FILE *file, const lc_context *ctx, const lc_diff *diff, lc_effect effect, int level,
                        const char *heading) {
    const char *const title[] = {lc_tr(ctx, "where"), lc_tr(ctx, "indicator"), lc_tr(ctx, "before"),
                                 lc_tr(ctx, "after"), lc_tr(ctx, "change"),    lc_tr(ctx, "remark")};
    size_t n = 0;
    for (size_t i = 0; i < diff->n_changes; i++) {
        if (diff->changes[i].change.effect != effect) continue;
        if (n == 0) {
            lc_md_heading(file, level, heading);
            lc_md_table(file, title, "llrrrl");
        }
        if (n++ < ROWS_MAX) put_row(file, ctx, &diff->changes[i].change);
    }
    if (n > ROWS_MAX) fprintf(file, lc_tr(ctx, "\n… and %zu more\n"), n - ROWS_MAX);
}

static void put_causes(FILE *file, const lc_context *ctx, const lc_diff *diff, int level) {
    bool any = diff->n_changes > 0;
    if (diff->n_causes == 0 && !any) return;
    lc_md_heading(file, level, lc_tr(ctx, any ? "Likely causes" : "What else differs"));
    for (size_t i = 0; i < diff->n_causes; i++) {
        char text[TEXT_MAX];
        lc_cause_text(ctx, &diff->causes[i], text, sizeof text);
        fputs("- ", file);
        lc_md_text(file, text);
        fputc('\n', file);
    }
    if (diff->n_causes == 0) fprintf(file, "%s\n", lc_tr(ctx, "No input, parameter or definition differs."));
}

static void put_head(FILE *file, const lc_context *ctx, const lc_diff *diff) {
    size_t worse = lc_diff_count(diff, LC_WORSE), better = lc_diff_count(diff, LC_BETTER);
    lc_md_text(file, diff_name(ctx, diff->before));
    fputs(" → ", file);
    lc_md_text(file, diff_name(ctx, diff->after));
    fprintf(file, lc_tr(ctx, ": %zu worse, %zu better (%zu communities and %zu indicators compared, tolerance %s)\n"),
            worse, better, lc_diff_communities(diff), lc_diff_indicators(diff), lc_digits_short(diff->tolerance).text);
}

void lc_diff_print_markdown(FILE *file, const lc_context *ctx, const lc_diff *diff, int level) {
    lc_md_heading(file, level, lc_tr(ctx, lc_diff_passed(diff) ? "Coverage: nothing got worse" : "Coverage got worse"));
    put_head(file, ctx, diff);
    put_changes(file, ctx, diff, LC_WORSE, level + 1, lc_tr(ctx, "Worse"));
    put_causes(file, ctx, diff, level + 1);
    put_changes(file, ctx, diff, LC_BETTER, level + 1, lc_tr(ctx, "Better"));
    put_changes(file, ctx, diff, LC_NEITHER, level + 1, lc_tr(ctx, "Also changed"));
}
