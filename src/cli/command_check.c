#include <errno.h>
#include <popt.h>
#include <stdlib.h>
#include <string.h>

#include "cli.h"

enum {
    OPTION_OSM = 1,
    OPTION_NETWORK,
    OPTION_COMMUNITIES,
    OPTION_ID_FIELD,
    OPTION_NAME_FIELD,
    OPTION_POPULATION_FIELD,
    OPTION_FACILITIES,
    OPTION_POIS,
    OPTION_ENTRANCES,
    OPTION_RESIDENTIAL,
    OPTION_DEMAND,
    OPTION_WEIGHT_FIELD,
    OPTION_FLOORS_FIELD,
    OPTION_COMPOUNDS,
    OPTION_GATES,
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
    OPTION_JUNIT,
    OPTION_BASELINE,
    OPTION_TOLERANCE,
    OPTION_STORE,
    OPTION_LINK_LIMIT,
    OPTION_DEM,
    OPTION_DEM_SMOOTH,
    OPTION_WALK_COST,
    OPTION_ISLAND_GAP,
    OPTION_MAX_ERROR,
    OPTION_THREADS,
    OPTION_DATA,
    OPTION_QUIET,
    OPTION_NO_FAIL,
    OPTION_ALLOW_NO_DATA,
    OPTION_OVERLAP,
    OPTION_VERBOSE,
    OPTION_HELP
};

#define VALUE(name, letter, id, text, what)                                                                            \
    { name, letter, POPT_ARG_STRING, NULL, id, text, what }
#define FLAG(name, letter, id, text)                                                                                   \
    { name, letter, POPT_ARG_NONE, NULL, id, text, NULL }

