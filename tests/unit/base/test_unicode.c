/* Texts searched for a part without case, and composed forms. */
#include "base/unicode.h"

#include "unit.h"

static bool contains(const char *text, const char *part) {
    char *folded = lc_unicode_fold(part);
    assert_non_null(folded);
    bool found = lc_unicode_contains(text, folded);
    free(folded);
    return found;
}

static void test_case_does_not_matter(void **state) {
    (void)state;
    assert_true(contains("锦城绿道二期", "绿道"));
    assert_true(contains("绿道", "绿道"));
    assert_false(contains("锦城大道", "绿道"));
    assert_false(contains("绿", "绿道"));
    assert_false(contains("", "绿道"));
    assert_true(contains("East Coast GREENWAY", "greenway"));
    assert_true(contains("gReEnWaY east", "GREENWAY"));
    assert_false(contains("Green Way", "greenway"));
    assert_true(contains("ΟΔΟΣ ΠΡΑΣΙΝΗ", "πράσινη") == false); /* an accent is another letter */
    assert_true(contains("ΟΔΟΣ ΠΡΆΣΙΝΗ", "πράσινη"));
    assert_true(contains("ЗЕЛЁНАЯ", "зелён"));
    assert_true(contains("STRASSE", "straße") && contains("Straße", "STRASSE"));
    assert_true(contains("aab", "ab")); /* where a first try failed, the next one begins */
}

static void test_bytes_that_are_no_text_equal_nothing(void **state) {
    (void)state;
    assert_true(contains("\xff绿道", "绿道"));
    assert_true(contains("\xe7\xbb绿道", "绿道"));
    assert_false(contains("\xe7\xbb\xbf\xe9\x81", "绿道")); /* cut short */
    assert_false(contains("green\xffway", "greenway"));
    assert_null(lc_unicode_fold("\xff"));
}

static void test_forms_are_composed(void **state) {
    (void)state;
    char *composed = lc_unicode_compose("e\xcc\x81"), *folded = lc_unicode_fold("E\xcc\x81");
    assert_string_equal(composed, "é");
    assert_string_equal(folded, "é");
    free(composed);
    free(folded);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_case_does_not_matter),
        cmocka_unit_test(test_bytes_that_are_no_text_equal_nothing),
        cmocka_unit_test(test_forms_are_composed),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
