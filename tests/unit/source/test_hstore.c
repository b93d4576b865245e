/* Tags in one text, as GDAL writes them. */
#include "source/hstore.h"

#include "unit.h"

static void assert_value(const char *text, const char *key, const char *wanted) {
    bool memory = true;
    char *value = lc_hstore_value(text, key, &memory);
    assert_true(memory);
    if (!wanted) assert_null(value);
    if (wanted) assert_non_null(value);
    if (wanted) assert_string_equal(value, wanted);
    free(value);
}

static void values_are_found(void **state) {
    (void)state;
    const char *text = "\"lit\"=>\"yes\",\"foot\"=>\"designated\",\"note:foot\"=>\"a \\\"b\\\", c\\\\d\",\"name\"=>\"\"";
    assert_value(text, "lit", "yes");
    assert_value(text, "foot", "designated");
    assert_value(text, "note:foot", "a \"b\", c\\d");
    assert_value(text, "name", "");
    assert_value(text, "yes", NULL); /* a value is no key */
    assert_value(text, "note", NULL);
    assert_value(text, "access", NULL);
}

static void blanks_words_and_null(void **state) {
    (void)state;
    const char *text = " foot => no , \"access\" => NULL, lit=>\"NULL\"";
    assert_value(text, "foot", "no");
    assert_value(text, "access", NULL);
    assert_value(text, "lit", "NULL");
}

static void what_is_no_hstore_has_no_keys(void **state) {
    (void)state;
    static const char *const texts[] = {"",           "foot",           "foot=yes",        "\"foot\"",      "\"foot\"=>",
                                        "\"foot=>no", "\"foot\"=>\"no", "=>\"foot\"=>no",  "\"foot\"=>\"a\\", "foot\\",
                                        "{\"foot\": \"no\"}"};
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) assert_value(texts[i], "foot", NULL);
    assert_value(NULL, "foot", NULL);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(values_are_found),
        cmocka_unit_test(blanks_words_and_null),
        cmocka_unit_test(what_is_no_hstore_has_no_keys),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
