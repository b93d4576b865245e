/* Population rasters: where cells lie, which of them count, and what is refused. */
#include "files.h"

#include <gdal.h>
#include <ogr_srs_api.h>

#include "geo/gcj02.h"
#include "source/raster.h"
#include "source/raster_cover.h"

static const lc_box EVERYWHERE = {-180, -90, 180, 90};

/* A raster to make: `value` row by row from the top. */
typedef struct made {
    const char *crs; /* NULL: none */
    double place[6]; /* geotransform; all 0: none */
    int width, height;
    const float *value;
    double nodata; /* INFINITY: none */
    const char *const *options;
} made;

static GDALDatasetH create(const char *path, const made *m) {
    GDALAllRegister();
    GDALDatasetH raster = GDALCreate(GDALGetDriverByName("GTiff"), path, m->width, m->height, 1, GDT_Float32,
                                     (char **)(uintptr_t)m->options);
    assert_non_null(raster);
    if (m->place[1] != 0 || m->place[2] != 0)
        assert_int_equal(GDALSetGeoTransform(raster, (double *)(uintptr_t)m->place), CE_None);
    if (m->crs) {
        OGRSpatialReferenceH srs = OSRNewSpatialReference(NULL);
        assert_int_equal(OSRSetFromUserInput(srs, m->crs), OGRERR_NONE);
        assert_int_equal(GDALSetSpatialRef(raster, srs), CE_None);
        OSRDestroySpatialReference(srs);
    }
    GDALRasterBandH band = GDALGetRasterBand(raster, 1);
    if (!isinf(m->nodata)) assert_int_equal(GDALSetRasterNoDataValue(band, m->nodata), CE_None);
    assert_int_equal(GDALRasterIO(band, GF_Write, 0, 0, m->width, m->height, (void *)(uintptr_t)m->value, m->width,
                                  m->height, GDT_Float32, 0, 0),
                     CE_None);
    return raster;
}

static const char *write_raster(files *f, const char *name, const made *m) {
    const char *path = path_of(f, name);
    GDALClose(create(path, m));
    return path;
}

static lc_status read_cells(files *f, const char *text, const lc_box *box, lc_cells *out) {
    lc_source source;
    assert_works(f, lc_source_parse(f->ctx, text, &source));
    lc_status status = lc_cells_read(f->ctx, &source, "demand", box, out);
    lc_source_free(&source);
    return status;
}

static double sum_of(const lc_cells *cells) {
    double sum = 0;
    for (size_t i = 0; i < cells->n; i++) sum += cells->value[i];
    return sum;
}

/* Lon/lat in another system, by the forward projection (the reader goes the other way). */
static lc_xy forward(const char *crs, lc_xy lonlat) {
    OGRSpatialReferenceH from = OSRNewSpatialReference(NULL), to = OSRNewSpatialReference(NULL);
    OSRImportFromEPSG(from, 4326);
    assert_int_equal(OSRSetFromUserInput(to, crs), OGRERR_NONE);
    OSRSetAxisMappingStrategy(from, OAMS_TRADITIONAL_GIS_ORDER);
    OSRSetAxisMappingStrategy(to, OAMS_TRADITIONAL_GIS_ORDER);
    OGRCoordinateTransformationH transform = OCTNewCoordinateTransformation(from, to);
    assert_non_null(transform);
    assert_true(OCTTransform(transform, 1, &lonlat.x, &lonlat.y, NULL));
    OCTDestroyCoordinateTransformation(transform);
    OSRDestroySpatialReference(from);
    OSRDestroySpatialReference(to);
    return lonlat;
}

/* ------------------------------------------------------------------ where */

static void a_projected_raster_of_100_m(void **state) {
    files *f = *state;
    const float value[] = {1, 2, 3, -9, -5, 6, 0, 8.5F, 9, 10, NAN, 12};
    const made m = {"EPSG:32628", {457000, 100, 0, 3111000, 0, -100}, 4, 3, value, -9, NULL};
    lc_cells cells;
    assert_works(f, read_cells(f, write_raster(f, "a.tif", &m), &EVERYWHERE, &cells));
    const int wanted[] = {0, 1, 2, 5, 7, 8, 9, 11};
    assert_int_equal(cells.n, 8);
    assert_int_equal(cells.negative, 1);
    for (size_t i = 0; i < cells.n; i++) {
        lc_xy p = forward("EPSG:32628", cells.centre[i]);
        assert_near(cells.value[i], value[wanted[i]], 0);
        assert_near(p.x, 457050 + 100 * (wanted[i] % 4), 1e-3);
        assert_near(p.y, 3110950 - 100 * (wanted[i] / 4), 1e-3);
    }
    assert_near(cells.centre[0].x, -15.435, 0.005);
    assert_string_equal(cells.file, "a.tif");
    assert_string_equal(cells.crs, "EPSG:32628");
    assert_int_equal(strlen(cells.sha256), 64);
    lc_cells_free(&cells);
}

