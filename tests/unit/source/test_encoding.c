/* Text: what it is in, what happens to bytes that fit nothing, and that all of it comes out as UTF-8 in NFC. */
#include "shapefile.h"

#include "source/encoding.h"
#include "source/layer.h"

/* 街坊名称; 人民公园, 镕珺里 (of which two characters are beyond GB 2312), 天府广场 */
#define FIELD_GBK "\xbd\xd6\xb7\xbb\xc3\xfb\xb3\xc6"
static const char *const GBK[] = {"\xc8\xcb\xc3\xf1\xb9\xab\xd4\xb0", "\xe9\x46\xac\x42\xc0\xef",
                                  "\xcc\xec\xb8\xae\xb9\xe3\xb3\xa1"};
static const char *const UTF8[] = {"人民公园", "镕珺里", "天府广场"};
static const char *const BIG5[] = {"\xa4\xa4\xa5\xbf\xac\xf6\xa9\xc0\xb0\xf3"}; /* 中正紀念堂 */
static const char *const LATIN[] = {"K\xf6ln", "Caf\xe9",
                                    "Orl\xe9"
                                    "ans"};

static lc_status read_text(files *f, const char *path, const char *suffix, const char *field, lc_layer *out) {
    char text[600];
    lc_source source;
    const char *fields[] = {field};
    snprintf(text, sizeof text, "%s%s", path, suffix);
    lc_warnings_clear(&f->ctx->warnings);
    assert_works(f, lc_source_parse(f->ctx, text, &source));
    lc_status status = lc_layer_read(f->ctx, &source, "facilities", LC_WANT_ALL, fields, 1, out);
    lc_source_free(&source);
    return status;
}

/* Read, hold the values against `wanted`, and the encoding against its name. */
static void expect(files *f, const char *path, const char *suffix, const char *field, const char *const *wanted,
                   size_t n, const char *encoding) {
    lc_layer layer;
    assert_works(f, read_text(f, path, suffix, field, &layer));
    assert_int_equal(layer.n_features, n);
    for (size_t i = 0; i < n; i++) assert_string_equal(lc_layer_value(&layer, 0, i), wanted[i]);
    assert_string_equal(layer.encoding, encoding);
    lc_layer_free(&layer);
}

static made_shapefile gbk(const char *cpg, int language_byte) {
    return (made_shapefile){
        .field = FIELD_GBK, .width = 20, .text = GBK, .n = 3, .cpg = cpg, .language_byte = language_byte};
}

static made_shapefile utf8(const char *cpg, int language_byte) {
    return (made_shapefile){
        .field = "街坊名", .width = 20, .text = UTF8, .n = 3, .cpg = cpg, .language_byte = language_byte};
}

/* ------------------------------------------------------------------- names */

static void names_of_encodings(void **state) {
    (void)state;
    static const char *const names[][2] = {{"GBK", "GB18030"},
                                           {"gbk", "GB18030"},
                                           {"936", "GB18030"},
                                           {"CP936", "GB18030"},
                                           {"cp-936", "GB18030"},
                                           {"ANSI 936", "GB18030"},
                                           {"windows-936", "GB18030"},
                                           {"x-gbk", "GB18030"},
                                           {"MS936", "GB18030"},
                                           {"gb2312", "GB18030"},
                                           {"GB2312-80", "GB18030"},
                                           {"EUC-CN", "GB18030"},
                                           {"GB18030\r\n", "GB18030"},
                                           {"GB18030-2005", "GB18030"},
                                           {"\xef\xbb\xbfGBK", "GB18030"},
                                           {"UTF8", "UTF-8"},
                                           {"utf-8\n", "UTF-8"},
                                           {"65001", "UTF-8"},
                                           {"CP65001", "UTF-8"},
                                           {"Big5", "BIG5"},
                                           {"950", "BIG5"},
                                           {"OEM 950", "BIG5"},
                                           {"8859-1", "ISO-8859-1"},
                                           {"88591", "ISO-8859-1"},
                                           {"885915", "ISO-8859-15"},
                                           {"ISO8859-2", "ISO-8859-2"},
                                           {"iso-8859-1", "ISO-8859-1"},
                                           {"Latin1", "ISO-8859-1"},
                                           {"1252", "CP1252"},
                                           {"ANSI 1252", "CP1252"},
                                           {"windows-1251", "CP1251"},
                                           {"EUC-JP", "EUC-JP"}};
    static const char *const none[] = {"", " ", "garbage", "OEM", "ANSI", "99999", "8859-77", "\xff\xfe"};
    lc_encoding found;
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        if (!lc_encoding_find(names[i][0], &found)) fail_msg("'%s' is not known", names[i][0]);
        assert_string_equal(found.codec, names[i][1]);
    }
    for (size_t i = 0; i < sizeof none / sizeof *none; i++)
        if (lc_encoding_find(none[i], &found)) fail_msg("'%s' is taken for %s", none[i], found.codec);
}

/* -------------------------------------------------------- what the file says */

