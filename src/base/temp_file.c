#define _DEFAULT_SOURCE /* flock() */

#include "base/temp_file.h"

#include <errno.h>
#include <fcntl.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/auxv.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/memory.h"

/* ------------------------------------------------------------------------------------------------------------ names */

/* Of the 16 random bytes that the kernel gives to every program that it starts. */
static unsigned own_mark(void) {
    unsigned mark = 0;
    const void *random = (const void *)(uintptr_t)getauxval(AT_RANDOM);
    if (random) memcpy(&mark, random, sizeof mark);
    return mark;
}

void lc_temp_mark(char mark[LC_MARK_BYTES]) {
    snprintf(mark, LC_MARK_BYTES, ".lifecircle-%ld-%08x-", (long)getpid(), own_mark());
}

long lc_temp_owner(const char *name, const char **rest) {
    long pid = 0;
    unsigned mark = 0;
    int at = 0;
    /* NOLINTNEXTLINE(cert-err34-c): a pid that is too long is nobody's */
    if (sscanf(name, ".lifecircle-%ld-%8x-%n", &pid, &mark, &at) != 2 || at == 0 || pid <= 0) return 0;
    *rest = name + at;
    return pid == (long)getpid() && mark == own_mark() ? 0 : pid;
}

/* ------------------------------------------------------------------------------------------------------------ locks */

/* Does `path` still name the file that is open? */
static bool lock_holds(int fd, const char *path) {
    struct stat st, at;
    return fstat(fd, &st) == 0 && lstat(path, &at) == 0 && st.st_dev == at.st_dev && st.st_ino == at.st_ino;
}

/* Not blocked by pipes and devices that have such a name. Network file systems lock as a file was opened: to read for a
   shared lock, to write for one of one's own. */
static int open_locked(const char *path, int access, int lock) {
    struct stat st;
    int fd = open(path, access | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC);
    if (fd < 0) return -1;
    if (fstat(fd, &st) == 0 && S_ISREG(st.st_mode) && flock(fd, lock | LOCK_NB) == 0 && lock_holds(fd, path)) return fd;
    close(fd);
    return -1;
}

int lc_lock_in_use(const char *path) {
    return open_locked(path, O_RDONLY, LOCK_SH);
}

int lc_lock_unused(const char *path) {
    return open_locked(path, O_RDWR, LOCK_EX);
}

/* ------------------------------------------------------------------------------------------------------------ files */

/* One that is not used any more, else a new one at the head of the list; NULL when memory is out. They are freed with
   the context, so that a handler that reads the list never meets one that is gone. */
static lc_temp_file *take(lc_context *ctx) {
    for (lc_temp_file *t = atomic_load(&ctx->temps); t; t = t->next)
        if (!t->taken) return t;
    lc_temp_file *temp = LC_NEW0(lc_temp_file, 1);
    if (!temp) return NULL;
    temp->next = atomic_load(&ctx->temps);
    atomic_store(&ctx->temps, temp);
    return temp;
}

/* The name `k` for a new file; false when the folder's is too long for any. */
static bool name_it(lc_temp_file *temp, const char *folder, int k) {
    char mark[LC_MARK_BYTES];
    lc_temp_mark(mark);
    int n = snprintf(temp->path, sizeof temp->path, "%s/%s%d.tmp", folder, mark, k);
    errno = ENAMETOOLONG;
    return n > 0 && (size_t)n < sizeof temp->path;
}

/* Open for writing and locked, without a file of that name before; -1 with errno. Where a folder has no locks, the file
   has none, and is left to its user when the process is killed. Another process may have taken it for a leftover in
   between: EEXIST, for another name. */
static int create(lc_temp_file *temp) {
    int fd = open(temp->path, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0666);
    if (fd < 0) return -1;
    atomic_store(&temp->there, true);
    temp->lock = dup(fd);
    if (temp->lock >= 0) {
        fcntl(temp->lock, F_SETFD, FD_CLOEXEC);
        flock(temp->lock, LOCK_SH | LOCK_NB);
        if (lock_holds(fd, temp->path)) return fd;
        errno = EEXIST;
    }
    int why = errno;
    if (why != EEXIST) unlink(temp->path);
    lc_temp_end(temp);
    close(fd);
    errno = why;
    return -1;
}

lc_temp_file *lc_temp_new(lc_context *ctx, const char *folder, int *fd) {
    enum { MOST_TRIES = 1000 };
    lc_temp_file *temp = take(ctx);
    errno = ENOMEM;
    if (!temp) return NULL;
    *fd = -1;
    for (int k = 0; k < MOST_TRIES && name_it(temp, folder, k); k++) {
        temp->lock = -1;
        *fd = create(temp);
        if (*fd < 0 && errno == EEXIST) continue;
        temp->taken = *fd >= 0;
        break;
    }
    return *fd >= 0 ? temp : NULL;
}

const char *lc_scratch_folder(void) {
    const char *folder = getenv("TMPDIR");
    return folder && *folder ? folder : "/tmp";
}

int lc_scratch_open(char **path) {
    *path = lc_sprintf("%s/lifecircle-XXXXXX", lc_scratch_folder()); /* which mkstemp() fills in */
    return *path ? mkstemp(*path) : -1;
}

void lc_temp_unlock(lc_temp_file *temp) {
    if (temp && temp->lock >= 0) {
        close(temp->lock);
        temp->lock = -1;
    }
}

void lc_temp_end(lc_temp_file *temp) {
    if (!temp) return;
    atomic_store(&temp->there, false);
    lc_temp_unlock(temp);
    temp->taken = false;
}

void lc_temp_remove(lc_temp_file *temp) {
    if (temp) unlink(temp->path);
    lc_temp_end(temp);
}

bool lc_outputs_discard(lc_context *ctx) {
    if (atomic_load(&ctx->committing)) return false;
    int why = errno; /* of what the handler interrupts */
    for (lc_temp_file *t = atomic_load(&ctx->temps); t; t = t->next)
        if (atomic_load(&t->there)) unlink(t->path);
    errno = why;
    return true;
}
