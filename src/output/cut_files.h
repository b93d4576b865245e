/* The files that a check reads, as they are before they are read: what is cut of them must be of one state of each. */
#ifndef LC_OUTPUT_CUT_FILES_H
#define LC_OUTPUT_CUT_FILES_H

#include <sys/stat.h>

#include "base/context.h"
#include "profile/profile.h"

/* Edits are read by every part, whatever else is cut of their file. */
typedef enum lc_cut_use { LC_CUT_SOURCE = 0, LC_CUT_OSM, LC_CUT_RULES, LC_CUT_EDITS } lc_cut_use;

/* A file; a shapefile is several of one source. */
typedef struct lc_cut_file {
    char *source; /* as it is named, with its suffixes */
    char *path;   /* from the root */
    lc_cut_use use;
    struct stat state;
} lc_cut_file;

typedef struct lc_cut_files {
    lc_cut_file *file; /* each path once for a source and a use */
    size_t n, cap;
} lc_cut_files;

/* List those of the project and its profile that are files, and the rules of the data folder; nothing for databases and
   services. The options are settled: they name a profile. */
lc_status lc_cut_files_list(lc_context *ctx, const lc_cut_options *options, const lc_profile *profile,
                            lc_cut_files *out);
/* LC_ERR_INPUT when the file has changed since. */
lc_status lc_cut_file_check(lc_context *ctx, const lc_cut_file *file);
void lc_cut_files_free(lc_cut_files *files);

#endif
