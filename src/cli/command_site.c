#include <math.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include "city_options.h"
#include "site.h"

enum {
    OPTION_INDICATOR = CITY_OPTIONS,
    OPTION_CANDIDATES,
    OPTION_COUNT,
    OPTION_REACH,
    OPTION_EACH_COMMUNITY,
    OPTION_BUDGET,
    OPTION_MUST,
    OPTION_EXCLUDE,
    OPTION_TIME_LIMIT,
    OPTION_OUTPUT,
    OPTION_EDITS,
    OPTION_GPKG,
    OPTION_CSV,
    OPTION_HTML,
    OPTION_PROFILE,
    OPTION_LINK_LIMIT,
    OPTION_THREADS,
    OPTION_QUIET,
    OPTION_VERBOSE,
    OPTION_HELP
};

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
    VALUE("output", 'o', OPTION_OUTPUT, "write the sites here as GeoJSON; - is standard output", "FILE"),
    VALUE("edits", 0, OPTION_EDITS, "write an edits file that adds the sites (.geojson)", "FILE"),
    VALUE("gpkg", 0, OPTION_GPKG, "write the sites, and what each covers, to a GeoPackage (.gpkg)", "FILE"),
    VALUE("csv", 0, OPTION_CSV, "write the sites as a table (.csv)", "FILE"),
    VALUE("html", 0, OPTION_HTML, "write a map of the sites, one page that opens in a browser without a network",
          "FILE"),
    CITY_SOURCE_ROWS,
    CITY_SERVICE_ROWS,
    VALUE("profile", 0, OPTION_PROFILE, "what to measure (default life-circle)", "NAME|FILE"),
    VALUE("link-limit", 0, OPTION_LINK_LIMIT, "longest straight leg to the network, metres (default 250)", "M"),
    CITY_WALKING_ROWS,
    VALUE("threads", 0, OPTION_THREADS, "worker threads (default one a processor)", "N"),
    CITY_DATA_ROW,
    FLAG("quiet", 0, OPTION_QUIET, "print no summary and no progress"),
    FLAG("verbose", 0, OPTION_VERBOSE, "print time, work and memory to standard error"),
    FLAG("help", 'h', OPTION_HELP, "print this text"),
    POPT_TABLEEND};

/* Lists of values, in the order of the command line. */
typedef struct list {
    const char **text;
    size_t n;
} list;

enum { INDICATORS, CANDIDATES, MUST, EXCLUDE, LISTS };

typedef struct call {
    lc_city_options city;
    cli_city city_call;
    lc_site_options site;
    const char *profile;
    cli_site_outputs outputs;
    list lists[LISTS];
    int threads;
    bool quiet, verbose, help;
    lc_project *project;
} call;

/* Where a text goes; NULL when it goes elsewhere. */
static const char **text_of(call *c, int option) {
    const struct {
        int option;
        const char **text;
    } table[] = {
        {OPTION_OUTPUT, &c->outputs.path[LC_SITING_GEOJSON]}, {OPTION_EDITS, &c->outputs.path[LC_SITING_EDITS]},
        {OPTION_GPKG, &c->outputs.path[LC_SITING_GPKG]},      {OPTION_CSV, &c->outputs.path[LC_SITING_CSV]},
        {OPTION_HTML, &c->outputs.path[LC_SITING_MAP]},       {OPTION_PROFILE, &c->profile},
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
                                  [EXCLUDE] = OPTION_EXCLUDE};
    for (size_t k = 0; k < LISTS; k++)
        if (of[k] == option) return &c->lists[k];
    return NULL;
}

static int set_value(call *c, int option, const char *name, const char *text) {
    list *values = list_of(c, option);
    double least = 0, most = 0, *number = number_of(c, option, &least, &most);
    if (values) {
        values->text[values->n++] = text;
        return CLI_PASSED;
    }
    if (option == OPTION_THREADS) return cli_read_threads(text, &c->threads);
    if (number) return cli_read_number(name, text, least, most, number);
    *text_of(c, option) = text;
    return CLI_PASSED;
}

static int set_option(lc_context *ctx, call *c, poptContext popt, int option) {
    const char *name, *text;
    c->quiet = c->quiet || option == OPTION_QUIET;
    c->verbose = c->verbose || option == OPTION_VERBOSE;
    c->help = c->help || option == OPTION_HELP;
    if (option == OPTION_QUIET || option == OPTION_VERBOSE || option == OPTION_HELP) return CLI_PASSED;
    int code = cli_city_take(&c->city_call, ctx, popt, option, list_of(c, option), &name, &text);
    return code == CLI_PASSED && option >= CITY_OPTIONS ? set_value(c, option, name, text) : code;
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
}

/* Sources and profile that the command line leaves open come from the project. */
static int fill_from_project(call *c) {
    if (!cli_city_fill(&c->city_call, lc_project_city(c->project))) return cli_fail("out of memory");
    if (isnan(c->site.link_limit_m)) c->site.link_limit_m = lc_project_check(c->project)->link_limit_m;
    if (!c->profile) c->profile = lc_project_profile(c->project);
    return CLI_PASSED;
}

static int read_call(lc_context *ctx, poptContext popt, call *c) {
    int option = -1, code = CLI_PASSED;
    while (code == CLI_PASSED && !c->help && (option = poptGetNextOpt(popt)) > 0)
        code = set_option(ctx, c, popt, option);
    if (code != CLI_PASSED || c->help) return code;
    if (option < -1) return cli_fail_option("lifecircle site", options, poptBadOption(popt, 0), option);
    code = cli_read_project(ctx, popt, "site", &c->project);
    if (code == CLI_PASSED && c->project) code = fill_from_project(c);
    hand_lists(c);
    c->site.data_dir = c->city.data_dir;
    return code;
}

/* Read the profile, then the city as far as it asks, and choose. */
static lc_status choose(lc_context *ctx, call *c, lc_siting **out) {
    lc_profile *profile = NULL;
    lc_city *city = NULL;
    lc_status status = cli_load_profile(ctx, c->city.data_dir, c->profile, &profile);
    if (status == LC_OK) status = lc_site_options_check(ctx, profile, &c->site);
    if (status == LC_OK) status = cli_open_city(ctx, &c->city, profile, false, &city);
    if (status == LC_OK) status = lc_site(ctx, city, profile, &c->site, out);
    lc_city_free(city);
    lc_profile_free(profile);
    return status;
}

static int run_site(lc_context *ctx, call *c) {
    lc_siting *siting = NULL;
    int code = cli_site_outputs_check(ctx, &c->outputs, &c->city, &c->site);
    if (code != CLI_PASSED) return code;
    lc_context_set_threads(ctx, c->threads);
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
    call c = {.city = LC_CITY_OPTIONS_INIT, .site = LC_SITE_OPTIONS_INIT};
    bool ok = cli_city_start(&c.city_call, &c.city, options, most) && ctx && popt;
    for (size_t k = 0; k < LISTS; k++) {
        c.lists[k].text = calloc(most, sizeof *c.lists[k].text);
        ok = ok && c.lists[k].text;
    }
    int code = ok ? run(ctx, popt, &c) : cli_fail("out of memory");
    for (size_t k = 0; k < LISTS; k++) free(c.lists[k].text);
    cli_city_end(&c.city_call);
    lc_project_free(c.project);
    poptFreeContext(popt);
    cli_context_end(ctx);
    return code;
}
