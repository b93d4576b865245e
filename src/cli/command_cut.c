#include <popt.h>
#include <stdlib.h>
#include <string.h>

#include "cli.h"

enum { OPTION_OUTPUT = 1, OPTION_PACKS, OPTION_HELP };

static const struct poptOption options[] = {
    {"output", 'o', POPT_ARG_STRING, NULL, OPTION_OUTPUT, CLI_TEXT("write the parts into this folder"), "FOLDER"},
    {"packs", 0, POPT_ARG_STRING, NULL, OPTION_PACKS,
     CLI_TEXT("cut into so many parts of neighbouring planes (default one a plane)"), "N"},
    {"help", 'h', POPT_ARG_NONE, NULL, OPTION_HELP, CLI_TEXT("print this text"), NULL},
    POPT_TABLEEND};

typedef struct call {
    char *output, *packs;
    const char *project;
    double parts;
    bool help;
} call;

static int read_call(call *c, poptContext popt) {
    int option, code = CLI_PASSED;
    while (code == CLI_PASSED && (option = poptGetNextOpt(popt)) > 0) {
        if (option == OPTION_HELP)
            c->help = true;
        else
            code = cli_take_text(options[option - 1].longName, poptGetOptArg(popt),
                                 option == OPTION_PACKS ? &c->packs : &c->output);
    }
    if (code != CLI_PASSED || c->help) return code;
    if (option < -1) return cli_fail_option("lifecircle cut", options, poptBadOption(popt, 0), option);
    c->project = poptGetArg(popt);
    const char *extra = poptGetArg(popt);
    if (!c->project) return cli_fail("cut what? Name the project file of the check");
    if (extra) return cli_fail("'%s' is too much: cut takes one project file", extra);
    if (!c->output) return cli_fail("cut into what? Name the folder for the parts with --output");
    return c->packs ? cli_read_number("packs", c->packs, 1, 99999, &c->parts) : CLI_PASSED;
}

static int run_cut(lc_context *ctx, const call *c) {
    lc_cut_options cut = LC_CUT_OPTIONS_INIT;
    lc_cut_result result;
    lc_project *project = NULL;
    lc_status status = lc_context_hide_source(ctx, c->project);
    if (status == LC_OK) status = lc_project_read(ctx, c->project, &project);
    if (status == LC_OK) {
        cut.project = c->project;
        cut.city = lc_project_city(project);
        cut.profile = lc_project_profile(project);
        cut.parts = (size_t)c->parts;
        cut.link_limit_m = lc_project_check(project)->link_limit_m;
        status = lc_cut(ctx, &cut, c->output, &result);
    }
    lc_project_free(project);
    if (status != LC_OK) return cli_fail("%s", lc_error_message(ctx));
    const char *slash = c->output[strlen(c->output) - 1] == '/' ? "" : "/";
    printf(
        cli_tr("%s: %zu parts of %zu communities in %zu planes; run them with %s%srun-parallel.sh or run-slurm.sh\n"),
        c->output, result.parts, result.communities, result.planes, c->output, slash);
    if (result.why_whole)
        fprintf(stderr, "lifecircle: %s: %s\n",
                cli_tr("every part reads the OpenStreetMap data whole, and not an extract of it"), result.why_whole);
    return CLI_PASSED;
}

int cli_cut(int argc, const char **argv) {
    lc_context *ctx = cli_context();
    poptContext popt = poptGetContext("lifecircle", argc, argv, options, 0);
    call c = {0};
    int code = ctx && popt ? read_call(&c, popt) : cli_fail("out of memory");
    if (code == CLI_PASSED && c.help)
        cli_help("lifecircle cut PROJECT.yaml -o FOLDER [--packs N]", options);
    else if (code == CLI_PASSED)
        code = run_cut(ctx, &c);
    free(c.output);
    free(c.packs);
    poptFreeContext(popt);
    cli_context_end(ctx);
    return code;
}
