/* Markdown, JUnit and the words of changes: names that would break them, and both languages. */
#include "files.h"

#include "base/language.h"
#include "base/memory.h"
#include "base/utf8.h"
#include "output/junit.h"
#include "output/markdown.h"
#include "output/report_markdown.h"
#include "output/write_texts.h"
#include "output/xml.h"
#include "report/digits.h"

/* What a writer makes of a text; to be freed. */
static char *written(void (*write)(FILE *file, const char *text), const char *text) {
    char *out = NULL;
    size_t size;
    FILE *file = open_memstream(&out, &size);
    assert_non_null(file);
    write(file, text);
    assert_int_equal(fclose(file), 0);
    return out;
}

static void assert_written(void (*write)(FILE *file, const char *text), const char *text, const char *wanted) {
    char *out = written(write, text);
    assert_string_equal(out, wanted);
    free(out);
}

#define INSTEAD "\xEF\xBF\xBD"

static void xml_text(void **state) {
    (void)state;
    assert_written(lc_xml_text, "桃源居社区", "桃源居社区");
    assert_written(lc_xml_text, "<a href=\"b\">&'</a>", "&lt;a href=&quot;b&quot;&gt;&amp;'&lt;/a&gt;");
    assert_written(lc_xml_text, "]]>", "]]&gt;");
    assert_written(lc_xml_text, "a\tb\nc\rd", "a&#9;b&#10;c&#13;d");
    assert_written(lc_xml_text,
                   "a\x01\x1F"
                   "b",
                   "a" INSTEAD INSTEAD "b");
    assert_written(lc_xml_text, "\xFF\xE6\x9D", INSTEAD INSTEAD INSTEAD);
    assert_written(lc_xml_text, "\xEF\xBF\xBE\xEF\xBF\xBF\xED\xA0\x80", INSTEAD INSTEAD INSTEAD INSTEAD INSTEAD);
    assert_written(lc_xml_text, NULL, "");
}

static void markdown_text(void **state) {
    (void)state;
    assert_written(lc_md_text, "桃源居 (一期)", "桃源居 (一期)");
    assert_written(lc_md_text, "a|b *c* _d_", "a\\|b \\*c\\* \\_d\\_");
    assert_written(lc_md_text, "[x](y) <b> `c` # ~d~ & \\", "\\[x\\](y) \\<b\\> \\`c\\` \\# \\~d\\~ \\& \\\\");
    assert_written(lc_md_text, "two\nlines\x01", "two lines ");
    assert_written(lc_md_text, "\xFF", INSTEAD);
}

static void numbers(void **state) {
    (void)state;
    assert_string_equal(lc_digits_fixed(0.12345, 4, false).text, "0.1235");
    assert_string_equal(lc_digits_fixed(-0.00004, 4, true).text, "+0.0000");
    assert_string_equal(lc_digits_fixed(-1.5, 0, true).text, "-2");
    assert_string_equal(lc_digits_fixed(12.0304, 3, true).text, "+12.030");
    assert_string_equal(lc_digits_fixed(NAN, 4, true).text, "–");
    assert_string_equal(lc_digits_fixed(1e300, 9, false).text, "9000000000.000000000");
    assert_string_equal(lc_digits_short(250).text, "250");
    assert_string_equal(lc_digits_short(0.005).text, "0.005");
    assert_string_equal(lc_digits_short(0).text, "0");
    assert_string_equal(lc_digits_short(NAN).text, "–");
}

static void cut_at_a_character(void **state) {
    (void)state;
    static const struct {
        const char *text, *wanted;
    } cases[] = {{"", ""},       {"ab", "ab"},         {"社区", "社区"}, {"a\xE7\xA4", "a"},
                 {"a\xE7", "a"}, {"\xF0\x9F\x98", ""}, {"a\x80", "a"},   {"区\xE7\xA4", "区"}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        char text[16];
        snprintf(text, sizeof text, "%s", cases[i].text);
        lc_utf8_trim(text);
        assert_string_equal(text, cases[i].wanted);
    }
}

