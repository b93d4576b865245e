/* Output files appear whole or not at all. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <dirent.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/language.h"
#include "base/output.h"
#include "base/output_set.h"

typedef struct fixture {
    char folder[32], path[96];
    lc_context *ctx;
} fixture;

static int set_up(void **state) {
    fixture *f = calloc(1, sizeof *f);
    assert_non_null(f);
    snprintf(f->folder, sizeof f->folder, "lifecircle-XXXXXX");
    assert_non_null(mkdtemp(f->folder));
    snprintf(f->path, sizeof f->path, "%s/report", f->folder);
    f->ctx = lc_context_new();
    assert_non_null(f->ctx);
    *state = f;
    return 0;
}

static int tear_down(void **state) {
    fixture *f = *state;
    lc_context_free(f->ctx);
    unlink(f->path);
    assert_int_equal(rmdir(f->folder), 0); /* fails when a temporary file was left */
    free(f);
    return 0;
}

static size_t files_in(const char *folder) {
    DIR *dir = opendir(folder);
    assert_non_null(dir);
    size_t n = 0;
    for (struct dirent *entry; (entry = readdir(dir));) n += entry->d_name[0] != '.' || entry->d_name[1] == 'l';
    closedir(dir);
    return n;
}

static void holds(const char *path, const char *expected) {
    char text[64] = "";
    FILE *file = fopen(path, "r");
    assert_non_null(file);
    size_t n = fread(text, 1, sizeof text - 1, file);
    fclose(file);
    assert_int_equal(n, strlen(expected));
    assert_string_equal(text, expected);
}

static void write_text(fixture *f, const char *path, const char *text) {
    lc_output out;
    assert_int_equal(lc_output_open(f->ctx, path, &out), LC_OK);
    fputs(text, out.file);
    assert_int_equal(lc_output_commit(f->ctx, &out), LC_OK);
}

static void test_commit(void **state) {
    fixture *f = *state;
    lc_output out;
    mode_t mask = umask(027);
    assert_int_equal(lc_output_open(f->ctx, f->path, &out), LC_OK);
    umask(mask);
    fputs("new", out.file);
    assert_int_not_equal(access(f->path, F_OK), 0); /* not before it is whole */
    assert_int_equal(lc_output_commit(f->ctx, &out), LC_OK);
    holds(f->path, "new");
    assert_int_equal(files_in(f->folder), 1);
    struct stat st;
    assert_int_equal(stat(f->path, &st), 0);
    assert_int_equal(st.st_mode & 0777, 0640);
}

/* Outputs that belong together: all on the disk before the first takes its name. */
static void test_sync(void **state) {
    fixture *f = *state;
    lc_output out;
    write_text(f, f->path, "old");
    for (int commit = 0; commit < 2; commit++) {
        assert_int_equal(lc_output_open(f->ctx, f->path, &out), LC_OK);
        fputs("new", out.file);
        assert_int_equal(lc_output_sync(f->ctx, &out), LC_OK);
        assert_int_equal(lc_output_sync(f->ctx, &out), LC_OK);
        holds(f->path, "old");
        if (commit)
            assert_int_equal(lc_output_commit(f->ctx, &out), LC_OK);
        else
            lc_output_abort(&out);
        holds(f->path, commit ? "new" : "old");
        assert_int_equal(files_in(f->folder), 1);
    }
}

static void test_abort(void **state) {
    fixture *f = *state;
    write_text(f, f->path, "old");
    lc_output out;
    assert_int_equal(lc_output_open(f->ctx, f->path, &out), LC_OK);
    fputs("half", out.file);
    assert_int_equal(files_in(f->folder), 2);
    lc_output_abort(&out);
    holds(f->path, "old");
    assert_int_equal(files_in(f->folder), 1);
    lc_output_abort(&out);
}

/* Several outputs of one run: none is in its place before all are. */
static void test_collected(void **state) {
    fixture *f = *state;
    char other[64], stale[64];
    snprintf(other, sizeof other, "%s/other", f->folder);
    snprintf(stale, sizeof stale, "%s/other.idx", f->folder);
    write_text(f, f->path, "old");
    write_text(f, stale, "index");
    for (int commit = 0; commit < 2; commit++) {
        lc_outputs_begin(f->ctx);
        write_text(f, f->path, "new");
        write_text(f, other, "new");
        assert_int_equal(lc_output_remove(f->ctx, stale), LC_OK);
        holds(f->path, "old");
        holds(stale, "index");
        assert_int_equal(files_in(f->folder), 4);
        if (commit)
            assert_int_equal(lc_outputs_commit(f->ctx), LC_OK);
        else
            lc_outputs_abort(f->ctx);
        holds(f->path, commit ? "new" : "old");
        assert_int_equal(files_in(f->folder), 2); /* without `stale`, with `other`; or the other way round */
        assert_int_equal(access(stale, F_OK) == 0, !commit);
    }
    write_text(f, other, "at once"); /* nothing is collected any more */
    holds(other, "at once");
    unlink(other);
}

