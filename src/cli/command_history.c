#include <errno.h>
#include <math.h>
#include <popt.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "cli.h"

enum { OPTION_COMMUNITY = 1, OPTION_INDICATOR, OPTION_EXPORT, OPTION_OUTPUT, OPTION_JSON, OPTION_HELP };
enum { ID_MAX = 48, CELL = 64 }; /* ids are of a-z, 0-9 and _: where CELL cuts one, cli_pad() shows less of it */

static const struct poptOption options[] = {
    {"community", 0, POPT_ARG_STRING, NULL, OPTION_COMMUNITY, CLI_TEXT("show how this community went on, by its id"),
     "ID"},
    {"indicator", 0, POPT_ARG_STRING, NULL, OPTION_INDICATOR,
     CLI_TEXT("show how this indicator went on, in the community or in the city"), "ID"},
    {"export", 0, POPT_ARG_STRING, NULL, OPTION_EXPORT, CLI_TEXT("write the report of a run, byte for byte"), "RUN"},
    {"output", 'o', POPT_ARG_STRING, NULL, OPTION_OUTPUT,
     CLI_TEXT("where --export writes; - is standard output, the default"), "FILE"},
    {"json", 0, POPT_ARG_NONE, NULL, OPTION_JSON, CLI_TEXT("print one JSON document"), NULL},
    {"help", 'h', POPT_ARG_NONE, NULL, OPTION_HELP, CLI_TEXT("print this text"), NULL},
    POPT_TABLEEND};

typedef struct call {
    char *text[OPTION_HELP + 1]; /* values of the options, owned */
    bool given[OPTION_HELP + 1];
    const char *path;
    size_t run; /* to be exported */
} call;

static int read_run(call *c) {
    const char *text = c->text[OPTION_EXPORT];
    char *end;
    if (!text) return c->text[OPTION_OUTPUT] ? cli_fail("--output: say which run with --export") : CLI_PASSED;
    errno = 0;
    long long number = strtoll(text, &end, 10);
    if (end == text || *end || errno || number < 1) return cli_fail("--export: '%s' is not the number of a run", text);
    if (c->text[OPTION_COMMUNITY] || c->text[OPTION_INDICATOR] || c->given[OPTION_JSON])
        return cli_fail("--export writes a whole report; leave --community, --indicator and --json out");
    c->run = (size_t)number;
    return CLI_PASSED;
}

static int read_call(call *c, poptContext popt) {
    int code = cli_take_texts("lifecircle history", options, popt, c->text, c->given);
    if (code != CLI_PASSED || c->given[OPTION_HELP]) return code;
    c->path = poptGetArg(popt);
    const char *extra = poptGetArg(popt);
    if (!c->path) return cli_fail("history of what? Name a file that 'lifecircle check --store' wrote");
    if (extra) return cli_fail("one history at a time: '%s' is too much", extra);
    return read_run(c);
}

/* ---------------------------------------------------------------------------------------------------------- cells */

typedef struct cell {
    char text[CELL];
    int width;
    bool right;
} cell;

/* A row of a table, indented; cells that are empty at its end leave no spaces behind. */
static void put_row(const cell *row, size_t n) {
    while (n > 0 && !*row[n - 1].text) n--;
    for (size_t i = 0; i < n; i++) {
        bool open_end = i + 1 == n && !row[i].right;
        fputs("  ", stdout);
        cli_pad(stdout, row[i].text, open_end ? cli_width(row[i].text) : row[i].width, row[i].right);
    }
    fputc('\n', stdout);
}

static cell text_cell(const char *text, int width) {
    cell c = {.width = width};
    cli_add(c.text, sizeof c.text, "%s", text);
    return c;
}

static cell ratio_cell(double value) {
    cell c = {.width = 6, .right = true};
    snprintf(c.text, sizeof c.text, isnan(value) ? "-" : "%.4f", value);
    return c;
}

/* Nothing for a change that rounds to nothing. */
static cell step_cell(double value, double before) {
    cell c = {.width = 7, .right = true};
    snprintf(c.text, sizeof c.text, "%+.4f", value - before);
    if (isnan(value - before) || strcmp(c.text + 1, "0.0000") == 0) *c.text = '\0';
    return c;
}

