/* Coordinate systems as Chinese planners have them, held against PROJ's own transverse Mercator and against formulas.
 */
#include "shapefile.h"

#include <gdal.h>
#include <ogr_api.h>
#include <proj.h>

#include "geo/gcj02.h"
#include "source/layer.h"

#define PI 3.14159265358979323846
#define SAME_PLACE 1e-9 /* degrees: a tenth of a millimetre */

/* --------------------------------------------------------------- reading */

static lc_status read_near(files *f, const char *source, const lc_box *near, lc_layer *out) {
    lc_source s;
    lc_warnings_clear(&f->ctx->warnings);
    assert_works(f, lc_source_parse(f->ctx, source, &s));
    s.near = near;
    lc_status status = lc_layer_read(f->ctx, &s, "facilities", LC_WANT_ALL, NULL, 0, out);
    lc_source_free(&s);
    return status;
}

static lc_status read_point(files *f, const char *source, const lc_box *near, lc_xy *out) {
    lc_layer layer;
    lc_status status = read_near(f, source, near, &layer);
    if (status != LC_OK) return status;
    *out = layer.geoms.xy[0];
    lc_layer_free(&layer);
    return status;
}

/* A table of one point, in a CRS given with crs=. */
static const char *table(files *f, double x, double y, const char *crs) {
    static char source[700];
    char text[100];
    snprintf(text, sizeof text, "x,y\n%.6f,%.6f\n", x, y);
    snprintf(source, sizeof source, "%s|crs=%s", write_text(f, "p.csv", text), crs);
    return source;
}

/* A shapefile of one point with a .prj. */
static const char *with_prj(files *f, double x, double y, const char *prj) {
    static const char *const text[] = {"A"};
    const double xy[1][2] = {{x, y}};
    made_shapefile made = {.field = "name", .width = 4, .text = text, .n = 1, .xy = xy, .prj = prj};
    return write_shapefile(f, &made);
}

static lc_xy project(const char *proj, double lon, double lat) {
    PJ *pj = proj_create(PJ_DEFAULT_CTX, proj);
    assert_non_null(pj);
    PJ_COORD at = proj_trans(pj, PJ_FWD, proj_coord(lon * PI / 180, lat * PI / 180, 0, 0));
    proj_destroy(pj);
    return (lc_xy){at.xy.x, at.xy.y};
}

/* Gauss-Krueger without a zone's number. */
static lc_xy gauss(double meridian, const char *ellipsoid, double lon, double lat) {
    char proj[200];
    snprintf(proj, sizeof proj, "+proj=tmerc +lat_0=0 +lon_0=%g +k=1 +x_0=500000 +y_0=0 %s", meridian, ellipsoid);
    return project(proj, lon, lat);
}

static void expect_at(files *f, const char *source, double lon, double lat, double tolerance) {
    lc_xy p;
    assert_works(f, read_point(f, source, NULL, &p));
    if (!(fabs(p.x - lon) <= tolerance && fabs(p.y - lat) <= tolerance))
        fail_msg("%s: (%.10f, %.10f) is not (%.10f, %.10f)", source, p.x, p.y, lon, lat);
}

/* As ArcGIS writes it. */
static const char *esri_prj(const char *name, const char *geographic, double easting, double meridian) {
    static char prj[900];
    snprintf(prj, sizeof prj,
             "PROJCS[\"%s\",%s,PROJECTION[\"Gauss_Kruger\"],PARAMETER[\"False_Easting\",%.1f],"
             "PARAMETER[\"False_Northing\",0.0],PARAMETER[\"Central_Meridian\",%.1f],PARAMETER[\"Scale_Factor\",1.0],"
             "PARAMETER[\"Latitude_Of_Origin\",0.0],UNIT[\"Meter\",1.0]]",
             name, geographic, easting, meridian);
    return prj;
}

#define GREENWICH ",PRIMEM[\"Greenwich\",0.0],UNIT[\"Degree\",0.0174532925199433]]"
#define ESRI_2000                                                                                                      \
    "GEOGCS[\"GCS_China_Geodetic_Coordinate_System_2000\",DATUM[\"D_China_2000\","                                     \
    "SPHEROID[\"CGCS2000\",6378137.0,298.257222101]]" GREENWICH
