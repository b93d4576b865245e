#define _XOPEN_SOURCE 700 /* S_ISVTX */

#include "base/output_set.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/language.h"
#include "base/memory.h"
#include "base/path.h"
#include "base/temp_file.h"

/* Descriptors are few: of a set of more files the others are known by their process alone. */
enum { MOST_LOCKED = 128 };

lc_status lc_outputs_add(lc_context *ctx, lc_temp_file *temp, char *path) {
    if (!path || !LC_ROOM(ctx->pending, ctx->cap_pending, ctx->n_pending + 1)) return lc_fail_memory(ctx);
    if (ctx->n_pending >= MOST_LOCKED) lc_temp_unlock(temp);
    ctx->pending[ctx->n_pending++] = (lc_pending_file){.temp = temp, .path = path, .goes = !temp, .kept_lock = -1};
    return LC_OK;
}

lc_status lc_output_remove(lc_context *ctx, const char *path) {
    if (!ctx->collecting) {
        unlink(path);
        return LC_OK;
    }
    char *copy = lc_strdup(path);
    lc_status status = lc_outputs_add(ctx, NULL, copy);
    if (status) free(copy);
    return status;
}

void lc_outputs_begin(lc_context *ctx) {
    lc_outputs_abort(ctx);
    ctx->collecting = true;
}

/* ------------------------------------------------------------------------------------------------------ in and out */

static lc_status fail(lc_context *ctx, const lc_pending_file *file, int why) {
    return lc_fail(ctx, LC_ERR_IO, "%s cannot be written: %s", file->path, lc_system_text(ctx, why));
}

/* The second name of a file: hidden, beside it, with the mark of this process. */
static char *name_kept(const char *path) {
    char mark[LC_MARK_BYTES];
    lc_temp_mark(mark);
    const char *name = lc_path_name(path);
    return lc_sprintf("%.*s%sold-%s", (int)(name - path), path, mark, name);
}

/* In a folder with the sticky bit only the owner of a file, or of the folder, may replace it. 0, or why it may not be.
 */
static int hindrance(const char *path, const struct stat *file) {
    struct stat st;
    if (S_ISDIR(file->st_mode)) return EISDIR;
    char *folder = lc_path_folder(path);
    if (!folder) return ENOMEM;
    uid_t user = geteuid();
    bool sticky = stat(folder, &st) == 0 && (st.st_mode & S_ISVTX);
    free(folder);
    return sticky && user != 0 && user != st.st_uid && user != file->st_uid ? EPERM : 0;
}

/* Give the file that stands in the way a second name. Another process may take that for a leftover before it is locked:
   then once more. */
static lc_status keep(lc_context *ctx, lc_pending_file *file) {
    struct stat st;
    if (lstat(file->path, &st) != 0) return LC_OK;
    int why = hindrance(file->path, &st);
    if (why) return fail(ctx, file, why);
    char *kept = name_kept(file->path);
    if (!kept) return lc_fail_memory(ctx);
    for (bool there = false; !there && !why;) {
        unlink(kept);
        if (link(file->path, kept) != 0 && rename(file->path, kept) != 0) why = errno;
        if (!why && ctx->n_pending <= MOST_LOCKED) file->kept_lock = lc_lock_in_use(kept);
        there = why || access(kept, F_OK) == 0 || errno != ENOENT;
    }
    if (why) {
        free(kept);
        return fail(ctx, file, why);
    }
    file->kept = kept;
    return LC_OK;
}

static lc_status place(lc_context *ctx, lc_pending_file *file) {
    if (file->goes && file->kept && unlink(file->path) != 0 && errno != ENOENT) return fail(ctx, file, errno);
    if (!file->goes && rename(file->temp->path, file->path) != 0) return fail(ctx, file, errno);
    lc_temp_end(file->temp);
    file->temp = NULL;
    file->placed = true;
    return LC_OK;
}

static void forget_kept(lc_pending_file *file) {
    if (file->kept_lock >= 0) close(file->kept_lock);
    file->kept_lock = -1;
    free(file->kept);
    file->kept = NULL;
}

