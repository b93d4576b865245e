/* What formats hold beside what is read of them: told, each once. */
#include "files.h"

#include <gdal.h>
#include <ogr_api.h>
#include <ogr_srs_api.h>

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

/* ---------------------------------------------------------------------------------------------------------- cut short
 */

/* Two points, and so many rows. */
static lc_status read_mapinfo(files *f, const char *rows, lc_layer *out) {
    write_text(f, "m.mid", rows);
    return read_text(
        f, "m.mif",
        "Version 300\nCharset \"Neutral\"\nDelimiter \",\"\nCoordSys Earth Projection 1, 104\nColumns 1\n  a "
        "Char(20)\nData\n\nPoint 104 30\nNone\n",
        "", LC_WANT_ALL, out);
}

static void mapinfo_files_of_different_age(void **state) {
    files *f = *state;
    lc_layer layer;
    static const char *const good[] = {"\"x\"\n\"y\"\n", "\"x\"\r\n\"y\"", "\"x\"\n\n\"y\"\n\n"};
    for (size_t i = 0; i < 2; i++) {
        assert_works(f, read_mapinfo(f, good[i], &layer));
        assert_int_equal(layer.n_features, 2);
        lc_layer_free(&layer);
    }
    assert_fails(f, read_mapinfo(f, "\"x\"\n\"y\"\n\"z\"\n", &layer), LC_ERR_INPUT, ".mif 2 objects, .mid 3 rows");
    assert_fails(f, read_mapinfo(f, "\"x\"\n", &layer), LC_ERR_INPUT, "m.mif");
}

static const char *write_points(files *f, const char *driver, const char *name, int n) {
    const char *path = path_of(f, name);
    GDALAllRegister();
    GDALDatasetH dataset = GDALCreate(GDALGetDriverByName(driver), path, 0, 0, 0, GDT_Unknown, NULL);
    OGRSpatialReferenceH wgs84 = OSRNewSpatialReference(NULL);
    OSRImportFromEPSG(wgs84, 4326);
    OSRSetAxisMappingStrategy(wgs84, OAMS_TRADITIONAL_GIS_ORDER);
    OGRLayerH layer = GDALDatasetCreateLayer(dataset, "p", wgs84, wkbPoint, NULL);
    OSRRelease(wgs84);
    for (int i = 0; i < n; i++) {
        OGRFeatureH feature = OGR_F_Create(OGR_L_GetLayerDefn(layer));
        OGRGeometryH point = OGR_G_CreateGeometry(wkbPoint);
        OGR_G_SetPoint_2D(point, 0, 104 + 0.001 * i, 30);
        OGR_F_SetGeometryDirectly(feature, point);
        assert_int_equal(OGR_L_CreateFeature(layer, feature), OGRERR_NONE);
        OGR_F_Destroy(feature);
    }
    GDALClose(dataset);
    return path;
}

static void geopackages_that_state_another_number(void **state) {
    files *f = *state;
    lc_layer layer;
    lc_source s;
    const char *path = write_points(f, "GPKG", "n.gpkg", 5);
    GDALDatasetH dataset = GDALOpenEx(path, GDAL_OF_VECTOR | GDAL_OF_UPDATE, NULL, NULL, NULL);
    GDALDatasetExecuteSQL(dataset, "UPDATE gpkg_ogr_contents SET feature_count = 7", NULL, NULL);
    GDALClose(dataset);
    assert_works(f, lc_source_parse(f->ctx, path, &s));
    assert_works(f, lc_layer_read(f->ctx, &s, "facilities", LC_WANT_ALL, NULL, 0, &layer));
    assert_int_equal(layer.n_features, 5);
    assert_int_equal(warned(f, "feature_count"), 1);
    lc_layer_free(&layer);
    lc_source_free(&s);
}

/* Cut within its index, a FlatGeobuf has no features that GDAL would miss. */
static void flatgeobufs_cut_anywhere(void **state) {
    files *f = *state;
    lc_layer layer;
    enum { N = 300 };
    const char *path = write_points(f, "FlatGeobuf", "whole.fgb", N);
    FILE *file = fopen(path, "rb");
    assert_int_equal(fseek(file, 0, SEEK_END), 0);
    size_t size = (size_t)ftell(file);
    fclose(file);
    for (int part = 0; part <= 20; part++) {
        lc_source s;
        assert_works(
            f, lc_source_parse(f->ctx, copy_head(f, path_of(f, "whole.fgb"), "cut.fgb", size * (size_t)part / 20), &s));
        lc_status status = lc_layer_read(f->ctx, &s, "facilities", LC_WANT_ALL, NULL, 0, &layer);
        lc_source_free(&s);
        assert_int_equal(status, part == 20 ? LC_OK : LC_ERR_INPUT);
        if (status == LC_OK) assert_int_equal(layer.n_features, N);
        if (status == LC_OK) lc_layer_free(&layer);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {TEST(links_of_kml),
                                       TEST(areas_that_an_osm_file_lacks),
                                       TEST(several_geometries_a_feature),
                                       TEST(mapinfo_files_of_different_age),
                                       TEST(flatgeobufs_cut_anywhere),
                                       TEST(geopackages_that_state_another_number)};
    return cmocka_run_group_tests_name("layer_losses", tests, NULL, NULL);
}