#define ESRI_1980 "GEOGCS[\"GCS_Xian_1980\",DATUM[\"D_Xian_1980\",SPHEROID[\"Xian_1980\",6378140.0,298.257]]" GREENWICH
#define ESRI_1954                                                                                                      \
    "GEOGCS[\"GCS_Beijing_1954\",DATUM[\"D_Beijing_1954\",SPHEROID[\"Krasovsky_1940\",6378245.0,298.3]]" GREENWICH

/* ------------------------------------------------------------ every zone of China */

enum { THREE_FIRST = 25, THREE_LAST = 45, SIX_FIRST = 13, SIX_LAST = 23 };

typedef struct zone_t {
    int number, code, code_cm; /* EPSG's with the zone's number before the easting, and without */
    double meridian;
    const char *kind;
} zone_t;

static size_t list_zones(zone_t *zone) {
    size_t n = 0;
    for (int z = THREE_FIRST; z <= THREE_LAST; z++)
        zone[n++] = (zone_t){z, 4513 + z - THREE_FIRST, 4534 + z - THREE_FIRST, 3.0 * z, "3_Degree_GK"};
    for (int z = SIX_FIRST; z <= SIX_LAST; z++)
        zone[n++] = (zone_t){z, 4491 + z - SIX_FIRST, 4502 + z - SIX_FIRST, 6.0 * z - 3, "GK"};
    return n;
}

/* Somewhere in the zone that belongs to the country, or nearly. */
static double latitude_in_china(double meridian) {
    return meridian > 126 ? 46.5 : 39.25;
}

/* Each zone, as EPSG and as Esri say it, with the number and without, and coordinates with the number and without. */
static void cgcs2000_zones(void **state) {
    files *f = *state;
    zone_t zones[64];
    size_t n = list_zones(zones);
    assert_int_equal(n, 21 + 11);
    for (size_t i = 0; i < n; i++) {
        const zone_t *zone = &zones[i];
        double lon = zone->meridian - 1.3, lat = latitude_in_china(zone->meridian);
        lc_xy p = gauss(zone->meridian, "+a=6378137 +rf=298.257222101", lon, lat);
        for (int k = 0; k < 4; k++) {
            bool crs_has = k & 1, x_has = k & 2;
            double x = p.x + (x_has ? zone->number * 1e6 : 0);
            char crs[40], name[80];
            snprintf(crs, sizeof crs, "EPSG:%d", crs_has ? zone->code : zone->code_cm);
            expect_at(f, table(f, x, p.y, crs), lon, lat, SAME_PLACE);
            assert_int_equal(warned(f, "crs_zone_prefix"), crs_has != x_has);
            assert_int_equal(f->ctx->warnings.n, crs_has != x_has);
            if (crs_has)
                snprintf(name, sizeof name, "CGCS2000_%s_Zone_%d", zone->kind, zone->number);
            else
                snprintf(name, sizeof name, "CGCS2000_%s_CM_%.0fE", zone->kind, zone->meridian);
            double easting = 500000 + (crs_has ? zone->number * 1e6 : 0);
            const char *prj = esri_prj(name, ESRI_2000, easting, zone->meridian);
            expect_at(f, with_prj(f, x, p.y, prj), lon, lat, SAME_PLACE);
            assert_int_equal(warned(f, "crs_zone_prefix"), crs_has != x_has);
            assert_int_equal(f->ctx->warnings.n, crs_has != x_has);
        }
    }
}

/* The number of another zone than the CRS's is a contradiction that nobody can put right. */
static void a_zone_that_contradicts(void **state) {
    files *f = *state;
    lc_xy p;
    const char *prj = esri_prj("CGCS2000_3_Degree_GK_CM_102E", ESRI_2000, 500000, 102);
    assert_fails(f, read_point(f, with_prj(f, 35407878, 3389267, prj), NULL, &p), LC_ERR_INPUT, "is of zone 35");
    /* 6-degree and 3-degree zones that share a meridian are the same but for the number. */
    prj = esri_prj("CGCS2000_GK_CM_105E", ESRI_2000, 500000, 105);
    lc_xy q;
    assert_works(f, read_point(f, with_prj(f, 35407878, 3389267, prj), NULL, &p));
    assert_works(f, read_point(f, with_prj(f, 18407878, 3389267, prj), NULL, &q));
    assert_true(p.x == q.x && p.y == q.y);
}

