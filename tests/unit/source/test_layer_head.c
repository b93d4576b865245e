/* What files say of themselves: parts of downloads are refused, coordinate systems are believed or refused. */
#include "files.h"

#include "source/json_head.h"
#include "source/layer.h"
#include "source/layer_head.h"

#define POINT                                                                                                          \
    "{\"type\":\"Feature\",\"properties\":{},\"geometry\":{\"type\":\"Point\",\"coordinates\":[104.06,30.65]}}"

static lc_status read_text(files *f, const char *name, const char *text, const char *rest, lc_layer *out) {
    char source[700];
    lc_source s;
    lc_warnings_clear(&f->ctx->warnings);
    snprintf(source, sizeof source, "%s%s", write_text(f, name, text), rest);
    assert_works(f, lc_source_parse(f->ctx, source, &s));
    lc_status status = lc_layer_read(f->ctx, &s, "facilities", LC_WANT_ALL, NULL, 0, out);
    lc_source_free(&s);
    return status;
}

/* Two points and other members of the collection, before them or after. */
static lc_status read_with(files *f, const char *members, bool before, const char *rest, lc_layer *out) {
    char text[2000];
    snprintf(text, sizeof text, "{\"type\":\"FeatureCollection\",%s%s\"features\":[" POINT "," POINT "]%s%s}",
             before ? members : "", before ? "," : "", before ? "" : ",", before ? "" : members);
    return read_text(f, "h.geojson", text, rest, out);
}

static void assert_whole(files *f, const char *members) {
    lc_layer layer;
    for (int before = 0; before < 2; before++) {
        assert_works(f, read_with(f, members, before, "", &layer));
        assert_int_equal(layer.n_features, 2);
        lc_layer_free(&layer);
    }
}

static void assert_part(files *f, const char *members, const char *why) {
    lc_layer layer;
    for (int before = 0; before < 2; before++) {
        assert_fails(f, read_with(f, members, before, "", &layer), LC_ERR_INPUT, "is a part of a download");
        assert_non_null(strstr(lc_error_message(f->ctx), why));
    }
}

static void parts_of_downloads_are_refused(void **state) {
    files *f = *state;
    assert_part(f, "\"exceededTransferLimit\":true", "exceededTransferLimit");
    assert_part(f, "\"properties\":{\"exceededTransferLimit\" : true}", "exceededTransferLimit");
    assert_part(f, "\"numberMatched\":12, \"numberReturned\":2", "there are 12 features and holds 2");
    assert_part(f, "\"totalFeatures\":3", "there are 3 features");
    assert_part(f, "\"numberReturned\":3", "there are 3 features");
    assert_part(f, "\"context\":{\"matched\":9,\"returned\":2}", "there are 9 features");
    assert_part(f, "\"links\":[{\"href\":\"a\",\"rel\":\"self\"},{\"rel\":\"next\",\"href\":\"b\"}]", "a next page");
}

static void whole_downloads_are_read(void **state) {
    files *f = *state;
    assert_whole(f, "\"exceededTransferLimit\":false");
    assert_whole(f, "\"numberMatched\":2,\"numberReturned\":2");
    assert_whole(f, "\"numberMatched\":\"unknown\",\"totalFeatures\":\"unknown\"");
    assert_whole(f, "\"links\":[{\"rel\":\"self\"},{\"rel\":\"prev\"}]");
    /* Pages put together keep the members of the first one. */
    assert_whole(f, "\"numberMatched\":2,\"numberReturned\":1,\"links\":[{\"rel\":\"next\"}]");
    assert_whole(f,
                 "\"note\":\"exceededTransferLimit\",\"other\":{\"numberMatched\":99,\"links\":[{\"rel\":\"next\"}]}");
}

#define GML(attributes)                                                                                                \
    "<?xml version=\"1.0\"?>\n<wfs:FeatureCollection xmlns:wfs=\"http://www.opengis.net/wfs/2.0\" "                    \
    "xmlns:gml=\"http://www.opengis.net/gml/3.2\" xmlns:a=\"http://a\" " attributes                                    \
    "><wfs:member><a:p gml:id=\"p.1\"><a:n>1</a:n><a:g><gml:Point gml:id=\"g\" "                                       \
    "srsName=\"http://www.opengis.net/gml/srs/epsg.xml#4326\"><gml:pos>104.06 30.65</gml:pos></gml:Point></a:g></a:p>" \
    "</wfs:member></wfs:FeatureCollection>"

