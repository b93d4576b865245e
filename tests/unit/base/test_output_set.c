/*
 * Sets of outputs: all take their places or none does, whichever rename fails, and nothing stays behind. The renames,
 * links and removals of the library go through the functions below, which fail at the call that a test chooses.
 */
#define _DEFAULT_SOURCE /* flock() */
#include "files.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/file.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>

#include "base/output.h"
#include "base/output_set.h"

int __real_rename(const char *from, const char *to);
int __real_link(const char *from, const char *to);
int __wrap_rename(const char *from, const char *to);
int __wrap_link(const char *from, const char *to);

static struct {
    int calls, fail_at; /* of rename; fail_at 0: never */
    bool no_links;      /* a file system without hard links */
} disk;

int __wrap_rename(const char *from, const char *to) {
    if (++disk.calls == disk.fail_at) {
        errno = EPERM;
        return -1;
    }
    return __real_rename(from, to);
}

int __wrap_link(const char *from, const char *to) {
    if (disk.no_links) {
        errno = EPERM;
        return -1;
    }
    return __real_link(from, to);
}

static void put(files *f, const char *name, const char *text) {
    write_text(f, name, text);
}

static void holds(files *f, const char *name, const char *wanted) {
    char text[64] = "";
    FILE *file = fopen(path_of(f, name), "r");
    if (!wanted) {
        assert_null(file);
        return;
    }
    assert_non_null(file);
    text[fread(text, 1, sizeof text - 1, file)] = '\0';
    fclose(file);
    assert_string_equal(text, wanted);
}

static size_t hidden(files *f) {
    DIR *dir = opendir(f->folder);
    size_t n = 0;
    for (struct dirent *entry; (entry = readdir(dir));) n += strncmp(entry->d_name, ".lifecircle", 11) == 0;
    closedir(dir);
    return n;
}

static lc_status write_new(files *f, const char *name) {
    lc_output out;
    lc_status status = lc_output_open(f->ctx, path_of(f, name), &out);
    if (status) return status;
    fputs("new", out.file);
    return lc_output_commit(f->ctx, &out);
}

/* Replace `a` and `b`, make `c`, remove `d`. */
static lc_status replace_all(files *f) {
    lc_outputs_begin(f->ctx);
    lc_status status = write_new(f, "a");
    if (!status) status = write_new(f, "b");
    if (!status) status = write_new(f, "c");
    if (!status) status = lc_output_remove(f->ctx, path_of(f, "d"));
    assert_int_equal(status, LC_OK);
    return lc_outputs_commit(f->ctx);
}

static void before(files *f) {
    put(f, "a", "old a");
    put(f, "b", "old b");
    put(f, "d", "old d");
    unlink(path_of(f, "c"));
}

static void all_or_none(files *f) {
    bool done = false;
    for (int k = 1; !done; k++) {
        before(f);
        disk.calls = 0;
        disk.fail_at = k;
        lc_status status = replace_all(f);
        done = disk.calls < k;
        disk.fail_at = 0;
        assert_int_equal(status, done ? LC_OK : LC_ERR_IO);
        holds(f, "a", done ? "new" : "old a");
        holds(f, "b", done ? "new" : "old b");
        holds(f, "c", done ? "new" : NULL);
        holds(f, "d", done ? NULL : "old d");
        assert_int_equal(hidden(f), 0);
        assert_true(k < 20);
    }
}

static void whichever_rename_fails(void **state) {
    disk.no_links = false;
    all_or_none(*state);
}

static void without_hard_links(void **state) {
    disk.no_links = true;
    all_or_none(*state);
    disk.no_links = false;
}

/* In a folder with the sticky bit, another user's file can be written to but not replaced. */
static void a_foreign_file_in_a_sticky_folder(void **state) {
    files *f = *state;
    if (getuid() != 0) skip(); /* another user's file is needed */
    before(f);
    assert_int_equal(chmod(f->folder, 01777), 0);
    assert_int_equal(chown(path_of(f, "a"), 65534, 65534), 0);
    assert_int_equal(chmod(path_of(f, "b"), 0666), 0);
    pid_t child = fork();
    if (child == 0) {
        if (setuid(65534) != 0) _exit(9);
        lc_outputs_begin(f->ctx);
        lc_status status = write_new(f, "a");
        if (!status) status = write_new(f, "b"); /* root's */
        if (!status) status = lc_outputs_commit(f->ctx);
        _exit(status == LC_ERR_IO ? 0 : 1);
    }
    int code;
    assert_int_equal(waitpid(child, &code, 0), child);
    assert_true(WIFEXITED(code) && WEXITSTATUS(code) == 0);
    holds(f, "a", "old a");
    holds(f, "b", "old b");
    assert_int_equal(hidden(f), 0);
}

static long dead_process(void) {
    pid_t child = fork();
    if (child == 0) _exit(0);
    waitpid(child, NULL, 0);
    return (long)child;
}

static void leftovers_of_a_killed_process(void **state) {
    files *f = *state;
    char half[64], replaced[64], only[64], alive[64];
    long pid = dead_process();
    snprintf(half, sizeof half, ".lifecircle-%ld-0000abcd-0.tmp", pid);
    snprintf(replaced, sizeof replaced, ".lifecircle-%ld-0000abcd-old-a", pid);
    snprintf(only, sizeof only, ".lifecircle-%ld-0000abcd-old-e", pid);
    snprintf(alive, sizeof alive, ".lifecircle-%ld-0000abcd-0.tmp", (long)getppid());
    put(f, half, "half");
    put(f, "a", "new a");
    put(f, replaced, "old a");
    put(f, only, "old e");
    put(f, alive, "not ours");
    assert_int_equal(write_new(f, "b"), LC_OK);
    holds(f, half, NULL);
    holds(f, "a", "new a");
    holds(f, replaced, NULL);
    holds(f, "e", "old e");
    holds(f, only, NULL);
    holds(f, alive, "not ours");
}

