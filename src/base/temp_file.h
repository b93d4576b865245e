/*
 * Temporary files: what is written beside an output until it takes the output's place.
 *
 * The name says which process it belongs to, by its number and by a mark of its own, and a shared lock (flock) on the
 * file says that this process is still there: numbers are used again, and mean nothing in another container or on
 * another machine that has the folder too. A context knows its temporary files in a list that a signal's handler can
 * read at any time.
 */
#ifndef LC_BASE_TEMP_FILE_H
#define LC_BASE_TEMP_FILE_H

#include "base/context.h"

/* How names of files that belong to this process begin, for both kinds of files beside outputs (output_set.h). */
enum { LC_MARK_BYTES = 48 };
void lc_temp_mark(char mark[LC_MARK_BYTES]);
/* The number of the process that such a name is of, and what follows the mark; 0 for other names, and those of this
   process. */
long lc_temp_owner(const char *name, const char **rest);

/* A new, empty file in a folder, open to be written; it belongs to the context. NULL, with errno set, when it cannot be
   made: ENOMEM for want of memory. */
lc_temp_file *lc_temp_new(lc_context *ctx, const char *folder, int *fd);
/* It has another name now, or is gone. NULL is none. */
void lc_temp_end(lc_temp_file *temp);
/* It goes on without its lock. NULL is none. */
void lc_temp_unlock(lc_temp_file *temp);
/* Remove it. NULL is none. */
void lc_temp_remove(lc_temp_file *temp);

/* Where files go that stand for no output: TMPDIR, or /tmp. */
const char *lc_scratch_folder(void);
/* A new file there, open; *path is its name, malloc'ed, and the caller removes it. -1, with errno, when there is none.
 */
int lc_scratch_open(char **path);

/* A descriptor whose lock says that the file is in use, until it is closed; -1 when there can be none. */
int lc_lock_in_use(const char *path);
/* A descriptor that keeps others from using a file, which nobody uses now; -1 when somebody does, when it is no regular
   file, or cannot be locked. */
int lc_lock_unused(const char *path);

#endif
