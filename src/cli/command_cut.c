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
    char *text[OPTION_HELP + 1]; /* values of the options, owned */
    bool given[OPTION_HELP + 1];
    const char *project;
    double parts;
} call;

static int read_call(call *c, poptContext popt) {
    int code = cli_take_texts("lifecircle cut", options, popt, c->text, c->given);
    if (code != CLI_PASSED || c->given[OPTION_HELP]) return code;
    const char *packs = c->text[OPTION_PACKS];
    c->project = poptGetArg(popt);
    const char *extra = poptGetArg(popt);
    if (!c->project) return cli_fail("cut what? Name the project file of the check");
    if (extra) return cli_fail("'%s' is too much: cut takes one project file", extra);
    if (!c->text[OPTION_OUTPUT]) return cli_fail("cut into what? Name the folder for the parts with --output");
    return packs ? cli_read_number("packs", packs, 1, 99999, &c->parts) : CLI_PASSED;
}

static int run_cut(lc_context *ctx, const call *c) {
    const char *output = c->text[OPTION_OUTPUT];
    lc_cut_options cut = LC_CUT_OPTIONS_INIT;
    lc_cut_result result;
    lc_project *project = NULL;
    lc_status status = lc_context_hide_source(ctx, c->project);
    if (status == LC_OK) status = lc_project_read(ctx, c->project, &project);
    if (status == LC_OK) {
        cut.project = c->project;
        cut.city = lc_project_city(project);
        cut.profile = lc_project_profile(project);
        cut.outputs = lc_project_outputs(project);
        cut.edits = lc_project_edits(project, &cut.n_edits);
        cut.parts = (size_t)c->parts;
        cut.link_limit_m = lc_project_check(project)->link_limit_m;
        status = lc_cut(ctx, &cut, output, &result);
    }
    lc_project_free(project);
    if (status != LC_OK) return cli_fail("%s", lc_error_message(ctx));
    const char *slash = output[strlen(output) - 1] == '/' ? "" : "/";
    printf(
        cli_tr("%s: %zu parts of %zu communities in %zu planes; run them with %s%srun-parallel.sh or run-slurm.sh\n"),
        output, result.parts, result.communities, result.planes, output, slash);
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
    if (code == CLI_PASSED && c.given[OPTION_HELP])
        cli_help("lifecircle cut PROJECT.yaml -o FOLDER [--packs N]", options);
    else if (code == CLI_PASSED)
        code = run_cut(ctx, &c);
    for (size_t i = 0; i < sizeof c.text / sizeof *c.text; i++) free(c.text[i]);
    poptFreeContext(popt);
    cli_context_end(ctx);
    return code;
}
