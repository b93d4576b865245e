/* Vector layers: formats, encodings, coordinate systems, and what is refused. */
#include "files.h"

#include <math.h>

#include "source/layer.h"

#define SAMPLES LC_DATA_DIR "/samples/"
#define OSM_COMMUNITIES                                                                                                \
    SAMPLES "liechtenstein/liechtenstein.osm.pbf|layername=multipolygons|subset=boundary='administrative' AND "        \
            "admin_level='8'"

static lc_status read_layer(files *f, const char *source, int want, const char *field, lc_layer *out) {
    lc_source s;
    const char *fields[] = {field};
    assert_works(f, lc_source_parse(f->ctx, source, &s));
    lc_status status = lc_layer_read(f->ctx, &s, "communities", want, fields, 1, out);
    lc_source_free(&s);
    return status;
}

static lc_box box_of(const lc_layer *layer) {
    lc_box box = lc_box_empty();
    for (size_t i = 0; i < layer->geoms.n_xy; i++) lc_box_add(&box, layer->geoms.xy[i].x, layer->geoms.xy[i].y);
    return box;
}

/* ---------------------------------------------------------------- samples */

static void districts_of_las_palmas(void **state) {
    files *f = *state;
    lc_layer layer;
    assert_works(f, read_layer(f, SAMPLES "laspalmas/districts.shp", LC_WANT_POLYGONS, "NAME", &layer));
    assert_int_equal(layer.n_features, 29);
    assert_int_equal(layer.geoms.n, 33);
    assert_string_equal(lc_layer_value(&layer, 0, 2), "IES RAMÓN MENÉNDEZ PIDAL");
    assert_string_equal(layer.file, "districts.shp");
    assert_string_equal(layer.layer_name, "districts");
    assert_string_equal(layer.crs, "EPSG:5635");
    assert_string_equal(layer.encoding, "UTF-8");
    assert_int_equal(strlen(layer.sha256), 64);
    lc_box box = box_of(&layer);
    assert_true(box.x0 > -15.54 && box.x1 < -15.38 && box.y0 > 28.0 && box.y1 < 28.23);
    lc_layer_free(&layer);
}

/* No .cpg, no language byte, names and values in GBK; Gauss-Krueger on CGCS2000, which is WGS 84 for us. */
static void streets_of_chengdu(void **state) {
    files *f = *state;
    lc_layer layer;
    assert_works(f, read_layer(f, SAMPLES "chengdu/roads.shp", LC_WANT_LINES, "路名", &layer));
    assert_int_equal(layer.n_features, 686);
    assert_string_equal(lc_layer_value(&layer, 0, 0), "人南立交");
    assert_null(lc_layer_value(&layer, 0, 1));
    assert_string_equal(layer.encoding, "GB18030");
    assert_int_equal(warned(f, "encoding_guessed"), 1);
    assert_near(layer.geoms.xy[0].x, 104.064390517, 1e-9);
    assert_near(layer.geoms.xy[0].y, 30.622639675, 1e-9);
    lc_layer_free(&layer);

    assert_works(f, read_layer(f, SAMPLES "chengdu/roads.shp|encoding=GBK|subset=路名 LIKE '人民%'", LC_WANT_LINES,
                               "路名", &layer));
    assert_int_equal(layer.n_features, 52);
    assert_string_equal(layer.encoding, "GBK");
    assert_int_equal(warned(f, "encoding_guessed"), 1);
    lc_layer_free(&layer);

    assert_works(f, read_layer(f, SAMPLES "chengdu/blocks.shp", LC_WANT_POLYGONS, "街坊名称", &layer));
    assert_int_equal(layer.n_features, 76);
    assert_int_equal(layer.geoms.n, 76);
    assert_int_equal(warned(f, "invalid_repaired"), 0);
    lc_layer_free(&layer);
}

static void communities_from_an_osm_file(void **state) {
    files *f = *state;
    lc_layer osm, shp;
    assert_works(f, read_layer(f, OSM_COMMUNITIES, LC_WANT_POLYGONS, "name", &osm));
    assert_works(f, read_layer(f, SAMPLES "liechtenstein/communities.shp", LC_WANT_POLYGONS, "name", &shp));
    assert_int_equal(osm.n_features, 11);
    assert_int_equal(osm.geoms.n, shp.geoms.n);
    assert_int_equal(osm.geoms.n_xy, shp.geoms.n_xy);
    lc_box a = box_of(&osm), b = box_of(&shp);
    assert_near(a.x0, b.x0, 1e-9);
    assert_near(a.y1, b.y1, 1e-9);
    lc_layer_free(&osm);
    lc_layer_free(&shp);
}

