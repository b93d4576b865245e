/* Names of fields in XML: counted once each, wherever features stand. */
#include "source/xml_fields.h"

#include "files.h"
#include "unit.h"

static void names_are_counted(void **state) {
    files *f = *state;
    static const struct {
        const char *text;
        size_t n;
    } cases[] = {
        {"<c><m><t><a>1</a><b>2</b></t></m><m><t><b>1</b><c/></t></m></c>", 3},
        {"<c><m><t><a><x>1</x><y>2</y></a><b><x>3</x></b></t></m></c>", 3}, /* a|x, a|y, b|x, as GDAL has them */
        {"<c><m><t><a>1</a></t></m><m><u><a>1</a></u></m></c>", 2},         /* two layers */
        {"<k><P><Data name='a'><value>1</value></Data><Data name='b'><value>1</value></Data></P></k>", 2},
        {"<k:k xmlns:k='k'><k:SimpleData name='a'>1</k:SimpleData><k:SimpleData name='a'>2</k:SimpleData></k:k>", 1},
        {"<c><t name='a'>1</t><t name='b'>1</t></c>", 1}, /* attributes are no fields elsewhere */
        {"<c><a>1</a><b>1</b><", 2},
        {"<c><a>1</a></b>", 1},
        {"no XML", 0},
        {"", 0},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        assert_int_equal(lc_xml_fields(write_text(f, "a.xml", cases[i].text), 100), cases[i].n);
    assert_int_equal(lc_xml_fields(path_of(f, "none.xml"), 100), 0);
}

static void counting_ends_above_the_most(void **state) {
    files *f = *state;
    char text[3000] = "<c><t>", *to = text + strlen(text);
    for (int i = 0; i < 100; i++) to += sprintf(to, "<f%d>1</f%d>", i, i);
    strcpy(to, "</t></c>");
    const char *path = write_text(f, "a.xml", text);
    assert_int_equal(lc_xml_fields(path, 100), 100);
    assert_int_equal(lc_xml_fields(path, 99), 100);
    assert_int_equal(lc_xml_fields(path, 10), 11);
}

/* Elements within elements: as deep as is looked, and deeper. */
static void depth_is_bounded(void **state) {
    files *f = *state;
    enum { DEEP = 100000 };
    char *text = calloc(DEEP * 7 + 100, 1), *to = text;
    assert_non_null(text);
    to += sprintf(to, "<c><a>1</a>");
    for (int i = 0; i < DEEP; i++) to += sprintf(to, "<d>");
    for (int i = 0; i < DEEP; i++) to += sprintf(to, "</d>");
    strcpy(to, "</c>");
    assert_int_equal(lc_xml_fields(write_text(f, "deep.xml", text), 100), 1);
    free(text);
}

int main(void) {
    const struct CMUnitTest tests[] = {TEST(names_are_counted), TEST(counting_ends_above_the_most),
                                       TEST(depth_is_bounded)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
