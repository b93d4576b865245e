#include <stdlib.h>
#include <string.h>

#include "city_options.h"

enum {
    OPTION_POPULATION_FIELD = CITY_OPTIONS,
    OPTION_EDITS,
    OPTION_GROUP_FIELD,
    OPTION_SHARD,
    OPTION_PROFILE,
    OPTION_OUTPUT,
    OPTION_AREAS,
    OPTION_GAPS,
    OPTION_FIELD,
    OPTION_CSV,
    OPTION_CSV_BOM,
    OPTION_XLSX,
    OPTION_GPKG,
    OPTION_HTML,
    OPTION_TILES,
    OPTION_TILES_ATTRIBUTION,
    OPTION_OUT_CRS,
    OPTION_MARKDOWN,
    OPTION_CHARTS,
    OPTION_JUNIT,
    OPTION_BASELINE,
    OPTION_TOLERANCE,
    OPTION_STORE,
    OPTION_LINK_LIMIT,
    OPTION_MAX_ERROR,
    OPTION_MAX_DISTANCE_ERROR,
    OPTION_THREADS,
    OPTION_QUIET,
    OPTION_NO_FAIL,
    OPTION_ALLOW_NO_DATA,
    OPTION_OVERLAP,
    OPTION_VERBOSE,
    OPTION_HELP
};

static const struct poptOption option_table[] = {
    CITY_SOURCE_ROWS,
    VALUE("population-field", 0, OPTION_POPULATION_FIELD, "field with the community's population", "FIELD"),
    VALUE("group-field", 0, OPTION_GROUP_FIELD, "give totals for each value of this field as well, a province say",
          "FIELD"),
    CITY_SERVICE_ROWS,
    VALUE("edits", 0, OPTION_EDITS, "what if: edits of facilities and paths; repeatable", "SOURCE"),
    VALUE("profile", 0, OPTION_PROFILE, "what to measure (default life-circle)", "NAME|FILE"),
    VALUE("output", 'o', OPTION_OUTPUT, "write the GeoJSON report here; - is standard output", "FILE"),
    VALUE("areas", 0, OPTION_AREAS, "write the service areas here (.geojson, .gpkg, .fgb, .shp)", "FILE"),
    VALUE("gaps", 0, OPTION_GAPS, "write what is not covered here, largest first (same formats)", "FILE"),
    VALUE("field", 0, OPTION_FIELD, "write the walking distance to a category as a raster; repeatable",
          "CATEGORY=FILE.tif"),
    VALUE("csv", 0, OPTION_CSV, "write the communities as a table here (.csv)", "FILE"),
    VALUE("csv-bom", 0, OPTION_CSV_BOM, "the same with a byte order mark, for spreadsheet programs", "FILE"),
    VALUE("xlsx", 0, OPTION_XLSX, "write a workbook for people, in the language of the run (.xlsx)", "FILE"),
    VALUE("gpkg", 0, OPTION_GPKG, "write everything to a GeoPackage with styles for QGIS (.gpkg)", "FILE"),
    VALUE("html", 0, OPTION_HTML, "write a map here, one page that opens in a browser without a network", "FILE"),
    VALUE("tiles", 0, OPTION_TILES, "background tiles for the map, with {z}, {x} and {y} (default none)", "URL"),
    VALUE("tiles-attribution", 0, OPTION_TILES_ATTRIBUTION, "whom the tiles come from, shown on the map", "TEXT"),
    VALUE("out-crs", 0, OPTION_OUT_CRS, "CRS of areas, gaps, workbook and GeoPackage (default WGS 84)", "CRS"),
    VALUE("markdown", 0, OPTION_MARKDOWN, "write a summary for people here, in Markdown", "FILE"),
    VALUE("charts", 0, OPTION_CHARTS, "write charts here (SVG): who has how much, and how far people walk", "FOLDER"),
    VALUE("junit", 0, OPTION_JUNIT, "write the verdicts here as JUnit XML, for continuous integration", "FILE"),
    VALUE("baseline", 0, OPTION_BASELINE, "compare with this older report; getting worse counts as missing a target",
          "FILE"),
    VALUE("tolerance", 0, OPTION_TOLERANCE, "changes up to this do not count (default 0.001)", "T"),
    VALUE("store", 0, OPTION_STORE, "add the report to this history (SpatiaLite)", "FILE.sqlite"),
    VALUE("link-limit", 0, OPTION_LINK_LIMIT, "longest straight leg to the network, metres (default 250)", "M"),
    CITY_WALKING_ROWS,
    VALUE("shard", 0, OPTION_SHARD,
          "check the planes of part K of N alone, for 'lifecircle merge'; or of a part.yaml of 'lifecircle cut'",
          "K/N"),
    VALUE("max-error", 0, OPTION_MAX_ERROR, "bound of every ratio's error (default 0.005)", "E"),
    VALUE("max-distance-error", 0, OPTION_MAX_DISTANCE_ERROR,
          "bound of the error of medians over areas, metres (default: it is told, whatever it is)", "M"),
    VALUE("threads", 0, OPTION_THREADS, "worker threads (default one a processor)", "N"),
    CITY_DATA_ROW,
    FLAG("overlap", 0, OPTION_OVERLAP, "count the facilities within reach as well (takes longer)"),
    FLAG("quiet", 0, OPTION_QUIET, "print no summary and no progress"),
    FLAG("no-fail", 0, OPTION_NO_FAIL, "exit 0 even when a target is missed"),
    FLAG("allow-no-data", 0, OPTION_ALLOW_NO_DATA, "exit 0 when a target cannot be judged for want of data"),
    FLAG("verbose", 0, OPTION_VERBOSE, "print time, work and memory to standard error"),
    FLAG("help", 'h', OPTION_HELP, "print this text"),
    POPT_TABLEEND};

