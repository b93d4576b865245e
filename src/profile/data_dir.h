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

/* The files of rules in a data folder, in their order. */
enum { LC_RULE_FILES = 7 };
extern const char *const lc_rule_files[LC_RULE_FILES];
/* The digest of those that a data folder has: what sources are read by. Errors: LC_ERR_IO, LC_ERR_MEMORY. */
lc_status lc_rules_digest(lc_context *ctx, const char *data_dir, char out[65]);

#endif