/* In buffers of every size: the names that have room whole, or a mark at the end, and never half a character. */
static void names_in_a_list(void **state) {
    (void)state;
    static const char *const name[] = {"a", "社区", "b", "公园绿地", "c"};
    static const char whole[] = "a, 社区, b, 公园绿地, c";
    for (size_t size = 8; size <= sizeof whole + 4; size++) {
        char list[64] = "";
        for (size_t i = 0; i < 5; i++) lc_list_add(list, size, name[i]);
        size_t n = strlen(list);
        if (size >= sizeof whole) {
            assert_string_equal(list, whole);
            continue;
        }
        assert_true(n < size && n + 4 >= size);
        assert_memory_equal(list + n - 3, "…", 3);
        assert_memory_equal(list, whole, n - 3);
        for (const char *c = list; *c; c += lc_utf8_length(c)) assert_true(lc_utf8_length(c) > 0);
    }
}

/* The name of a category is cut with a mark, in both languages. */
static void role_of_a_long_category(void **state) {
    files *f = *state;
    char role[400] = "facilities of ", text[LC_ROLE_MAX];
    while (strlen(role) < 300) strcat(role, "绿地");
    for (int zh = 0; zh < 2; zh++) {
        lc_context_set_language(f->ctx, zh ? "zh" : "en");
        assert_ptr_equal(lc_role_text(f->ctx, role, text, sizeof text), text);
        size_t n = strlen(text);
        assert_true(n < LC_ROLE_MAX && n + 4 >= LC_ROLE_MAX);
        assert_string_equal(text + n - 3, "…");
        for (const char *c = text; *c; c += lc_utf8_length(c)) assert_true(lc_utf8_length(c) > 0);
    }
    lc_context_set_language(f->ctx, "en");
    assert_string_equal(lc_role_text(f->ctx, "facilities of park", text, sizeof text), "facilities of park");
}

static void words_of_a_change(void **state) {
    files *f = *state;
    char text[40];
    lc_change change = {.kind = LC_CHANGE_VERDICT,
                        .before = 0.9,
                        .after = 0.7,
                        .verdict_before = LC_MET,
                        .verdict_after = LC_MISSED,
                        .target = 0.8};
    lc_change_text(f->ctx, &change, text, sizeof text);
    assert_string_equal(text, "met → missed (target 0.8)");
    change.verdict_after = LC_MET;
    lc_change_text(f->ctx, &change, text, sizeof text);
    assert_string_equal(text, "");
    change = (lc_change){.kind = LC_CHANGE_COMMUNITY_RENAMED, .text_before = "一二三四五六七八九十"};
    lc_change_text(f->ctx, &change, text, sizeof text); /* 26 bytes and 13 of the name: three characters and the mark */
    assert_string_equal(text, "had another name before: 一二三…");
}

/* A report by hand: 2 indicators with targets, 3 communities with names that would break XML and Markdown. */
static lc_report *new_report(void) {
    static const char *const name[] = {"<b> & \"x\"", "桃|源*居\x01\n", "\xFF]]>"};
    lc_report *report = LC_NEW0(lc_report, 1);
    report->profile = lc_strdup("test");
    report->profile_title_en = lc_strdup("Test | *");
    report->profile_title_zh = lc_strdup("测试");
    report->n_indicators = 2;
    report->indicators = LC_NEW0(lc_indicator, 2);
    for (size_t i = 0; i < 2; i++)
        report->indicators[i] = (lc_indicator){.id = lc_sprintf("i%zu", i),
                                               .title_en = lc_strdup("Park <5>"),
                                               .title_zh = lc_strdup("公园"),
                                               .category = lc_strdup("park"),
                                               .metric = lc_strdup("network"),
                                               .denominator = lc_strdup("area"),
                                               .source = lc_strdup("GB 50180 | 5.0.3"),
                                               .verified = lc_strdup("unverified"),
                                               .target_note_en = lc_strdup("By award | only"),
                                               .distance_m = 500,
                                               .target = 0.8,
                                               .community_target = i ? NAN : 0.5,
                                               .ratio = i ? 0.9 : 0.6,
                                               .err = 0.0000012,
                                               .mean_ratio = 0.5,
                                               .verdict = i ? LC_MET : LC_MISSED};
    report->n_communities = 3;
    report->communities = LC_NEW0(lc_community, 3);
    report->values = LC_NEW0(lc_value, 6);
    const lc_verdict verdict[] = {LC_MET, LC_MISSED, LC_NO_DATA};
    for (size_t c = 0; c < 3; c++) {
        report->communities[c] =
            (lc_community){.id = lc_sprintf("%zu", c), .name = lc_strdup(name[c]), .population = NAN};
        report->values[2 * c] = (lc_value){.ratio = c == 2 ? NAN : 0.6 - 0.4 * (double)c,
                                           .err = 0,
                                           .reason = c == 2 ? "no_demand" : NULL,
                                           .verdict = verdict[c]};
        report->values[2 * c + 1] = (lc_value){.ratio = 0.9};
    }
    return report;
}

