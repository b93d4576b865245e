#include <errno.h>
#include <math.h>
#include <popt.h>
#include <stdlib.h>
#include <string.h>

#include "cli.h"

enum { OPTION_OSM = 1, OPTION_NETWORK, OPTION_OUTPUT, OPTION_MIN_COMPONENT, OPTION_DATA, OPTION_QUIET, OPTION_HELP };

static const struct poptOption options[] = {
    {"osm", 0, POPT_ARG_STRING, NULL, OPTION_OSM, CLI_TEXT("OpenStreetMap file with the paths; repeatable"), "FILE"},
    {"network", 0, POPT_ARG_STRING, NULL, OPTION_NETWORK,
     CLI_TEXT("lines or an OpenStreetMap file to walk on, instead of --osm"), "SOURCE"},
    {"output", 'o', POPT_ARG_STRING, NULL, OPTION_OUTPUT, CLI_TEXT("write the prepared network here"),
     "FILE.lcn.sqlite"},
    {"min-component", 0, POPT_ARG_STRING, NULL, OPTION_MIN_COMPONENT,
     CLI_TEXT("leave smaller components out of the tables for GIS, metres (default 500)"), "M"},
    {"data", 0, POPT_ARG_STRING, NULL, OPTION_DATA, CLI_TEXT("folder with profiles/ and rules/"), "FOLDER"},
    {"quiet", 0, POPT_ARG_NONE, NULL, OPTION_QUIET, CLI_TEXT("print no summary and no progress"), NULL},
    {"help", 'h', POPT_ARG_NONE, NULL, OPTION_HELP, CLI_TEXT("print this text"), NULL},
    POPT_TABLEEND};

typedef struct call {
    lc_prepare_options prepare;
    char *text[OPTION_HELP + 1]; /* values of the options, owned */
    cli_list osm;
    bool quiet, help;
} call;

static int read_option(call *c, poptContext popt, int option) {
    if (option == OPTION_QUIET) c->quiet = true;
    if (option == OPTION_HELP) c->help = true;
    if (option == OPTION_QUIET || option == OPTION_HELP) return CLI_PASSED;
    if (option == OPTION_OSM) return cli_take_member("osm", poptGetOptArg(popt), &c->osm);
    return cli_take_text(options[option - 1].longName, poptGetOptArg(popt), &c->text[option]);
}

static int read_metres(call *c) {
    const char *text = c->text[OPTION_MIN_COMPONENT];
    char *end;
    if (!text) return CLI_PASSED;
    errno = 0;
    c->prepare.min_component_m = strtod(text, &end);
    if (end != text && !*end && !errno && isfinite(c->prepare.min_component_m)) return CLI_PASSED;
    return cli_fail("--%s: '%s' is not a number", options[OPTION_MIN_COMPONENT - 1].longName, text);
}

static int read_call(call *c, poptContext popt) {
    int option, code = CLI_PASSED;
    c->prepare = LC_PREPARE_OPTIONS_INIT;
    while (code == CLI_PASSED && (option = poptGetNextOpt(popt)) > 0) code = read_option(c, popt, option);
    if (code != CLI_PASSED || c->help) return code;
    if (option < -1) return cli_fail_option("lifecircle prepare", options, poptBadOption(popt, 0), option);
    const char *extra = poptGetArg(popt), *output = c->text[OPTION_OUTPUT];
    if (extra) return cli_fail("'%s' is too much: prepare takes options only", extra);
    if (!output) return cli_fail("prepare what for? Name the file to be written with --output");
    c->prepare.osm = (const char *const *)c->osm.text;
    c->prepare.n_osm = c->osm.n;
    c->prepare.network = c->text[OPTION_NETWORK];
    c->prepare.data_dir = c->text[OPTION_DATA];
    bool input = c->prepare.network && cli_is_source(c->prepare.network, output);
    for (size_t i = 0; i < c->osm.n; i++) input = input || cli_is_source(c->osm.text[i], output);
    if (input)
        return cli_fail("%s is an input; give the %s another name", output, cli_tr(CLI_TEXT("prepared network")));
    return read_metres(c);
}

static int run_prepare(lc_context *ctx, const call *c) {
    lc_prepare_result result;
    const char *output = c->text[OPTION_OUTPUT];
    cli_progress_start(ctx, c->quiet);
    lc_status status = lc_prepare(ctx, &c->prepare, output, &result);
    cli_progress_stop(ctx);
    if (status != LC_OK) return cli_fail("%s", lc_error_message(ctx));
    if (!c->quiet)
        printf(cli_tr("%s: %zu nodes, %zu edges, %.1f km of paths, components: %zu\n"), output, result.nodes,
               result.edges, result.length_m / 1000, result.components);
    return CLI_PASSED;
}

int cli_prepare(int argc, const char **argv) {
    lc_context *ctx = cli_context();
    poptContext popt = poptGetContext("lifecircle", argc, argv, options, 0);
    call c = {0};
    int code = ctx && popt ? read_call(&c, popt) : cli_fail("out of memory");
    if (code == CLI_PASSED && c.help)
        cli_help("lifecircle prepare --osm FILE|--network SOURCE -o FILE.lcn.sqlite [OPTION...]", options);
    else if (code == CLI_PASSED)
        code = run_prepare(ctx, &c);
    for (size_t i = 0; i < sizeof c.text / sizeof *c.text; i++) free(c.text[i]);
    cli_list_free(&c.osm);
    poptFreeContext(popt);
    cli_context_end(ctx);
    return code;
}
