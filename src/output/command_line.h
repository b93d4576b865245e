/* The call that makes a report. */
#ifndef LC_OUTPUT_COMMAND_LINE_H
#define LC_OUTPUT_COMMAND_LINE_H

#include <stdio.h>

#include "base/context.h"

/* The command line of a check in several lines, file names without their folders; `options` tell what it was told. */
bool lc_print_command(FILE *file, const lc_write_options *options);

#endif