static void the_layer_is_chosen_by_what_is_wanted(void **state) {
    files *f = *state;
    lc_layer layer;
    const char *pbf = SAMPLES "liechtenstein/liechtenstein.osm.pbf";
    assert_works(f, read_layer(f, SAMPLES "liechtenstein/liechtenstein.osm.pbf|subset=leisure='park'", LC_WANT_POLYGONS,
                               "osm_way_id", &layer));
    assert_string_equal(layer.layer_name, "multipolygons");
    assert_int_equal(layer.n_features, 6);
    lc_layer_free(&layer);
    assert_fails(f, read_layer(f, pbf, LC_WANT_LINES, NULL, &layer), LC_ERR_INPUT,
                 "points, lines, multilinestrings, multipolygons");
    assert_fails(f, read_layer(f, SAMPLES "liechtenstein/liechtenstein.osm.pbf|layername=ways", 7, NULL, &layer),
                 LC_ERR_INPUT, "no layer 'ways'");
}

/* ----------------------------------------------------------- made GeoJSON */

#define FEATURES(text) "{\"type\":\"FeatureCollection\",\"features\":[" text "]}"
#define FEATURE(properties, geometry) "{\"type\":\"Feature\",\"properties\":{" properties "},\"geometry\":" geometry "}"
#define POLYGON(rings) "{\"type\":\"Polygon\",\"coordinates\":[" rings "]}"

static void geometries_are_taken_apart(void **state) {
    files *f = *state;
    lc_layer layer;
    const char *text = FEATURES(FEATURE(
        "\"n\":1,\"v\":2.5,\"s\":\"a\"",
        POLYGON(
            "[[0,0,9],[1,0,9],[1,0,9],[1,1,9],[0,1,9],[0,0,9]],[["
            "0.2,0.2],[0.4,0.2],[0.2,0.2]]")) "," FEATURE("\"n\":2",
                                                          "null") "," FEATURE("\"n\":3,\"v\":1e3",
                                                                              "{\"type\":"
                                                                              "\"MultiPolygon\","
                                                                              "\"coordinates\":[[[[2,0]"
                                                                              ",[3,0],[3,1],[2,0]]],[[["
                                                                              "4,0],[6,"
                                                                              "2],[6,0],[4,2],[4,0]]]]"
                                                                              "}") "," FEATURE("\"n\":"
                                                                                               "4",
                                                                                               "{\"type"
                                                                                               "\":"
                                                                                               "\"Geome"
                                                                                               "tryColl"
                                                                                               "ection"
                                                                                               "\","
                                                                                               "\"geome"
                                                                                               "tries\""
                                                                                               ":[{"
                                                                                               "\"type"
                                                                                               "\":"
                                                                                               "\"Point"
                                                                                               "\","
                                                                                               "\"coord"
                                                                                               "inates"
                                                                                               "\":[7,"
                                                                                               "7]}"
                                                                                               "," POLYGON("[["
                                                                                                           "8,"
                                                                                                           "0],"
                                                                                                           "[9,"
                                                                                                           "0],"
                                                                                                           "[9,"
                                                                                                           "1],"
                                                                                                           "[8,"
                                                                                                           "0]"
                                                                                                           "]") "]}"));
    const char *path = write_text(f, "a.geojson", text);
    assert_works(f, read_layer(f, path, LC_WANT_POLYGONS, "v", &layer));
    assert_int_equal(layer.n_features, 4);
    assert_int_equal(layer.geoms.n, 5);
    const uint32_t features[] = {0, 2, 2, 2, 3};
    assert_memory_equal(layer.geoms.feature, features, sizeof features);
    assert_int_equal(layer.geoms.xy_of[layer.geoms.part_of[1]], 5);
    assert_int_equal(layer.geoms.part_of[1], 1);
    assert_near(lc_geom_area(&layer.geoms, 0), 1, 0);
    assert_string_equal(lc_layer_value(&layer, 0, 0), "2.5");
    assert_string_equal(lc_layer_value(&layer, 0, 2), "1000");
    assert_null(lc_layer_value(&layer, 0, 3));
    assert_near(lc_layer_number(&layer, 0, 2), 1000, 0);
    assert_true(isnan(lc_layer_number(&layer, 0, 1)));
    assert_string_equal(layer.crs, "EPSG:4326");
    assert_int_equal(warned(f, "invalid_repaired"), 1);
    assert_int_equal(warned(f, "no_geometry"), 1);
    assert_int_equal(warned(f, "geometry_kind"), 1);
    assert_int_equal(warned(f, "degenerate_geometry"), 1);
    lc_layer_free(&layer);

    assert_fails(f, read_layer(f, path, LC_WANT_POLYGONS, "nix", &layer), LC_ERR_INPUT, "n, v, s");
    assert_fails(f, read_layer(f, path, LC_WANT_LINES, "n", &layer), LC_ERR_INPUT, "has no lines");
    assert_works(f, read_layer(f, path, LC_WANT_POINTS, NULL, &layer));
    assert_int_equal(layer.geoms.n, 1);
    assert_int_equal(layer.geoms.feature[0], 3);
    assert_null(lc_layer_value(&layer, 0, 0));
    lc_layer_free(&layer);
}

