#include <popt.h>
#include <stdlib.h>

#include "cli.h"

enum { OPTION_TEMPLATE = 1, OPTION_DATA, OPTION_QUIET, OPTION_HELP };

static const struct poptOption options[] = {
    VALUE("template", 0, OPTION_TEMPLATE, "write empty layers to draw edits in, ready for QGIS (.gpkg)", "FILE.gpkg"),
    VALUE("data", 0, OPTION_DATA, "folder with profiles/ and rules/", "FOLDER"),
    FLAG("quiet", 0, OPTION_QUIET, "print nothing"), FLAG("help", 'h', OPTION_HELP, "print this text"), POPT_TABLEEND};

typedef struct call {
    char *text[OPTION_HELP + 1]; /* values of the options, owned */
    bool given[OPTION_HELP + 1];
} call;

static int read_call(call *c, poptContext popt) {
    int code = cli_take_texts("lifecircle edits", options, popt, c->text, c->given);
    if (code != CLI_PASSED || c->given[OPTION_HELP]) return code;
    const char *extra = poptGetArg(popt);
    if (extra) return cli_fail("'%s' is too much: edits takes options only", extra);
    if (!c->text[OPTION_TEMPLATE]) return cli_fail("edits what? Name the file to be written with --template");
    return CLI_PASSED;
}

static int write_template(lc_context *ctx, const call *c) {
    const char *path = c->text[OPTION_TEMPLATE];
    if (lc_edits_template(ctx, c->text[OPTION_DATA], path) != LC_OK) return cli_fail("%s", lc_error_message(ctx));
    if (!c->given[OPTION_QUIET])
        printf(cli_tr("%s: draw in QGIS, save, then: lifecircle check ... --edits %s\n"), path, path);
    return CLI_PASSED;
}

int cli_edits(int argc, const char **argv) {
    lc_context *ctx = cli_context();
    poptContext popt = poptGetContext("lifecircle", argc, argv, options, 0);
    call c = {0};
    int code = ctx && popt ? read_call(&c, popt) : cli_fail("out of memory");
    if (code == CLI_PASSED && c.given[OPTION_HELP])
        cli_help("lifecircle edits --template FILE.gpkg [OPTION...]", options);
    else if (code == CLI_PASSED)
        code = write_template(ctx, &c);
    for (size_t i = 0; i < sizeof c.text / sizeof *c.text; i++) free(c.text[i]);
    poptFreeContext(popt);
    cli_context_end(ctx);
    return code;
}