static char *slurp(const char *path) {
    char *text = calloc(1, 1 << 16);
    FILE *file = fopen(path, "rb");
    assert_non_null(text);
    assert_non_null(file);
    assert_in_range(fread(text, 1, (1 << 16) - 1, file), 1, (1 << 16) - 2);
    fclose(file);
    return text;
}

static void assert_holds(const char *text, const char *part) {
    if (strstr(text, part)) return;
    fputs(text, stderr);
    fail_msg("the text above does not hold what it should");
}

static void junit(void **state) {
    files *f = *state;
    lc_report *report = new_report();
    const char *path = path_of(f, "j.xml");
    assert_works(f, lc_report_write_junit(f->ctx, report, NULL, path));
    char *text = slurp(path);
    assert_holds(text, "<testsuites name=\"lifecircle\" tests=\"5\" failures=\"2\" errors=\"0\">");
    assert_holds(text, "<testsuite name=\"check i0\" tests=\"4\" failures=\"2\" errors=\"0\" skipped=\"1\">");
    assert_holds(text, "<testsuite name=\"check i1\" tests=\"1\" failures=\"0\" errors=\"0\" skipped=\"0\">");
    assert_holds(
        text, "name=\"city\">\n      <failure type=\"missed\" message=\"0.6000 ±0.000002, target 0.8 (unverified)\"/>");
    assert_holds(text, "name=\"&lt;b&gt; &amp; &quot;x&quot; (0)\"/>");
    assert_holds(text, "name=\"桃|源*居" INSTEAD "&#10; (1)\">");
    assert_holds(text, "name=\"" INSTEAD "]]&gt; (2)\">\n      <skipped message=\"no data: no_demand\"/>");
    free(text);
    lc_report_free(report);
}

static void markdown(void **state) {
    files *f = *state;
    lc_report *report = new_report();
    const char *const facilities[] = {"park=/secret/my parks.gpkg|layername=p|subset=a = 'b'"};
    lc_city_options options = LC_CITY_OPTIONS_INIT;
    lc_check_options check = LC_CHECK_OPTIONS_INIT;
    lc_write_options write = LC_WRITE_OPTIONS_INIT;
    const char *const osm[] = {"/secret/folder/city.osm.pbf", "more.osm"};
    options.osm = osm;
    options.n_osm = 2;
    options.demand = "PG:host=h password=hidden|layername=x";
    options.facilities = facilities;
    options.n_facilities = 1;
    check.link_limit_m = 300;
    write.city = &options;
    write.check = &check;
    const char *path = path_of(f, "m.md");
    assert_works(f, lc_report_write_markdown(f->ctx, report, &write, path));
    char *text = slurp(path);
    assert_int_equal(strncmp(text, "# Test \\| \\*\n\n", 14), 0);
    /* The missed target stands first; no cell breaks the table. */
    char *missed = strstr(text, "| missed | Park \\<5\\> | 0.6000 | 0.000002 | 0.8 |"), *met = strstr(text, "| met |");
    assert_true(missed && met && missed < met);
    assert_holds(text, "| unverified | GB 50180 \\| 5.0.3 |\n");
    char *note = strstr(text, "\n\n- By award \\| only\n\n");
    assert_true(note && !strstr(note + 8, "By award")); /* once */
    assert_holds(text, "| 桃\\|源\\*居   | 1 | 0.200 |");
    assert_holds(text, "    --osm city.osm.pbf \\\n    --osm more.osm \\\n");
    assert_holds(text, "    --facilities 'park=my parks.gpkg|layername=p|subset=a = '\\''b'\\''' \\\n");
    assert_holds(text, "    --link-limit 300\n");
    assert_null(strstr(text, "secret"));
    assert_null(strstr(text, "hidden"));
    free(text);
    lc_context_set_language(f->ctx, "zh");
    assert_works(f, lc_report_write_markdown(f->ctx, report, NULL, path));
    text = slurp(path);
    assert_int_equal(strncmp(text, "# 测试\n\n", 9), 0);
    assert_holds(text, "公园");
    free(text);
    lc_report_free(report);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        TEST(xml_text),           TEST(markdown_text),   TEST(numbers),
        TEST(cut_at_a_character), TEST(names_in_a_list), TEST(role_of_a_long_category),
        TEST(words_of_a_change),  TEST(junit),           TEST(markdown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