static void coordinates_that_cannot_be(void **state) {
    files *f = *state;
    lc_layer layer;
    const char *metres = write_text(f, "m.geojson",
                                    FEATURES(FEATURE("", "{\"type\":\"Point\",\"coordinates\":[1,2]}") "," FEATURE(
                                        "", "{\"type\":\"Point\",\"coordinates\":[411562.7,3389267.4]}")));
    assert_fails(f, read_layer(f, metres, LC_WANT_POINTS, NULL, &layer), LC_ERR_INPUT, "feature number 2");
    const char *infinite = write_text(f, "i.geojson",
                                      FEATURES(FEATURE("", "{\"type\":\"Point\",\"coordinates\":[1,2]}") "," FEATURE(
                                          "", "{\"type\":\"Point\",\"coordinates\":[1e999,2]}")));
    assert_fails(f, read_layer(f, infinite, LC_WANT_POINTS, NULL, &layer), LC_ERR_INPUT, "feature 1: coordinate 1");
}

/* -------------------------------------------------------------------- CRS */

static void coordinate_systems(void **state) {
    files *f = *state;
    lc_layer layer;
    char source[600];
    const char *path = write_text(f, "p.csv", "x,y\n500000,3320000\n");
    assert_fails(f, read_layer(f, path, LC_WANT_POINTS, NULL, &layer), LC_ERR_INPUT, "|crs=EPSG:4326");
    /* On a central meridian: the latitude whose meridian arc on CGCS2000's ellipsoid, integrated by Simpson's rule, is
       3 320 000 m. */
    snprintf(source, sizeof source, "%s|crs=EPSG:4544", path);
    assert_works(f, read_layer(f, source, LC_WANT_POINTS, NULL, &layer));
    assert_near(layer.geoms.xy[0].x, 105, 1e-11);
    assert_near(layer.geoms.xy[0].y, 29.99897703784157, 1e-10);
    assert_string_equal(layer.crs, "EPSG:4544");
    double y = layer.geoms.xy[0].y;
    lc_layer_free(&layer);
    /* The same zone on WGS 84: the ellipsoids differ by a tenth of a millimetre. */
    snprintf(source, sizeof source, "%s|crs=+proj=tmerc +lon_0=105 +x_0=500000 +datum=WGS84", path);
    assert_works(f, read_layer(f, source, LC_WANT_POINTS, NULL, &layer));
    assert_near(layer.geoms.xy[0].y, y, 2e-9);
    lc_layer_free(&layer);

    snprintf(source, sizeof source, "%s|crs=EPSG:4490", write_text(f, "g.csv", "x,y\n104.1,30.65\n"));
    assert_works(f, read_layer(f, source, LC_WANT_POINTS, NULL, &layer));
    assert_true(layer.geoms.xy[0].x == 104.1 && layer.geoms.xy[0].y == 30.65);
    lc_layer_free(&layer);
    snprintf(source, sizeof source, "%s|crs=EPSG:999999", path);
    assert_fails(f, read_layer(f, source, LC_WANT_POINTS, NULL, &layer), LC_ERR_INPUT, "'EPSG:999999' is not known");
    snprintf(source, sizeof source, "%s|crs=http://localhost:1/x", path);
    assert_fails(f, read_layer(f, source, LC_WANT_POINTS, NULL, &layer), LC_ERR_INPUT, "is not known");
}

