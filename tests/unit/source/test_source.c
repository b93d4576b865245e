/* Source strings. */
#include "files.h"

#include "source/source.h"

static void path_alone(void **state) {
    files *f = *state;
    lc_source s;
    assert_works(f, lc_source_parse(f->ctx, "data/my city.shp", &s));
    assert_string_equal(s.path, "data/my city.shp");
    assert_string_equal(s.text, "data/my city.shp");
    assert_string_equal(lc_source_basename(&s), "my city.shp");
    assert_null(s.layername);
    assert_null(s.subset);
    assert_null(s.crs);
    assert_null(s.encoding);
    lc_source_free(&s);
    assert_null(s.path);
}

static void all_keys(void **state) {
    files *f = *state;
    lc_source s;
    assert_works(f,
                 lc_source_parse(f->ctx,
                                 "a.gpkg|layername=parks|layerid=3|subset=level = 'street'|crs=EPSG:4547|encoding=GBK|noding=all|"
                                 "dedupe=10|level_field=lv|area_field=mj|entrances=osm",
                                 &s));
    assert_string_equal(s.path, "a.gpkg");
    assert_string_equal(s.layername, "parks");
    assert_string_equal(s.layerid, "3");
    assert_string_equal(s.subset, "level = 'street'");
    assert_string_equal(s.crs, "EPSG:4547");
    assert_string_equal(s.encoding, "GBK");
    assert_string_equal(s.noding, "all");
    assert_string_equal(s.dedupe, "10");
    assert_string_equal(s.level_field, "lv");
    assert_string_equal(s.area_field, "mj");
    assert_string_equal(s.entrances, "osm");
    lc_source_free(&s);
}

static void double_bars_belong_to_the_subset(void **state) {
    files *f = *state;
    lc_source s;
    assert_works(f, lc_source_parse(f->ctx, "a.gpkg|subset=a || b = 'x=y'|crs=EPSG:4326", &s));
    assert_string_equal(s.subset, "a || b = 'x=y'");
    assert_string_equal(s.crs, "EPSG:4326");
    lc_source_free(&s);
}

static void mistakes(void **state) {
    files *f = *state;
    lc_source s;
    assert_fails(f, lc_source_parse(f->ctx, "", &s), LC_ERR_INPUT, "path is empty");
    assert_fails(f, lc_source_parse(f->ctx, "|crs=EPSG:4326", &s), LC_ERR_INPUT, "path is empty");
    assert_fails(f, lc_source_parse(f->ctx, "a.shp|layer=x", &s), LC_ERR_INPUT, "unknown key 'layer'");
    assert_fails(f, lc_source_parse(f->ctx, "a.shp|layer=x", &s), LC_ERR_INPUT, "layername, layerid, subset, crs");
    assert_fails(f, lc_source_parse(f->ctx, "a.shp|crs=", &s), LC_ERR_INPUT, "'crs' has no value");
    assert_fails(f, lc_source_parse(f->ctx, "a.shp|crs", &s), LC_ERR_INPUT, "'crs' has no value");
    assert_fails(f, lc_source_parse(f->ctx, "a.shp|", &s), LC_ERR_INPUT, "unknown key ''");
    assert_fails(f, lc_source_parse(f->ctx, "a.shp|crs=a|crs=b", &s), LC_ERR_INPUT, "given twice");
}

static void what_is_shown(void **state) {
    files *f = *state;
    lc_source s;
    assert_works(f, lc_source_parse(f->ctx, "PG:host=db user=me password=secret", &s));
    assert_string_equal(lc_source_basename(&s), "PG:");
    lc_source_free(&s);
    assert_works(f, lc_source_parse(f->ctx, "/data/city.gdb/", &s));
    assert_string_equal(lc_source_basename(&s), "city.gdb/");
    lc_source_free(&s);
}

int main(void) {
    const struct CMUnitTest tests[] = {TEST(path_alone), TEST(all_keys), TEST(double_bars_belong_to_the_subset),
                                       TEST(mistakes), TEST(what_is_shown)};
    return cmocka_run_group_tests_name("source", tests, NULL, NULL);
}
