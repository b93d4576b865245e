/* Output files that appear whole or not at all: written beside the target and renamed into place. */
#ifndef LC_BASE_OUTPUT_H
#define LC_BASE_OUTPUT_H

#include <stdio.h>

#include "base/context.h"

typedef struct lc_output {
    FILE *file;   /* write here; errors are sticky and found by lc_output_commit() */
    char *path;   /* the target, symbolic links followed */
    char *temp;   /* the file being written; NULL for standard output, devices and pipes, which are written directly */
    bool synced;  /* lc_output_sync() is done */
    char *buffer; /* of `file`, if it has one of its own */
} lc_output;

/* Open an output; "-" is standard output. Follow with either commit or abort, which free it. */
lc_status lc_output_open(lc_context *ctx, const char *path, lc_output *out);
/* Bring all that was written to the disk, short of the rename: what can fail for want of room has happened by then. For
   outputs that belong together; nothing more can be written. On failure abort follows as after any other. */
lc_status lc_output_sync(lc_context *ctx, lc_output *out);
/* Make the output final: flushed to the disk and renamed over the target, or, between lc_outputs_begin() and
   lc_outputs_commit(), left beside it until then. On failure nothing is left behind. */
lc_status lc_output_commit(lc_context *ctx, lc_output *out);
/* Give up: the temporary file goes, the target stays as it was. Harmless on {0} and after a commit. */
void lc_output_abort(lc_output *out);

/* The folder a path lies in, malloc'ed; "." for a bare name. NULL when memory is out. */
char *lc_path_folder(const char *path);
/* The one of `endings` that a path has (upper case counts as lower) after a name that is not empty, or NULL. */
const char *lc_path_ending(const char *path, const char *const *endings, size_t n);
/* The file beside a path with this ending that is for something else as well: "gaps.shp" and "places" give
   "gaps_places.shp". malloc'ed; NULL when memory is out. */
char *lc_path_beside(const char *path, const char *ending, const char *name);

/* A file beside the outputs goes, now or together with lc_outputs_commit(): it belonged to those that are replaced. */
lc_status lc_output_remove(lc_context *ctx, const char *path);

#endif