static cell target_cell(double target) {
    cell c = {.width = 6, .right = true};
    if (!isnan(target)) snprintf(c.text, sizeof c.text, "%g", target);
    return c;
}

static cell verdict_cell(lc_verdict verdict) {
    static const char *const text[] = {"", CLI_TEXT("met"), CLI_TEXT("missed"), CLI_TEXT("no data")};
    return text_cell(cli_tr(text[verdict]), 0);
}

/* ----------------------------------------------------------------------------------------------------------- runs */

/* Files whose inputs went through `change`, each once. */
static void put_files(const lc_history *history, size_t i, lc_input_change change, const char *what) {
    size_t n = lc_history_run(history, i).inputs;
    bool any = false;
    for (size_t k = 0; k < n; k++) {
        lc_run_input in = lc_history_input(history, i, k);
        bool seen = in.change != change;
        for (size_t other = 0; other < k && !seen; other++) {
            lc_run_input before = lc_history_input(history, i, other);
            seen = before.change == change && strcmp(before.file, in.file) == 0;
        }
        if (seen) continue;
        if (any)
            fputs(cli_chinese() ? "、" : ", ", stdout);
        else
            printf(cli_chinese() ? "  %s：" : "  %s: ", what);
        cli_pad(stdout, in.file, cli_width(in.file), false);
        any = true;
    }
    if (any) fputc('\n', stdout);
}

/* Was it a run of a city with edits? */
static bool has_edits(const lc_history *history, size_t i) {
    for (size_t k = 0; k < lc_history_run(history, i).inputs; k++) {
        lc_run_input in = lc_history_input(history, i, k);
        if (strcmp(in.role, "edits") == 0 && in.change != LC_REMOVED) return true;
    }
    return false;
}

static void put_changes(const lc_history *history, size_t i) {
    lc_run run = lc_history_run(history, i);
    if (lc_history_previous(history, i) == SIZE_MAX) return;
    put_files(history, i, LC_CHANGED, cli_tr("inputs changed"));
    put_files(history, i, LC_ADDED, cli_tr("inputs added"));
    put_files(history, i, LC_REMOVED, cli_tr("inputs gone"));
    if (run.parameters_changed) printf("  %s\n", cli_tr("parameters changed"));
    if (run.version_changed) printf(cli_tr("  version of lifecircle changed: %s\n"), run.version);
}

static int id_width(const lc_history *history, size_t i) {
    int width = 0;
    for (size_t k = 0; k < lc_history_run(history, i).indicators; k++) {
        int own = cli_width(lc_history_indicator(history, i, k).id);
        if (own > width) width = own;
    }
    return width < ID_MAX ? width : ID_MAX;
}

static void put_run(const lc_history *history, size_t i) {
    lc_run run = lc_history_run(history, i);
    size_t before = lc_history_previous(history, i);
    int width = id_width(history, i);
    printf(cli_tr("run %zu  %s  %s  communities: %zu  %s\n"), run.number, run.stored, run.profile, run.communities,
           run.passed ? cli_tr("passed") : cli_tr("missed"));
    if (has_edits(history, i)) printf("  %s\n", cli_tr("what if: the city with edits"));
    if (run.times > 1) printf(cli_tr("  the same %zu times, last %s\n"), run.times, run.confirmed);
    put_changes(history, i);
    for (size_t k = 0; k < run.indicators; k++) {
        lc_indicator indicator = lc_history_indicator(history, i, k);
        double old = before == SIZE_MAX ? NAN : lc_history_ratio(history, before, indicator.id);
        const cell row[] = {text_cell(indicator.id, width), ratio_cell(indicator.ratio),
                            step_cell(indicator.ratio, old), target_cell(indicator.target),
                            verdict_cell(indicator.verdict)};
        put_row(row, 5);
    }
}

static int list_runs(lc_context *ctx, const call *c, const lc_history *history) {
    char *text = NULL;
    if (c->given[OPTION_JSON]) {
        if (lc_history_json(ctx, history, &text) != LC_OK) return cli_fail("%s", lc_error_message(ctx));
        puts(text);
        free(text);
        return CLI_PASSED;
    }
    for (size_t i = 0; i < lc_history_run_count(history); i++) {
        if (i) fputc('\n', stdout);
        put_run(history, i);
    }
    return CLI_PASSED;
}

/* --------------------------------------------------------------------------------------------------------- series */

