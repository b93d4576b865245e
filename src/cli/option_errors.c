/* What is wrong with an option, as popt tells it. */
#include <popt.h>
#include <string.h>

#include "cli.h"

/* By its name alone: its value may be a password. */
static int unknown_option(const char *command, const struct poptOption *options, const char *option) {
    int length = (int)strcspn(option, "=");
    if (strncmp(option, "--", 2) == 0) {
        cli_nearest nearest = cli_nearest_to(option + 2, (size_t)length - 2);
        for (size_t i = 0; options[i].longName; i++) cli_nearest_try(&nearest, options[i].longName);
        cli_try_common(&nearest);
        if (nearest.found) return cli_fail("unknown option %.*s; did you mean --%s?", length, option, nearest.found);
    }
    return cli_fail("unknown option %.*s; '%s --help' lists the options", length, option, command);
}

int cli_fail_option(const char *command, const struct poptOption *options, const char *option, int popt_error) {
    if (popt_error == POPT_ERROR_BADOPT) return unknown_option(command, options, option);
    if (popt_error == POPT_ERROR_NOARG)
        return cli_fail("option %s needs a value; '%s --help' tells which", option, command);
    if (popt_error == POPT_ERROR_UNWANTEDARG)
        return cli_fail("option %s takes no value; see '%s --help'", option, command);
    return cli_fail("option %s: %s", option, poptStrerror(popt_error));
}
