/* The language of the command line: --lang, else the locale's. */
#include <stdlib.h>
#include <string.h>

#include "cli.h"

/* What --lang says, "" without: one for the whole program, set before anything is printed. */
static const char *chosen = "";

bool cli_set_language(const char *value) {
    if (strcmp(value, "zh") != 0 && strcmp(value, "en") != 0) return false;
    chosen = strcmp(value, "zh") == 0 ? "zh" : "en";
    return true;
}

bool cli_chinese(void) {
    static const char *const variable[] = {"LC_ALL", "LC_MESSAGES", "LANG"};
    if (*chosen) return strcmp(chosen, "zh") == 0;
    for (size_t i = 0; i < sizeof variable / sizeof *variable; i++) {
        const char *value = getenv(variable[i]);
        if (value && *value) return strncmp(value, "zh", 2) == 0;
    }
    return false;
}

const char *cli_tr(const char *text) {
    return cli_chinese() ? lc_translate("zh", text) : text;
}
