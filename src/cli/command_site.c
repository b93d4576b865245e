#include <errno.h>
#include <math.h>
#include <popt.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include "cli.h"
#include "site.h"

enum {
    OPTION_INDICATOR = 1,
    OPTION_CANDIDATES,
    OPTION_COUNT,
    OPTION_REACH,
    OPTION_EACH_COMMUNITY,
    OPTION_BUDGET,
    OPTION_MUST,
    OPTION_EXCLUDE,
    OPTION_TIME_LIMIT,
    OPTION_MAX_MEMORY,
    OPTION_OUTPUT,
    OPTION_EDITS,
    OPTION_GPKG,
    OPTION_CSV,
    OPTION_HTML,
    OPTION_OSM,
    OPTION_NETWORK,
    OPTION_COMMUNITIES,
    OPTION_ID_FIELD,
    OPTION_NAME_FIELD,
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
    OPTION_LINK_LIMIT,
    OPTION_DEM,
    OPTION_DEM_SMOOTH,
    OPTION_WALK_COST,
    OPTION_ISLAND_GAP,
    OPTION_THREADS,
    OPTION_DATA,
    OPTION_QUIET,
    OPTION_VERBOSE,
    OPTION_HELP
};

#define VALUE(name, letter, id, text, what)                                                                            \
    { name, letter, POPT_ARG_STRING, NULL, id, text, what }
#define FLAG(name, letter, id, text)                                                                                   \
    { name, letter, POPT_ARG_NONE, NULL, id, text, NULL }

static const struct poptOption options[] = {
    VALUE("indicator", 0, OPTION_INDICATOR, "what is to be covered, an id of the profile; repeatable, with weights",
          "ID[=WEIGHT]"),
    VALUE("candidates", 0, OPTION_CANDIDATES,
          "where one may build: points, parcels, or a point every M metres of path; repeatable",
          "[CATEGORY=]SOURCE|paths:M"),
    VALUE("count", 0, OPTION_COUNT, "cover as much as possible with so many sites", "P"),
    VALUE("reach", 0, OPTION_REACH, "as few sites as possible so that the city's share is at least this", "T"),
    VALUE("each-community", 0, OPTION_EACH_COMMUNITY, "the same for every community that can reach it", "T"),
    VALUE("budget", 0, OPTION_BUDGET, "cover as much as possible for so much (field 'cost' of the candidates)", "B"),
    VALUE("must", 0, OPTION_MUST, "a candidate that is taken in any case; repeatable", "ID"),
    VALUE("exclude", 0, OPTION_EXCLUDE, "a candidate that is not taken; repeatable", "ID"),
    VALUE("time-limit", 0, OPTION_TIME_LIMIT, "go on proving until so many seconds of solving are over", "S"),
    VALUE("max-memory", 0, OPTION_MAX_MEMORY, "memory that the table of covers may take (default no limit)", "2G"),
    VALUE("output", 'o', OPTION_OUTPUT, "write the sites here as GeoJSON; - is standard output", "FILE"),
    VALUE("edits", 0, OPTION_EDITS, "write an edits file that adds the sites (.geojson)", "FILE"),
    VALUE("gpkg", 0, OPTION_GPKG, "write the sites, and what each covers, to a GeoPackage (.gpkg)", "FILE"),
    VALUE("csv", 0, OPTION_CSV, "write the sites as a table (.csv)", "FILE"),
    VALUE("html", 0, OPTION_HTML, "write a map of the sites, one page that opens in a browser without a network",
          "FILE"),
    VALUE("osm", 0, OPTION_OSM, "OpenStreetMap file: network, and every category without a source; repeatable", "FILE"),
    VALUE("network", 0, OPTION_NETWORK, "lines or an OpenStreetMap file to walk on, instead of those of --osm",
          "SOURCE"),
    VALUE("communities", 0, OPTION_COMMUNITIES, "community polygons", "SOURCE"),
    VALUE("id-field", 0, OPTION_ID_FIELD, "field with the community's id (default 1, 2, 3, ...)", "FIELD"),
    VALUE("name-field", 0, OPTION_NAME_FIELD, "field with the community's name (default the id)", "FIELD"),
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
    VALUE("link-limit", 0, OPTION_LINK_LIMIT, "longest straight leg to the network, metres (default 250)", "M"),
    VALUE("dem", 0, OPTION_DEM, "raster of heights: slopes make walking longer, by Tobler's speeds", "SOURCE"),
    VALUE("dem-smooth", 0, OPTION_DEM_SMOOTH, "average heights over cells within this, metres (default 45)", "M"),
    VALUE("walk-cost", 0, OPTION_WALK_COST,
          "what walking costs beyond length: realistic, langmuir, step_free, or a set", "NAME"),
    VALUE("island-gap", 0, OPTION_ISLAND_GAP,
          "join islands of paths over gaps up to this, metres; 0 joins none (default 20)", "M"),
    VALUE("threads", 0, OPTION_THREADS, "worker threads (default one a processor)", "N"),
    VALUE("data", 0, OPTION_DATA, "folder with profiles/ and rules/", "FOLDER"),
    FLAG("quiet", 0, OPTION_QUIET, "print no summary and no progress"),
    FLAG("verbose", 0, OPTION_VERBOSE, "print time, work and memory to standard error"),
    FLAG("help", 'h', OPTION_HELP, "print this text"),
    POPT_TABLEEND};