/* The command line, read. The strings of `run` are in `city`, lists included. */
typedef struct cli_call {
    cli_run run;
    cli_city city;
    const char **fields, **edits;
    int threads;
    bool quiet, no_fail, verbose, help;
    lc_project *project;
} cli_call;

static const char **text_field(cli_run *run, int option) {
    switch (option) {
    case OPTION_POPULATION_FIELD:
        return &run->city.population_field;
    case OPTION_GROUP_FIELD:
        return &run->city.group_field;
    case OPTION_SHARD:
        return &run->city.shard;
    case OPTION_PROFILE:
        return &run->profile;
    case OPTION_OUTPUT:
        return &run->outputs.output;
    case OPTION_AREAS:
        return &run->outputs.areas;
    case OPTION_GAPS:
        return &run->outputs.gaps;
    case OPTION_CSV:
        return &run->outputs.csv;
    case OPTION_CSV_BOM:
        return &run->outputs.csv_bom;
    case OPTION_XLSX:
        return &run->outputs.xlsx;
    case OPTION_GPKG:
        return &run->outputs.gpkg;
    case OPTION_HTML:
        return &run->outputs.html;
    case OPTION_TILES:
        return &run->outputs.tiles;
    case OPTION_TILES_ATTRIBUTION:
        return &run->outputs.tiles_attribution;
    case OPTION_OUT_CRS:
        return &run->outputs.out_crs;
    case OPTION_MARKDOWN:
        return &run->outputs.markdown;
    case OPTION_CHARTS:
        return &run->outputs.charts;
    case OPTION_JUNIT:
        return &run->outputs.junit;
    case OPTION_BASELINE:
        return &run->outputs.baseline;
    case OPTION_STORE:
        return &run->outputs.store;
    default:
        return NULL;
    }
}

static int set_value(cli_call *call, int option, const char *name, const char *text) {
    switch (option) {
    case OPTION_FIELD:
        call->fields[call->run.outputs.n_fields++] = text;
        return CLI_PASSED;
    case OPTION_EDITS:
        call->edits[call->run.n_edits++] = text;
        return CLI_PASSED;
    case OPTION_LINK_LIMIT:
        return cli_read_number(name, text, 0, 1e7, &call->run.check.link_limit_m);
    case OPTION_MAX_ERROR:
        return cli_read_number(name, text, 1e-9, 1, &call->run.check.max_error);
    case OPTION_MAX_DISTANCE_ERROR:
        return cli_read_number(name, text, 0.01, 1e7, &call->run.check.max_distance_error_m);
    case OPTION_TOLERANCE:
        return cli_read_number(name, text, 0, 1, &call->run.outputs.tolerance);
    case OPTION_THREADS:
        return cli_read_threads(text, &call->threads);
    default:
        *text_field(&call->run, option) = text;
        return CLI_PASSED;
    }
}

