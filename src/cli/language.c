/* The language of the command line: --lang, else the locale's. */
#include <stdlib.h>
#include <string.h>

#include "cli.h"

/* What --lang says, "" without: one for the whole program, set before anything is printed. */
static const char *chosen = "";

static bool set(const char *value) {
    if (strcmp(value, "zh") != 0 && strcmp(value, "en") != 0) return false;
    chosen = strcmp(value, "zh") == 0 ? "zh" : "en";
    return true;
}

int cli_take_language(int *argc, char **argv) {
    static const char option[] = "--lang";
    enum { LENGTH = sizeof option - 1 };
    int kept = 1;
    for (int i = 1; i < *argc; i++) {
        if (strcmp(argv[i], "--") == 0) {
            while (i < *argc) argv[kept++] = argv[i++];
            break;
        }
        bool joined = strncmp(argv[i], option, LENGTH) == 0 && argv[i][LENGTH] == '=';
        if (!joined && strcmp(argv[i], option) != 0) {
            argv[kept++] = argv[i];
            continue;
        }
        if (*chosen) return cli_fail_repeated("lang");
        const char *value = joined ? argv[i] + LENGTH + 1 : ++i < *argc ? argv[i] : "";
        if (!set(value)) return cli_fail("--lang: '%s' is no language known here; it is zh or en", value);
    }
    argv[kept] = NULL;
    *argc = kept;
    return CLI_PASSED;
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