/* What a table's text is read as: one place, and the system. */
static void table_says(files *f, const char *name, const char *text, const char *suffix, double lon, double lat,
                       const char *crs) {
    char source[600];
    lc_layer layer;
    snprintf(source, sizeof source, "%s%s", write_text(f, name, text), suffix);
    assert_works(f, read_layer(f, source, LC_WANT_POINTS, NULL, &layer));
    assert_int_equal(layer.geoms.n, 1);
    assert_near(layer.geoms.xy[0].x, lon, 1e-12);
    assert_near(layer.geoms.xy[0].y, lat, 1e-12);
    assert_string_equal(layer.crs, crs);
    lc_layer_free(&layer);
}

/* The usual names of columns, in any case, with what stands before and after them. */
static void tables_with_lon_and_lat(void **state) {
    files *f = *state;
    static const char *const heads[] = {
        "LON,Lat,id",         "lng,lat,id",         "Longitude,LATITUDE,id",        "经度,纬度,id",        "x,y,id",
        "point_x,point_y,id", "poi_lng,poi_lat,id", "location.lng,location.lat,id", "经度坐标,纬度坐标,id"};
    char text[200];
    for (size_t i = 0; i < sizeof heads / sizeof *heads; i++) {
        snprintf(text, sizeof text, "%s\n104.5, 30.25 ,7\n", heads[i]);
        table_says(f, "heads.csv", text, "|crs=EPSG:4326", 104.5, 30.25, "EPSG:4326");
    }
    table_says(f, "semicolon.csv", "id;lat;lon\n7;30.25;104.5\n", "|crs=EPSG:4326", 104.5, 30.25, "EPSG:4326");
    table_says(f, "tab.csv", "id\tlat\tlon\n7\t30.25\t104.5\n", "|crs=EPSG:4490", 104.5, 30.25, "EPSG:4490");
    table_says(f, "bom.csv", "\xef\xbb\xbflng,lat\n104.5,30.25\n", "|crs=EPSG:4326", 104.5, 30.25, "EPSG:4326");
    /* both in one, beside an address; and the other way round */
    table_says(f, "one.csv", "address,location\n人民路,\"104.5,30.25\"\n", "|crs=EPSG:4326", 104.5, 30.25, "EPSG:4326");
    table_says(f, "two.csv", "location,lnglat\n人民路,104.5;30.25\n", "|crs=EPSG:4326", 104.5, 30.25, "EPSG:4326");
    table_says(f, "latlng.csv", "id,latlng\n7,30.25 104.5\n", "|crs=EPSG:4326", 104.5, 30.25, "EPSG:4326");
    /* WKT is what GDAL reads by itself */
    table_says(f, "wkt.csv", "WKT,lng,lat\nPOINT (104.5 30.25),1,2\n", "|crs=EPSG:4326", 104.5, 30.25, "EPSG:4326");
}

