/* Other programs that do a piece of work for us. */
#ifndef LC_BASE_PROGRAM_H
#define LC_BASE_PROGRAM_H

#include "base/context.h"

/* Is there a program of that name on the PATH? */
bool lc_program_exists(const char *name);
/*
 * Run a program and wait for it; what it prints, errors too, goes into the file `log`.
 * @param argument its name and its arguments, NULL at the end
 * Errors: LC_ERR_IO, naming program and log, when it cannot be run or does not exit with 0.
 */
lc_status lc_program_run(lc_context *ctx, const char *const *argument, const char *log);

#endif
