/* Output files that appear whole or not at all: written beside the target and renamed into place. */
#ifndef LC_BASE_OUTPUT_H
#define LC_BASE_OUTPUT_H

#include <stdio.h>

#include "base/context.h"
#include "base/path.h"

typedef struct lc_output {
    FILE *file;         /* write here; errors are sticky and found by lc_output_commit() */
    char *path;         /* the target, symbolic links followed */
    lc_temp_file *temp; /* the file being written; NULL for standard output, devices and pipes: written directly */
    bool synced;        /* lc_output_sync() is done */
    char *buffer;       /* of `file`, if it has one of its own */
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

#endif
