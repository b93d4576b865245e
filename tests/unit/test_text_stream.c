/* Texts that are written as files are. */
#include "base/text_stream.h"

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

/* No memory for a write looks as no space on a disk does: the stream is marked, or says so when it is closed. */
static void an_error_leaves_no_text(void **state) {
    (void)state;
    for (int flushed = 0; flushed < 2; flushed++) {
        lc_text_stream s;
        assert_true(lc_text_stream_open(&s));
        fputs("half of", s.file);
        fclose(s.file);
        assert_non_null(s.text);
        s.file = fopen("/dev/full", "w");
        assert_non_null(s.file);
        fputs(" it", s.file);
        if (flushed) assert_int_equal(fflush(s.file), EOF);
        assert_false(lc_text_stream_close(&s));
        assert_null(s.text);
        assert_false(lc_text_stream_close(&s)); /* not open any more */
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(what_is_written_is_the_text),
                                       cmocka_unit_test(an_error_leaves_no_text)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