/* Names that say which system; the user's own word before them. Outside China the shifts are none. */
static void tables_that_say_their_crs(void **state) {
    files *f = *state;
    lc_layer layer;
    table_says(f, "w.csv", "wgs84_lng,wgs84_lat\n7.5,51.25\n", "", 7.5, 51.25, "EPSG:4326");
    table_says(f, "g.csv", "高德经度,高德纬度\n7.5,51.25\n", "", 7.5, 51.25, "GCJ-02");
    table_says(f, "b.csv", "lng_bd09,lat_bd09\n7.5,51.25\n", "", 7.5, 51.25, "BD-09");
    table_says(f, "p.csv", "经度（WGS84）,纬度（WGS84）\n7.5,51.25\n", "", 7.5, 51.25, "EPSG:4326");
    const char *both = "gcj_lng,gcj_lat,wgs84_lng,wgs84_lat\n1,2,7.5,51.25\n";
    table_says(f, "both.csv", both, "", 7.5, 51.25, "EPSG:4326");
    table_says(f, "both.csv", both, "|crs=GCJ-02", 1, 2, "GCJ-02");
    const char *path = write_text(f, "bare.csv", "lng,lat\n104.5,30.25\n");
    assert_fails(f, read_layer(f, path, LC_WANT_POINTS, NULL, &layer), LC_ERR_INPUT, "bare.csv");
    assert_fails(f, read_layer(f, path, LC_WANT_POINTS, NULL, &layer), LC_ERR_INPUT,
                 "'|crs=GCJ-02' when they come from AMap");
    /* Far from China the systems agree; one row in it, or rows that would be in it the other way round, and they do
     * not. */
    table_says(f, "far.csv", "lng,lat\n7.5,51.25\n,\n", "", 7.5, 51.25, "EPSG:4326");
    path = write_text(f, "near.csv", "lng,lat\n7.5,51.25\n104.5,30.25\n");
    assert_fails(f, read_layer(f, path, LC_WANT_POINTS, NULL, &layer), LC_ERR_INPUT, "near.csv");
    path = write_text(f, "turned.csv", "lng,lat\n43.8,87.6\n");
    assert_fails(f, read_layer(f, path, LC_WANT_POINTS, NULL, &layer), LC_ERR_INPUT, "turned.csv");
    path = write_text(f, "none.csv", "lng,name,latlon\n104.5,a,b\n");
    assert_fails(f, read_layer(f, path, LC_WANT_POINTS, NULL, &layer), LC_ERR_INPUT,
                 "its columns are: lng, name, latlon");
}

/* Rows without a place stay as features, and are told with their line; GBK is seen as such. */
static void tables_with_bad_rows(void **state) {
    files *f = *state;
    lc_layer layer;
    char source[600];
    const char *path =
        write_text(f, "shops.csv", "id,LON,Lat,人口\n1,104.5,30.25,7\n2,,,8\n3,104.5E,30,8\n4,104,91,9\n5,0,0,9\n");
    snprintf(source, sizeof source, "%s|crs=EPSG:4326", path);
    assert_works(f, read_layer(f, source, LC_WANT_POINTS, "人口", &layer));
    assert_int_equal(layer.n_features, 5);
    assert_int_equal(layer.geoms.n, 1);
    assert_near(lc_layer_number(&layer, 0, 1), 8, 0);
    assert_int_equal(warned(f, "row_without_place"), 4);
    assert_int_equal(warned(f, "no_geometry"), 0);
    lc_layer_free(&layer);
    /* 经度, 纬度, 名称 = 公园, in GBK */
    path = write_text(f, "gbk.csv", "\xbe\xad\xb6\xc8,\xce\xb3\xb6\xc8,\xc3\xfb\xb3\xc6\n104,30,\xb9\xab\xd4\xb0\n");
    for (int k = 0; k < 2; k++) {
        snprintf(source, sizeof source, "%s|crs=EPSG:4326%s", path, k ? "|encoding=GBK" : "");
        assert_works(f, read_layer(f, source, LC_WANT_POINTS, "名称", &layer));
        assert_string_equal(lc_layer_value(&layer, 0, 0), "公园");
        assert_string_equal(layer.encoding, k ? "GBK" : "GB18030");
        assert_int_equal(warned(f, "encoding_guessed"), 1);
        lc_layer_free(&layer);
    }
    snprintf(source, sizeof source, "%s|crs=EPSG:4326", write_text(f, "latin.csv", "lon,lat,name\n7,51,K\xf6ln\n"));
    assert_works(f, read_layer(f, source, LC_WANT_POINTS, "name", &layer));
    assert_string_equal(lc_layer_value(&layer, 0, 0), "Köln");
    lc_layer_free(&layer);
    /* All of them the other way round is another matter: the axes are swapped. */
    snprintf(source, sizeof source, "%s|crs=EPSG:4326", write_text(f, "swap.csv", "lng,lat\n30.25,104.5\n30,104\n"));
    assert_works(f, read_layer(f, source, LC_WANT_POINTS, NULL, &layer));
    assert_true(layer.geoms.n == 2 && layer.geoms.xy[0].x == 104.5);
    assert_int_equal(warned(f, "axes_swapped"), 1);
    lc_layer_free(&layer);
}