static void lonlat_systems(void **state) {
    files *f = *state;
    expect_at(f, table(f, 104.05, 30.63, "EPSG:4490"), 104.05, 30.63, 0);
    expect_at(f, with_prj(f, 104.05, 30.63, ESRI_2000), 104.05, 30.63, 0);
    expect_at(f, with_prj(f, 104.05, 30.63, PRJ_WGS84), 104.05, 30.63, 0);
    expect_at(f, table(f, 104.05, 30.63, "EPSG:4326"), 104.05, 30.63, 0);
    assert_int_equal(f->ctx->warnings.n, 0);
}

/* Their shifts to WGS 84 are not public: within 200 m of their own lon and lat, and a warning. */
static void old_systems(void **state) {
    files *f = *state;
    const double tolerance = 0.002;
    static const struct {
        const char *name, *geographic, *ellipsoid;
        int three, three_cm, six, six_cm; /* EPSG's first codes */
    } old[] = {{"Xian_1980", ESRI_1980, "+a=6378140 +rf=298.257", 2349, 2370, 2327, 2338},
               {"Beijing_1954", ESRI_1954, "+a=6378245 +rf=298.3", 2401, 2422, 21413, 21453}};
    for (size_t o = 0; o < 2; o++) {
        expect_at(f, with_prj(f, 104.05, 30.63, old[o].geographic), 104.05, 30.63, tolerance);
        assert_int_equal(warned(f, "crs_old_datum"), 1);
        for (int z = 0; z < 21; z += 5) {
            double meridian = 75 + 3 * z, lon = meridian + 1, lat = latitude_in_china(meridian);
            lc_xy p = gauss(meridian, old[o].ellipsoid, lon, lat);
            char crs[40], name[80];
            snprintf(crs, sizeof crs, "EPSG:%d", old[o].three_cm + z);
            expect_at(f, table(f, p.x, p.y, crs), lon, lat, tolerance);
            assert_int_equal(warned(f, "crs_old_datum"), 1);
            snprintf(crs, sizeof crs, "EPSG:%d", old[o].three + z);
            expect_at(f, table(f, p.x, p.y, crs), lon, lat, tolerance);
            assert_int_equal(warned(f, "crs_zone_prefix"), 1);
            snprintf(name, sizeof name, "%s_3_Degree_GK_Zone_%d", old[o].name, z + 25);
            const char *prj = esri_prj(name, old[o].geographic, 500000 + (z + 25) * 1e6, meridian);
            expect_at(f, with_prj(f, p.x + (z + 25) * 1e6, p.y, prj), lon, lat, tolerance);
            assert_int_equal(warned(f, "crs_old_datum"), 1);
            assert_int_equal(f->ctx->warnings.n, 1);
        }
        for (int z = 0; z < 11; z += 5) {
            double meridian = 75 + 6 * z, lon = meridian - 2, lat = latitude_in_china(meridian);
            lc_xy p = gauss(meridian, old[o].ellipsoid, lon, lat);
            char crs[40];
            snprintf(crs, sizeof crs, "EPSG:%d", old[o].six_cm + z);
            expect_at(f, table(f, p.x, p.y, crs), lon, lat, tolerance);
            snprintf(crs, sizeof crs, "EPSG:%d", old[o].six + z);
            expect_at(f, table(f, p.x + (z + 13) * 1e6, p.y, crs), lon, lat, tolerance);
            assert_int_equal(warned(f, "crs_old_datum"), 1);
        }
    }
}

static void utm_and_web_mercator(void **state) {
    files *f = *state;
    for (int zone = 43; zone <= 53; zone++) {
        double lon = 6 * zone - 183 + 2, lat = 45;
        char crs[40], proj[200];
        snprintf(crs, sizeof crs, "EPSG:%d", 32600 + zone);
        snprintf(proj, sizeof proj, "+proj=tmerc +lat_0=0 +lon_0=%d +k=0.9996 +x_0=500000 +y_0=0 +ellps=WGS84",
                 6 * zone - 183);
        lc_xy p = project(proj, lon, lat);
        expect_at(f, table(f, p.x, p.y, crs), lon, lat, SAME_PLACE);
    }
    double lon = 104.05, lat = 30.63, a = 6378137;
    double x = a * lon * PI / 180, y = a * log(tan(PI / 4 + lat * PI / 360));
    expect_at(f, table(f, x, y, "EPSG:3857"), lon, lat, SAME_PLACE);
    expect_at(f,
              with_prj(f, x, y,
                       "PROJCS[\"WGS_1984_Web_Mercator_Auxiliary_Sphere\",GEOGCS[\"GCS_WGS_1984\",DATUM[\"D_WGS_1984\","
                       "SPHEROID[\"WGS_1984\",6378137.0,298.257223563]]" GREENWICH
                       ",PROJECTION[\"Mercator_Auxiliary_Sphere\"],PARAMETER[\"False_Easting\",0.0],"
                       "PARAMETER[\"False_Northing\",0.0],PARAMETER[\"Central_Meridian\",0.0],"
                       "PARAMETER[\"Standard_Parallel_1\",0.0],PARAMETER[\"Auxiliary_Sphere_Type\",0.0],"
                       "UNIT[\"Meter\",1.0]]"),
              lon, lat, SAME_PLACE);
    assert_int_equal(f->ctx->warnings.n, 0);
}