/* A folder of that name has come in between: an error, and nothing left beside. */
static void test_collected_fails(void **state) {
    fixture *f = *state;
    lc_outputs_begin(f->ctx);
    write_text(f, f->path, "new");
    assert_int_equal(mkdir(f->path, 0777), 0);
    assert_int_equal(lc_outputs_commit(f->ctx), LC_ERR_IO);
    assert_non_null(strstr(lc_error_message(f->ctx), "report cannot be written"));
    assert_int_equal(files_in(f->folder), 1);
    assert_int_equal(rmdir(f->path), 0);
}

static void test_keeps_mode_and_link(void **state) {
    fixture *f = *state;
    char link_path[64];
    snprintf(link_path, sizeof link_path, "%s/link", f->folder);
    write_text(f, f->path, "old");
    assert_int_equal(chmod(f->path, 0604), 0);
    assert_int_equal(symlink("report", link_path), 0);
    write_text(f, link_path, "new");
    holds(f->path, "new");
    struct stat st;
    assert_int_equal(lstat(link_path, &st), 0);
    assert_true(S_ISLNK(st.st_mode));
    assert_int_equal(stat(f->path, &st), 0);
    assert_int_equal(st.st_mode & 0777, 0604);
    unlink(link_path);
}

static void test_device_is_not_replaced(void **state) {
    fixture *f = *state;
    write_text(f, "/dev/null", "gone");
    struct stat st;
    assert_int_equal(stat("/dev/null", &st), 0);
    assert_true(S_ISCHR(st.st_mode));
}

static void test_full_disk(void **state) {
    fixture *f = *state;
    if (access("/dev/full", W_OK) != 0) skip();
    lc_output out;
    assert_int_equal(lc_output_open(f->ctx, "/dev/full", &out), LC_OK);
    fputs("text", out.file);
    assert_int_equal(lc_output_commit(f->ctx, &out), LC_ERR_IO);
    assert_non_null(strstr(lc_error_message(f->ctx), "/dev/full cannot be written"));
}

static void refuses(fixture *f, const char *path, const char *why) {
    lc_output out;
    assert_int_equal(lc_output_check(f->ctx, path), LC_ERR_IO);
    if (!strstr(lc_error_message(f->ctx), why)) fail_msg("'%s' lacks '%s'", lc_error_message(f->ctx), why);
    assert_int_equal(lc_output_open(f->ctx, path, &out), LC_ERR_IO);
    lc_output_abort(&out);
}

static void test_check(void **state) {
    fixture *f = *state;
    char path[128];
    assert_int_equal(lc_output_check(f->ctx, "-"), LC_OK);
    assert_int_equal(lc_output_check(f->ctx, f->path), LC_OK);
    assert_int_equal(files_in(f->folder), 0); /* asking leaves nothing behind */
    refuses(f, "", "no name");
    refuses(f, f->folder, "is a folder");
    snprintf(path, sizeof path, "%s/new/", f->folder);
    refuses(f, path, "is a folder");
    snprintf(path, sizeof path, "%s/missing/report", f->folder);
    refuses(f, path, "No such file or directory");
    write_text(f, f->path, "file");
    snprintf(path, sizeof path, "%s/report", f->path);
    refuses(f, path, "is not a folder");
    holds(f->path, "file");
}

static void test_read_only_folder(void **state) {
    fixture *f = *state;
    if (geteuid() == 0) skip(); /* root may write anywhere */
    assert_int_equal(chmod(f->folder, 0500), 0);
    refuses(f, f->path, "Permission denied");
    assert_int_equal(chmod(f->folder, 0700), 0);
}

/* Reasons of the system are the C library's, and have Chinese words. */
static void test_reasons_of_the_system(void **state) {
    static const int errors[] = {ENOENT, EACCES, EPERM, EISDIR, ENOTDIR, ENOSPC, EROFS, EIO, EPIPE};
    fixture *f = *state;
    for (size_t i = 0; i < sizeof errors / sizeof *errors; i++) {
        lc_context_set_language(f->ctx, "en");
        assert_string_equal(lc_system_text(f->ctx, errors[i]), strerror(errors[i]));
        lc_context_set_language(f->ctx, "zh");
        assert_true((unsigned char)*lc_system_text(f->ctx, errors[i]) > 0x7f);
    }
    assert_string_equal(lc_system_text(f->ctx, EDOM), strerror(EDOM));
}

int main(void) {
#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)
    const struct CMUnitTest tests[] = {
        TEST(test_commit),
        TEST(test_sync),
        TEST(test_abort),
        TEST(test_collected),
        TEST(test_collected_fails),
        TEST(test_keeps_mode_and_link),
        TEST(test_device_is_not_replaced),
        TEST(test_full_disk),
        TEST(test_check),
        TEST(test_read_only_folder),
        TEST(test_reasons_of_the_system),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
