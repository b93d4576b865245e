/* What formats hold beside what is read of them: told, each once. */
#include "files.h"

#include "source/layer.h"

static lc_status read_text(files *f, const char *name, const char *text, const char *rest, int want, lc_layer *out) {
    char source[700];
    lc_source s;
    const char *fields[] = {NULL};
    lc_warnings_clear(&f->ctx->warnings);
    snprintf(source, sizeof source, "%s%s", write_text(f, name, text), rest);
    assert_works(f, lc_source_parse(f->ctx, source, &s));
    lc_status status = lc_layer_read(f->ctx, &s, "facilities", want, fields, 1, out);
    lc_source_free(&s);
    return status;
}

#define KML(extra)                                                                                                     \
    "<?xml version=\"1.0\"?><kml xmlns=\"http://www.opengis.net/kml/2.2\"><Document><Folder><name>f</name>" extra      \
    "<Placemark><name>a</name><Point><coordinates>104,30</coordinates></Point></Placemark></Folder></Document></kml>"

static void links_of_kml(void **state) {
    files *f = *state;
    lc_layer layer;
    assert_works(f, read_text(f, "a.kml", KML(""), "|layername=f", LC_WANT_ALL, &layer));
    assert_int_equal(f->ctx->warnings.n, 0);
    lc_layer_free(&layer);
    assert_works(f, read_text(f, "b.kml", KML("<NetworkLink><Link><href>c.kml</href></Link></NetworkLink>"),
                              "|layername=f", LC_WANT_ALL, &layer));
    assert_int_equal(warned(f, "linked_elsewhere"), 1);
    lc_layer_free(&layer);
}

#define NODE(id, x, y) "<node id='" #id "' lon='104." #x "' lat='30." #y "'/>"
#define OSM(second)                                                                                                    \
    "<osm version='0.6'>" NODE(1, 0, 0) NODE(2, 1, 0) NODE(3, 1, 1) NODE(                                              \
        4, 0, 1) "<way id='1'><nd ref='1'/><nd ref='2'/>"                                                              \
                 "<nd ref='3'/></way><way id='2'><nd ref='3'/><nd ref='4'/><nd ref='1'/></way>"                        \
                 "<relation id='8'><member type='way' ref='1' role='outer'/><member type='way' ref='" second           \
                 "' role='outer'/><tag k='type' v='multipolygon'/><tag k='landuse' v='residential'/></relation>"       \
                 "<relation id='9'><member type='way' ref='1' role='outer'/><member type='way' ref='2' role='outer'/>" \
                 "<tag k='type' v='multipolygon'/><tag k='natural' v='wood'/></relation></osm>"

static void areas_that_an_osm_file_lacks(void **state) {
    files *f = *state;
    lc_layer layer;
    assert_works(f, read_text(f, "w.osm", OSM("2"),
                              "|layername=multipolygons|subset=landuse IS NOT NULL OR natural = 'wood'",
                              LC_WANT_POLYGONS, &layer));
    assert_int_equal(layer.geoms.n, 2);
    assert_int_equal(warned(f, "osm_relation_incomplete"), 0);
    lc_layer_free(&layer);
    assert_works(f, read_text(f, "c.osm", OSM("77"),
                              "|layername=multipolygons|subset=landuse IS NOT NULL OR natural = 'wood'",
                              LC_WANT_POLYGONS, &layer));
    assert_int_equal(layer.geoms.n, 1);
    assert_int_equal(warned(f, "osm_relation_incomplete"), 1);
    lc_layer_free(&layer);
}

/* Two geometries a feature. */
static void several_geometries_a_feature(void **state) {
    files *f = *state;
    lc_layer layer;
    write_text(f, "g.csv", "id,WKT\n1,POINT(104 30)\n");
    char vrt[1500];
    snprintf(vrt, sizeof vrt,
             "<OGRVRTDataSource><OGRVRTLayer name='g'><SrcDataSource>%s</SrcDataSource><GeometryField name='a' "
             "encoding='WKT' field='WKT'><SRS>EPSG:4326</SRS></GeometryField><GeometryField name='b' encoding='WKT' "
             "field='WKT'><SRS>EPSG:4326</SRS></GeometryField></OGRVRTLayer></OGRVRTDataSource>",
             path_of(f, "g.csv"));
    assert_works(f, read_text(f, "g.vrt", vrt, "", LC_WANT_ALL, &layer));
    assert_int_equal(layer.geoms.n, 1);
    assert_int_equal(warned(f, "geometry_columns"), 1);
    lc_layer_free(&layer);
}

int main(void) {
    const struct CMUnitTest tests[] = {TEST(links_of_kml), TEST(areas_that_an_osm_file_lacks),
                                       TEST(several_geometries_a_feature)};
    return cmocka_run_group_tests_name("layer_losses", tests, NULL, NULL);
}
