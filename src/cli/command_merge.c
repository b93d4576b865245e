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
    char *output, *csv;
    const char **parts;
    size_t n;
    bool help;
} call;

static int read_call(call *c, poptContext popt) {
    int option, code = CLI_PASSED;
    while (code == CLI_PASSED && (option = poptGetNextOpt(popt)) > 0) {
        if (option == OPTION_HELP)
            c->help = true;
        else
            code = cli_take_text(options[option - 1].longName, poptGetOptArg(popt),
                                 option == OPTION_CSV ? &c->csv : &c->output);
    }
    if (code != CLI_PASSED || c->help) return code;
    if (option < -1) return cli_fail_option("lifecircle merge", options, poptBadOption(popt, 0), option);
    for (const char *part = poptGetArg(popt); part; part = poptGetArg(popt)) c->parts[c->n++] = part;
    if (c->n == 0) return cli_fail("merge what? Name the reports of all parts");
    if (c->output || c->csv) return CLI_PASSED;
    return cli_fail("merge into what? Name the file to be written with --output");
}

static int run_merge(lc_context *ctx, const call *c) {
    lc_status status = c->csv ? lc_merge_csv(ctx, c->parts, c->n, c->csv) : LC_OK;
    if (status == LC_OK && c->output) status = lc_merge(ctx, c->parts, c->n, c->output);
    return status == LC_OK ? CLI_PASSED : cli_fail("%s", lc_error_message(ctx));
}

int cli_merge(int argc, const char **argv) {
    lc_context *ctx = cli_context();
    poptContext popt = poptGetContext("lifecircle", argc, argv, options, 0);
    call c = {.parts = calloc((size_t)argc, sizeof *c.parts)};
    int code = ctx && popt && c.parts ? read_call(&c, popt) : cli_fail("out of memory");
    if (code == CLI_PASSED && c.help)
        cli_help("lifecircle merge REPORT.geojson... -o FILE.geojson [--csv FILE.csv]", options);
    else if (code == CLI_PASSED)
        code = run_merge(ctx, &c);
    free(c.parts);
    free(c.output);
    free(c.csv);
    poptFreeContext(popt);
    cli_context_end(ctx);
    return code;
}
