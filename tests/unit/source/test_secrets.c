/* Passwords in connections and addresses: found, hidden in messages, and in what reports show. */
#include "files.h"

#include "base/memory.h"
#include "source/source.h"

#define COUNT(array) (sizeof(array) / sizeof *(array))

/* A sentence, and what is left of it. */
static void hidden_in_sentences(void **state) {
    (void)state;
    static const char *const cases[][2] = {
        {"network: 'PG:dbname=city password=geheim' cannot be opened: no",
         "network: 'PG:dbname=city password=***' cannot be opened: no"},
        {"'PG:password=ge'heim dbname=city' is wrong", "'PG:password=*** dbname=city' is wrong"},
        {"'PG:password='ge heim' dbname=city'", "'PG:password=*** dbname=city'"},
        {"PG:password = 'it\\'s me' user=x", "PG:password = *** user=x"},
        {"PASSWORD=\"a b\";x=1", "PASSWORD=***;x=1"},
        {"MSSQL:server=s;UID=sa;PWD={a;b}}c};database=d", "MSSQL:server=s;UID=sa;PWD=***;database=d"},
        {"MYSQL:city,user=root,password=psw,port=3306", "MYSQL:city,user=root,password=***,port=3306"},
        {"IDB:dbname=d user=u pass=p1", "IDB:dbname=d user=u pass=***"},
        {"postgresql://u:geheim@host/db", "postgresql://u:***@host/db"},
        {"postgres://u:ge@heim@host/db", "postgres://u:***@host/db"},
        {"postgres://u:ge/heim@host/db", "postgres://u:***@host/db"},
        {"see https://u:geheim@host:8080/a.geojson now", "see https://u:***@host:8080/a.geojson now"},
        {"https://host:8080/a@b.geojson", "https://host:8080/a@b.geojson"},
        {"https://host/a?access_token=abc&x=1", "https://host/a?access_token=***&x=1"},
        {"https://host/a?key=abc", "https://host/a?key=***"},
        {"https://host/a.tif?sv=1&sig=a%2Bb", "https://host/a.tif?sv=1&sig=***"},
        {"/vsicurl/https://u:x@host/a.tif", "/vsicurl/https://u:***@host/a.tif"},
        {"OCI:scott/tiger@db:parks", "OCI:scott/***@db:parks"},
        {"OCI:scott/tiger", "OCI:scott/***"},
        {"ODBC:me/it@dsn,table", "ODBC:me/***@dsn,table"},
        {"georaster:scott,tiger,db", "georaster:scott,***,db"},
        {"source 'a.shp': key 'x' has no value; write x=VALUE or leave it out",
         "source 'a.shp': key 'x' has no value; write x=VALUE or leave it out"},
        {"city.gpkg|layername=parks|subset=level = 'street'", "city.gpkg|layername=parks|subset=level = 'street'"},
        {"PG:password=geheim: no such file", "PG:password=***: no such file"},
        {"PG:the_name_of_a_key_that_goes_on_for_more_than_forty_letters_password=geheim",
         "PG:the_name_of_a_key_that_goes_on_for_more_than_forty_letters_password=***"},
        {"https://host/a?X-Amz-Security-Token=abc&x=1", "https://host/a?X-Amz-Security-Token=***&x=1"},
        {"password=", "password="},
        {"密码 password=城市之光, 完", "密码 password=***, 完"},
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        char text[256];
        snprintf(text, sizeof text, "%s", cases[i][0]);
        lc_hide_secrets(text, sizeof text);
        assert_string_equal(text, cases[i][1]);
        lc_hide_secrets(text, sizeof text); /* what is hidden stays as it is */
        assert_string_equal(text, cases[i][1]);
    }
}