/* Rasters in the shifted systems of Chinese maps, in the land and across the edge of what is shifted: against a plain
   loop over all cells. */
static void shifted_rasters(void **state) {
    enum { N = 150 };
    files *f = *state;
    static const struct {
        const char *crs;
        lc_xy (*to_wgs84)(lc_xy);
    } systems[] = {{"GCJ-02", lc_gcj02_to_wgs84}, {"BD-09", lc_bd09_to_wgs84}};
    static const lc_xy corners[] = {{104, 30.7}, {71.93, 35.1}};
    const double step = 1e-3;
    float *value = malloc(N * N * sizeof *value);
    assert_non_null(value);
    for (int i = 0; i < N * N; i++) value[i] = (float)(1 + i % 97);
    for (size_t k = 0; k < 4; k++) {
        lc_xy corner = corners[k / 2];
        const lc_box box = {corner.x + 0.06, corner.y - 0.09, corner.x + 0.09, corner.y - 0.07};
        const made m = {NULL, {corner.x, step, 0, corner.y, 0, -step}, N, N, value, INFINITY, NULL};
        char source[600];
        lc_cells cells;
        double sum = 0;
        size_t n = 0;
        for (int i = 0; i < N * N; i++) {
            lc_xy p = {corner.x + (i % N + 0.5) * step, corner.y - (i / N + 0.5) * step};
            p = systems[k % 2].to_wgs84(p);
            if (p.x < box.x0 || p.x > box.x1 || p.y < box.y0 || p.y > box.y1) continue;
            sum += value[i];
            n++;
        }
        snprintf(source, sizeof source, "%s|crs=%s", write_raster(f, "s.tif", &m), systems[k % 2].crs);
        assert_works(f, read_cells(f, source, &box, &cells));
        assert_true(n > 500);
        assert_int_equal(cells.n, n);
        assert_near(sum_of(&cells), sum, 1e-6);
        lc_cells_free(&cells);
    }
    free(value);
}

/* Many blocks, a window that cuts them; against a plain loop over all cells. */
static void only_cells_in_the_box_count(void **state) {
    enum { N = 700 };
    static const char *const tiled[] = {"TILED=YES", "BLOCKXSIZE=64", "BLOCKYSIZE=32", "COMPRESS=DEFLATE", NULL};
    files *f = *state;
    float *value = malloc(N * N * sizeof *value);
    assert_non_null(value);
    for (int i = 0; i < N * N; i++) value[i] = (float)(i % 97);
    const double step = 1.0 / 1200; /* 3 arc seconds, as WorldPop */
    made m = {"EPSG:4326", {10, step, 0, 50, 0, -step}, N, N, value, -99999, tiled};
    const char *path = write_raster(f, "tiled.tif", &m);
    m.options = NULL;
    const char *strips = write_raster(f, "strips.tif", &m);
    const lc_box box = {10.1003, 49.7004, 10.2503, 49.9004};
    double sum = 0;
    size_t n = 0;
    for (int row = 0; row < N; row++)
        for (int column = 0; column < N; column++) {
            double x = 10 + step * (column + 0.5), y = 50 - step * (row + 0.5), v = value[row * N + column];
            if (v <= 0 || x < box.x0 || x > box.x1 || y < box.y0 || y > box.y1) continue;
            sum += v;
            n++;
        }
    assert_true(n > 40000);
    const char *const paths[] = {path, strips};
    for (int i = 0; i < 2; i++) {
        lc_cells cells;
        assert_works(f, read_cells(f, paths[i], &box, &cells));
        assert_int_equal(cells.n, n);
        assert_near(sum_of(&cells), sum, 0);
        lc_cells_free(&cells);
    }
    free(value);
}