/* ---------------------------------------------------------------- refused */

static void copy_districts(files *f, const char *cut_part, size_t n) {
    const char *const parts[] = {"shp", "shx", "dbf", "prj", "cpg"};
    for (int i = 0; i < 5; i++) {
        char from[600], to[32];
        snprintf(from, sizeof from, SAMPLES "laspalmas/districts.%s", parts[i]);
        snprintf(to, sizeof to, "d.%s", parts[i]);
        copy_head(f, from, to, strcmp(parts[i], cut_part) == 0 ? n : (size_t)-1);
    }
}

static void shapefiles_cut_short(void **state) {
    files *f = *state;
    lc_layer layer;
    copy_districts(f, "", 0);
    assert_works(f, read_layer(f, path_of(f, "d.shp"), LC_WANT_POLYGONS, NULL, &layer));
    lc_layer_free(&layer);
    const struct {
        const char *part;
        size_t n;
    } cuts[] = {{"shp", 94383}, {"shp", 50000}, {"shp", 100}, {"shp", 0}, {"shx", 300}, {"dbf", 2600}};
    for (size_t i = 0; i < sizeof cuts / sizeof *cuts; i++) {
        copy_districts(f, cuts[i].part, cuts[i].n);
        assert_fails(f, read_layer(f, path_of(f, "d.shp"), LC_WANT_POLYGONS, "code", &layer), LC_ERR_INPUT, "d.shp");
    }
}

static void other_files_cut_short(void **state) {
    files *f = *state;
    lc_layer layer;
    char source[600];
    const char *text = FEATURES(FEATURE("", "{\"type\":\"Point\",\"coordinates\":[1,2]}"));
    for (size_t n = 0; n < strlen(text); n += 5) {
        const char *cut = write_bytes(f, "cut.geojson", text, n);
        assert_fails(f, read_layer(f, cut, LC_WANT_POINTS, NULL, &layer), LC_ERR_INPUT, "cut.geojson");
    }
    snprintf(source, sizeof source, "%s|layername=multipolygons",
             copy_head(f, SAMPLES "liechtenstein/liechtenstein.osm.pbf", "cut.osm.pbf", 1200000));
    assert_fails(f, read_layer(f, source, LC_WANT_POLYGONS, NULL, &layer), LC_ERR_INPUT, "cut short");
}

static void wrong_calls(void **state) {
    files *f = *state;
    lc_layer layer;
    assert_fails(f, read_layer(f, path_of(f, "no.shp"), 7, NULL, &layer), LC_ERR_INPUT, "no.shp: no such file");
    assert_fails(f, read_layer(f, write_text(f, "x.txt", "hello"), 7, NULL, &layer), LC_ERR_INPUT, "x.txt");
    assert_fails(f, read_layer(f, SAMPLES "laspalmas/districts.shp|subset=nix = 1", 7, NULL, &layer), LC_ERR_INPUT,
                 "subset");
    assert_fails(f, read_layer(f, SAMPLES "laspalmas/districts.shp|encoding=nix", 7, NULL, &layer), LC_ERR_INPUT,
                 "encoding 'nix'");
    assert_fails(f, read_layer(f, SAMPLES "laspalmas/districts.shp", LC_WANT_POINTS, NULL, &layer), LC_ERR_INPUT,
                 "has no points");
}

int main(void) {
    const struct CMUnitTest tests[] = {TEST(districts_of_las_palmas),
                                       TEST(streets_of_chengdu),
                                       TEST(communities_from_an_osm_file),
                                       TEST(the_layer_is_chosen_by_what_is_wanted),
                                       TEST(geometries_are_taken_apart),
                                       TEST(coordinates_that_cannot_be),
                                       TEST(coordinate_systems),
                                       TEST(tables_with_lon_and_lat),
                                       TEST(tables_that_say_their_crs),
                                       TEST(tables_with_bad_rows),
                                       TEST(shapefiles_cut_short),
                                       TEST(other_files_cut_short),
                                       TEST(wrong_calls)};
    return cmocka_run_group_tests_name("layer", tests, NULL, NULL);
}
