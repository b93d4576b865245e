/* A project file for the files of a folder. */
#include <popt.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "init.h"

enum { OPTION_YES = 1, OPTION_OUTPUT, OPTION_DATA, OPTION_HELP };
enum { PATH_WIDTH = 40, PATH_BYTES = 4096 }; /* no system call takes a longer path: it fails with a message */

static const struct poptOption options[] = {
    FLAG("yes", 'y', OPTION_YES, "ask nothing: take what the files look like"),
    VALUE("output", 'o', OPTION_OUTPUT, "the project file (default lifecircle.yaml in the folder)", "FILE"),
    VALUE("data", 0, OPTION_DATA, "folder with profiles/ and rules/", "FOLDER"),
    FLAG("help", 'h', OPTION_HELP, "print this text"), POPT_TABLEEND};

typedef struct call {
    bool yes, help;
    char *output, *data;
    const char *folder;
} call;

static int read_call(poptContext popt, call *c) {
    int option, code = CLI_PASSED;
    while (code == CLI_PASSED && (option = poptGetNextOpt(popt)) > 0) {
        if (option == OPTION_HELP) {
            c->help = true;
            return CLI_PASSED;
        }
        if (option == OPTION_YES) c->yes = true;
        if (option == OPTION_OUTPUT) code = cli_take_text("output", poptGetOptArg(popt), &c->output);
        if (option == OPTION_DATA) code = cli_take_text("data", poptGetOptArg(popt), &c->data);
    }
    if (code != CLI_PASSED) return code;
    if (option < -1) return cli_fail_option("lifecircle init", options, poptBadOption(popt, 0), option);
    c->folder = poptGetArg(popt);
    const char *extra = poptGetArg(popt);
    if (extra) return cli_fail("one folder at a time: '%s' is too much", extra);
    if (!c->folder) c->folder = ".";
    return CLI_PASSED;
}

/* Ask what a source is for; an empty answer takes the guess. false at the end of input. */
static bool ask(const init_folder *folder, init_source *s) {
    char buffer[256], *line = NULL;
    size_t room = 0;
    bool answered = false;
    while (!answered) {
        printf(cli_tr("%s: %s. Use it as %s? "), s->path, s->described ? s->described : "",
               init_role_text(s, buffer, sizeof buffer));
        fflush(stdout);
        if (getline(&line, &room, stdin) < 0) break;
        line[strcspn(line, "\r\n")] = '\0';
        answered = !*line || strcmp(line, "yes") == 0 || strcmp(line, "y") == 0 || init_take_role(folder, line, s);
        if (!answered)
            puts(cli_tr(
                "  Enter takes it; no leaves it out; or say osm, communities, network, residential, demand, compounds, "
                "gates, dem, pois, or a category such as park."));
    }
    free(line);
    return answered;
}

static int ask_all(init_folder *folder) {
    for (size_t i = 0; i < folder->n; i++)
        if (!folder->source[i].problem && !ask(folder, &folder->source[i]))
            return cli_fail("no answer: nothing is written; --yes takes what the files look like");
    return CLI_PASSED;
}

static void tell(const init_folder *folder) {
    char buffer[256];
    for (size_t i = 0; i < folder->n; i++) {
        const init_source *s = &folder->source[i];
        fputs("  ", stdout);
        int width = cli_width(s->path);
        cli_pad(stdout, s->path, width > PATH_WIDTH ? width : PATH_WIDTH, false);
        printf(" %s\n", s->problem ? cli_tr("cannot be used as it is") : init_role_text(s, buffer, sizeof buffer));
        if (s->problem) printf("    %s\n", s->problem);
    }
}

static size_t usable(const init_folder *folder, init_role role) {
    size_t n = 0;
    for (size_t i = 0; i < folder->n; i++) n += folder->source[i].role == role && !folder->source[i].problem;
    return n;
}

/* Paths in a project are relative to its own folder: elsewhere they have to be whole. malloc'ed. */
static char *prefix_of(const call *c) {
    char here[PATH_BYTES] = "";
    if (!c->output) return strdup("");
    if (c->folder[0] != '/' && !getcwd(here, sizeof here)) return NULL;
    size_t n = strlen(here) + strlen(c->folder) + 3;
    char *whole = malloc(n);
    if (whole) snprintf(whole, n, "%s%s%s/", here, *here ? "/" : "", c->folder);
    return whole;
}

static int write_project(lc_context *ctx, const call *c, const init_folder *folder) {
    char path[PATH_BYTES];
    char *prefix = prefix_of(c);
    int n = c->output ? snprintf(path, sizeof path, "%s", c->output)
                      : snprintf(path, sizeof path, "%s/lifecircle.yaml", c->folder);
    if (!prefix || n < 0 || (size_t)n >= sizeof path) {
        free(prefix);
        return cli_fail("%s: the path is too long", c->folder);
    }
    FILE *file = fopen(path, "wx"); /* an older one may hold work */
    bool good = file && init_write(file, folder, prefix);
    if (file && fclose(file) != 0) good = false;
    free(prefix);
    if (!file) return cli_fail("%s is there already, or cannot be written; name another file with --output", path);
    if (!good) return cli_fail("%s cannot be written: writing failed", path);
    lc_project *project = NULL;
    if (lc_project_read(ctx, path, &project) != LC_OK) return cli_fail("%s", lc_error_message(ctx));
    lc_project_free(project);
    printf(cli_tr("\nWritten: %s. Now: lifecircle check %s\n"), path, path);
    return CLI_PASSED;
}

static int init(lc_context *looking, lc_context *ctx, const call *c) {
    init_folder folder = {.path = c->folder};
    int code = init_look(looking, c->data, &folder);
    if (code == CLI_PASSED) init_guess(&folder);
    if (code == CLI_PASSED && !c->yes && isatty(STDIN_FILENO)) code = ask_all(&folder);
    if (code == CLI_PASSED && folder.n) tell(&folder);
    if (code == CLI_PASSED && !usable(&folder, INIT_COMMUNITIES))
        code = cli_fail(
            "%s: no community polygons were found, so nothing is written; 'lifecircle inspect FILE' tells what a "
            "file is, and what is wrong with it",
            c->folder);
    if (code == CLI_PASSED) code = write_project(ctx, c, &folder);
    if (code == CLI_PASSED && !usable(&folder, INIT_OSM) && !usable(&folder, INIT_NETWORK)) {
        puts(cli_tr(
            "There are no paths to walk on yet: add osm or network to the project, or a profile of straight lines."));
        code = CLI_MISSED;
    }
    init_free(&folder);
    return code;
}

int cli_init(int argc, const char **argv) {
    lc_context *ctx = cli_context(), *looking = cli_context();
    poptContext popt = poptGetContext("lifecircle", argc, argv, options, 0);
    call c = {0};
    if (looking) lc_context_set_language(looking, "en"); /* what it finds is told in ctx's */
    int code = ctx && looking && popt ? read_call(popt, &c) : cli_fail("out of memory");
    if (code == CLI_PASSED && c.help)
        cli_help("lifecircle init [FOLDER] [OPTION...]", options);
    else if (code == CLI_PASSED)
        code = init(looking, ctx, &c);
    free(c.output);
    free(c.data);
    poptFreeContext(popt);
    cli_context_end(looking); /* first: it is the one that a signal cancels */
    cli_context_end(ctx);
    return code;
}