/* Lists of values, in the order of the command line. */
typedef struct list {
    const char **text;
    size_t n;
} list;

enum { INDICATORS, CANDIDATES, MUST, EXCLUDE, OSM, FACILITIES, POIS, ENTRANCES, LISTS };

typedef struct call {
    lc_city_options city;
    lc_site_options site;
    const char *profile;
    cli_site_outputs outputs;
    list lists[LISTS];
    char **owned;
    size_t n_owned;
    bool given[OPTION_HELP + 1];
    double threads;
    bool quiet, verbose, help;
    lc_project *project;
} call;

/* Where a text goes; NULL when it goes elsewhere. */
static const char **text_of(call *c, int option) {
    const struct {
        int option;
        const char **text;
    } table[] = {
        {OPTION_OUTPUT, &c->outputs.path[LC_SITING_GEOJSON]},
        {OPTION_EDITS, &c->outputs.path[LC_SITING_EDITS]},
        {OPTION_GPKG, &c->outputs.path[LC_SITING_GPKG]},
        {OPTION_CSV, &c->outputs.path[LC_SITING_CSV]},
        {OPTION_HTML, &c->outputs.path[LC_SITING_MAP]},
        {OPTION_NETWORK, &c->city.network},
        {OPTION_COMMUNITIES, &c->city.communities},
        {OPTION_ID_FIELD, &c->city.id_field},
        {OPTION_NAME_FIELD, &c->city.name_field},
        {OPTION_RESIDENTIAL, &c->city.residential},
        {OPTION_DEMAND, &c->city.demand},
        {OPTION_WEIGHT_FIELD, &c->city.weight_field},
        {OPTION_FLOORS_FIELD, &c->city.floors_field},
        {OPTION_COMPOUNDS, &c->city.compounds},
        {OPTION_GATES, &c->city.gates},
        {OPTION_PROFILE, &c->profile},
        {OPTION_DEM, &c->city.dem},
        {OPTION_WALK_COST, &c->city.walk_cost},
        {OPTION_DATA, &c->city.data_dir},
    };
    for (size_t i = 0; i < sizeof table / sizeof *table; i++)
        if (table[i].option == option) return table[i].text;
    return NULL;
}

/* Where a number goes, and its range; NULL when it goes elsewhere. */
static double *number_of(call *c, int option, double *least, double *most) {
    const struct {
        int option;
        double *number, least, most;
    } table[] = {
        {OPTION_COUNT, &c->site.count, 1, 1e9},
        {OPTION_REACH, &c->site.reach, 0, 1},
        {OPTION_EACH_COMMUNITY, &c->site.each_community, 0, 1},
        {OPTION_BUDGET, &c->site.budget, 0, 1e300},
        {OPTION_TIME_LIMIT, &c->site.time_limit_s, 0, 1e9},
        {OPTION_LINK_LIMIT, &c->site.link_limit_m, 0, 1e7},
        {OPTION_ISLAND_GAP, &c->city.island_gap_m, 0, 1000},
        {OPTION_DEM_SMOOTH, &c->city.dem_smooth_m, 0, 1e5},
        {OPTION_THREADS, &c->threads, 0, 1024},
    };
    for (size_t i = 0; i < sizeof table / sizeof *table; i++) {
        if (table[i].option != option) continue;
        *least = table[i].least;
        *most = table[i].most;
        return table[i].number;
    }
    return NULL;
}