static void shifted_systems(void **state) {
    files *f = *state;
    static const char *const names[] = {"GCJ-02", "gcj02", "GCJ_02", "BD-09", "bd09", "BD09LL"};
    lc_xy wgs84 = {104.05, 30.63}, outside = {-15.4, 28.1}, p;
    for (size_t i = 0; i < 6; i++) {
        lc_xy shifted = i < 3 ? lc_gcj02_from_wgs84(wgs84) : lc_bd09_from_wgs84(wgs84);
        expect_at(f, table(f, shifted.x, shifted.y, names[i]), wgs84.x, wgs84.y, 2e-6);
        assert_int_equal(f->ctx->warnings.n, 0);
        assert_works(f, read_point(f, table(f, outside.x, outside.y, names[i]), NULL, &p));
        assert_true(p.x == outside.x && p.y == outside.y);
        assert_int_equal(warned(f, "outside_crs"), 1);
    }
}

/* -------------------------------------------------------------- what cannot be meant */

static void swapped_axes(void **state) {
    files *f = *state;
    const lc_box chengdu = {104, 30.5, 104.2, 30.8}, islands = {-15.5, 28, -15.3, 28.2};
    lc_xy p;
    /* By the numbers: no latitude of 104, no easting of 3389267. */
    expect_at(f, table(f, 30.63, 104.05, "EPSG:4326"), 104.05, 30.63, 0);
    assert_int_equal(warned(f, "axes_swapped"), 1);
    lc_xy at = gauss(105, "+a=6378137 +rf=298.257222101", 104.05, 30.63);
    expect_at(f, table(f, at.y, at.x, "EPSG:4544"), 104.05, 30.63, SAME_PLACE);
    assert_int_equal(warned(f, "axes_swapped"), 1);
    expect_at(f, table(f, at.y, 35e6 + at.x, "EPSG:4544"), 104.05, 30.63, SAME_PLACE);
    assert_int_equal(warned(f, "axes_swapped"), 1);
    assert_int_equal(warned(f, "crs_zone_prefix"), 1);
    /* By the communities. */
    assert_works(f, read_point(f, table(f, 28.1, -15.4, "EPSG:4326"), &islands, &p));
    assert_true(p.x == -15.4 && p.y == 28.1);
    assert_int_equal(warned(f, "axes_swapped"), 1);
    lc_xy utm = project("+proj=utm +zone=48 +ellps=WGS84", 104.05, 30.63);
    assert_works(f, read_point(f, table(f, utm.y, utm.x, "EPSG:32648"), &chengdu, &p));
    assert_near(p.x, 104.05, SAME_PLACE);
    assert_int_equal(warned(f, "axes_swapped"), 1);
    /* By where the CRS is meant to be used, when nothing else is known: Urumqi, and UTM. */
    expect_at(f, table(f, 43.8, 87.6, "EPSG:4490"), 87.6, 43.8, 0);
    assert_int_equal(warned(f, "axes_swapped"), 1);
    expect_at(f, table(f, utm.y, utm.x, "EPSG:32648"), 104.05, 30.63, SAME_PLACE);
    assert_int_equal(warned(f, "axes_swapped"), 1);
    /* What may be meant stays. */
    expect_at(f, table(f, 43.8, 87.6, "EPSG:4326"), 43.8, 87.6, 0);
    assert_int_equal(f->ctx->warnings.n, 0);
}

