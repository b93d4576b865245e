/*
 * Files that take their places together, or none of them.
 *
 * Every file that is to be replaced is first kept under a second name (a hard link; where there are none, by renaming
 * it). Then the new files are renamed into place one after the other. If one of them cannot be, those that were
 * replaced get their old content back. A process that is killed in between leaves second names behind, which the next
 * output in that folder tidies up; at no time is the content of an old file gone before the new one stands in its
 * place.
 */
#ifndef LC_BASE_OUTPUT_SET_H
#define LC_BASE_OUTPUT_SET_H

#include "base/context.h"

/* Keep a finished file for lc_outputs_commit(); `path`, malloc'ed, becomes the context's when this works. `temp`
   NULL: the file `path` is to go. */
lc_status lc_outputs_add(lc_context *ctx, lc_temp_file *temp, char *path);
/* A file beside the outputs goes, now or together with lc_outputs_commit(): it belonged to those that are replaced. */
lc_status lc_output_remove(lc_context *ctx, const char *path);
/* What is committed between these two becomes part of the set that is being collected, or else a set of its own:
   `own = lc_outputs_join(ctx); … return lc_outputs_leave(ctx, own, status);`. */
bool lc_outputs_join(lc_context *ctx);
lc_status lc_outputs_leave(lc_context *ctx, bool own, lc_status status);
/* Remove what processes that are no more have left in a folder: half-written files and second names. A file that has
   only its second name gets its own back. What another process may still use (temp_file.h) stays. */
void lc_outputs_tidy(const char *folder);

#endif