static void put_point(const lc_series_point *point, double before) {
    const char *reason = point->value.reason;
    cell number = {.width = 5, .right = true}, mean = {.width = 9, .right = true};
    snprintf(number.text, sizeof number.text, "%zu", point->run);
    if (!isnan(point->value.mean_m)) snprintf(mean.text, sizeof mean.text, "%.1f m", point->value.mean_m);
    const cell row[] = {number,
                        text_cell(point->stored, 20),
                        ratio_cell(point->value.ratio),
                        step_cell(point->value.ratio, before),
                        mean,
                        reason ? text_cell(reason, 0) : verdict_cell(point->value.verdict)};
    put_row(row, 6);
}

/* Whose series follows: "Name (id)", or the city. */
static void put_holder(const char *community, const char *name) {
    if (community && name && strcmp(name, community) != 0)
        printf("%s (%s)\n", name, community);
    else
        puts(community ? community : cli_tr("city"));
}

static bool is_other(const char *name, const char *before) {
    return name && before && strcmp(name, before) != 0;
}

static void print_series(const lc_series *series, const char *community) {
    const char *name = NULL, *indicator = "";
    double before = NAN;
    for (size_t i = 0; i < lc_series_count(series); i++) {
        lc_series_point point = lc_series_at(series, i);
        bool other = is_other(point.name, name);
        if (other)
            printf("\n%s\n", cli_tr("The code went over to another community, or the community has a new name:"));
        if (i == 0 || other) put_holder(community, point.name);
        if (other || strcmp(point.indicator, indicator) != 0) {
            const char *title = cli_chinese() && point.title_zh ? point.title_zh : point.title_en;
            printf("\n%s  %s\n", point.indicator, title ? title : "");
            before = NAN;
        }
        put_point(&point, before);
        name = point.name;
        indicator = point.indicator;
        before = point.value.ratio;
    }
}

static int show_series(lc_context *ctx, const call *c, lc_history *history) {
    lc_series *series = NULL;
    char *text = NULL;
    lc_status status = lc_history_series(ctx, history, c->text[OPTION_COMMUNITY], c->text[OPTION_INDICATOR], &series);
    if (status == LC_OK && c->given[OPTION_JSON]) status = lc_series_json(ctx, series, &text);
    if (status == LC_OK && text) puts(text);
    if (status == LC_OK && !text) print_series(series, c->text[OPTION_COMMUNITY]);
    free(text);
    lc_series_free(series);
    return status == LC_OK ? CLI_PASSED : cli_fail("%s", lc_error_message(ctx));
}

/* ---------------------------------------------------------------------------------------------------------- whole */

static int export_run(lc_context *ctx, const call *c, lc_history *history) {
    const char *output = c->text[OPTION_OUTPUT] ? c->text[OPTION_OUTPUT] : "-";
    if (cli_same_file(output, c->path))
        return cli_fail("%s is the history itself; give the report another name", output);
    if (lc_history_export(ctx, history, c->run, output) != LC_OK) return cli_fail("%s", lc_error_message(ctx));
    return CLI_PASSED;
}

static int run_history(lc_context *ctx, const call *c) {
    lc_history *history = NULL;
    int code;
    if (lc_history_open(ctx, c->path, &history) != LC_OK) return cli_fail("%s", lc_error_message(ctx));
    if (c->run)
        code = export_run(ctx, c, history);
    else if (c->text[OPTION_COMMUNITY] || c->text[OPTION_INDICATOR])
        code = show_series(ctx, c, history);
    else
        code = list_runs(ctx, c, history);
    lc_history_free(history);
    return code;
}

int cli_history(int argc, const char **argv) {
    lc_context *ctx = cli_context();
    poptContext popt = poptGetContext("lifecircle", argc, argv, options, 0);
    call c = {0};
    int code = ctx && popt ? read_call(&c, popt) : cli_fail("out of memory");
    if (code == CLI_PASSED && c.given[OPTION_HELP])
        cli_help("lifecircle history FILE [OPTION...]", options);
    else if (code == CLI_PASSED)
        code = run_history(ctx, &c);
    for (size_t i = 0; i < sizeof c.text / sizeof *c.text; i++) free(c.text[i]);
    poptFreeContext(popt);
    cli_context_end(ctx);
    return code;
}
