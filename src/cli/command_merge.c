#include <popt.h>
#include <stdlib.h>

#include "cli.h"

enum { OPTION_OUTPUT = 1, OPTION_CSV, OPTION_AREAS, OPTION_GAPS, OPTION_OUT_CRS, OPTION_HELP };

static const struct poptOption options[] = {
    {"output", 'o', POPT_ARG_STRING, NULL, OPTION_OUTPUT,
     CLI_TEXT("write the report of all parts here; - is standard output"), "FILE"},
    {"csv", 0, POPT_ARG_STRING, NULL, OPTION_CSV,
     CLI_TEXT("write the table of all parts here, of those beside their reports"), "FILE"},
    {"areas", 0, POPT_ARG_STRING, NULL, OPTION_AREAS,
     CLI_TEXT("write the service areas here (.geojson, .gpkg, .fgb, .shp)"), "FILE"},
    {"gaps", 0, POPT_ARG_STRING, NULL, OPTION_GAPS,
     CLI_TEXT("write what is not covered here, largest first (same formats)"), "FILE"},
    {"out-crs", 0, POPT_ARG_STRING, NULL, OPTION_OUT_CRS,
     CLI_TEXT("CRS of areas, gaps, workbook and GeoPackage (default WGS 84)"), "CRS"},
    {"help", 'h', POPT_ARG_NONE, NULL, OPTION_HELP, CLI_TEXT("print this text"), NULL},
    POPT_TABLEEND};

typedef struct call {
    char *text[OPTION_HELP + 1]; /* values of the options, owned */
    bool given[OPTION_HELP + 1];
    const char **parts;
    size_t n;
} call;

/* Each output has a place of its own, that is none of the parts. */
static int check_outputs(const call *c) {
    for (int i = OPTION_OUTPUT; i <= OPTION_GAPS; i++) {
        const char *path = c->text[i];
        for (size_t k = 0; path && k < c->n; k++)
            if (cli_same_file(path, c->parts[k]))
                return cli_fail("%s is one of the parts; write the merged report to another file", path);
        for (int k = OPTION_OUTPUT; path && k < i; k++)
            if (c->text[k] && cli_same_file(path, c->text[k]))
                return cli_fail("%s would hold two results, --%s and --%s; give one another name", path,
                                options[k - 1].longName, options[i - 1].longName);
    }
    return CLI_PASSED;
}

static int read_call(call *c, poptContext popt) {
    int code = cli_take_texts("lifecircle merge", options, popt, c->text, c->given);
    if (code != CLI_PASSED || c->given[OPTION_HELP]) return code;
    for (const char *part = poptGetArg(popt); part; part = poptGetArg(popt)) c->parts[c->n++] = part;
    if (c->n == 0) return cli_fail("merge what? Name the reports of all parts");
    bool layers = c->text[OPTION_AREAS] || c->text[OPTION_GAPS];
    if (c->text[OPTION_OUT_CRS] && !layers)
        return cli_fail("--out-crs is for --areas and --gaps, none of which is written; leave it out");
    if (c->text[OPTION_OUTPUT] || c->text[OPTION_CSV] || layers) return check_outputs(c);
    return cli_fail("merge into what? Name the file to be written with --output");
}

static lc_status write_some(lc_context *ctx, const call *c, bool to_stdout) {
    const char *csv = c->text[OPTION_CSV], *output = c->text[OPTION_OUTPUT];
    lc_status status = LC_OK;
    if (csv && cli_is_stdout(csv) == to_stdout) status = lc_merge_csv(ctx, c->parts, c->n, csv);
    if (status == LC_OK && output && cli_is_stdout(output) == to_stdout) status = lc_merge(ctx, c->parts, c->n, output);
    return status;
}

/* Service areas and gaps, which are no streams. */
static lc_status write_layers(lc_context *ctx, const call *c) {
    static const struct {
        int option;
        lc_output_kind kind;
    } layers[] = {{OPTION_AREAS, LC_AREAS}, {OPTION_GAPS, LC_GAPS}};
    lc_write_options written = LC_WRITE_OPTIONS_INIT;
    lc_status status = LC_OK;
    written.out_crs = c->text[OPTION_OUT_CRS];
    for (size_t k = 0; status == LC_OK && k < sizeof layers / sizeof *layers; k++)
        if (c->text[layers[k].option])
            status = lc_merge_layers(ctx, c->parts, c->n, layers[k].kind, c->text[layers[k].option], &written);
    return status;
}

/* Files first, and all of them or none; then what goes to standard output. */
static int run_merge(lc_context *ctx, const call *c) {
    lc_outputs_begin(ctx);
    lc_status status = write_some(ctx, c, false);
    if (status == LC_OK) status = write_layers(ctx, c);
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
        cli_help("lifecircle merge REPORT.geojson... -o FILE.geojson [--csv FILE.csv] [--areas FILE] [--gaps FILE]",
                 options);
    else if (code == CLI_PASSED)
        code = run_merge(ctx, &c);
    free(c.parts);
    for (size_t i = 0; i < sizeof c.text / sizeof *c.text; i++) free(c.text[i]);
    poptFreeContext(popt);
    cli_context_end(ctx);
    return code;
}
