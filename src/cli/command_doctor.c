/* What an installation lacks. */
#include <popt.h>
#include <stdlib.h>

#include "cli.h"

enum { OPTION_DATA = 1, OPTION_HELP };

static const struct poptOption options[] = {VALUE("data", 0, OPTION_DATA, "folder with profiles/ and rules/", "FOLDER"),
                                            FLAG("help", 'h', OPTION_HELP, "print this text"), POPT_TABLEEND};

enum { LABEL_WIDTH = 20 };

static void print_part(const lc_installed *part, void *user) {
    size_t *lacking = user;
    *lacking += !part->good;
    fputs(part->good ? "  " : "! ", stdout);
    cli_pad(stdout, part->label, LABEL_WIDTH, false);
    printf("%s\n", part->text);
    if (part->fix) printf(cli_tr("    what to do: %s\n"), part->fix);
}

static int run(lc_context *ctx, poptContext popt, char **data_dir) {
    int option;
    size_t lacking = 0;
    while ((option = poptGetNextOpt(popt)) > 0) {
        if (option == OPTION_HELP) {
            cli_help("lifecircle doctor [OPTION...]", options);
            return CLI_PASSED;
        }
        int code = cli_take_text("data", poptGetOptArg(popt), data_dir);
        if (code != CLI_PASSED) return code;
    }
    if (option < -1) return cli_fail_option("lifecircle doctor", options, poptBadOption(popt, 0), option);
    const char *extra = poptGetArg(popt);
    if (extra) return cli_fail("'%s' is too much: doctor looks at the installation, inspect at files", extra);
    if (lc_installation(ctx, *data_dir, print_part, &lacking) != LC_OK) return cli_fail("%s", lc_error_message(ctx));
    if (lacking == 0) return CLI_PASSED;
    printf(cli_tr("\n%zu parts of the installation need something.\n"), lacking);
    return CLI_MISSED;
}

int cli_doctor(int argc, const char **argv) {
    lc_context *ctx = cli_context();
    poptContext popt = poptGetContext("lifecircle", argc, argv, options, 0);
    char *data_dir = NULL;
    int code = ctx && popt ? run(ctx, popt, &data_dir) : cli_fail("out of memory");
    free(data_dir);
    poptFreeContext(popt);
    cli_context_end(ctx);
    return code;
}
