#include "base/options.h"

#include <string.h>

lc_status lc_options_read(lc_context *ctx, const char *name, void *options, size_t size, const void *given) {
    size_t theirs;
    if (!given) return LC_OK;
    memcpy(&theirs, given, sizeof theirs);
    if (theirs < sizeof theirs || theirs % sizeof(void *))
        return lc_fail(ctx, LC_ERR_INPUT, "%s was not initialised: start from its INIT", name);
    if (theirs > size)
        return lc_fail(ctx, LC_ERR_INPUT,
                       "%s is of a newer version than this library (%s): link the one that the program was made for",
                       name, LC_VERSION);
    memcpy(options, given, theirs);
    memcpy(options, &size, sizeof size);
    return LC_OK;
}
