/* Texts as the cells of a workbook hold them. */
#include "unit.h"

#include "output/cell_text.h"

static void assert_cell(const char *text, const char *wanted, size_t wanted_replaced) {
    size_t replaced = 0;
    char *cell = lc_cell_text(text, &replaced);
    assert_non_null(cell);
    assert_string_equal(cell, wanted);
    assert_int_equal(replaced, wanted_replaced);
    free(cell);
}

static void texts_stay_what_they_are(void **state) {
    (void)state;
    assert_cell("", "", 0);
    assert_cell("=1+1", "=1+1", 0);
    assert_cell("春熙路 & <b>\t\"x\"", "春熙路 & <b>\t\"x\"", 0);
    assert_cell("one\r\ntwo\rthree\nfour", "one\ntwo\nthree\nfour", 0);
    assert_cell("\xF0\x9F\x8C\xB3", "\xF0\x9F\x8C\xB3", 0);
}

static void what_xml_cannot_hold_is_replaced_and_counted(void **state) {
    (void)state;
    assert_cell("a\x01"
                "b\x1F",
                "a\xEF\xBF\xBD"
                "b\xEF\xBF\xBD",
                2);
    assert_cell("\xFF"
                "x\xC3",
                "\xEF\xBF\xBD"
                "x\xEF\xBF\xBD",
                2);
    assert_cell("\xEF\xBF\xBE\xEF\xBF\xBF", "\xEF\xBF\xBD\xEF\xBF\xBD", 2);
    assert_cell("\xED\xA0\x80", "\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBD", 3); /* half of a surrogate pair */
}

static void codes_of_characters_stay_texts(void **state) {
    (void)state;
    assert_cell("_x0041_", "_x005F_x0041_", 0);
    assert_cell("_x0041__x004g_", "_x005F_x0041__x004g_", 0);
    assert_cell("_x41_ _x", "_x41_ _x", 0);
}

static void lengths_and_widths(void **state) {
    (void)state;
    assert_int_equal(lc_cell_length("ab春\xF0\x9F\x8C\xB3"), 5);
    assert_true(lc_cell_width("Ärzte") == 5);
    assert_true(lc_cell_width("春熙路\nab") == 6);
    assert_int_equal(lc_cell_lines("", 10), 1);
    assert_int_equal(lc_cell_lines("abcdefghij\nk", 5), 3);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(texts_stay_what_they_are),
        cmocka_unit_test(what_xml_cannot_hold_is_replaced_and_counted),
        cmocka_unit_test(codes_of_characters_stay_texts),
        cmocka_unit_test(lengths_and_widths),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