static void pages_of_wfs_are_refused(void **state) {
    files *f = *state;
    lc_layer layer;
    assert_works(f, read_text(f, "w.gml", GML("numberMatched=\"1\" numberReturned=\"1\""), "|crs=EPSG:4326", &layer));
    assert_int_equal(layer.n_features, 1);
    lc_layer_free(&layer);
    assert_fails(f, read_text(f, "w.gml", GML("numberMatched='12' numberReturned='1'"), "|crs=EPSG:4326", &layer),
                 LC_ERR_INPUT, "there are 12 features and holds 1");
    assert_fails(
        f, read_text(f, "w.gml", GML("numberMatched=\"unknown\" next=\"http://a/?start=1\""), "|crs=EPSG:4326", &layer),
        LC_ERR_INPUT, "a next page");
}

static void pages_of_esri_json_are_refused(void **state) {
    files *f = *state;
    lc_layer layer;
    static const char text[] =
        "{\"geometryType\":\"esriGeometryPoint\",\"spatialReference\":{\"wkid\":4326},\"fields\":["
        "{\"name\":\"v\",\"type\":\"esriFieldTypeInteger\"}],%s\"features\":[{\"attributes\":{\"v\":1},"
        "\"geometry\":{\"x\":104,\"y\":30}}]}";
    char made[600];
    snprintf(made, sizeof made, text, "\"exceededTransferLimit\":true,");
    assert_fails(f, read_text(f, "e.json", made, "", &layer), LC_ERR_INPUT, "exceededTransferLimit");
    snprintf(made, sizeof made, text, "");
    assert_works(f, read_text(f, "e.json", made, "", &layer));
    lc_layer_free(&layer);
}

/* ---------------------------------------------------------------------------------------------------------------- crs
 */

#define CRS(name) "\"crs\":{\"type\":\"name\",\"properties\":{\"name\":\"" name "\"}}"

static void assert_crs(files *f, const char *members, const char *wanted) {
    lc_layer layer;
    assert_works(f, read_with(f, members, true, "", &layer));
    assert_string_equal(layer.crs, wanted);
    lc_layer_free(&layer);
}

/* GDAL takes a name that it does not know for WGS 84. */
static void names_of_systems(void **state) {
    files *f = *state;
    lc_layer layer;
    assert_crs(f, "\"name\":\"x\"", "EPSG:4326");
    assert_crs(f, CRS("urn:ogc:def:crs:OGC:1.3:CRS84"), "EPSG:4326");
    assert_crs(f, CRS("EPSG:4490"), "EPSG:4490");
    assert_crs(f, CRS("urn:ogc:def:crs:EPSG::4490"), "EPSG:4490");
    assert_crs(f, CRS("http://www.opengis.net/def/crs/EPSG/0/4490"), "EPSG:4490");
    assert_crs(f, "\"crs\":{\"type\":\"EPSG\",\"properties\":{\"code\":4490}}", "EPSG:4490");
    assert_crs(f, CRS("GCJ02"), "GCJ-02");
    assert_crs(f, CRS("urn:ogc:def:crs:GCJ-02"), "GCJ-02");
    assert_crs(f, CRS("EPSG:BD09"), "BD-09");
    assert_crs(f, "\"crs\":\"gcj02\"", "GCJ-02");
    static const char *const unknown[] = {CRS("nonsense"), CRS("urn:ogc:def:crs:EPSG::404000"), CRS("BD09MC"),
                                          CRS("GCJ02MC"), "\"crs\":\"site plan\""};
    for (size_t i = 0; i < sizeof unknown / sizeof *unknown; i++)
        assert_fails(f, read_with(f, unknown[i], i % 2, "", &layer), LC_ERR_INPUT, "is not known");
    assert_fails(f, read_with(f, "\"crs\":null", true, "", &layer), LC_ERR_INPUT, "has no coordinate reference system");
    assert_works(f, read_with(f, CRS("nonsense"), true, "|crs=EPSG:4326", &layer));
    lc_layer_free(&layer);
    /* In GCJ-02 the places are elsewhere. */
    assert_works(f, read_with(f, CRS("GCJ02"), true, "", &layer));
    assert_true(fabs(layer.geoms.xy[0].x - 104.06) > 0.001);
    lc_layer_free(&layer);
}

