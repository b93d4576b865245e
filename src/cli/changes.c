/* What changed between two reports, for a terminal: the worse first. */
#include <math.h>
#include <stdarg.h>
#include <string.h>

#include "cli.h"

enum { CELL = 64, TEXT = 1024, NUMBER_WIDTH = 8 };

static void put_number(FILE *file, double value, int decimals, bool sign) {
    char cell[CELL];
    snprintf(cell, sizeof cell, sign ? "%+.*f" : "%.*f", decimals, value);
    fputs("  ", file);
    cli_pad(file, isnan(value) ? "–" : cell, NUMBER_WIDTH, true);
}

/* fprintf() of a translated format. */
static void print(FILE *file, const char *format, ...) LC_PRINTF(2, 3);
static void print(FILE *file, const char *format, ...) {
    va_list args;
    va_start(args, format);
    vfprintf(file, format, args);
    va_end(args);
}

/* A name or text of any length, control characters left out. */
static void put_text(FILE *file, const char *text) {
    cli_pad(file, text, cli_width(text), false);
}

static void put_head(FILE *file) {
    const char *const head[] = {cli_tr("before"), cli_tr("after"), cli_tr("change")};
    for (size_t i = 0; i < sizeof head / sizeof *head; i++) {
        fputs("  ", file);
        cli_pad(file, head[i], NUMBER_WIDTH, true);
    }
    fputc('\n', file);
}

static void put_where(FILE *file, const lc_change *change) {
    fputs("  ", file);
    if (!change->community) {
        fputs(cli_tr("whole city"), file);
        return;
    }
    put_text(file, change->name);
    if (strcmp(change->name, change->community) == 0) return;
    fputs(" (", file);
    put_text(file, change->community);
    fputc(')', file);
}

static void put_change(FILE *file, const lc_context *ctx, const lc_change *change) {
    char text[TEXT];
    int decimals = change->kind == LC_CHANGE_COUNT ? 0 : 4;
    put_number(file, change->before, decimals, false);
    put_number(file, change->after, decimals, false);
    put_number(file, change->after - change->before, decimals, true);
    put_where(file, change);
    const char *title = cli_chinese() && change->title_zh ? change->title_zh : change->title_en;
    if (!title) title = change->indicator;
    if (title) {
        fputs(" · ", file);
        put_text(file, title);
    }
    lc_change_text(ctx, change, text, sizeof text);
    if (*text) {
        fputs(" · ", file);
        put_text(file, text);
    }
    fputc('\n', file);
}

static void put_changes(FILE *file, const lc_context *ctx, const lc_diff *diff, lc_effect effect, const char *heading,
                        bool all) {
    size_t n = 0;
    for (size_t i = 0; i < lc_diff_change_count(diff); i++) {
        lc_change change = lc_diff_change(diff, i);
        if (change.effect != effect) continue;
        if (n == 0) {
            fprintf(file, cli_chinese() ? "\n%s（%zu）\n" : "\n%s (%zu)\n", heading, lc_diff_count(diff, effect));
            put_head(file);
        }
        if (all || n < CLI_ROWS) put_change(file, ctx, &change);
        n++;
    }
    if (!all && n > CLI_ROWS) print(file, cli_tr("  … and %zu more\n"), n - CLI_ROWS);
}

static void put_causes(FILE *file, const lc_context *ctx, const lc_diff *diff) {
    bool changes = lc_diff_change_count(diff) > 0;
    size_t n = lc_diff_cause_count(diff);
    if (n == 0 && !changes) return;
    fprintf(file, "\n%s\n", cli_tr(changes ? "Likely causes" : "What else differs"));
    for (size_t i = 0; i < n; i++) {
        char text[TEXT];
        lc_cause cause = lc_diff_cause(diff, i);
        lc_cause_text(ctx, &cause, text, sizeof text);
        fputs("  - ", file);
        put_text(file, text);
        fputc('\n', file);
    }
    if (n == 0) fprintf(file, "  %s\n", cli_tr("No input, parameter or definition differs."));
}

void cli_changes(FILE *file, const lc_context *ctx, const lc_diff *diff, const char *before, const char *after,
                 bool all) {
    put_text(file, before);
    fputs(" → ", file);
    put_text(file, after);
    print(file, cli_tr(": %zu worse, %zu better\n"), lc_diff_count(diff, LC_WORSE), lc_diff_count(diff, LC_BETTER));
    fprintf(
        file,
        cli_tr("%zu communities and %zu indicators compared; changes up to %g, or within the error, do not count\n"),
        lc_diff_communities(diff), lc_diff_indicators(diff), lc_diff_tolerance(diff));
    put_changes(file, ctx, diff, LC_WORSE, cli_tr("Worse"), all);
    put_causes(file, ctx, diff);
    put_changes(file, ctx, diff, LC_BETTER, cli_tr("Better"), all);
    put_changes(file, ctx, diff, LC_NEITHER, cli_tr("Also changed"), all);
}
