/* Names of fields in JSON: counted once each, wherever features stand. */
#include "source/json_fields.h"

#include "files.h"
#include "unit.h"

static void names_are_counted(void **state) {
    files *f = *state;
    static const struct {
        const char *text;
        size_t n;
    } cases[] = {
        {"{\"type\":\"FeatureCollection\",\"features\":[{\"properties\":{\"a\":1,\"b\":2}},{\"properties\":{\"b\":1,"
         "\"c\":2}}]}",
         3},
        {"{\"type\":\"Feature\",\"properties\":{\"a\":1}}", 1},
        {"{\"properties\":{\"a\":1}}\n{\"properties\":{\"b\":1}}\n{\"properties\":{\"a\":1}}", 2},
        {"{\"features\":[{\"attributes\":{\"a\":1,\"b\":\"properties\"}}]}", 2},
        /* what is within a value is no field, nor is a value or a name elsewhere */
        {"{\"properties\":{\"a\":{\"x\":1,\"properties\":{\"y\":1}},\"b\":[{\"z\":1}]},\"c\":1}", 2},
        {"{\"a\":\"properties\",\"b\":{\"c\":1}}", 0},
        {"{\"properties\":null,\"x\":{\"c\":1}}", 0},
        {"{\"properties\" : {\"a\\\"b\" : 1, \"a\\\\\": 2, \"a\": 3}}", 3},
        {"{\"properties\":{\"a\":1,\"b", 1},
        {"", 0},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        assert_int_equal(lc_json_fields(write_text(f, "a.json", cases[i].text), 100), cases[i].n);
    assert_int_equal(lc_json_fields(path_of(f, "none.json"), 100), 0);
}

static void counting_ends_above_the_most(void **state) {
    files *f = *state;
    char text[2000] = "{\"properties\":{", *to = text + strlen(text);
    for (int i = 0; i < 100; i++) to += sprintf(to, "%s\"f%d\":1", i ? "," : "", i);
    strcpy(to, "}}");
    const char *path = write_text(f, "a.json", text);
    assert_int_equal(lc_json_fields(path, 100), 100);
    assert_int_equal(lc_json_fields(path, 99), 100);
    assert_int_equal(lc_json_fields(path, 10), 11);
}

int main(void) {
    const struct CMUnitTest tests[] = {TEST(names_are_counted), TEST(counting_ends_above_the_most)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