static void a_box_elsewhere_has_no_cells(void **state) {
    files *f = *state;
    const float value[] = {1, 2};
    const made m = {"EPSG:4326", {10, 0.01, 0, 50, 0, -0.01}, 2, 1, value, INFINITY, NULL};
    const lc_box box = {120, 30, 121, 31};
    lc_cells cells;
    assert_works(f, read_cells(f, write_raster(f, "a.tif", &m), &box, &cells));
    assert_int_equal(cells.n, 0);
    lc_cells_free(&cells);
}

static void a_rotated_raster(void **state) {
    files *f = *state;
    const float value[] = {1, 2, 3, 4, 5, 6};
    const double c = 100 * cos(0.5), s = 100 * sin(0.5);
    const made m = {"EPSG:32650", {500000, c, s, 3300000, s, -c}, 3, 2, value, INFINITY, NULL};
    const char *path = write_raster(f, "turned.tif", &m);
    lc_cells cells;
    assert_works(f, read_cells(f, path, &EVERYWHERE, &cells));
    assert_int_equal(cells.n, 6);
    for (int i = 0; i < 6; i++) {
        lc_xy p = forward("EPSG:32650", cells.centre[i]);
        double column = i % 3 + 0.5, row = i / 3 + 0.5;
        assert_near(p.x, 500000 + c * column + s * row, 1e-3);
        assert_near(p.y, 3300000 + s * column - c * row, 1e-3);
    }
    lc_xy one = cells.centre[4];
    lc_cells_free(&cells);
    const lc_box around = {one.x - 1e-5, one.y - 1e-5, one.x + 1e-5, one.y + 1e-5};
    assert_works(f, read_cells(f, path, &around, &cells));
    assert_int_equal(cells.n, 1);
    assert_near(cells.value[0], 5, 0);
    lc_cells_free(&cells);
}

static void rows_may_run_northwards(void **state) {
    files *f = *state;
    const float value[] = {1, 2};
    const made m = {"EPSG:4326", {10, 0.01, 0, 50, 0, 0.01}, 1, 2, value, INFINITY, NULL};
    lc_cells cells;
    assert_works(f, read_cells(f, write_raster(f, "a.tif", &m), &EVERYWHERE, &cells));
    assert_int_equal(cells.n, 2);
    assert_near(cells.centre[1].y, 50.015, 1e-12);
    lc_cells_free(&cells);
}

static void around_the_globe(void **state) {
    files *f = *state;
    float value[360];
    for (int i = 0; i < 360; i++) value[i] = (float)(i + 1);
    const made from_0 = {"EPSG:4326", {0, 1, 0, 0.5, 0, -1}, 360, 1, value, INFINITY, NULL};
    const made from_180 = {"EPSG:4326", {-180, 1, 0, 0.5, 0, -1}, 360, 1, value, INFINITY, NULL};
    const lc_box west = {-16, -1, -14, 1}, across = {179, -1, 181, 1};
    lc_cells cells;
    assert_works(f, read_cells(f, write_raster(f, "0.tif", &from_0), &west, &cells));
    assert_int_equal(cells.n, 2);
    assert_near(cells.centre[0].x, -15.5, 1e-12);
    assert_near(cells.value[0], 345, 0);
    lc_cells_free(&cells);
    assert_works(f, read_cells(f, write_raster(f, "180.tif", &from_180), &across, &cells));
    assert_int_equal(cells.n, 2);
    assert_near(cells.centre[0].x, 180.5, 1e-12); /* the raster's first column */
    assert_near(cells.value[0], 1, 0);
    assert_near(cells.centre[1].x, 179.5, 1e-12);
    assert_near(cells.value[1], 360, 0);
    lc_cells_free(&cells);
}

/* Corners of a world map that are nowhere on the globe do no harm. */
static void beyond_the_edge_of_the_world(void **state) {
    files *f = *state;
    float value[100];
    for (int i = 0; i < 100; i++) value[i] = 1;
    const made m = {"ESRI:54009", {-18.1e6, 3.62e6, 0, 9.1e6, 0, -1.82e6}, 10, 10, value, INFINITY, NULL};
    const lc_box middle = {-25, -12, 25, 12};
    lc_cells cells;
    const char *path = write_raster(f, "mollweide.tif", &m);
    assert_works(f, read_cells(f, path, &EVERYWHERE, &cells));
    assert_true(cells.n > 60 && cells.n < 90);
    lc_cells_free(&cells);
    assert_works(f, read_cells(f, path, &middle, &cells));
    assert_int_equal(cells.n, 4);
    lc_cells_free(&cells);
}