static void systems_at_an_address_are_not_fetched(void **state) {
    files *f = *state;
    lc_layer layer;
    static const char *const links[] = {
        "\"crs\":{\"type\":\"link\",\"properties\":{\"href\":\"http://nowhere.invalid/crs\",\"type\":\"proj4\"}}",
        CRS("https://nowhere.invalid/4326")};
    for (size_t i = 0; i < 2; i++)
        assert_fails(f, read_with(f, links[i], true, "", &layer), LC_ERR_INPUT, "which is not fetched");
}

/* --------------------------------------------------------------------------------------------------------------- JSON
 */

typedef struct seen {
    char text[600];
} seen;

static void see(void *user, const char *path, const char *value, bool is_text) {
    seen *s = user;
    size_t used = strlen(s->text);
    snprintf(s->text + used, sizeof s->text - used, is_text ? "%s='%s' " : "%s=%s ", path, value);
}

static void members_beside_the_features(void **state) {
    files *f = *state;
    seen s = {""};
    const char *path =
        write_text(f, "j.json",
                   "\xEF\xBB\xBF { \"a\" : 1 , \"features\":[{\"b\":\"}]\\\"\"},[2]], \"c\":{\"d\":[true,"
                   "{\"e\":null}],\"f\":{}},\"g\":[],\"h\":\"say \\\"no\\\"\"}");
    assert_true(lc_json_head(path, see, &s, NULL));
    assert_string_equal(s.text, "a=1 c.d[]=true c.d[].e=null h='say \"no\"' ");
    static const char *const bad[] = {"",      "[1]",     "{\"a\":1", "{\"a\"1}", "{\"a\":\"x}", "{\"a\":[1,2}",
                                      "{a:1}", "{\"a\":}"};
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
        assert_false(lc_json_head(write_text(f, "bad.json", bad[i]), see, &s, NULL));
    bool more = true;
    assert_true(lc_json_head(write_text(f, "one.json", "{\"a\":1}\n"), see, &s, &more));
    assert_false(more);
    assert_true(lc_json_head(write_text(f, "two.json", "{\"a\":1}\n{\"a\":2}\n"), see, &s, &more));
    assert_true(more);
    assert_false(lc_json_head(path_of(f, "none.json"), see, &s, NULL));
}

static void deep_and_long_members(void **state) {
    files *f = *state;
    char text[5000] = "{";
    seen s = {""};
    for (int i = 0; i < 500; i++) strcat(text, "\"abcd\":[{");
    assert_false(lc_json_head(write_text(f, "deep.json", text), see, &s, NULL));
    text[0] = '\0';
    strcat(text, "{\"k");
    for (int i = 0; i < 400; i++) strcat(text, "long");
    strcat(text, "\":\"");
    for (int i = 0; i < 400; i++) strcat(text, "long");
    strcat(text, "\",\"z\":5}");
    s.text[0] = '\0';
    assert_true(lc_json_head(write_text(f, "long.json", text), see, &s, NULL));
    assert_non_null(strstr(s.text, "z=5"));
}

int main(void) {
    const struct CMUnitTest tests[] = {
        TEST(parts_of_downloads_are_refused),
        TEST(whole_downloads_are_read),
        TEST(pages_of_wfs_are_refused),
        TEST(pages_of_esri_json_are_refused),
        TEST(names_of_systems),
        TEST(systems_at_an_address_are_not_fetched),
        TEST(members_beside_the_features),
        TEST(deep_and_long_members),
    };
    return cmocka_run_group_tests_name("layer_head", tests, NULL, NULL);
}
