/* Options of every command, before or after its name: --lang, --max-memory, --offline. */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "cli.h"

/* For the whole program, set before anything is done. */
static uint64_t max_memory; /* 0: the library's default */
static bool offline;

/* "500M", "2G", or bytes. */
static int read_memory(const char *text) {
    static const char units[] = "KMGT";
    static const double LEAST = 64. * 1024 * 1024; /* what a run takes before it has read anything, and some more */
    char *end;
    errno = 0;
    double value = strtod(text, &end);
    const char *unit = end != text && *end ? strchr(units, *end) : NULL;
    for (const char *u = units; unit && u <= unit; u++) value *= 1024;
    if (end == text || errno || !(value > 0) || !(value < 0x1p63) || (unit ? end[1] : *end))
        return cli_fail("--max-memory: '%s' is no size; write for example 2G or 500M", text);
    if (value < LEAST) return cli_fail("--max-memory: %s is too little to begin with; give 64M or more", text);
    max_memory = (uint64_t)value;
    return CLI_PASSED;
}

static int set_language(const char *value) {
    if (cli_set_language(value)) return CLI_PASSED;
    return cli_fail("--lang: '%s' is no language known here; it is zh or en", value);
}

static int set_offline(const char *value) {
    (void)value;
    offline = true;
    return CLI_PASSED;
}

static struct {
    const char *name;
    bool has_value, given;
    int (*set)(const char *value);
} options[] = {
    {"lang", true, false, set_language},
    {"max-memory", true, false, read_memory},
    {"offline", false, false, set_offline},
};
enum { N_OPTIONS = sizeof options / sizeof *options };

/* The option that an argument is, with its value behind '=' or NULL; N_OPTIONS for another argument. */
static size_t find(const char *argument, const char **value) {
    if (strncmp(argument, "--", 2) != 0) return N_OPTIONS;
    for (size_t i = 0; i < N_OPTIONS; i++) {
        size_t n = strlen(options[i].name);
        if (strncmp(argument + 2, options[i].name, n) != 0) continue;
        const char *rest = argument + 2 + n;
        *value = *rest == '=' ? rest + 1 : NULL;
        if (!*rest || *rest == '=') return i;
    }
    return N_OPTIONS;
}

int cli_take_common(int *argc, char **argv) {
    int kept = 1;
    for (int i = 1; i < *argc; i++) {
        const char *value = NULL;
        if (strcmp(argv[i], "--") == 0) {
            while (i < *argc) argv[kept++] = argv[i++];
            break;
        }
        size_t k = find(argv[i], &value);
        if (k == N_OPTIONS) {
            argv[kept++] = argv[i];
            continue;
        }
        if (options[k].given) return cli_fail_repeated(options[k].name);
        options[k].given = true;
        if (value && !options[k].has_value) return cli_fail("option --%s takes no value", options[k].name);
        if (!value && options[k].has_value) value = ++i < *argc ? argv[i] : "";
        int code = options[k].set(value);
        if (code != CLI_PASSED) return code;
    }
    argv[kept] = NULL;
    *argc = kept;
    return CLI_PASSED;
}

void cli_try_common(cli_nearest *nearest) {
    for (size_t i = 0; i < N_OPTIONS; i++) cli_nearest_try(nearest, options[i].name);
}

void cli_hand_common(lc_context *ctx) {
    lc_context_set_max_memory(ctx, max_memory);
    lc_context_set_offline(ctx, offline);
}