static void cpg_files(void **state) {
    files *f = *state;
    static const char *const spelled[][2] = {{"GBK", "GBK"},       {"936", "GBK"},         {"ANSI 936", "GBK"},
                                             {"gb2312", "GB2312"}, {"GB18030", "GB18030"}, {"CP936\r\n", "GBK"}};
    for (size_t i = 0; i < sizeof spelled / sizeof *spelled; i++) {
        made_shapefile made = gbk(spelled[i][0], 0);
        expect(f, write_shapefile(f, &made), "", "街坊名称", UTF8, 3, spelled[i][1]);
        assert_int_equal(f->ctx->warnings.n, 0);
    }
    static const char *const utf8_too[] = {"UTF-8", "UTF8", "65001", "utf-8\n"};
    for (size_t i = 0; i < sizeof utf8_too / sizeof *utf8_too; i++) {
        made_shapefile made = utf8(utf8_too[i], 0x57);
        expect(f, write_shapefile(f, &made), "", "街坊名", UTF8, 3, "UTF-8");
        assert_int_equal(f->ctx->warnings.n, 0);
    }
    /* A word that is no encoding says nothing. */
    made_shapefile made = gbk("garbage", 0);
    expect(f, write_shapefile(f, &made), "", "街坊名称", UTF8, 3, "GB18030");
    assert_int_equal(warned(f, "encoding_guessed"), 1);
}

static void language_bytes(void **state) {
    files *f = *state;
    static const struct {
        int byte;
        bool names;
    } bytes[] = {{0x4d, true}, {0x7a, true}, {0, false}, {0x57, false}, {0xff, false}};
    for (size_t i = 0; i < sizeof bytes / sizeof *bytes; i++) {
        made_shapefile made = gbk(NULL, bytes[i].byte);
        expect(f, write_shapefile(f, &made), "", "街坊名称", UTF8, 3, bytes[i].names ? "GBK" : "GB18030");
        assert_int_equal(warned(f, "encoding_guessed"), !bytes[i].names);
    }
    static const char *const latin[] = {"Köln", "Café", "Orléans"};
    for (int byte = 0; byte < 0x60; byte += 3) { /* 0: none; 3: Windows' Latin-1; 0x57: the system's own */
        if (byte != 0 && byte != 3 && byte != 0x57) continue;
        made_shapefile made = {.field = "name", .width = 8, .text = LATIN, .n = 3, .language_byte = byte};
        expect(f, write_shapefile(f, &made), "", "name", latin, 3, byte == 3 ? "CP1252" : "ISO-8859-1");
        assert_int_equal(warned(f, "encoding_guessed"), byte != 3);
        assert_int_equal(warned(f, "encoding_doubtful"), 0);
    }
    /* The .cpg wins. */
    made_shapefile made = gbk("GBK", 3);
    expect(f, write_shapefile(f, &made), "", "街坊名称", UTF8, 3, "GBK");
}

/* A name that the text belies: the text decides. A name that cannot be belied: believed, and told. */
static void wrong_names(void **state) {
    files *f = *state;
    made_shapefile made = gbk("UTF-8", 0);
    expect(f, write_shapefile(f, &made), "", "街坊名称", UTF8, 3, "GB18030");
    assert_int_equal(warned(f, "encoding_wrong"), 1);
    made = gbk(NULL, 0x13); /* Japanese */
    expect(f, write_shapefile(f, &made), "", "街坊名称", UTF8, 3, "GB18030");
    assert_int_equal(warned(f, "encoding_wrong"), 1);

    lc_layer layer;
    made = gbk(NULL, 3);
    assert_works(f, read_text(f, write_shapefile(f, &made), "", NULL, &layer));
    assert_string_equal(layer.encoding, "CP1252");
    assert_int_equal(warned(f, "encoding_doubtful"), 1);
    lc_layer_free(&layer);
    expect(f, write_shapefile(f, &made), "|encoding=GBK", "街坊名称", UTF8, 3, "GBK");
    assert_int_equal(f->ctx->warnings.n, 0);
    made = utf8("GBK", 0);
    assert_works(f, read_text(f, write_shapefile(f, &made), "", NULL, &layer));
    assert_string_equal(layer.encoding, "GBK");
    assert_int_equal(warned(f, "encoding_doubtful"), 1);
    lc_layer_free(&layer);
}

static void big5_on_request(void **state) {
    files *f = *state;
    static const char *const wanted[] = {"中正紀念堂"};
    made_shapefile made = {.field = "\xa6\x57\xba\xd9", .width = 12, .text = BIG5, .n = 1}; /* 名稱 */
    expect(f, write_shapefile(f, &made), "|encoding=Big5", "名稱", wanted, 1, "Big5");
    assert_int_equal(f->ctx->warnings.n, 0);
    made.language_byte = 0x78;
    expect(f, write_shapefile(f, &made), "", "名稱", wanted, 1, "Big5");
}

/* ------------------------------------------------------------------- damage */

