#include <popt.h>
#include <stdlib.h>
#include <string.h>

#include "cli.h"

enum {
    OPTION_JSON = 1,
    OPTION_MARKDOWN,
    OPTION_JUNIT,
    OPTION_TOLERANCE,
    OPTION_ALL,
    OPTION_QUIET,
    OPTION_NO_FAIL,
    OPTION_HELP,
    N_FORMATS = OPTION_JUNIT
};

static const struct poptOption options[] = {
    VALUE("json", 0, OPTION_JSON, "write all changes here as JSON; - is standard output", "FILE"),
    VALUE("markdown", 0, OPTION_MARKDOWN, "write them here in Markdown, for a pull request", "FILE"),
    VALUE("junit", 0, OPTION_JUNIT, "write them here as JUnit XML, for continuous integration", "FILE"),
    VALUE("tolerance", 0, OPTION_TOLERANCE, "changes up to this do not count (default 0.001)", "T"),
    FLAG("all", 0, OPTION_ALL, "print every change, not only the largest"),
    FLAG("quiet", 0, OPTION_QUIET, "print no changes"),
    FLAG("no-fail", 0, OPTION_NO_FAIL, "exit 0 even when something got worse"),
    FLAG("help", 'h', OPTION_HELP, "print this text"),
    POPT_TABLEEND};

typedef struct call {
    char *text[OPTION_HELP + 1]; /* values of the options, owned */
    bool given[OPTION_HELP + 1];
    lc_diff_options diff;
    const char *before, *after;
} call;

static int read_options(call *c, poptContext popt) {
    int option;
    while ((option = poptGetNextOpt(popt)) > 0) {
        c->given[option] = true;
        if (options[option - 1].argInfo == POPT_ARG_NONE) continue;
        int code = cli_take_text(options[option - 1].longName, poptGetOptArg(popt), &c->text[option]);
        if (code != CLI_PASSED) return code;
    }
    if (option < -1) return cli_fail_option("lifecircle diff", options, poptBadOption(popt, 0), option);
    const char *tolerance = c->text[OPTION_TOLERANCE];
    return tolerance ? cli_read_number("tolerance", tolerance, 0, 1, &c->diff.tolerance) : CLI_PASSED;
}

static int read_files(call *c, poptContext popt) {
    c->before = poptGetArg(popt);
    c->after = poptGetArg(popt);
    const char *extra = poptGetArg(popt);
    if (extra) return cli_fail("'%s' is too much: diff compares two reports, the older and the newer", extra);
    if (c->after) return CLI_PASSED;
    return cli_fail("diff needs two reports: lifecircle diff OLD.geojson NEW.geojson");
}

/* ---------------------------------------------------------------- outputs */

/* Asked before the work: each output has a place of its own, that is none of the inputs. */
static int check_outputs(lc_context *ctx, const call *c) {
    for (int i = 1; i <= N_FORMATS; i++) {
        const char *path = c->text[i];
        if (!path) continue;
        if (lc_output_check(ctx, path) != LC_OK) return cli_fail("%s", lc_error_message(ctx));
        if (cli_same_file(path, c->before) || cli_same_file(path, c->after))
            return cli_fail("%s is one of the reports; give --%s another name", path, options[i - 1].longName);
        for (int k = 1; k < i; k++)
            if (c->text[k] && cli_same_file(path, c->text[k]))
                return cli_fail("%s would hold two results, --%s and --%s; give one another name", path,
                                options[k - 1].longName, options[i - 1].longName);
    }
    return CLI_PASSED;
}

static lc_status write_some(lc_context *ctx, const call *c, const lc_diff *diff, bool to_stdout) {
    static const lc_diff_format format[] = {
        [OPTION_JSON] = LC_DIFF_JSON, [OPTION_MARKDOWN] = LC_DIFF_MARKDOWN, [OPTION_JUNIT] = LC_DIFF_JUNIT};
    lc_status status = LC_OK;
    for (int i = 1; i <= N_FORMATS && status == LC_OK; i++)
        if (c->text[i] && cli_is_stdout(c->text[i]) == to_stdout)
            status = lc_diff_write(ctx, diff, format[i], c->text[i]);
    return status;
}

/* Files first, and all of them or none; then what goes to standard output. */
static lc_status write_outputs(lc_context *ctx, const call *c, const lc_diff *diff) {
    lc_outputs_begin(ctx);
    lc_status status = write_some(ctx, c, diff, false);
    if (status == LC_OK)
        status = cli_commit(ctx);
    else
        lc_outputs_abort(ctx);
    return status ? status : write_some(ctx, c, diff, true);
}

static bool any_stdout(const call *c) {
    bool found = false;
    for (int i = 1; i <= N_FORMATS; i++) found = found || (c->text[i] && cli_is_stdout(c->text[i]));
    return found;
}

/* -------------------------------------------------------------------- run */

static int compare(lc_context *ctx, const call *c) {
    lc_figures *before = NULL, *after = NULL;
    lc_diff *diff = NULL;
    int code;
    lc_status status = lc_figures_read(ctx, c->before, &before);
    if (status == LC_OK) status = lc_figures_read(ctx, c->after, &after);
    if (status == LC_OK) status = lc_diff_new(ctx, before, after, &c->diff, &diff);
    if (status == LC_OK) status = write_outputs(ctx, c, diff);
    if (status != LC_OK) {
        code = cli_fail("%s", lc_error_message(ctx));
    } else {
        if (!c->given[OPTION_QUIET] && !any_stdout(c))
            cli_changes(stdout, ctx, diff, c->before, c->after, c->given[OPTION_ALL]);
        code = lc_diff_passed(diff) || c->given[OPTION_NO_FAIL] ? CLI_PASSED : CLI_MISSED;
    }
    lc_diff_free(diff);
    lc_figures_free(after);
    lc_figures_free(before);
    return code;
}

static int run(poptContext popt, lc_context *ctx, call *c) {
    int code = read_options(c, popt);
    if (code != CLI_PASSED) return code;
    if (c->given[OPTION_HELP]) {
        cli_help("lifecircle diff OLD.geojson NEW.geojson [OPTION...]", options);
        return CLI_PASSED;
    }
    code = read_files(c, popt);
    if (code == CLI_PASSED) code = check_outputs(ctx, c);
    return code == CLI_PASSED ? compare(ctx, c) : code;
}

int cli_diff(int argc, const char **argv) {
    lc_context *ctx = cli_context();
    poptContext popt = poptGetContext("lifecircle", argc, argv, options, 0);
    call c = {.diff = LC_DIFF_OPTIONS_INIT};
    int code = CLI_WRONG;
    if (ctx && popt) {
        code = run(popt, ctx, &c);
    } else {
        cli_fail("out of memory");
    }
    for (size_t i = 0; i < sizeof c.text / sizeof *c.text; i++) free(c.text[i]);
    poptFreeContext(popt);
    cli_context_end(ctx);
    return code;
}