static const struct poptOption option_table[] = {
    VALUE("osm", 0, OPTION_OSM, "OpenStreetMap file: network, and every category without a source; repeatable", "FILE"),
    VALUE("network", 0, OPTION_NETWORK, "lines or an OpenStreetMap file to walk on, instead of those of --osm",
          "SOURCE"),
    VALUE("communities", 0, OPTION_COMMUNITIES, "community polygons", "SOURCE"),
    VALUE("id-field", 0, OPTION_ID_FIELD, "field with the community's id (default 1, 2, 3, ...)", "FIELD"),
    VALUE("name-field", 0, OPTION_NAME_FIELD, "field with the community's name (default the id)", "FIELD"),
    VALUE("population-field", 0, OPTION_POPULATION_FIELD, "field with the community's population", "FIELD"),
    VALUE("facilities", 0, OPTION_FACILITIES, "facilities of a category; repeatable", "CATEGORY=SOURCE"),
    VALUE("pois", 0, OPTION_POIS,
          "table of AMap or Baidu, for every category that has no source of its own; repeatable", "SOURCE"),
    VALUE("entrances", 0, OPTION_ENTRANCES, "entrance points of a category; repeatable", "CATEGORY=SOURCE"),
    VALUE("residential", 0, OPTION_RESIDENTIAL, "residential land polygons", "SOURCE"),
    VALUE("demand", 0, OPTION_DEMAND, "weighted points, buildings or a population raster", "SOURCE"),
    VALUE("weight-field", 0, OPTION_WEIGHT_FIELD, "field of the demand with the weight", "FIELD"),
    VALUE("floors-field", 0, OPTION_FLOORS_FIELD, "field of the demand with a building's number of floors", "FIELD"),
    VALUE("compounds", 0, OPTION_COMPOUNDS, "gated compounds, polygons that are left through their gates", "SOURCE"),
    VALUE("gates", 0, OPTION_GATES, "the compounds' gates, points", "SOURCE"),
    VALUE("profile", 0, OPTION_PROFILE, "what to measure (default life-circle)", "NAME|FILE"),
    VALUE("output", 'o', OPTION_OUTPUT, "write the GeoJSON report here; - is standard output", "FILE"),
    VALUE("areas", 0, OPTION_AREAS, "write the service areas here (.geojson, .gpkg, .fgb, .shp)", "FILE"),
    VALUE("gaps", 0, OPTION_GAPS, "write what is not covered here, largest first (same formats)", "FILE"),
    VALUE("field", 0, OPTION_FIELD, "write the walking distance to a category as a raster; repeatable",
          "CATEGORY=FILE.tif"),
    VALUE("csv", 0, OPTION_CSV, "write the communities as a table here (.csv)", "FILE"),
    VALUE("csv-bom", 0, OPTION_CSV_BOM, "the same with a byte order mark, for spreadsheet programs", "FILE"),
    VALUE("xlsx", 0, OPTION_XLSX, "write communities, indicators and facilities as a workbook (.xlsx)", "FILE"),
    VALUE("gpkg", 0, OPTION_GPKG, "write everything to a GeoPackage with styles for QGIS (.gpkg)", "FILE"),
    VALUE("html", 0, OPTION_HTML, "write a map here, one page that opens in a browser without a network", "FILE"),
    VALUE("tiles", 0, OPTION_TILES, "background tiles for the map, with {z}, {x} and {y} (default none)", "URL"),
    VALUE("tiles-attribution", 0, OPTION_TILES_ATTRIBUTION, "whom the tiles come from, shown on the map", "TEXT"),
    VALUE("out-crs", 0, OPTION_OUT_CRS, "CRS of areas, gaps, workbook and GeoPackage (default WGS 84)", "CRS"),
    VALUE("markdown", 0, OPTION_MARKDOWN, "write a summary for people here, in Markdown", "FILE"),
    VALUE("junit", 0, OPTION_JUNIT, "write the verdicts here as JUnit XML, for continuous integration", "FILE"),
    VALUE("baseline", 0, OPTION_BASELINE, "compare with this older report; getting worse counts as missing a target",
          "FILE"),
    VALUE("tolerance", 0, OPTION_TOLERANCE, "changes up to this do not count (default 0.001)", "T"),
    VALUE("store", 0, OPTION_STORE, "add the report to this history (SpatiaLite)", "FILE.sqlite"),
    VALUE("link-limit", 0, OPTION_LINK_LIMIT, "longest straight leg to the network, metres (default 250)", "M"),
    VALUE("dem", 0, OPTION_DEM, "raster of heights: slopes make walking longer, by Tobler's speeds", "SOURCE"),
    VALUE("dem-smooth", 0, OPTION_DEM_SMOOTH, "average heights over cells within this, metres (default 45)", "M"),
    VALUE("walk-cost", 0, OPTION_WALK_COST,
          "what walking costs beyond length: realistic, langmuir, step_free, or a set", "NAME"),
    VALUE("island-gap", 0, OPTION_ISLAND_GAP,
          "join islands of paths over gaps up to this, metres; 0 joins none (default 20)", "M"),
    VALUE("max-error", 0, OPTION_MAX_ERROR, "bound of every ratio's error (default 0.005)", "E"),
    VALUE("threads", 0, OPTION_THREADS, "worker threads (default one a processor)", "N"),
    VALUE("data", 0, OPTION_DATA, "folder with profiles/ and rules/", "FOLDER"),
    FLAG("overlap", 0, OPTION_OVERLAP, "count the facilities within reach as well (takes longer)"),
    FLAG("quiet", 0, OPTION_QUIET, "print no summary and no progress"),
    FLAG("no-fail", 0, OPTION_NO_FAIL, "exit 0 even when a target is missed"),
    FLAG("allow-no-data", 0, OPTION_ALLOW_NO_DATA, "exit 0 when a target cannot be judged for want of data"),
    FLAG("verbose", 0, OPTION_VERBOSE, "print time, work and memory to standard error"),
    FLAG("help", 'h', OPTION_HELP, "print this text"),
    POPT_TABLEEND};

/* The command line, read. The strings of `run` are in `owned`, lists included. */
typedef struct cli_call {
    cli_run run;
    const char **osm, **facilities, **pois, **entrances, **fields;
    char **owned;
    size_t n_owned;
    bool given[OPTION_HELP + 1];
    int threads;
    bool quiet, no_fail, verbose, help;
    lc_project *project;
} cli_call;

static const char *option_name(int option) {
    for (size_t i = 0; option_table[i].longName; i++)
        if (option_table[i].val == option) return option_table[i].longName;
    return "";
}