static void far_from_where_it_should_be(void **state) {
    files *f = *state;
    const lc_box chengdu = {104, 30.5, 104.2, 30.8};
    lc_xy p, at = gauss(105, "+a=6378137 +rf=298.257222101", 104.05, 30.63);
    /* One zone off: 3 degrees, which only the communities can tell. */
    assert_works(f, read_point(f, table(f, at.x, at.y, "EPSG:4545"), &chengdu, &p));
    assert_near(p.x, 107.05, 1e-6);
    assert_int_equal(warned(f, "layer_elsewhere"), 1);
    assert_works(f, read_point(f, table(f, at.x, at.y, "EPSG:4544"), &chengdu, &p));
    assert_int_equal(f->ctx->warnings.n, 0);
    /* A turn of the globe away is the same place. */
    const lc_box turned = {chengdu.x0 - 360, chengdu.y0, chengdu.x1 - 360, chengdu.y1};
    assert_works(f, read_point(f, table(f, 104.05, 30.63, "EPSG:4326"), &turned, &p));
    assert_int_equal(f->ctx->warnings.n, 0);
    assert_works(f, read_point(f, table(f, 104.05 - 360, 30.63, "EPSG:4326"), &chengdu, &p));
    assert_int_equal(f->ctx->warnings.n, 0);
    /* Metres of another system altogether. */
    assert_works(f, read_point(f, table(f, 4000000, 3389267, "EPSG:32648"), NULL, &p));
    assert_int_equal(warned(f, "outside_crs"), 1);
    /* A .prj without a code of EPSG's is known by its meridian. */
    const char *prj = esri_prj("Own_system", ESRI_2000, 500000, 105);
    assert_works(f, read_point(f, with_prj(f, 1100000, 3389267, prj), NULL, &p));
    assert_int_equal(warned(f, "outside_crs"), 1);
}

static void no_system(void **state) {
    files *f = *state;
    lc_xy p;
    with_prj(f, 35407878, 3389267, PRJ_WGS84);
    unlink(path_of(f, "m.prj"));
    assert_fails(f, read_point(f, path_of(f, "m.shp"), NULL, &p), LC_ERR_INPUT, "|crs=EPSG:4326");
    assert_fails(f, read_point(f, with_prj(f, 35407878, 3389267, "LOCAL_CS[\"x\",UNIT[\"Meter\",1]]"), NULL, &p),
                 LC_ERR_INPUT, "|crs=");
    assert_fails(f, read_point(f, with_prj(f, 1, 2, "hello"), NULL, &p), LC_ERR_INPUT, "|crs=");
}

#define WITHOUT_NAMES(datum, ellipsoid)                                                                                \
    "GEOGCS[\"x\",DATUM[\"" datum "\",SPHEROID[\"" ellipsoid                                                           \
    "\",6378137,298.257223563]],PRIMEM[\"Greenwich\",0],UNIT[\"degree\",0.0174532925199433]]"

/* What says nothing of where on the globe it is, is as good as nothing. */
static void systems_that_say_nothing(void **state) {
    files *f = *state;
    lc_xy p;
    static const char *const none[] = {
        "LOCAL_CS[\"Nonearth\",UNIT[\"Meter\",1]]",
        "ENGCRS[\"site\",EDATUM[\"corner\"],CS[Cartesian,2],AXIS[\"x\",east],AXIS[\"y\",north],LENGTHUNIT[\"metre\",1]"
        "]",
        "GEOCCS[\"WGS 84\",DATUM[\"WGS_1984\",SPHEROID[\"WGS 84\",6378137,298.257223563]],PRIMEM[\"Greenwich\",0],"
        "UNIT[\"metre\",1]]",
        "VERT_CS[\"heights\",VERT_DATUM[\"sea\",2005],UNIT[\"metre\",1]]",
        WITHOUT_NAMES("unknown", "unknown"),
        WITHOUT_NAMES("Undefined", "Undefined")};
    for (size_t i = 0; i < sizeof none / sizeof *none; i++)
        assert_fails(f, read_point(f, with_prj(f, 104, 30, none[i]), NULL, &p), LC_ERR_INPUT,
                     "has no coordinate reference system");
    /* crs= helps, and a system of one's own on a named ellipsoid is one. */
    char source[700];
    snprintf(source, sizeof source, "%s|crs=GCJ-02", with_prj(f, 104, 30, none[0]));
    assert_works(f, read_point(f, source, NULL, &p));
    assert_works(f, read_point(f, with_prj(f, 104, 30, WITHOUT_NAMES("unknown", "WGS 84")), NULL, &p));
}