/* A connection alone: a value goes on to the next key. */
static void hidden_in_sources(void **state) {
    (void)state;
    static const char *const cases[][2] = {
        {"PG:password=ge heim dbname=city|layername=a", "PG:password=*** dbname=city|layername=a"},
        {"PG:dbname=city password=ge'h eim", "PG:dbname=city password=***"},
        {"parks.shp", "parks.shp"},
        {"https://u:x@h/a.json", "https://u:***@h/a.json"},
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        char *shown = lc_source_shown(cases[i][0]);
        assert_string_equal(shown, cases[i][1]);
        free(shown);
    }
}

/* The smallest rooms: cut, never beyond, never the secret. */
static void small_rooms(void **state) {
    (void)state;
    for (size_t size = 12; size < 30; size++) {
        char text[64] = "a password=x, b password=y", room[64];
        memset(room, 'Z', sizeof room);
        snprintf(room, size, "%s", text);
        lc_hide_secrets(room, size);
        assert_true(strlen(room) < size);
        assert_null(strstr(room, "=x"));
        assert_null(strstr(room, "=y"));
        assert_int_equal(room[size], 'Z');
    }
}

/* What a source's connection holds is hidden wherever somebody repeats it, in words of its own too. */
static void known_once_it_is_named(void **state) {
    files *f = *state;
    lc_source source;
    assert_works(f, lc_source_parse(f->ctx, "PG:dbname=city password=ge heim|layername=parks", &source));
    lc_fail(f->ctx, LC_ERR_INPUT, "'%s' cannot be opened: missing \"=\" after \"%s\"", source.text, "heim");
    assert_string_equal(lc_error_message(f->ctx),
                        "'PG:dbname=city password=***|layername=parks' cannot be opened: missing \"=\" after \"***\"");
    lc_warn(f->ctx, "code", "message", "%s, and ge heim", source.text);
    assert_string_equal(f->ctx->warnings.entry[0].examples[0], "PG:dbname=city password=***|layername=parks, and ***");
    char long_name[600], expected[600];
    memset(long_name, 'x', sizeof long_name);
    snprintf(long_name + 500, sizeof long_name - 500, " ge heim");
    snprintf(expected, sizeof expected, "%.500s ***", long_name);
    lc_warn(f->ctx, "code", "message", "%s", long_name);
    assert_string_equal(f->ctx->warnings.entry[0].examples[1], expected);
    lc_source_free(&source);
}

/* What reports show of a source. */
static void names_of_sources(void **state) {
    files *f = *state;
    static const char *const cases[][2] = {
        {"/data/city/parks.shp|crs=EPSG:4326", "parks.shp"},
        {"parks/", "parks/"},
        {"PG:dbname=x password=a/b", "PG:"},
        {"pg:dbname=x password=a/b", "PG:"},
        {"postgres://u:x@h/db", "postgres:"},
        {"mysql:x,password=y/z", "MYSQL:"},
        {"https://u:x@host/dir/a.geojson?token=y/z", "a.geojson"},
        {"/vsicurl/https://u:x@host", "host"},
        {"/vsicurl/https://h/a.tif?sig=y", "a.tif"},
        {"WFS:https://h/wfs?typename=a&token=y", "wfs"},
        {"GPKG:/d/a.gpkg:roads", "a.gpkg:roads"},
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        lc_source source;
        assert_works(f, lc_source_parse(f->ctx, cases[i][0], &source));
        assert_string_equal(lc_source_basename(&source), cases[i][1]);
        lc_source_free(&source);
    }
    lc_source source;
    assert_works(f, lc_source_parse(f->ctx, "https://h/a.geojson?token=x.y", &source));
    char *layer = lc_source_layer_name(&source, "a.geojson?token=x");
    assert_string_equal(layer, "a.geojson");
    free(layer);
    lc_source_free(&source);
}

int main(void) {
    const struct CMUnitTest tests[] = {TEST(hidden_in_sentences), TEST(hidden_in_sources), TEST(small_rooms),
                                       TEST(known_once_it_is_named), TEST(names_of_sources)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
