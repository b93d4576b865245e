/* Profiles that extend others (docs/profiles.md, "Extending a profile"). */
#ifndef LC_PROFILE_EXTENDS_H
#define LC_PROFILE_EXTENDS_H

#include "profile/yaml_schema.h"

/*
 * Open a profile's file and, where it says `extends`, put in what it inherits, so that the document reads like one
 * written out in full; messages about inherited nodes still name the file and line they stand in. The keys `extends`
 * and `drop` stay. Close `out` whatever the result.
 */
lc_status lc_profile_open(lc_context *ctx, const char *data_dir, const char *path, lc_yaml *out);

/* The same of a text in memory, which messages call `name`. */
lc_status lc_profile_open_text(lc_context *ctx, const char *data_dir, const char *name, const char *text, lc_yaml *out);

#endif