/* A GeoPackage of one point whose srs_id stands for no system. */
static const char *undefined_package(files *f, int srs_id) {
    const char *path = path_of(f, "u.gpkg");
    char sql[200];
    unlink(path);
    GDALAllRegister();
    GDALDatasetH dataset = GDALCreate(GDALGetDriverByName("GPKG"), path, 0, 0, 0, GDT_Unknown, NULL);
    assert_non_null(dataset);
    OGRLayerH layer = GDALDatasetCreateLayer(dataset, "p", NULL, wkbPoint, NULL);
    OGRFeatureH feature = OGR_F_Create(OGR_L_GetLayerDefn(layer));
    OGRGeometryH point = OGR_G_CreateGeometry(wkbPoint);
    OGR_G_SetPoint_2D(point, 0, 104, 30);
    assert_int_equal(OGR_F_SetGeometryDirectly(feature, point), OGRERR_NONE);
    assert_int_equal(OGR_L_CreateFeature(layer, feature), OGRERR_NONE);
    OGR_F_Destroy(feature);
    snprintf(sql, sizeof sql, "UPDATE gpkg_geometry_columns SET srs_id = %d", srs_id);
    GDALDatasetExecuteSQL(dataset, sql, NULL, NULL);
    GDALClose(dataset);
    return path;
}

static void undefined_systems_of_geopackages(void **state) {
    files *f = *state;
    lc_xy p;
    for (int id = -1; id <= 0; id++) {
        char source[700];
        const char *path = undefined_package(f, id);
        assert_fails(f, read_point(f, path, NULL, &p), LC_ERR_INPUT, "has no coordinate reference system");
        snprintf(source, sizeof source, "%s|crs=EPSG:4326", path);
        assert_works(f, read_point(f, source, NULL, &p));
        assert_near(p.x, 104, 1e-12);
    }
    assert_works(f, read_point(f, undefined_package(f, 4326), NULL, &p));
}

static const char *with_coordsys(files *f, const char *coordsys, double x, double y) {
    char text[400];
    snprintf(text, sizeof text,
             "Version 300\nCharset \"Neutral\"\nDelimiter \",\"\n%s\nColumns 1\n  a Integer\nData\n\nPoint %.9g %.9g\n",
             coordsys, x, y);
    write_text(f, "m.mid", "1\n");
    return write_text(f, "m.mif", text);
}

/* GDAL takes a datum that it does not know for WGS 84, and a projection that it does not know for degrees. */
static void systems_of_mapinfo(void **state) {
    files *f = *state;
    lc_xy p;
    static const char *const none[] = {"",
                                       "CoordSys NonEarth Units \"m\"",
                                       "CoordSys Layout Units \"m\"",
                                       "CoordSys Earth Projection 1, 777",
                                       "CoordSys Earth Projection 99, 104, \"m\", 0",
                                       "coordsys  earth  projection 1,777 Bounds (0, 0) (180, 90)"};
    for (size_t i = 0; i < sizeof none / sizeof *none; i++)
        assert_fails(f, read_point(f, with_coordsys(f, none[i], 104, 30), NULL, &p), LC_ERR_INPUT,
                     "has no coordinate reference system");
    assert_works(f, read_point(f, with_coordsys(f, "CoordSys Earth Projection 1, 104", 104, 30), NULL, &p));
    assert_near(p.x, 104, 1e-9);
    assert_works(f, read_point(f, with_coordsys(f, "CoordSys Earth Projection 1, 1001", 104, 30), NULL, &p));
    lc_xy at = gauss(105, "+ellps=WGS84", 104, 30);
    assert_works(
        f, read_point(f, with_coordsys(f, "CoordSys Earth Projection 8, 104, \"m\", 105, 0, 1, 500000, 0", at.x, at.y),
                      NULL, &p));
    assert_near(p.x, 104, 1e-8);
}

int main(void) {
    const struct CMUnitTest tests[] = {TEST(cgcs2000_zones),
                                       TEST(a_zone_that_contradicts),
                                       TEST(lonlat_systems),
                                       TEST(old_systems),
                                       TEST(utm_and_web_mercator),
                                       TEST(shifted_systems),
                                       TEST(swapped_axes),
                                       TEST(far_from_where_it_should_be),
                                       TEST(no_system),
                                       TEST(systems_that_say_nothing),
                                       TEST(undefined_systems_of_geopackages),
                                       TEST(systems_of_mapinfo)};
    return cmocka_run_group_tests_name("crs", tests, NULL, NULL);
}