/* --------------------------------------------------------------- what counts */

static void nodata_that_is_not_a_number(void **state) {
    files *f = *state;
    const float value[] = {NAN, 2, NAN, INFINITY};
    const made m = {"EPSG:4326", {10, 0.01, 0, 50, 0, -0.01}, 4, 1, value, NAN, NULL};
    lc_cells cells;
    assert_works(f, read_cells(f, write_raster(f, "a.tif", &m), &EVERYWHERE, &cells));
    assert_int_equal(cells.n, 1);
    assert_near(cells.value[0], 2, 0);
    lc_cells_free(&cells);
}

static void nodata_above_0(void **state) {
    files *f = *state;
    const float value[] = {65535, 2, 65534};
    const made m = {"EPSG:4326", {10, 0.01, 0, 50, 0, -0.01}, 3, 1, value, 65535, NULL};
    lc_cells cells;
    assert_works(f, read_cells(f, write_raster(f, "a.tif", &m), &EVERYWHERE, &cells));
    assert_int_equal(cells.n, 2);
    assert_near(sum_of(&cells), 65536, 0);
    lc_cells_free(&cells);
}

static void the_mask_hides_cells(void **state) {
    files *f = *state;
    const float value[] = {1, 2, 4, 8};
    unsigned char mask[] = {255, 0, 255, 0};
    const made m = {"EPSG:4326", {10, 0.01, 0, 50, 0, -0.01}, 4, 1, value, INFINITY, NULL};
    const char *path = path_of(f, "a.tif");
    GDALDatasetH raster = create(path, &m);
    assert_int_equal(GDALCreateDatasetMaskBand(raster, GMF_PER_DATASET), CE_None);
    GDALRasterBandH band = GDALGetMaskBand(GDALGetRasterBand(raster, 1));
    assert_int_equal(GDALRasterIO(band, GF_Write, 0, 0, 4, 1, mask, 4, 1, GDT_Byte, 0, 0), CE_None);
    GDALClose(raster);
    lc_cells cells;
    assert_works(f, read_cells(f, path, &EVERYWHERE, &cells));
    assert_int_equal(cells.n, 2);
    assert_near(sum_of(&cells), 5, 0);
    lc_cells_free(&cells);
}

static void scale_and_offset(void **state) {
    files *f = *state;
    const float value[] = {1, 10, 255};
    const made m = {"EPSG:4326", {10, 0.01, 0, 50, 0, -0.01}, 3, 1, value, 255, NULL};
    const char *path = path_of(f, "a.tif");
    GDALDatasetH raster = create(path, &m);
    GDALSetRasterScale(GDALGetRasterBand(raster, 1), 0.5);
    GDALSetRasterOffset(GDALGetRasterBand(raster, 1), -2);
    GDALClose(raster);
    lc_cells cells;
    assert_works(f, read_cells(f, path, &EVERYWHERE, &cells));
    assert_int_equal(cells.n, 1); /* the first one is -1.5 */
    assert_int_equal(cells.negative, 1);
    assert_near(cells.value[0], 3, 0);
    lc_cells_free(&cells);
}

/* ----------------------------------------------------------------- refused */

static void a_raster_must_say_where_it_is(void **state) {
    files *f = *state;
    const float value[] = {1};
    made m = {NULL, {10, 0.01, 0, 50, 0, -0.01}, 1, 1, value, INFINITY, NULL};
    const char *path = write_raster(f, "no_crs.tif", &m);
    char text[600];
    lc_cells cells;
    assert_fails(f, read_cells(f, path, &EVERYWHERE, &cells), LC_ERR_INPUT, "|crs=");
    snprintf(text, sizeof text, "%s|crs=EPSG:4326", path);
    assert_works(f, read_cells(f, text, &EVERYWHERE, &cells));
    assert_near(cells.centre[0].x, 10.005, 1e-12);
    lc_cells_free(&cells);
    const made nowhere = {"EPSG:4326", {0}, 1, 1, value, INFINITY, NULL};
    assert_fails(f, read_cells(f, write_raster(f, "nowhere.tif", &nowhere), &EVERYWHERE, &cells), LC_ERR_INPUT,
                 "does not say where its cells lie");
    snprintf(text, sizeof text, "%s|layername=people|crs=EPSG:4326", path);
    assert_fails(f, read_cells(f, text, &EVERYWHERE, &cells), LC_ERR_INPUT, "only crs= and nodata= mean something");
}