static int read_threads(const char *text, int *out) {
    char *end;
    errno = 0;
    long value = strtol(text, &end, 10);
    if (end == text || *end || errno || value < 0 || value > 1024)
        return cli_fail("--threads: '%s' is not a whole number from 1 to 1024 (0: one a processor)", text);
    *out = (int)value;
    return CLI_PASSED;
}

static const char **text_field(cli_run *run, int option) {
    switch (option) {
    case OPTION_NETWORK:
        return &run->city.network;
    case OPTION_COMMUNITIES:
        return &run->city.communities;
    case OPTION_ID_FIELD:
        return &run->city.id_field;
    case OPTION_NAME_FIELD:
        return &run->city.name_field;
    case OPTION_POPULATION_FIELD:
        return &run->city.population_field;
    case OPTION_RESIDENTIAL:
        return &run->city.residential;
    case OPTION_DEMAND:
        return &run->city.demand;
    case OPTION_WEIGHT_FIELD:
        return &run->city.weight_field;
    case OPTION_FLOORS_FIELD:
        return &run->city.floors_field;
    case OPTION_COMPOUNDS:
        return &run->city.compounds;
    case OPTION_GATES:
        return &run->city.gates;
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
    case OPTION_JUNIT:
        return &run->outputs.junit;
    case OPTION_BASELINE:
        return &run->outputs.baseline;
    case OPTION_STORE:
        return &run->outputs.store;
    case OPTION_DEM:
        return &run->city.dem;
    case OPTION_WALK_COST:
        return &run->city.walk_cost;
    case OPTION_DATA:
        return &run->city.data_dir;
    default:
        return NULL;
    }
}

static bool is_list(int option) {
    return option == OPTION_OSM || option == OPTION_FACILITIES || option == OPTION_POIS || option == OPTION_ENTRANCES ||
           option == OPTION_FIELD;
}

