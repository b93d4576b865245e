/* Where lifecircle's data files are: rules/ and profiles/. */
#ifndef LC_PROFILE_DATA_DIR_H
#define LC_PROFILE_DATA_DIR_H

#include "base/context.h"

/* The data folder to use: `data_dir` when given, else the environment's LIFECIRCLE_DATA, else the one installed beside
   the library, wherever that was moved, else the source tree's when it exists, else where it was to be installed.
   malloc'ed; NULL when memory is out. */
char *lc_data_dir(const char *data_dir);

/* The path of `name` ("rules/walk.yaml") in the data folder; malloc'ed. */
lc_status lc_data_file(lc_context *ctx, const char *data_dir, const char *name, char **out);

/* Does the user mean a profile file rather than a built-in name: a '/' in it, or the ending .yaml or .yml? */
bool lc_profile_is_path(const char *name_or_path);

/* The file of a profile; a name that the data folder does not have is LC_ERR_INPUT and lists those it has. malloc'ed.
 */
lc_status lc_profile_path(lc_context *ctx, const char *data_dir, const char *name_or_path, char **out);

#endif