static list *list_of(call *c, int option) {
    static const int of[LISTS] = {[INDICATORS] = OPTION_INDICATOR,
                                  [CANDIDATES] = OPTION_CANDIDATES,
                                  [MUST] = OPTION_MUST,
                                  [EXCLUDE] = OPTION_EXCLUDE,
                                  [FACILITIES] = OPTION_FACILITIES,
                                  [POIS] = OPTION_POIS,
                                  [ENTRANCES] = OPTION_ENTRANCES,
                                  [OSM] = OPTION_OSM};
    for (size_t k = 0; k < LISTS; k++)
        if (of[k] == option) return &c->lists[k];
    return NULL;
}

/* "500M", "2G", or bytes. */
static int read_memory(const char *text, double *out) {
    static const char units[] = "KMG";
    char *end;
    errno = 0;
    double value = strtod(text, &end);
    const char *unit = end != text && *end ? strchr(units, *end) : NULL;
    for (const char *u = units; unit && u <= unit; u++) value *= 1024;
    if (end == text || errno || !(value > 0) || !isfinite(value) || (unit ? end[1] : *end))
        return cli_fail("--max-memory: '%s' is no size; write for example 2G or 500M", text);
    *out = value;
    return CLI_PASSED;
}

static int set_value(call *c, int option, char *text) {
    const char *name = options[option - 1].longName;
    list *values = list_of(c, option);
    double least = 0, most = 0, *number = number_of(c, option, &least, &most);
    c->owned[c->n_owned++] = text;
    if (c->given[option] && !values) return cli_fail_repeated(name);
    c->given[option] = true;
    if (!*text) return cli_fail("--%s needs a value that is not empty", name);
    if (values) {
        values->text[values->n++] = text;
        return CLI_PASSED;
    }
    if (option == OPTION_MAX_MEMORY) return read_memory(text, &c->site.max_memory);
    if (number) return cli_read_number(name, text, least, most, number);
    *text_of(c, option) = text;
    return CLI_PASSED;
}

static int set_option(call *c, poptContext popt, int option) {
    c->quiet = c->quiet || option == OPTION_QUIET;
    c->verbose = c->verbose || option == OPTION_VERBOSE;
    c->help = c->help || option == OPTION_HELP;
    if (option == OPTION_QUIET || option == OPTION_VERBOSE || option == OPTION_HELP) return CLI_PASSED;
    char *text = poptGetOptArg(popt);
    return text ? set_value(c, option, text) : cli_fail("out of memory");
}

static void hand_lists(call *c) {
    c->site.indicators = c->lists[INDICATORS].text;
    c->site.n_indicators = c->lists[INDICATORS].n;
    c->site.candidates = c->lists[CANDIDATES].text;
    c->site.n_candidates = c->lists[CANDIDATES].n;
    c->site.must = c->lists[MUST].text;
    c->site.n_must = c->lists[MUST].n;
    c->site.exclude = c->lists[EXCLUDE].text;
    c->site.n_exclude = c->lists[EXCLUDE].n;
    c->city.osm = c->lists[OSM].text;
    c->city.n_osm = c->lists[OSM].n;
    c->city.facilities = c->lists[FACILITIES].text;
    c->city.n_facilities = c->lists[FACILITIES].n;
    c->city.pois = c->lists[POIS].text;
    c->city.n_pois = c->lists[POIS].n;
    c->city.entrances = c->lists[ENTRANCES].text;
    c->city.n_entrances = c->lists[ENTRANCES].n;
    c->site.data_dir = c->city.data_dir;
}

/* Sources and profile that the command line leaves open come from the project. */
static int fill_from_project(lc_context *ctx, call *c, const char *path) {
    if (lc_project_read(ctx, path, &c->project) != LC_OK) return cli_fail("%s", lc_error_message(ctx));
    const lc_city_options *theirs = lc_project_city(c->project);
    if (!cli_join_sources(&c->lists[FACILITIES].text, &c->lists[FACILITIES].n, theirs->facilities,
                          theirs->n_facilities) ||
        !cli_join_sources(&c->lists[ENTRANCES].text, &c->lists[ENTRANCES].n, theirs->entrances, theirs->n_entrances))
        return cli_fail("out of memory");
    hand_lists(c);
    lc_city_options_fill(&c->city, theirs);
    if (isnan(c->site.link_limit_m)) c->site.link_limit_m = lc_project_check(c->project)->link_limit_m;
    if (!c->profile) c->profile = lc_project_profile(c->project);
    c->site.data_dir = c->city.data_dir;
    return CLI_PASSED;
}