static int set_option(lc_context *ctx, cli_call *call, poptContext popt, int option) {
    switch (option) {
    case OPTION_QUIET:
        call->quiet = true;
        return CLI_PASSED;
    case OPTION_OVERLAP:
        call->run.check.overlap = true;
        return CLI_PASSED;
    case OPTION_ALLOW_NO_DATA:
        call->run.check.allow_no_data = true;
        return CLI_PASSED;
    case OPTION_NO_FAIL:
        call->no_fail = true;
        return CLI_PASSED;
    case OPTION_VERBOSE:
        call->verbose = true;
        return CLI_PASSED;
    case OPTION_HELP:
        call->help = true;
        return CLI_PASSED;
    default:
        break;
    }
    const char *name, *text;
    bool list = option == OPTION_FIELD || option == OPTION_EDITS;
    int code = cli_city_take(&call->city, ctx, popt, option, list, &name, &text);
    return code == CLI_PASSED && option >= CITY_OPTIONS ? set_value(call, option, name, text) : code;
}

static int fill_from_project(cli_call *call) {
    const lc_project *project = call->project;
    const lc_outputs *outputs = lc_project_outputs(project);
    cli_run *run = &call->run;
    if (!cli_city_fill(&call->city, lc_project_city(project))) return cli_fail("out of memory");
    bool part = run->city.shard; /* it writes what the command line says alone */
    if (!part && !cli_join_sources(&call->fields, &run->outputs.n_fields, outputs->fields, outputs->n_fields))
        return cli_fail("out of memory");
    run->outputs.fields = call->fields;
    lc_check_options_fill(&run->check, lc_project_check(project));
    if (!part) lc_outputs_fill(&run->outputs, outputs);
    if (!run->profile) run->profile = lc_project_profile(project);
    if (!run->n_edits) run->edits = lc_project_edits(project, &run->n_edits);
    return CLI_PASSED;
}

/* Options into `call`; what they leave open from the project file, if one is named. */
static int read_call(lc_context *ctx, poptContext popt, cli_call *call) {
    int option;
    while ((option = poptGetNextOpt(popt)) > 0) {
        int code = set_option(ctx, call, popt, option);
        if (code != CLI_PASSED || call->help) return code;
    }
    if (option < -1) return cli_fail_option("lifecircle check", option_table, poptBadOption(popt, 0), option);
    call->run.outputs.fields = call->fields;
    call->run.edits = call->edits;
    int code = cli_read_project(ctx, popt, "check", &call->project);
    return code == CLI_PASSED && call->project ? fill_from_project(call) : code;
}

/* The older report to compare with, read before the work: it may be replaced by the new one. */
static int read_baseline(lc_context *ctx, const cli_call *call, lc_figures **out) {
    if (!call->run.outputs.baseline) return CLI_PASSED;
    if (lc_figures_read(ctx, call->run.outputs.baseline, out) == LC_OK) return CLI_PASSED;
    return cli_fail("%s", lc_error_message(ctx));
}

static lc_status compare(lc_context *ctx, const cli_call *call, const lc_report *report, const lc_figures *before,
                         lc_figures **after, lc_diff **diff) {
    lc_diff_options options = LC_DIFF_OPTIONS_INIT;
    options.tolerance = call->run.outputs.tolerance;
    if (!before) return LC_OK;
    lc_status status = lc_figures_of(ctx, report, after);
    return status ? status : lc_diff_new(ctx, before, *after, &options, diff);
}