static void names_cut_by_their_field(void **state) {
    files *f = *state;
    static const char *const at_7[] = {"人民公", "镕珺里", "天府广"}, *const at_10[] = {"人民公", "镕珺里", "天府广"};
    static const char *const suffix[] = {"", "|encoding=GBK"};
    for (size_t i = 0; i < 2; i++) {
        made_shapefile made = gbk(NULL, 0);
        made.width = 7;
        expect(f, write_shapefile(f, &made), suffix[i], "街坊名称", at_7, 3, i ? "GBK" : "GB18030");
        assert_int_equal(warned(f, "text_cut"), 2);
        assert_int_equal(warned(f, "text_lost"), 0);
    }
    for (size_t i = 0; i < 2; i++) {
        made_shapefile made = utf8(i ? "UTF-8" : NULL, 0);
        made.width = 10;
        made.field = "街坊名称"; /* 12 bytes: the field's name is cut, too */
        expect(f, write_shapefile(f, &made), "", "街坊名", at_10, 3, "UTF-8");
        assert_int_equal(warned(f, "text_cut"), 2);
        assert_int_equal(warned(f, "encoding_guessed"), 0);
    }
}

/* One damaged name among many does not turn the others into something else. */
static void a_few_damaged_names(void **state) {
    files *f = *state;
    const char *texts[20], *wanted[20];
    for (size_t i = 0; i < 20; i++) texts[i] = wanted[i] = "天府广场";
    texts[7] = "天\xe5\xba广场";
    wanted[7] = "天广场";
    for (size_t i = 0; i < 2; i++) {
        made_shapefile made = {.field = "name", .width = 20, .text = texts, .n = 20, .cpg = i ? "UTF-8" : NULL};
        expect(f, write_shapefile(f, &made), "", "name", wanted, 20, "UTF-8");
        assert_int_equal(warned(f, "text_lost"), 1);
    }
    /* The user's word is taken, even against the text. */
    made_shapefile made = gbk(NULL, 0);
    lc_layer layer;
    assert_works(f, read_text(f, write_shapefile(f, &made), "|encoding=UTF-8", NULL, &layer));
    assert_string_equal(layer.encoding, "UTF-8");
    assert_int_equal(warned(f, "text_lost"), 4); /* three values and the field's name */
    lc_layer_free(&layer);
}

/* -------------------------------------------------------------- NFC, filters */

static void text_is_composed(void **state) {
    files *f = *state;
    static const char *const apart[] = {"Leo\xcc\x81n", "\xef\xa7\x98"}, *const composed[] = {"León", "律"};
    made_shapefile made = {.field = "e\xcc\x81", .width = 12, .text = apart, .n = 2, .cpg = "UTF-8"};
    expect(f, write_shapefile(f, &made), "", "é", composed, 2, "UTF-8");
    expect(f, write_shapefile(f, &made), "", "e\xcc\x81", composed, 2, "UTF-8");
    lc_layer layer;
    const char *table = write_text(f, "n.csv", "wgs84_lon,wgs84_lat,name\n1,2,Leo\xcc\x81n\n");
    assert_works(f, read_text(f, table, "", "name", &layer));
    assert_string_equal(lc_layer_value(&layer, 0, 0), "León");
    lc_layer_free(&layer);
}

static void tables(void **state) {
    files *f = *state;
    /* wgs84_lon,wgs84_lat,名称; 公园, and half a character at the end */
    const char *head = "wgs84_lon,wgs84_lat,\xc3\xfb\xb3\xc6\n104,30,\xb9\xab\xd4\xb0\n104,30,\xb9\xab\xd4\n";
    const char *path = write_text(f, "t.csv", head);
    static const char *const wanted[] = {"公园", "公"};
    expect(f, path, "", "名称", wanted, 2, "GB18030");
    assert_int_equal(warned(f, "encoding_guessed"), 1);
    assert_int_equal(warned(f, "text_cut"), 1);
    expect(f, path, "|encoding=936", "名称", wanted, 2, "GBK");
    assert_int_equal(warned(f, "encoding_guessed"), 0);
    assert_int_equal(warned(f, "text_cut"), 1);
    expect(f, path, "|subset=名称 = '公园'", "名称", wanted, 1, "GB18030");
    expect(f, path, "|encoding=GBK|subset=名称 = '公园'", "名称", wanted, 1, "GBK");
    lc_layer layer;
    assert_fails(f, read_text(f, path, "|encoding=garbage", NULL, &layer), LC_ERR_INPUT, "'garbage' is not known");
}

int main(void) {
    const struct CMUnitTest tests[] = {
        TEST(names_of_encodings),  TEST(cpg_files),        TEST(language_bytes),
        TEST(wrong_names),         TEST(big5_on_request),  TEST(names_cut_by_their_field),
        TEST(a_few_damaged_names), TEST(text_is_composed), TEST(tables)};
    return cmocka_run_group_tests_name("encoding", tests, NULL, NULL);
}
