#include <popt.h>
#include <stdlib.h>

#include "cli.h"

/* Outputs first: up to OPTION_HTML they are files. */
enum {
    OPTION_OUTPUT = 1,
    OPTION_CSV,
    OPTION_AREAS,
    OPTION_GAPS,
    OPTION_XLSX,
    OPTION_GPKG,
    OPTION_HTML,
    OPTION_TILES,
    OPTION_TILES_ATTRIBUTION,
    OPTION_OUT_CRS,
    OPTION_HELP
};

static const struct poptOption options[] = {
    {"output", 'o', POPT_ARG_STRING, NULL, OPTION_OUTPUT,
     CLI_TEXT("write the report of all parts here; - is standard output"), "FILE"},
    {"csv", 0, POPT_ARG_STRING, NULL, OPTION_CSV,
     CLI_TEXT("write the table of all parts here, of those beside their reports"), "FILE"},
    {"areas", 0, POPT_ARG_STRING, NULL, OPTION_AREAS,
     CLI_TEXT("write the service areas here (.geojson, .gpkg, .fgb, .shp)"), "FILE"},
    {"gaps", 0, POPT_ARG_STRING, NULL, OPTION_GAPS,
     CLI_TEXT("write what is not covered here, largest first (same formats)"), "FILE"},
    {"xlsx", 0, POPT_ARG_STRING, NULL, OPTION_XLSX,
     CLI_TEXT("write a workbook for people, in the language of the run (.xlsx)"), "FILE"},
    {"gpkg", 0, POPT_ARG_STRING, NULL, OPTION_GPKG,
     CLI_TEXT("write everything to a GeoPackage with styles for QGIS (.gpkg)"), "FILE"},
    {"html", 0, POPT_ARG_STRING, NULL, OPTION_HTML,
     CLI_TEXT("write a map here, one page that opens in a browser without a network"), "FILE"},
    {"tiles", 0, POPT_ARG_STRING, NULL, OPTION_TILES,
     CLI_TEXT("background tiles for the map, with {z}, {x} and {y} (default none)"), "URL"},
    {"tiles-attribution", 0, POPT_ARG_STRING, NULL, OPTION_TILES_ATTRIBUTION,
     CLI_TEXT("whom the tiles come from, shown on the map"), "TEXT"},
    {"out-crs", 0, POPT_ARG_STRING, NULL, OPTION_OUT_CRS,
     CLI_TEXT("CRS of areas, gaps, workbook and GeoPackage (default WGS 84)"), "CRS"},
    {"help", 'h', POPT_ARG_NONE, NULL, OPTION_HELP, CLI_TEXT("print this text"), NULL},
    POPT_TABLEEND};

typedef struct call {
    char *text[OPTION_HELP + 1]; /* values of the options, owned */
    bool given[OPTION_HELP + 1];
    const char **parts; /* n */
    size_t n;
    cli_run run; /* the outputs; the parts are its inputs */
} call;

/* An output may replace an older one, but neither a part nor another output. */
static int check_outputs(lc_context *ctx, call *c) {
    lc_outputs *o = &c->run.outputs;
    *o = LC_OUTPUTS_INIT;
    o->output = c->text[OPTION_OUTPUT];
    o->csv = c->text[OPTION_CSV];
    o->areas = c->text[OPTION_AREAS];
    o->gaps = c->text[OPTION_GAPS];
    o->xlsx = c->text[OPTION_XLSX];
    o->gpkg = c->text[OPTION_GPKG];
    o->html = c->text[OPTION_HTML];
    o->tiles = c->text[OPTION_TILES];
    o->tiles_attribution = c->text[OPTION_TILES_ATTRIBUTION];
    o->out_crs = c->text[OPTION_OUT_CRS];
    c->run.city.osm = c->parts;
    c->run.city.n_osm = c->n;
    return cli_outputs_check(ctx, &c->run);
}

static int read_call(lc_context *ctx, call *c, poptContext popt) {
    int code = cli_take_texts("lifecircle merge", options, popt, c->text, c->given);
    if (code != CLI_PASSED || c->given[OPTION_HELP]) return code;
    for (const char *part = poptGetArg(popt); part; part = poptGetArg(popt)) c->parts[c->n++] = part;
    if (c->n == 0) return cli_fail("merge what? Name the reports of all parts");
    for (int i = OPTION_OUTPUT; i <= OPTION_HTML; i++)
        if (c->text[i]) return check_outputs(ctx, c);
    return cli_fail("merge into what? Name the file to be written with --output");
}

/* Report and table alone are copied, row after row. */
static lc_status copy_rows(lc_context *ctx, const call *c, bool to_stdout) {
    const char *csv = c->run.outputs.csv, *output = c->run.outputs.output;
    lc_status status = LC_OK;
    if (csv && cli_is_stdout(csv) == to_stdout) status = lc_merge_csv(ctx, c->parts, c->n, csv);
    if (status == LC_OK && output && cli_is_stdout(output) == to_stdout) status = lc_merge(ctx, c->parts, c->n, output);
    return status;
}

/* Other outputs are written of the report of the whole, and with it all of them: the parts are read once. NULL where
   there are none. */
static lc_status join_parts(lc_context *ctx, const call *c, lc_report **out) {
    lc_check_options wanted = LC_CHECK_OPTIONS_INIT;
    bool any = false;
    for (int i = OPTION_AREAS; i <= OPTION_HTML; i++) any = any || c->text[i];
    lc_outputs_need(&c->run.outputs, &wanted);
    return any ? lc_merge_report(ctx, c->parts, c->n, &wanted, out) : LC_OK;
}

static lc_status write_some(lc_context *ctx, const call *c, const lc_report *report, bool to_stdout) {
    return report ? cli_outputs_write_kinds(ctx, &c->run, report, NULL, to_stdout) : copy_rows(ctx, c, to_stdout);
}

/* Files first, and all of them or none; then what goes to standard output. */
static int run_merge(lc_context *ctx, const call *c) {
    lc_report *report = NULL;
    lc_outputs_begin(ctx);
    lc_status status = join_parts(ctx, c, &report);
    if (status == LC_OK) status = write_some(ctx, c, report, false);
    if (status == LC_OK)
        status = cli_commit(ctx);
    else
        lc_outputs_abort(ctx);
    if (status == LC_OK) status = write_some(ctx, c, report, true);
    lc_report_free(report);
    return status == LC_OK ? CLI_PASSED : cli_fail("%s", lc_error_message(ctx));
}

int cli_merge(int argc, const char **argv) {
    lc_context *ctx = cli_context();
    poptContext popt = poptGetContext("lifecircle", argc, argv, options, 0);
    call c = {.parts = calloc((size_t)argc, sizeof *c.parts)};
    int code = ctx && popt && c.parts ? read_call(ctx, &c, popt) : cli_fail("out of memory");
    if (code == CLI_PASSED && c.given[OPTION_HELP])
        cli_help("lifecircle merge REPORT.geojson... -o FILE.geojson [--csv FILE.csv] [--gpkg FILE.gpkg] [OPTIONS]",
                 options);
    else if (code == CLI_PASSED)
        code = run_merge(ctx, &c);
    free(c.parts);
    for (size_t i = 0; i < sizeof c.text / sizeof *c.text; i++) free(c.text[i]);
    poptFreeContext(popt);
    cli_context_end(ctx);
    return code;
}