static int conclude(lc_context *ctx, const cli_call *call, const lc_report *report, const lc_diff *diff) {
    if (!call->quiet && !cli_outputs_stdout(&call->run.outputs)) {
        cli_summary(stdout, ctx, report, &call->run, cli_chinese());
        if (diff) {
            putchar('\n');
            cli_changes(stdout, ctx, diff, call->run.outputs.baseline, cli_tr("this run"), false);
        }
    }
    if (call->verbose) cli_work(ctx);
    bool passed = lc_report_passed(report) && (!diff || lc_diff_passed(diff));
    return passed || call->no_fail ? CLI_PASSED : CLI_MISSED;
}

/* All edits that are named; NULL when there are none. */
static lc_status read_edits(lc_context *ctx, const cli_run *run, lc_edits **out) {
    if (!run->n_edits) return LC_OK;
    lc_status status = lc_edits_new(ctx, NULL, out);
    for (size_t i = 0; status == LC_OK && i < run->n_edits; i++) status = lc_edits_read(ctx, *out, run->edits[i]);
    return status;
}

/* Read the profile, then the city as far as the profile asks, and check it. */
static lc_status check(lc_context *ctx, const cli_run *run, lc_report **report) {
    lc_check_options options = run->check;
    lc_profile *profile = NULL;
    lc_city *city = NULL;
    lc_edits *edits = NULL;
    lc_outputs_need(&run->outputs, &options);
    lc_status status = lc_check_options_check(ctx, &options);
    if (status == LC_OK) status = cli_load_profile(ctx, run->city.data_dir, run->profile, &profile);
    if (status == LC_OK) status = read_edits(ctx, run, &edits);
    if (status == LC_OK) status = cli_open_city(ctx, &run->city, profile, edits != NULL, &city);
    options.edits = edits;
    if (status == LC_OK) status = lc_check(ctx, city, profile, &options, report);
    lc_city_free(city);
    lc_edits_free(edits);
    lc_profile_free(profile);
    return status;
}

static int run_check(lc_context *ctx, const cli_call *call) {
    lc_figures *before = NULL, *after = NULL;
    lc_diff *diff = NULL;
    lc_report *report = NULL;
    if (cli_outputs_check(ctx, &call->run) != CLI_PASSED) return CLI_WRONG;
    if (read_baseline(ctx, call, &before) != CLI_PASSED) return CLI_WRONG;
    lc_context_set_threads(ctx, call->threads);
    cli_progress_start(ctx, call->quiet);
    lc_status status = check(ctx, &call->run, &report);
    cli_progress_stop(ctx);
    if (status == LC_OK) status = compare(ctx, call, report, before, &after, &diff);
    if (status == LC_OK) status = cli_outputs_write(ctx, &call->run, report, diff);
    int code = status == LC_OK ? conclude(ctx, call, report, diff) : cli_fail("%s", lc_error_message(ctx));
    lc_diff_free(diff);
    lc_figures_free(after);
    lc_figures_free(before);
    lc_report_free(report);
    return code;
}

static int run(lc_context *ctx, poptContext popt, cli_call *call) {
    int code = read_call(ctx, popt, call);
    if (code != CLI_PASSED) return code;
    if (!call->help) return run_check(ctx, call);
    cli_check_help(option_table);
    return CLI_PASSED;
}

int cli_check(int argc, const char **argv) {
    lc_context *ctx = cli_context();
    poptContext popt = poptGetContext("lifecircle", argc, argv, option_table, 0);
    size_t most = (size_t)argc; /* an option takes one argument or more: enough for every list */
    cli_call call = {.run = {LC_CITY_OPTIONS_INIT, NULL, LC_CHECK_OPTIONS_INIT, LC_OUTPUTS_INIT, NULL, 0},
                     .fields = calloc(most, sizeof *call.fields),
                     .edits = calloc(most, sizeof *call.edits)};
    bool ok =
        cli_city_start(&call.city, &call.run.city, option_table, most) && ctx && popt && call.fields && call.edits;
    int code = ok ? run(ctx, popt, &call) : cli_fail("out of memory");
    free(call.fields);
    free(call.edits);
    cli_city_end(&call.city);
    lc_project_free(call.project);
    poptFreeContext(popt);
    cli_context_end(ctx);
    return code;
}
