#include <errno.h>
#include <math.h>
#include <popt.h>
#include <stdlib.h>
#include <string.h>

#include "cli.h"

enum {
    OPTION_AS = 1,
    OPTION_OSM,
    OPTION_NETWORK,
    OPTION_COMMUNITIES,
    OPTION_ID_FIELD,
    OPTION_NAME_FIELD,
    OPTION_LINK_LIMIT,
    OPTION_DATA,
    OPTION_JSON,
    OPTION_HELP
};
enum { LABEL_MAX = 24, EXAMPLES_MAX = 5 }; /* examples of a problem: at most so many, says lifecircle.h */

static const struct poptOption options[] = {
    {"as", 0, POPT_ARG_STRING, NULL, OPTION_AS,
     CLI_TEXT("what it is to be used as: network, communities, facilities, demand or heights"), "ROLE"},
    {"osm", 0, POPT_ARG_STRING, NULL, OPTION_OSM,
     CLI_TEXT("facilities, heights: hold them against the paths of this file; repeatable"), "FILE"},
    {"network", 0, POPT_ARG_STRING, NULL, OPTION_NETWORK,
     CLI_TEXT("facilities, heights: hold them against these lines"), "SOURCE"},
    {"communities", 0, POPT_ARG_STRING, NULL, OPTION_COMMUNITIES,
     CLI_TEXT("facilities: hold them against these polygons"), "SOURCE"},
    {"id-field", 0, POPT_ARG_STRING, NULL, OPTION_ID_FIELD,
     CLI_TEXT("communities: the field with their ids, which should differ"), "FIELD"},
    {"name-field", 0, POPT_ARG_STRING, NULL, OPTION_NAME_FIELD, CLI_TEXT("communities: the field with their names"),
     "FIELD"},
    {"link-limit", 0, POPT_ARG_STRING, NULL, OPTION_LINK_LIMIT,
     CLI_TEXT("farther from any path is far, metres (default 250)"), "M"},
    {"data", 0, POPT_ARG_STRING, NULL, OPTION_DATA, CLI_TEXT("folder with profiles/ and rules/"), "FOLDER"},
    {"json", 0, POPT_ARG_NONE, NULL, OPTION_JSON, CLI_TEXT("print one JSON document"), NULL},
    {"help", 'h', POPT_ARG_NONE, NULL, OPTION_HELP, CLI_TEXT("print this text"), NULL},
    POPT_TABLEEND};

typedef struct call {
    lc_inspect_options inspect;
    char *text[OPTION_HELP + 1]; /* values of the options, owned */
    cli_list osm;
    bool json, help;
} call;

static int read_option(call *c, poptContext popt, int option) {
    if (option == OPTION_JSON) c->json = true;
    if (option == OPTION_HELP) c->help = true;
    if (option == OPTION_JSON || option == OPTION_HELP) return CLI_PASSED;
    if (option == OPTION_OSM) return cli_take_member("osm", poptGetOptArg(popt), &c->osm);
    return cli_take_text(options[option - 1].longName, poptGetOptArg(popt), &c->text[option]);
}

static int read_limit(call *c) {
    const char *text = c->text[OPTION_LINK_LIMIT];
    char *end;
    if (!text) return CLI_PASSED;
    errno = 0;
    c->inspect.link_limit_m = strtod(text, &end);
    if (end != text && !*end && !errno && isfinite(c->inspect.link_limit_m)) return CLI_PASSED;
    return cli_fail("--%s: '%s' is not a number", options[OPTION_LINK_LIMIT - 1].longName, text);
}

static int read_call(call *c, poptContext popt) {
    int option, code = CLI_PASSED;
    c->inspect = LC_INSPECT_OPTIONS_INIT;
    while (code == CLI_PASSED && (option = poptGetNextOpt(popt)) > 0) code = read_option(c, popt, option);
    if (code != CLI_PASSED) return code;
    if (option < -1) return cli_fail_option("lifecircle inspect", options, poptBadOption(popt, 0), option);
    c->inspect.role = c->text[OPTION_AS];
    c->inspect.osm = (const char *const *)c->osm.text;
    c->inspect.n_osm = c->osm.n;
    c->inspect.network = c->text[OPTION_NETWORK];
    c->inspect.communities = c->text[OPTION_COMMUNITIES];
    c->inspect.id_field = c->text[OPTION_ID_FIELD];
    c->inspect.name_field = c->text[OPTION_NAME_FIELD];
    c->inspect.data_dir = c->text[OPTION_DATA];
    return read_limit(c);
}

/* ------------------------------------------------------------------- text */

static int label_width(const lc_inspection *found) {
    int width = 0;
    for (size_t i = 0; i < lc_inspection_fact_count(found); i++) {
        int own = cli_width(lc_inspection_fact(found, i).label);
        if (own > width) width = own;
    }
    return width < LABEL_MAX ? width : LABEL_MAX;
}

