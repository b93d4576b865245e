/* Texts that are written as files are. */
#include "base/text_stream.h"

#include <stdio.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include "unit.h"

static void what_is_written_is_the_text(void **state) {
    (void)state;
    lc_text_stream s;
    assert_true(lc_text_stream_open(&s));
    for (int i = 0; i < 10000; i++) fprintf(s.file, "%04d", i);
    assert_true(lc_text_stream_close(&s));
    assert_int_equal(s.size, 40000);
    assert_int_equal(strlen(s.text), 40000);
    assert_memory_equal(s.text + 39992, "99989999", 9);
    free(s.text);
    assert_true(lc_text_stream_open(&s));
    assert_true(lc_text_stream_close(&s));
    assert_string_equal(s.text, "");
    free(s.text);
}

/* What a child says that has 64 MiB more than it takes, and writes 256 MiB. */
static int write_too_much(void) {
    static const char piece[1 << 10] = "";
    lc_text_stream s;
    long pages = 0;
    FILE *now = fopen("/proc/self/statm", "r");
    if (!now || fscanf(now, "%ld", &pages) != 1 || !lc_text_stream_open(&s)) return 2;
    fclose(now);
    rlim_t most = (rlim_t)(pages * sysconf(_SC_PAGESIZE)) + ((rlim_t)64 << 20);
    if (setrlimit(RLIMIT_AS, &(struct rlimit){most, most}) != 0) return 2;
    for (int i = 0; i < 256 << 10; i++) fwrite(piece, 1, sizeof piece, s.file);
    return lc_text_stream_close(&s) || s.text || s.size ? 1 : 0;
}

/* A sanitizer takes address space as it likes. */
static void no_text_is_cut_where_memory_ends(void **state) {
    (void)state;
#if defined __SANITIZE_ADDRESS__
    skip();
#endif
    int code = -1;
    pid_t child = fork();
    if (child == 0) _exit(write_too_much());
    assert_true(child > 0);
    assert_int_equal(waitpid(child, &code, 0), child);
    assert_true(WIFEXITED(code));
    assert_int_equal(WEXITSTATUS(code), 0);
}

static void what_is_not_open_has_no_text(void **state) {
    (void)state;
    lc_text_stream s = {0};
    assert_false(lc_text_stream_close(&s));
    assert_true(lc_text_stream_open(&s));
    assert_true(lc_text_stream_close(&s));
    free(s.text);
    s.text = NULL;
    assert_false(lc_text_stream_close(&s));
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(what_is_written_is_the_text),
                                       cmocka_unit_test(no_text_is_cut_where_memory_ends),
                                       cmocka_unit_test(what_is_not_open_has_no_text)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
