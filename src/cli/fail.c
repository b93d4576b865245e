/* Errors of the command line: one line each. */
#include <errno.h>
#include <stdarg.h>
#include <string.h>

#include "cli.h"

int cli_fail(const char *format, ...) {
    char message[4096];
    va_list args;
    va_start(args, format);
    vsnprintf(message, sizeof message, cli_tr(format), args);
    va_end(args);
    lc_hide_secrets(message, sizeof message);
    for (char *c = message; *c; c++)
        if (*c == '\n' || *c == '\r') *c = ' ';
    fprintf(stderr, "lifecircle: %s\n", message);
    return CLI_WRONG;
}

int cli_finish(int code) {
    errno = 0;
    bool written = fflush(stdout) == 0 && !ferror(stdout);
    if (written || code == CLI_WRONG) return code; /* that one has been told */
    return cli_fail("standard output cannot be written: %s", cli_tr(errno ? strerror(errno) : "writing failed"));
}

int cli_fail_repeated(const char *option) {
    return cli_fail("--%s is given twice; it can be given once only, leave one out", option);
}
