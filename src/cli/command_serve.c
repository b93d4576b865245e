#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "city_options.h"

enum {
    OPTION_LISTEN = CITY_OPTIONS,
    OPTION_PROFILE,
    OPTION_LINK_LIMIT,
    OPTION_MAX_ERROR,
    OPTION_MAX_DISTANCE_ERROR,
    OPTION_THREADS,
    OPTION_QUIET,
    OPTION_HELP
};

static const struct poptOption options[] = {
    VALUE("listen", 0, OPTION_LISTEN, "where to listen (default 127.0.0.1:8315; port 0 takes any that is free)",
          "ADDRESS:PORT"),
    CITY_SOURCE_ROWS,
    CITY_SERVICE_ROWS,
    VALUE("profile", 0, OPTION_PROFILE, "what to measure (default life-circle)", "NAME|FILE"),
    VALUE("link-limit", 0, OPTION_LINK_LIMIT, "longest straight leg to the network, metres (default 250)", "M"),
    CITY_WALKING_ROWS,
    VALUE("max-error", 0, OPTION_MAX_ERROR, "bound of every ratio's error (default 0.005)", "E"),
    VALUE("max-distance-error", 0, OPTION_MAX_DISTANCE_ERROR,
          "bound of the error of medians over areas, metres (default: it is told, whatever it is)", "M"),
    VALUE("threads", 0, OPTION_THREADS, "worker threads (default one a processor)", "N"),
    CITY_DATA_ROW,
    FLAG("quiet", 0, OPTION_QUIET, "print no progress"),
    FLAG("help", 'h', OPTION_HELP, "print this text"),
    POPT_TABLEEND};

/* The command line, read. */
typedef struct call {
    lc_city_options city;
    cli_city city_call;
    lc_check_options check;
    lc_serve_options serve;
    const char *profile;
    int threads;
    bool quiet, help;
    lc_project *project;
} call;

static int set_option(lc_context *ctx, call *c, poptContext popt, int option) {
    const char *name, *text;
    c->quiet = c->quiet || option == OPTION_QUIET;
    c->help = c->help || option == OPTION_HELP;
    if (option == OPTION_QUIET || option == OPTION_HELP) return CLI_PASSED;
    int code = cli_city_take(&c->city_call, ctx, popt, option, false, &name, &text);
    if (code != CLI_PASSED || option < CITY_OPTIONS) return code;
    if (option == OPTION_THREADS) return cli_read_threads(text, &c->threads);
    if (option == OPTION_LINK_LIMIT) return cli_read_number(name, text, 0, 1e7, &c->check.link_limit_m);
    if (option == OPTION_MAX_ERROR) return cli_read_number(name, text, 1e-9, 1, &c->check.max_error);
    if (option == OPTION_MAX_DISTANCE_ERROR)
        return cli_read_number(name, text, 0.01, 1e7, &c->check.max_distance_error_m);
    *(option == OPTION_LISTEN ? &c->serve.listen : &c->profile) = text;
    return CLI_PASSED;
}

static int fill_from_project(call *c) {
    if (!cli_city_fill(&c->city_call, lc_project_city(c->project))) return cli_fail("out of memory");
    lc_check_options_fill(&c->check, lc_project_check(c->project));
    if (!c->profile) c->profile = lc_project_profile(c->project);
    return CLI_PASSED;
}

static int read_call(lc_context *ctx, poptContext popt, call *c) {
    int option = -1, code = CLI_PASSED;
    while (code == CLI_PASSED && !c->help && (option = poptGetNextOpt(popt)) > 0)
        code = set_option(ctx, c, popt, option);
    if (code != CLI_PASSED || c->help) return code;
    if (option < -1) return cli_fail_option("lifecircle serve", options, poptBadOption(popt, 0), option);
    code = cli_read_project(ctx, popt, "serve", &c->project);
    return code == CLI_PASSED && c->project ? fill_from_project(c) : code;
}

/* One line, which a program that starts the server can read. */
static void tell_address(const char *address, bool open, void *user) {
    lc_context *ctx = user;
    cli_progress_stop(ctx);
    cli_ending_expect();
    printf(cli_tr("The city is at %s - Ctrl-C ends it\n"), address);
    fflush(stdout);
    if (open)
        fprintf(stderr, "lifecircle: %s\n",
                cli_tr("others can reach this address; what is sent is not encrypted, and who has the token can edit"));
}

/* Before the work, since it takes memory. */
static void tell_planes(const call *c, const lc_city *city) {
    size_t n = lc_city_plane_count(city);
    if (n < 2 || c->quiet) return;
    if (cli_progress_shows()) fputs("\r\033[K", stderr);
    fputs("lifecircle: ", stderr);
    fprintf(stderr, cli_tr("the communities lie in %zu planes, and all of them are held in memory"), n);
    fputc('\n', stderr);
}

/* Read the profile, then the city as far as it asks, and serve it. */
static lc_status open_and_serve(lc_context *ctx, call *c) {
    lc_profile *profile = NULL;
    lc_city *city = NULL;
    lc_status status = cli_load_profile(ctx, c->city.data_dir, c->profile, &profile);
    if (status == LC_OK) status = lc_check_options_check(ctx, &c->check);
    if (status == LC_OK) status = cli_open_city(ctx, &c->city, profile, true, &city);
    if (status == LC_OK) tell_planes(c, city);
    if (status == LC_OK) status = lc_serve(ctx, city, profile, &c->check, &c->serve);
    lc_city_free(city);
    lc_profile_free(profile);
    return status;
}

static int run_serve(lc_context *ctx, call *c) {
    lc_context_set_threads(ctx, c->threads);
    c->serve.ready = tell_address;
    c->serve.user = ctx;
    cli_progress_start(ctx, c->quiet);
    lc_status status = open_and_serve(ctx, c);
    cli_progress_stop(ctx);
    return status == LC_OK ? CLI_PASSED : cli_fail("%s", lc_error_message(ctx));
}

static int run(lc_context *ctx, poptContext popt, call *c) {
    int code = read_call(ctx, popt, c);
    if (code != CLI_PASSED) return code;
    if (!c->help) return run_serve(ctx, c);
    cli_help("lifecircle serve [PROJECT.yaml] [--listen ADDRESS:PORT] [OPTION...]", options);
    return CLI_PASSED;
}

int cli_serve(int argc, const char **argv) {
    lc_context *ctx = cli_context();
    poptContext popt = poptGetContext("lifecircle", argc, argv, options, 0);
    size_t most = (size_t)argc; /* an option takes one argument or more: enough for every list */
    call c = {.city = LC_CITY_OPTIONS_INIT, .check = LC_CHECK_OPTIONS_INIT, .serve = LC_SERVE_OPTIONS_INIT};
    bool ok = cli_city_start(&c.city_call, &c.city, options, most) && ctx && popt;
    int code = ok ? run(ctx, popt, &c) : cli_fail("out of memory");
    cli_city_end(&c.city_call);
    lc_project_free(c.project);
    poptFreeContext(popt);
    cli_context_end(ctx);
    return code;
}