static int set_value(cli_call *call, int option, char *text) {
    call->owned[call->n_owned++] = text;
    if (call->given[option] && !is_list(option)) return cli_fail_repeated(option_name(option));
    call->given[option] = true;
    if (!*text) return cli_fail("--%s needs a value that is not empty", option_name(option));
    switch (option) {
    case OPTION_OSM:
        call->osm[call->run.city.n_osm++] = text;
        return CLI_PASSED;
    case OPTION_FACILITIES:
        call->facilities[call->run.city.n_facilities++] = text;
        return CLI_PASSED;
    case OPTION_POIS:
        call->pois[call->run.city.n_pois++] = text;
        return CLI_PASSED;
    case OPTION_ENTRANCES:
        call->entrances[call->run.city.n_entrances++] = text;
        return CLI_PASSED;
    case OPTION_FIELD:
        call->fields[call->run.outputs.n_fields++] = text;
        return CLI_PASSED;
    case OPTION_LINK_LIMIT:
        return cli_read_number(option_name(option), text, 0, 1e7, &call->run.check.link_limit_m);
    case OPTION_DEM_SMOOTH:
        return cli_read_number(option_name(option), text, 0, 1e5, &call->run.city.dem_smooth_m);
    case OPTION_ISLAND_GAP:
        return cli_read_number(option_name(option), text, 0, 1000, &call->run.city.island_gap_m);
    case OPTION_MAX_ERROR:
        return cli_read_number(option_name(option), text, 1e-9, 1, &call->run.check.max_error);
    case OPTION_TOLERANCE:
        return cli_read_number(option_name(option), text, 0, 1, &call->run.outputs.tolerance);
    case OPTION_THREADS:
        return read_threads(text, &call->threads);
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
    char *text = poptGetOptArg(popt);
    if (!text || lc_context_hide_source(ctx, text) != LC_OK) {
        free(text);
        return cli_fail("out of memory");
    }
    return set_value(call, option, text);
}

static int fail_extra(const char *extra) {
    char *shown = lc_source_shown(extra); /* a source without its option, perhaps */
    int code = cli_fail("'%s' is too much: check takes one project file; other files go with their options",
                        shown ? shown : "");
    free(shown);
    return code;
}

static int fill_from_project(cli_call *call) {
    const lc_project *project = call->project;
    const lc_city_options *theirs = lc_project_city(project);
    const lc_outputs *outputs = lc_project_outputs(project);
    cli_run *run = &call->run;
    if (!cli_join_sources(&call->facilities, &run->city.n_facilities, theirs->facilities, theirs->n_facilities) ||
        !cli_join_sources(&call->entrances, &run->city.n_entrances, theirs->entrances, theirs->n_entrances) ||
        !cli_join_sources(&call->fields, &run->outputs.n_fields, outputs->fields, outputs->n_fields))
        return cli_fail("out of memory");
    run->city.facilities = call->facilities;
    run->city.entrances = call->entrances;
    run->outputs.fields = call->fields;
    lc_city_options_fill(&run->city, theirs);
    lc_check_options_fill(&run->check, lc_project_check(project));
    lc_outputs_fill(&run->outputs, outputs);
    if (!run->profile) run->profile = lc_project_profile(project);
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
    call->run.city.osm = call->osm;
    call->run.city.facilities = call->facilities;
    call->run.city.pois = call->pois;
    call->run.city.entrances = call->entrances;
    call->run.outputs.fields = call->fields;
    const char *project = poptGetArg(popt), *extra = poptGetArg(popt);
    if (extra) return fail_extra(extra);
    if (!project) return CLI_PASSED;
    if (lc_context_hide_source(ctx, project) != LC_OK || lc_project_read(ctx, project, &call->project) != LC_OK)
        return cli_fail("%s", lc_error_message(ctx));
    return fill_from_project(call);
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

static const char *profile_of(const cli_run *run) {
    return run->profile ? run->profile : "life-circle";
}

/* Read the profile, then the city as far as the profile asks, and check it. */
static lc_status check(lc_context *ctx, const cli_run *run, lc_report **report) {
    lc_city_options city_options = run->city;
    lc_check_options options = run->check;
    lc_profile *profile = NULL;
    lc_city *city = NULL;
    lc_outputs_need(&run->outputs, &options);
    lc_status status = lc_check_options_check(ctx, &options);
    if (status == LC_OK) status = lc_profile_load(ctx, run->city.data_dir, profile_of(run), &profile);
    if (status == LC_OK) {
        const lc_profile *const profiles[] = {profile};
        city_options.profiles = profiles;
        city_options.n_profiles = 1;
        status = lc_city_open(ctx, &city_options, &city);
    }
    if (status == LC_OK) status = lc_check(ctx, city, profile, &options, report);
    lc_city_free(city);
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
    cli_help("lifecircle check [PROJECT.yaml] [OPTION...]", option_table);
    puts(cli_tr("\nA SOURCE is a path with QGIS-style suffixes: "
                "city.gpkg|layername=parks|subset=level = 'street'|crs=EPSG:4547|encoding=GBK"));
    return CLI_PASSED;
}

int cli_check(int argc, const char **argv) {
    lc_context *ctx = cli_context();
    poptContext popt = poptGetContext("lifecircle", argc, argv, option_table, 0);
    size_t most = (size_t)argc; /* an option takes one argument or more: enough for every list */
    cli_call call = {.run = {LC_CITY_OPTIONS_INIT, NULL, LC_CHECK_OPTIONS_INIT, LC_OUTPUTS_INIT},
                     .osm = calloc(most, sizeof *call.osm),
                     .facilities = calloc(most, sizeof *call.facilities),
                     .pois = calloc(most, sizeof *call.pois),
                     .entrances = calloc(most, sizeof *call.entrances),
                     .fields = calloc(most, sizeof *call.fields),
                     .owned = calloc(most, sizeof *call.owned)};
    int code;
    if (ctx && popt && call.osm && call.facilities && call.pois && call.entrances && call.fields && call.owned) {
        code = run(ctx, popt, &call);
    } else {
        code = cli_fail("out of memory");
    }
    for (size_t i = 0; call.owned && i < call.n_owned; i++) free(call.owned[i]);
    free(call.owned);
    free(call.fields);
    free(call.entrances);
    free(call.pois);
    free(call.facilities);
    free(call.osm);
    lc_project_free(call.project);
    poptFreeContext(popt);
    lc_context_free(ctx);
    return code;
}
