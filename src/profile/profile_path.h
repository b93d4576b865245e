/* Where a profile's file is, by its name or path. */
#ifndef LC_PROFILE_PROFILE_PATH_H
#define LC_PROFILE_PROFILE_PATH_H

#include "base/context.h"

/* Names of the built-in profiles, sorted. */
typedef struct lc_profile_names {
    char **name;
    size_t n, capacity;
} lc_profile_names;

/* To be freed whatever the result. */
lc_status lc_profile_names_read(lc_context *ctx, const char *data_dir, lc_profile_names *out);
void lc_profile_names_free(lc_profile_names *names);

/* Does the user mean a profile file rather than a built-in name: a '/' in it, or the ending .yaml or .yml? */
bool lc_profile_is_path(const char *name_or_path);

/* The file of a profile; a name that the data folder does not have is LC_ERR_INPUT and lists those it has. malloc'ed.
 */
lc_status lc_profile_path(lc_context *ctx, const char *data_dir, const char *name_or_path, char **out);

#endif
