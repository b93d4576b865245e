/* Numbers in text: what is one, and that nothing else passes for one. */
#include "unit.h"

#include <stdio.h>

#include "base/number.h"

typedef struct {
    const char *text;
    double value;
} number_t;

static void assert_number(const char *text, double wanted) {
    double value = -777;
    if (!lc_number_read(text, &value)) fail_msg("'%s' is not read", text);
    if (value != wanted) fail_msg("'%s' is read as %.17g, not %.17g", text, value, wanted);
}

static void assert_no_number(const char *text) {
    double value = -777;
    if (lc_number_read(text, &value)) fail_msg("'%s' is read as %.17g", text, value);
    if (value != -777) fail_msg("'%s' changes the result", text);
}

static void plain_numbers_are_read(void **state) {
    static const number_t numbers[] = {{"0", 0},
                                       {"-5", -5},
                                       {"+12.5", 12.5},
                                       {".5", 0.5},
                                       {"5.", 5},
                                       {"  007 \t", 7},
                                       {"1.25e+003", 1250},
                                       {"1E-2", 0.01},
                                       {"9007199254740993", 9007199254740992.},
                                       {"104.0610433", 104.0610433},
                                       {"\xC2\xA0"
                                        "12\xE3\x80\x80",
                                        12}};
    (void)state;
    for (size_t i = 0; i < sizeof numbers / sizeof *numbers; i++) assert_number(numbers[i].text, numbers[i].value);
}

static void commas_part_thousands_and_nothing_else(void **state) {
    static const number_t numbers[] = {
        {"153,084", 153084}, {"1,234,567.25", 1234567.25}, {"-12,345", -12345}, {"１２，３４５．５", 12345.5}};
    static const char *const others[] = {"12,34",  "1,2345",  "1234,567", ",123",    "1,234,56",  "0,125",   "1,,234",
                                         "1,234,", "1.5,000", "1,234e5",  "12,3456", "1.234.567", "12.345,6"};
    (void)state;
    for (size_t i = 0; i < sizeof numbers / sizeof *numbers; i++) assert_number(numbers[i].text, numbers[i].value);
    for (size_t i = 0; i < sizeof others / sizeof *others; i++) assert_no_number(others[i]);
}

static void full_width_forms_are_the_same(void **state) {
    (void)state;
    assert_number("１５３０８４", 153084);
    assert_number("－３．５", -3.5);
    assert_number("１，２３４", 1234);
    assert_number("　４２　", 42);
    char wide[300];
    snprintf(wide, sizeof wide, "%-255s", "７");
    assert_number(wide, 7);
}

static void nothing_else_is_a_number(void **state) {
    static const char *const others[] = {
        "",    " ",    "nan",   "NaN",  "inf", "-Infinity", "0x10", "1.5万", "6层", "3;4",  "12 345", "1'234",
        "12%", "¥5",   "5-6",   "1e",   "1e+", "e5",        "--5",  "+",     ".",   "-.",   "1.2.3",  "****",
        "N/A", "null", "1e999", "５万", "二",  "٣",         "1d5",  "1_000", "(5)", "5 m2", "1,000m"};
    (void)state;
    for (size_t i = 0; i < sizeof others / sizeof *others; i++) assert_no_number(others[i]);
}

/* Every double written with 17 digits comes back, and so does every whole number with its thousands parted. */
static void what_is_written_is_read_back(void **state) {
    uint64_t seed = 1;
    (void)state;
    for (int i = 0; i < 20000; i++) {
        char text[64];
        seed = seed * 6364136223846793005u + 1442695040888963407u;
        double value = ldexp((double)(seed >> 11) - 4503599627370496., (int)(seed % 120) - 90);
        snprintf(text, sizeof text, "%.17g", value);
        assert_number(text, value);
        unsigned long whole = (unsigned long)(seed >> 35); /* below 10^9 */
        if (whole >= 1000000)
            snprintf(text, sizeof text, "%lu,%03lu,%03lu", whole / 1000000, whole / 1000 % 1000, whole % 1000);
        else if (whole >= 1000)
            snprintf(text, sizeof text, "%lu,%03lu", whole / 1000, whole % 1000);
        else
            snprintf(text, sizeof text, "%lu", whole);
        assert_number(text, (double)whole);
    }
}

/* No digit is dropped unseen: a number is read the same, or not at all, whatever single character comes in. */
static void a_foreign_character_is_never_cut_off(void **state) {
    static const char *const foreign[] = {"x", "万", "m", ";", "/", ":", "'", "_", "°", "人", "~"};
    (void)state;
    for (size_t i = 0; i < sizeof foreign / sizeof *foreign; i++)
        for (int at = 0; at <= 6; at++) {
            char text[64];
            snprintf(text, sizeof text, "%.*s%s%s", at, "153084", foreign[i], "153084" + at);
            assert_no_number(text);
        }
}

static void blanks_are_told_from_text(void **state) {
    (void)state;
    assert_true(lc_number_is_blank(""));
    assert_true(lc_number_is_blank(" \t\xC2\xA0\xE3\x80\x80"));
    assert_false(lc_number_is_blank(" 0 "));
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(plain_numbers_are_read),        cmocka_unit_test(commas_part_thousands_and_nothing_else),
        cmocka_unit_test(full_width_forms_are_the_same), cmocka_unit_test(nothing_else_is_a_number),
        cmocka_unit_test(what_is_written_is_read_back),  cmocka_unit_test(a_foreign_character_is_never_cut_off),
        cmocka_unit_test(blanks_are_told_from_text)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