static int read_call(lc_context *ctx, poptContext popt, call *c) {
    int option, code = CLI_PASSED;
    while (code == CLI_PASSED && !c->help && (option = poptGetNextOpt(popt)) > 0) code = set_option(c, popt, option);
    if (code != CLI_PASSED || c->help) return code;
    if (option < -1) return cli_fail_option("lifecircle site", options, poptBadOption(popt, 0), option);
    const char *project = poptGetArg(popt), *extra = poptGetArg(popt);
    if (extra)
        return cli_fail("'%s' is too much: site takes one project file; other files go with their options", extra);
    hand_lists(c);
    return project ? fill_from_project(ctx, c, project) : CLI_PASSED;
}

/* Read the profile, then the city as far as it asks, and choose. */
static lc_status choose(lc_context *ctx, call *c, lc_siting **out) {
    lc_profile *profile = NULL;
    lc_city *city = NULL;
    lc_status status = lc_profile_load(ctx, c->city.data_dir, c->profile ? c->profile : "life-circle", &profile);
    if (status == LC_OK) status = lc_site_options_check(ctx, profile, &c->site);
    if (status == LC_OK) {
        const lc_profile *const profiles[] = {profile};
        c->city.profiles = profiles;
        c->city.n_profiles = 1;
        status = lc_city_open(ctx, &c->city, &city);
        c->city.n_profiles = 0;
    }
    if (status == LC_OK) status = lc_site(ctx, city, profile, &c->site, out);
    lc_city_free(city);
    lc_profile_free(profile);
    return status;
}

static int run_site(lc_context *ctx, call *c) {
    lc_siting *siting = NULL;
    int code = cli_site_outputs_check(ctx, &c->outputs, &c->city, &c->site);
    if (code != CLI_PASSED) return code;
    lc_context_set_threads(ctx, (int)c->threads);
    cli_progress_start(ctx, c->quiet);
    lc_status status = choose(ctx, c, &siting);
    cli_progress_stop(ctx);
    if (status == LC_OK) status = cli_site_outputs_write(ctx, &c->outputs, siting);
    if (status != LC_OK) code = cli_fail("%s", lc_error_message(ctx));
    if (status == LC_OK && !c->quiet && !cli_site_stdout(&c->outputs)) cli_site_summary(stdout, siting, &c->outputs);
    if (status == LC_OK && c->verbose) cli_work(ctx);
    lc_siting_free(siting);
    return code;
}

static int run(lc_context *ctx, poptContext popt, call *c) {
    int code = read_call(ctx, popt, c);
    if (code != CLI_PASSED) return code;
    if (!c->help) return run_site(ctx, c);
    cli_help("lifecircle site [PROJECT.yaml] --indicator ID --candidates SOURCE|paths:M QUESTION [OPTION...]", options);
    puts(cli_tr("\nQUESTION is one of --count, --reach, --each-community and --budget."));
    return CLI_PASSED;
}

int cli_site(int argc, const char **argv) {
    lc_context *ctx = cli_context();
    poptContext popt = poptGetContext("lifecircle", argc, argv, options, 0);
    size_t most = (size_t)argc; /* an option takes one argument or more: enough for every list */
    call c = {.city = LC_CITY_OPTIONS_INIT, .site = LC_SITE_OPTIONS_INIT, .owned = calloc(most, sizeof *c.owned)};
    bool ok = ctx && popt && c.owned;
    for (size_t k = 0; k < LISTS; k++) {
        c.lists[k].text = calloc(most, sizeof *c.lists[k].text);
        ok = ok && c.lists[k].text;
    }
    int code = ok ? run(ctx, popt, &c) : cli_fail("out of memory");
    for (size_t i = 0; i < c.n_owned; i++) free(c.owned[i]);
    free(c.owned);
    for (size_t k = 0; k < LISTS; k++) free(c.lists[k].text);
    lc_project_free(c.project);
    poptFreeContext(popt);
    lc_context_free(ctx);
    return code;
}
