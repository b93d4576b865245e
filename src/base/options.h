/* Options structs of programs that were compiled with another version of the header: they begin with their own size. */
#ifndef LC_BASE_OPTIONS_H
#define LC_BASE_OPTIONS_H

#include "base/context.h"

/*
 * Read options into a struct of this library's `size` that holds the defaults: what the caller's struct does not have
 * stays as it is. `given` may be NULL: then all does. `name` is what people call the struct. LC_ERR_INPUT when the
 * struct was not initialised, or has members that this library does not know.
 */
lc_status lc_options_read(lc_context *ctx, const char *name, void *options, size_t size, const void *given);

#endif
