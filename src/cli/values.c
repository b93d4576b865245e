/* Values of options. */
#include <errno.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "cli.h"

int cli_read_number(const char *option, const char *text, double least, double most, double *out) {
    char *end;
    errno = 0;
    double value = strtod(text, &end);
    if (end == text || *end || errno || !isfinite(value)) return cli_fail("--%s: '%s' is not a number", option, text);
    if (value < least || value > most)
        return cli_fail("--%s: %s is out of range; it must be from %g to %g", option, text, least, most);
    *out = value;
    return CLI_PASSED;
}

int cli_read_threads(const char *text, int *out) {
    char *end;
    errno = 0;
    long value = strtol(text, &end, 10);
    if (end == text || *end || errno || value < 0 || value > 1024)
        return cli_fail("--threads: '%s' is not a whole number from 1 to 1024 (0: one a processor)", text);
    *out = (int)value;
    return CLI_PASSED;
}

int cli_take_text(const char *option, char *text, char **out) {
    if (*out) {
        free(text);
        return cli_fail_repeated(option);
    }
    *out = text;
    return text && *text ? CLI_PASSED : cli_fail("--%s needs a value that is not empty", option);
}

int cli_take_texts(const char *command, const struct poptOption *options, poptContext popt, char **text, bool *given) {
    int option, code = CLI_PASSED;
    bool help = false;
    while (code == CLI_PASSED && (option = poptGetNextOpt(popt)) > 0) {
        const struct poptOption *row = &options[option - 1];
        given[option] = true;
        help = help || !row[1].longName;
        if (row->argInfo != POPT_ARG_NONE) code = cli_take_text(row->longName, poptGetOptArg(popt), &text[option]);
    }
    if (code != CLI_PASSED || help || option >= -1) return code;
    return cli_fail_option(command, options, poptBadOption(popt, 0), option);
}

int cli_take_member(const char *option, char *text, cli_list *out) {
    char **longer = text ? realloc(out->text, (out->n + 1) * sizeof *longer) : NULL;
    if (!longer) {
        free(text);
        return cli_fail("out of memory");
    }
    out->text = longer;
    out->text[out->n++] = text;
    return *text ? CLI_PASSED : cli_fail("--%s needs a value that is not empty", option);
}

void cli_list_free(cli_list *list) {
    for (size_t i = 0; i < list->n; i++) free(list->text[i]);
    free(list->text);
}

static bool same_category(const char *a, const char *b) {
    size_t n = strcspn(a, "=");
    return strncmp(a, b, n) == 0 && b[n] == '=';
}

bool cli_join_sources(const char ***list, size_t *n, const char *const *project, size_t n_project) {
    size_t own = *n;
    const char **longer = realloc(*list, (own + n_project + 1) * sizeof *longer);
    if (!longer) return false;
    *list = longer;
    for (size_t k = 0; k < n_project; k++) {
        bool named = false;
        for (size_t i = 0; i < own; i++) named = named || same_category((*list)[i], project[k]);
        if (!named) (*list)[(*n)++] = project[k];
    }
    return true;
}
