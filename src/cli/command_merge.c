#include <popt.h>
#include <stdlib.h>

#include "cli.h"

enum { OPTION_OUTPUT = 1, OPTION_CSV, OPTION_HELP };

static const struct poptOption options[] = {
    {"output", 'o', POPT_ARG_STRING, NULL, OPTION_OUTPUT,
     CLI_TEXT("write the report of all parts here; - is standard output"), "FILE"},
    {"csv", 0, POPT_ARG_STRING, NULL, OPTION_CSV,
     CLI_TEXT("write the table of all parts here, of those beside their reports"), "FILE"},
    {"help", 'h', POPT_ARG_NONE, NULL, OPTION_HELP, CLI_TEXT("print this text"), NULL},
    POPT_TABLEEND};

typedef struct call {
    char *text[OPTION_HELP + 1]; /* values of the options, owned */
    bool given[OPTION_HELP + 1];
    const char **parts;
    size_t n;
} call;

static int read_call(call *c, poptContext popt) {
    int code = cli_take_texts("lifecircle merge", options, popt, c->text, c->given);
    if (code != CLI_PASSED || c->given[OPTION_HELP]) return code;
    for (const char *part = poptGetArg(popt); part; part = poptGetArg(popt)) c->parts[c->n++] = part;
    if (c->n == 0) return cli_fail("merge what? Name the reports of all parts");
    if (c->text[OPTION_OUTPUT] || c->text[OPTION_CSV]) return CLI_PASSED;
    return cli_fail("merge into what? Name the file to be written with --output");
}

static lc_status write_some(lc_context *ctx, const call *c, bool to_stdout) {
    const char *csv = c->text[OPTION_CSV], *output = c->text[OPTION_OUTPUT];
    lc_status status = LC_OK;
    if (csv && cli_is_stdout(csv) == to_stdout) status = lc_merge_csv(ctx, c->parts, c->n, csv);
    if (status == LC_OK && output && cli_is_stdout(output) == to_stdout) status = lc_merge(ctx, c->parts, c->n, output);
    return status;
}

/* Files first, and all of them or none; then what goes to standard output. */
static int run_merge(lc_context *ctx, const call *c) {
    lc_outputs_begin(ctx);
    lc_status status = write_some(ctx, c, false);
    if (status == LC_OK)
        status = cli_commit(ctx);
    else
        lc_outputs_abort(ctx);
    if (status == LC_OK) status = write_some(ctx, c, true);
    return status == LC_OK ? CLI_PASSED : cli_fail("%s", lc_error_message(ctx));
}

int cli_merge(int argc, const char **argv) {
    lc_context *ctx = cli_context();
    poptContext popt = poptGetContext("lifecircle", argc, argv, options, 0);
    call c = {.parts = calloc((size_t)argc, sizeof *c.parts)};
    int code = ctx && popt && c.parts ? read_call(&c, popt) : cli_fail("out of memory");
    if (code == CLI_PASSED && c.given[OPTION_HELP])
        cli_help("lifecircle merge REPORT.geojson... -o FILE.geojson [--csv FILE.csv]", options);
    else if (code == CLI_PASSED)
        code = run_merge(ctx, &c);
    free(c.parts);
    for (size_t i = 0; i < sizeof c.text / sizeof *c.text; i++) free(c.text[i]);
    poptFreeContext(popt);
    cli_context_end(ctx);
    return code;
}