/* As it was before keep() and place(). Two names of one file are not renamed into one, hence the unlink. */
static void put_back(lc_context *ctx, lc_pending_file *file) {
    if (file->placed && !file->goes && !file->kept) unlink(file->path);
    if (file->kept && rename(file->kept, file->path) == 0)
        unlink(file->kept);
    else if (file->kept)
        lc_fail(ctx, LC_ERR_IO, "%s cannot be written, nor put back: %s; what it held is in %s now", file->path,
                lc_system_text(ctx, errno), file->kept);
    forget_kept(file);
}

/* Make the renames last; where a file system cannot, the files are there all the same. */
static void sync_folder(const char *path) {
    char *folder = lc_path_folder(path);
    int fd = folder ? open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC) : -1;
    if (fd >= 0) {
        fsync(fd);
        close(fd);
    }
    free(folder);
}

static void finish(lc_pending_file *file) {
    sync_folder(file->path);
    if (file->kept) unlink(file->kept);
    forget_kept(file);
}

/* Told to stop before it begins, or after its end: what is between the two is short. */
lc_status lc_outputs_commit(lc_context *ctx) {
    lc_status status = lc_fail_cancelled(ctx);
    atomic_store(&ctx->committing, true);
    for (size_t i = 0; i < ctx->n_pending && !status; i++) status = keep(ctx, &ctx->pending[i]);
    for (size_t i = 0; i < ctx->n_pending && !status; i++) status = place(ctx, &ctx->pending[i]);
    for (size_t i = ctx->n_pending; status && i > 0; i--) put_back(ctx, &ctx->pending[i - 1]);
    for (size_t i = 0; i < ctx->n_pending && !status; i++) finish(&ctx->pending[i]);
    atomic_store(&ctx->committing, false);
    lc_outputs_abort(ctx);
    return status;
}

void lc_outputs_abort(lc_context *ctx) {
    for (size_t i = 0; i < ctx->n_pending; i++) {
        lc_temp_remove(ctx->pending[i].temp);
        free(ctx->pending[i].path);
        forget_kept(&ctx->pending[i]);
    }
    free(ctx->pending);
    ctx->pending = NULL;
    ctx->n_pending = ctx->cap_pending = 0;
    ctx->collecting = false;
}

bool lc_outputs_join(lc_context *ctx) {
    if (ctx->collecting) return false;
    lc_outputs_begin(ctx);
    return true;
}

lc_status lc_outputs_leave(lc_context *ctx, bool own, lc_status status) {
    if (!own) return status;
    if (status == LC_OK) return lc_outputs_commit(ctx);
    lc_outputs_abort(ctx);
    return status;
}

/* -------------------------------------------------------------------------------------------------------- leftovers */

/* A process of that number may be the one that uses a file; the one of this number is not. */
static bool is_alive(long pid) {
    return pid != (long)getpid() && (kill((pid_t)pid, 0) == 0 || errno != ESRCH);
}

/* A second name goes when the file's own is taken, and becomes its own again when it is not. */
static void tidy_kept(const char *path, const char *own) {
    if (link(path, own) == 0 || errno == EEXIST)
        unlink(path);
    else if (access(own, F_OK) != 0)
        rename(path, own); /* a file system without links */
    else
        unlink(path);
}

static void tidy_file(const char *folder, const char *name) {
    const char *rest = NULL;
    long pid = lc_temp_owner(name, &rest);
    if (!pid || is_alive(pid)) return;
    size_t n = strlen(rest);
    bool half = n > 4 && strcmp(rest + n - 4, ".tmp") == 0 && strspn(rest, "0123456789") == n - 4;
    bool kept = strncmp(rest, "old-", 4) == 0 && rest[4];
    char *path = lc_sprintf("%s/%s", folder, name), *own = lc_sprintf("%s/%s", folder, kept ? rest + 4 : name);
    int lock = path && own && (half || kept) ? lc_lock_unused(path) : -1;
    if (lock >= 0 && half) unlink(path);
    if (lock >= 0 && kept) tidy_kept(path, own);
    if (lock >= 0) close(lock);
    free(path);
    free(own);
}

void lc_outputs_tidy(const char *folder) {
    DIR *dir = opendir(folder);
    for (struct dirent *entry; dir && (entry = readdir(dir));)
        if (strncmp(entry->d_name, ".lifecircle-", 12) == 0) tidy_file(folder, entry->d_name);
    if (dir) closedir(dir);
}
