/* Help texts. popt would print them too, but neither translated nor in columns when they are Chinese. */
#include <popt.h>
#include <string.h>

#include "cli.h"

enum { LEFT = 64, WIDTH = 79, GAP = 2 };

/* "  -o, --output=FILE" */
static void name_of(const struct poptOption *option, char text[LEFT]) {
    char letter[8] = "    ";
    if (option->shortName) snprintf(letter, sizeof letter, "-%c, ", option->shortName);
    snprintf(text, LEFT, "  %s--%s%s%s", letter, option->longName, option->argDescrip ? "=" : "",
             option->argDescrip ? option->argDescrip : "");
}

/* How many bytes of `text` go on a line of `room` columns: to a space, or, in Chinese, to any character. */
static size_t line_length(const char *text, int room) {
    size_t best = 0;
    char part[1024];
    if (cli_width(text) <= room) return strlen(text);
    for (size_t n = 1; n < sizeof part && text[n - 1]; n++) {
        unsigned char next = (unsigned char)text[n];
        if ((next & 0xC0) == 0x80) continue; /* within a character */
        memcpy(part, text, n);
        part[n] = '\0';
        if (cli_width(part) > room) break;
        if (next == ' ' || next == '\0' || (unsigned char)text[n - 1] >= 0x80) best = n;
    }
    return best ? best : strlen(text);
}

static void print_option(const char *name, const char *purpose, int column) {
    cli_pad(stdout, name, column, false);
    for (;;) {
        size_t n = line_length(purpose, WIDTH - column);
        printf("%.*s\n", (int)n, purpose);
        purpose += n;
        while (*purpose == ' ') purpose++;
        if (!*purpose) return;
        cli_pad(stdout, "", column, false);
    }
}

static const struct poptOption LANGUAGE = {
    "lang", 0, POPT_ARG_STRING, NULL, 0, CLI_TEXT("language of messages (default by the locale)"), "zh|en"};

static int column_of(const struct poptOption *options) {
    char name[LEFT];
    int column = 0;
    for (const struct poptOption *option = options; option->longName; option++) {
        name_of(option, name);
        if (cli_width(name) + GAP > column) column = cli_width(name) + GAP;
    }
    return column;
}

static void print_row(const struct poptOption *option, int column) {
    char name[LEFT];
    name_of(option, name);
    print_option(name, cli_tr(option->descrip), column);
}

void cli_help(const char *usage, const struct poptOption *options) {
    int column = column_of(options);
    printf(cli_tr("Usage: %s\n"), usage);
    for (const struct poptOption *option = options; option->longName; option++) {
        if (!option[1].longName) print_row(&LANGUAGE, column); /* help comes last */
        print_row(option, column);
    }
}

static const struct poptOption *find(const struct poptOption *options, const char *name) {
    while (options->longName && strcmp(options->longName, name) != 0) options++;
    return options->longName ? options : NULL;
}

static bool is_listed(const cli_help_group *groups, const char *name) {
    for (; groups->title; groups++)
        for (const char *const *option = groups->options; *option; option++)
            if (strcmp(*option, name) == 0) return true;
    return false;
}

void cli_help_grouped(const char *usage, const struct poptOption *options, const cli_help_group *groups) {
    int column = column_of(options);
    printf(cli_tr("Usage: %s\n"), usage);
    for (const cli_help_group *group = groups; group->title; group++) {
        printf("\n%s\n", cli_tr(group->title));
        for (const char *const *name = group->options; *name; name++) {
            const struct poptOption *option = find(options, *name);
            if (option) print_row(option, column);
        }
    }
    printf("\n%s\n", cli_tr("Other:"));
    for (const struct poptOption *option = options; option->longName; option++) {
        if (!option[1].longName) print_row(&LANGUAGE, column);
        if (!is_listed(groups, option->longName)) print_row(option, column);
    }
}