/* A number that is free here may be at work in another container, or on another machine: the lock tells. */
static void what_somebody_holds_stays(void **state) {
    files *f = *state;
    char half[64], kept[64], own[64];
    long pid = dead_process();
    snprintf(half, sizeof half, ".lifecircle-%ld-0000abcd-0.tmp", pid);
    snprintf(kept, sizeof kept, ".lifecircle-%ld-0000abcd-old-a", pid);
    snprintf(own, sizeof own, ".lifecircle-%ld-0000abcd-900.tmp", (long)getpid());
    put(f, half, "theirs");
    put(f, kept, "theirs");
    put(f, own, "of an earlier process of this number");
    int one = open(path_of(f, half), O_RDONLY), other = open(path_of(f, kept), O_RDONLY);
    assert_int_equal(flock(one, LOCK_SH), 0);
    assert_int_equal(flock(other, LOCK_SH), 0);
    assert_int_equal(write_new(f, "b"), LC_OK);
    holds(f, half, "theirs");
    holds(f, kept, "theirs");
    holds(f, own, NULL);
    close(one);
    close(other);
    assert_int_equal(write_new(f, "b"), LC_OK);
    assert_int_equal(hidden(f), 0);
}

/* What is being written is safe from others that tidy up, until it is in its place. */
static void files_at_work_are_locked(void **state) {
    files *f = *state;
    lc_output out;
    assert_int_equal(lc_output_open(f->ctx, path_of(f, "a"), &out), LC_OK);
    int fd = open(out.temp->path, O_RDONLY);
    assert_int_equal(flock(fd, LOCK_EX | LOCK_NB), -1);
    assert_int_equal(lc_output_sync(f->ctx, &out), LC_OK);
    assert_int_equal(flock(fd, LOCK_EX | LOCK_NB), -1);
    close(fd);
    assert_int_equal(lc_output_commit(f->ctx, &out), LC_OK);
    fd = open(path_of(f, "a"), O_RDONLY);
    assert_int_equal(flock(fd, LOCK_EX | LOCK_NB), 0);
    close(fd);
}

static void a_cancelled_set_is_none(void **state) {
    files *f = *state;
    before(f);
    lc_outputs_begin(f->ctx);
    assert_int_equal(write_new(f, "a"), LC_OK);
    lc_cancel(f->ctx);
    assert_int_equal(write_new(f, "b"), LC_ERR_CANCELLED);
    assert_int_equal(lc_outputs_commit(f->ctx), LC_ERR_CANCELLED);
    lc_cancel_clear(f->ctx);
    holds(f, "a", "old a");
    holds(f, "b", "old b");
    assert_int_equal(hidden(f), 0);
}

/* Sets of more files than a process may have open. */
static void many_files(void **state) {
    files *f = *state;
    enum { MANY = 150, MOST_OPEN = 145 };
    char name[32];
    struct rlimit before, few;
    assert_int_equal(getrlimit(RLIMIT_NOFILE, &before), 0);
    few = before;
    few.rlim_cur = MOST_OPEN;
    assert_int_equal(setrlimit(RLIMIT_NOFILE, &few), 0);
    for (int again = 0; again < 2; again++) { /* new, then in place of the old */
        lc_outputs_begin(f->ctx);
        for (int i = 0; i < MANY; i++) {
            snprintf(name, sizeof name, "many%d", i);
            if (write_new(f, name) != LC_OK) fail_msg("%s", lc_error_message(f->ctx));
        }
        if (lc_outputs_commit(f->ctx) != LC_OK) fail_msg("%s", lc_error_message(f->ctx));
        assert_int_equal(hidden(f), 0);
        holds(f, "many149", "new");
    }
    assert_int_equal(setrlimit(RLIMIT_NOFILE, &before), 0);
}

/* What a signal's handler calls: whatever is open, nothing stays. */
static void discarded_files(void **state) {
    files *f = *state;
    lc_output one, other;
    before(f);
    lc_outputs_begin(f->ctx);
    assert_int_equal(write_new(f, "a"), LC_OK);
    assert_int_equal(lc_output_open(f->ctx, path_of(f, "b"), &one), LC_OK);
    assert_int_equal(lc_output_open(f->ctx, path_of(f, "c"), &other), LC_OK);
    assert_int_equal(hidden(f), 3);
    assert_true(lc_outputs_discard(f->ctx));
    assert_int_equal(hidden(f), 0);
    lc_output_abort(&other);
    lc_output_abort(&one);
    lc_outputs_abort(f->ctx);
    holds(f, "a", "old a");
}

int main(void) {
    const struct CMUnitTest tests[] = {
        TEST(whichever_rename_fails),
        TEST(without_hard_links),
        TEST(a_foreign_file_in_a_sticky_folder),
        TEST(leftovers_of_a_killed_process),
        TEST(what_somebody_holds_stays),
        TEST(files_at_work_are_locked),
        TEST(a_cancelled_set_is_none),
        TEST(many_files),
        TEST(discarded_files),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