static void a_raster_cut_short_is_refused(void **state) {
    enum { N = 200 };
    files *f = *state;
    float *value = malloc(N * N * sizeof *value);
    assert_non_null(value);
    for (int i = 0; i < N * N; i++) value[i] = 1;
    const made m = {"EPSG:4326", {10, 0.01, 0, 50, 0, -0.01}, N, N, value, INFINITY, NULL};
    const char *path = write_raster(f, "whole.tif", &m), *cut = copy_head(f, path, "cut.tif", 100000);
    lc_cells cells;
    assert_works(f, read_cells(f, path, &EVERYWHERE, &cells));
    assert_int_equal(cells.n, N * N);
    lc_cells_free(&cells);
    assert_fails(f, read_cells(f, cut, &EVERYWHERE, &cells), LC_ERR_INPUT, "cannot be read whole");
    assert_fails(f, read_cells(f, write_text(f, "text.tif", "hello"), &EVERYWHERE, &cells), LC_ERR_INPUT,
                 "cannot be opened");
    free(value);
}

/* GDAL would hold a block of gigabytes in memory; the file has a few hundred bytes. */
static void a_huge_block_is_refused(void **state) {
    static const char *const sparse[] = {"SPARSE_OK=TRUE", "BLOCKYSIZE=40000", "COMPRESS=DEFLATE", NULL};
    files *f = *state;
    const char *path = path_of(f, "block.tif");
    GDALAllRegister();
    GDALDatasetH raster =
        GDALCreate(GDALGetDriverByName("GTiff"), path, 40000, 40000, 1, GDT_Float32, (char **)(uintptr_t)sparse);
    assert_non_null(raster);
    const double place[] = {10, 0.0001, 0, 50, 0, -0.0001};
    assert_int_equal(GDALSetGeoTransform(raster, (double *)(uintptr_t)place), CE_None);
    GDALClose(raster);
    char text[600];
    snprintf(text, sizeof text, "%s|crs=EPSG:4326", path);
    lc_cells cells;
    assert_fails(f, read_cells(f, text, &EVERYWHERE, &cells), LC_ERR_INPUT, "keeps its cells in blocks of 6400 MB");
}

/* The share of a polygon on a raster, against areas by hand, whatever way the raster is turned. */
static double share_on(files *f, const made *m, const lc_xy *p, size_t n, size_t hole) {
    static int made_rasters = 0;
    char name[32];
    lc_cells cells;
    lc_geoms geoms = {0};
    double share = NAN;
    snprintf(name, sizeof name, "share%d.tif", made_rasters++);
    assert_works(f, read_cells(f, write_raster(f, name, m), &EVERYWHERE, &cells));
    assert_true(lc_geoms_begin(&geoms, LC_POLYGON, 0));
    for (size_t i = 0; i < n; i++) {
        if (i == 0 || i == hole) assert_true(lc_geoms_begin_part(&geoms));
        assert_true(lc_geoms_add(&geoms, p[i].x, p[i].y));
    }
    assert_works(f, lc_cells_share(f->ctx, &cells, &geoms, 0, &share));
    lc_geoms_free(&geoms);
    lc_cells_free(&cells);
    return share;
}