/* Fields stand under a heading of their own. */
static void print_facts(const lc_inspection *found) {
    int width = label_width(found);
    bool fields = false;
    for (size_t i = 0; i < lc_inspection_fact_count(found); i++) {
        lc_fact fact = lc_inspection_fact(found, i);
        bool field = strcmp(fact.key, "field") == 0;
        if (field && !fields) printf("  %s\n", cli_tr("fields"));
        fields = field;
        fputs(field ? "    " : "  ", stdout);
        cli_pad(stdout, fact.label, field ? width - 2 : width, false);
        fputs("  ", stdout);
        cli_pad(stdout, fact.text, cli_width(fact.text), false);
        fputc('\n', stdout);
    }
}

static void print_problem(const lc_problem *problem) {
    static const char *const mark[] = {CLI_TEXT("note"), CLI_TEXT("warning"), CLI_TEXT("error")};
    printf(cli_tr("\n  %s: %s (%zu)\n"), cli_tr(mark[problem->severity]), problem->message, problem->count);
    for (size_t i = 0; i < problem->n_examples; i++) {
        fputs("    - ", stdout);
        cli_pad(stdout, problem->examples[i], cli_width(problem->examples[i]), false);
        fputc('\n', stdout);
    }
    if (problem->count > problem->n_examples && problem->n_examples == EXAMPLES_MAX)
        printf(cli_tr("    - ... %zu more\n"), problem->count - problem->n_examples);
    if (problem->fix) printf(cli_tr("    what to do: %s\n"), problem->fix);
}

static void print_text(const char *source, const lc_inspection *found) {
    static const char *const verdict[] = {CLI_TEXT("fit for use"), CLI_TEXT("usable, see the warnings"),
                                          CLI_TEXT("not usable")};
    const char *fitness = cli_tr(verdict[lc_inspection_fitness(found)]);
    char *shown = lc_source_shown(source);
    printf(cli_tr("%s: %s\n"), shown ? shown : "", fitness);
    free(shown);
    print_facts(found);
    for (size_t i = 0; i < lc_inspection_problem_count(found); i++) {
        lc_problem problem = lc_inspection_problem(found, i);
        print_problem(&problem);
    }
}

/* ------------------------------------------------------------ the sources */

/* Sources looked at so far. */
typedef struct tally {
    size_t n, unusable;
    lc_fitness worst;
    char *reason; /* why the first unusable one is */
} tally;

static int inspect_one(const call *c, lc_context *ctx, const char *source, tally *t) {
    lc_inspection *found = NULL;
    cli_progress_start(ctx, false);
    lc_status status = lc_inspect(ctx, source, &c->inspect, &found);
    cli_progress_stop(ctx);
    if (status != LC_OK) return cli_fail("%s", lc_error_message(ctx));
    if (c->json) {
        fputs(t->n ? ",\n" : "", stdout);
        fputs(lc_inspection_json(found), stdout);
    } else {
        if (t->n) fputc('\n', stdout);
        print_text(source, found);
    }
    lc_fitness fitness = lc_inspection_fitness(found);
    if (fitness > t->worst) t->worst = fitness;
    if (fitness == LC_UNUSABLE && !t->reason) t->reason = strdup(lc_inspection_reason(found));
    t->unusable += fitness == LC_UNUSABLE;
    t->n++;
    lc_inspection_free(found);
    return CLI_PASSED;
}

static int conclude(const tally *t) {
    if (t->worst == LC_FIT) return CLI_PASSED;
    if (t->worst == LC_USABLE) return CLI_MISSED;
    const char *reason = t->reason ? t->reason : cli_tr("out of memory");
    if (t->unusable == 1) return cli_fail("%s", reason);
    return cli_fail("%zu of %zu sources cannot be used; the first: %s", t->unusable, t->n, reason);
}

static int run(poptContext popt, lc_context *ctx, call *c) {
    tally t = {0};
    int code = read_call(c, popt);
    if (code != CLI_PASSED) return code;
    if (c->help) {
        cli_help("lifecircle inspect SOURCE... [OPTION...]", options);
        return CLI_PASSED;
    }
    const char *source = poptGetArg(popt);
    if (!source) return cli_fail("inspect what? Name a file or another source");
    if (c->json) fputs("{\"schema\":\"lifecircle-inspection/1\",\"sources\":[\n", stdout);
    for (; source && code == CLI_PASSED; source = poptGetArg(popt)) code = inspect_one(c, ctx, source, &t);
    if (c->json) fputs("\n]}\n", stdout);
    if (code == CLI_PASSED) code = conclude(&t);
    free(t.reason);
    return code;
}

int cli_inspect(int argc, const char **argv) {
    lc_context *ctx = cli_context();
    poptContext popt = poptGetContext("lifecircle", argc, argv, options, 0);
    call c = {0};
    int code = CLI_WRONG;
    if (ctx && popt) {
        code = run(popt, ctx, &c);
    } else {
        cli_fail("out of memory");
    }
    for (size_t i = 0; i < sizeof c.text / sizeof *c.text; i++) free(c.text[i]);
    cli_list_free(&c.osm);
    poptFreeContext(popt);
    cli_context_end(ctx);
    return code;
}
