/* Values of options. */
#include <errno.h>
#include <math.h>
#include <stdlib.h>

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

int cli_fail_repeated(const char *option) {
    return cli_fail("--%s is given twice; it can be given once only, leave one out", option);
}

int cli_take_text(const char *option, char *text, char **out) {
    if (*out) {
        free(text);
        return cli_fail_repeated(option);
    }
    *out = text;
    return text && *text ? CLI_PASSED : cli_fail("--%s needs a value that is not empty", option);
}