static void how_much_of_a_polygon_is_covered(void **state) {
    files *f = *state;
    const float value[] = {1, 1, 1, 1};
    const made unit = {"EPSG:4326", {10, 0.5, 0, 51, 0, -0.5}, 2, 2, value, INFINITY, NULL}; /* 10..11, 50..51 */
    const made south = {"EPSG:4326", {10, 0.5, 0, 50, 0, 0.5}, 2, 2, value, INFINITY, NULL};
    const made diamond = {"EPSG:4326", {10, 0.5, 0.5, 50, 0.5, -0.5}, 2, 2, value, INFINITY, NULL}; /* 10..12, 49..51 */
    const lc_xy square[] = {{10.5, 50.25}, {11.5, 50.25}, {11.5, 50.75}, {10.5, 50.75}, {10.5, 50.25}};
    const lc_xy around[] = {{9, 49}, {12, 49}, {12, 52}, {9, 52}, {9, 49}},
                far[] = {{20, 50}, {21, 50}, {21, 51}, {20, 50}};
    /* a U whose legs lie on the raster and whose base does not */
    const lc_xy u[] = {{10.2, 49},   {10.8, 49}, {10.8, 51}, {10.6, 51}, {10.6, 49.5},
                       {10.4, 49.5}, {10.4, 51}, {10.2, 51}, {10.2, 49}};
    const lc_xy ring[] = {{9, 49},     {12, 49},     {12, 52},     {9, 52},     {9, 49},
                          {9.5, 49.5}, {11.5, 49.5}, {11.5, 51.5}, {9.5, 51.5}, {9.5, 49.5}};
    const lc_xy turned[] = {{370.5, 50.25}, {371.5, 50.25}, {371.5, 50.75}, {370.5, 50.75}, {370.5, 50.25}};
    assert_near(share_on(f, &unit, square, 5, 0), 0.5, 1e-12);
    assert_near(share_on(f, &south, square, 5, 0), 0.5, 1e-12);
    assert_near(share_on(f, &unit, around, 5, 0), 1.0 / 9, 1e-12);
    assert_near(share_on(f, &diamond, around, 5, 0), 2.0 / 9, 1e-12);
    assert_near(share_on(f, &unit, far, 4, 0), 0, 1e-12);
    assert_near(share_on(f, &unit, u, 9, 0), 0.4 / 0.9,
                1e-12); /* 2 legs of 0.2 x 1 on it; in all 0.6 x 0.5 + 2 x 0.2 x 1.5 */
    assert_near(share_on(f, &unit, ring, 10, 5), 0, 1e-12); /* the raster lies in the hole */
    assert_near(share_on(f, &unit, turned, 5, 0), 0.5, 1e-9);
    const made from_0 = {"EPSG:4326", {0, 1, 0, 90, 0, -90}, 360, 2, NULL, INFINITY, NULL};
    float *all = malloc(720 * sizeof *all);
    assert_non_null(all);
    for (int i = 0; i < 720; i++) all[i] = 1;
    made world = from_0;
    world.value = all;
    const lc_xy west[] = {{-50, 10}, {-49, 10}, {-49, 11}, {-50, 10}};
    assert_near(share_on(f, &world, west, 4, 0), 1, 1e-12);
    free(all);
}

static bool is_raster(files *f, const char *text) {
    lc_source source;
    assert_works(f, lc_source_parse(f->ctx, text, &source));
    bool raster = lc_source_is_raster(&source);
    lc_source_free(&source);
    return raster;
}

static void rasters_and_layers_are_told_apart(void **state) {
    files *f = *state;
    const float value[] = {1};
    const made m = {"EPSG:4326", {10, 0.01, 0, 50, 0, -0.01}, 1, 1, value, INFINITY, NULL};
    assert_true(is_raster(f, write_raster(f, "a.tif", &m)));
    assert_true(is_raster(f, write_text(f, "a.asc", "ncols 2\nnrows 1\nxllcorner 0\nyllcorner 0\ncellsize 1\n1 2\n")));
    assert_false(is_raster(f, LC_DATA_DIR "/samples/saopaulo/population.csv"));
    assert_false(is_raster(f, LC_DATA_DIR "/samples/laspalmas/districts.shp"));
    assert_false(is_raster(f, LC_DATA_DIR "/samples/liechtenstein/liechtenstein.osm.pbf|layername=multipolygons"));
    assert_false(is_raster(f, write_text(f, "a.csv", "x,y,z\n1,2,3\n2,2,3\n")));
    assert_false(is_raster(f, path_of(f, "missing.tif")));
}

int main(void) {
    const struct CMUnitTest tests[] = {
        TEST(a_projected_raster_of_100_m),
        TEST(shifted_rasters),
        TEST(only_cells_in_the_box_count),
        TEST(a_box_elsewhere_has_no_cells),
        TEST(a_rotated_raster),
        TEST(rows_may_run_northwards),
        TEST(around_the_globe),
        TEST(beyond_the_edge_of_the_world),
        TEST(nodata_that_is_not_a_number),
        TEST(nodata_above_0),
        TEST(the_mask_hides_cells),
        TEST(scale_and_offset),
        TEST(a_raster_must_say_where_it_is),
        TEST(a_huge_block_is_refused),
        TEST(how_much_of_a_polygon_is_covered),
        TEST(a_raster_cut_short_is_refused),
        TEST(rasters_and_layers_are_told_apart),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
