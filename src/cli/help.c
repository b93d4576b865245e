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

void cli_help(const char *usage, const struct poptOption *options) {
    static const struct poptOption language = {
        "lang", 0, POPT_ARG_STRING, NULL, 0, CLI_TEXT("language of messages (default by the locale)"), "zh|en"};
    char name[LEFT];
    int column = 0;
    for (const struct poptOption *option = options; option->longName; option++) {
        name_of(option, name);
        if (cli_width(name) + GAP > column) column = cli_width(name) + GAP;
    }
    printf(cli_tr("Usage: %s\n"), usage);
    for (const struct poptOption *option = options; option->longName; option++) {
        if (!option[1].longName) { /* help comes last */
            name_of(&language, name);
            print_option(name, cli_tr(language.descrip), column);
        }
        name_of(option, name);
        print_option(name, cli_tr(option->descrip), column);
    }
}
