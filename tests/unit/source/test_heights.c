/* Heights from a raster: a plane comes back as it is, noise is averaged, nodata and the edge have none. */
#include "files.h"

#include <gdal.h>
#include <ogr_srs_api.h>

#include "source/heights.h"

/* Cells of 30 m in UTM zone 48N around 105 E, 30 N: (500000, 3318785) is its middle. */
static const double X0 = 500000, Y0 = 3318785.3;
enum { SIDE = 600 };

typedef double (*height_fn)(double x, double y);

static double plane(double x, double y) {
    return 500 + 0.1 * x - 0.05 * y;
}

static double checkers(double x, double y) {
    return ((long)floor(x / 30) + (long)floor(y / 30)) % 2 == 0 ? 1 : -1;
}

static const char *write_dem(files *f, height_fn height, double cell, int nodata_column) {
    const char *path = path_of(f, "dem.tif");
    GDALAllRegister();
    GDALDatasetH raster = GDALCreate(GDALGetDriverByName("GTiff"), path, SIDE, SIDE, 1, GDT_Float32, NULL);
    assert_non_null(raster);
    double place[6] = {X0 - cell * SIDE / 2, cell, 0, Y0 + cell * SIDE / 2, 0, -cell};
    assert_int_equal(GDALSetGeoTransform(raster, place), CE_None);
    OGRSpatialReferenceH srs = OSRNewSpatialReference(NULL);
    assert_int_equal(OSRImportFromEPSG(srs, 32648), OGRERR_NONE);
    assert_int_equal(GDALSetSpatialRef(raster, srs), CE_None);
    OSRDestroySpatialReference(srs);
    GDALRasterBandH band = GDALGetRasterBand(raster, 1);
    assert_int_equal(GDALSetRasterNoDataValue(band, -9999), CE_None);
    static float row[SIDE];
    for (int j = 0; j < SIDE; j++) {
        for (int i = 0; i < SIDE; i++)
            row[i] =
                i == nodata_column ? -9999 : (float)height((i + 0.5 - SIDE / 2) * cell, (SIDE / 2 - j - 0.5) * cell);
        assert_int_equal(GDALRasterIO(band, GF_Write, 0, j, SIDE, 1, row, SIDE, 1, GDT_Float32, 0, 0), CE_None);
    }
    GDALClose(raster);
    return path;
}

/* Heights at places given in metres of the raster's own CRS, seen from its middle. */
static void ask(files *f, const char *path, double smooth_m, const lc_xy *from_middle, size_t n, double *z) {
    lc_source source;
    lc_work_crs *crs;
    lc_heights *heights;
    lc_xy *xy = calloc(n, sizeof *xy);
    assert_works(f, lc_source_parse(f->ctx, path, &source));
    assert_works(f, lc_work_crs_new(f->ctx, 105.01, 29.99, &crs));
    assert_works(f, lc_heights_open(f->ctx, &source, crs, smooth_m, &heights));
    OGRSpatialReferenceH utm = OSRNewSpatialReference(NULL), wgs = OSRNewSpatialReference(NULL);
    OSRImportFromEPSG(utm, 32648);
    OSRImportFromEPSG(wgs, 4326);
    OSRSetAxisMappingStrategy(wgs, OAMS_TRADITIONAL_GIS_ORDER);
    OGRCoordinateTransformationH transform = OCTNewCoordinateTransformation(utm, wgs);
    for (size_t i = 0; i < n; i++) {
        xy[i] = (lc_xy){X0 + from_middle[i].x, Y0 + from_middle[i].y};
        assert_true(OCTTransform(transform, 1, &xy[i].x, &xy[i].y, NULL));
    }
    OCTDestroyCoordinateTransformation(transform);
    OSRDestroySpatialReference(utm);
    OSRDestroySpatialReference(wgs);
    lc_work_crs_project(crs, xy, n);
    assert_works(f, lc_heights_at(f->ctx, heights, xy, n, z));
    lc_heights_close(heights);
    lc_work_crs_free(crs);
    lc_source_free(&source);
    free(xy);
}

/* Smoothing and interpolation leave a plane alone, across the borders of windows too. */
static void a_plane_comes_back(void **state) {
    files *f = *state;
    enum { N = 2000 };
    static lc_xy at[N];
    static double z[N];
    for (size_t i = 0; i < N; i++)
        at[i] = (lc_xy){fmod(7919.0 * (double)i, 17000) - 8500, fmod(104729.0 * (double)i, 17000) - 8500};
    const char *path = write_dem(f, plane, 30, -1);
    ask(f, path, LC_SMOOTH_M, at, N, z);
    for (size_t i = 0; i < N; i++) assert_near(z[i], plane(at[i].x, at[i].y), 1e-3);
}

/* In the middle of a cell: 5 of 9 cells are +1. */
static void noise_is_averaged(void **state) {
    files *f = *state;
    const lc_xy middle = {15, 15};
    double smooth, rough;
    const char *path = write_dem(f, checkers, 30, -1);
    ask(f, path, LC_SMOOTH_M, &middle, 1, &smooth);
    ask(f, path, 20, &middle, 1, &rough);
    assert_near(smooth, 1.0 / 9, 1e-4);
    assert_near(rough, 1, 1e-4);
}

static void coarse_cells_stay(void **state) {
    files *f = *state;
    const lc_xy middle = {45, 45};
    double z;
    const char *path = write_dem(f, plane, 90, -1);
    ask(f, path, LC_SMOOTH_M, &middle, 1, &z);
    assert_near(z, plane(45, 45), 1e-3);
}

static void nodata_and_beyond(void **state) {
    files *f = *state;
    /* Column 300 begins at x = 0: no height there, nor half a cell before and after; beside that there is one. */
    const lc_xy at[] = {{15, 0}, {-10, 0}, {40, 0}, {-46, 0}, {46, 0}, {9500, 0}, {8990, 0}};
    double z[7];
    const char *path = write_dem(f, plane, 30, SIDE / 2);
    ask(f, path, LC_SMOOTH_M, at, 7, z);
    assert_true(isnan(z[0]) && isnan(z[1]) && isnan(z[2]) && isnan(z[5]));
    assert_true(isfinite(z[3]) && isfinite(z[4]) && isfinite(z[6]));
}

static void what_is_no_dem(void **state) {
    files *f = *state;
    lc_source source;
    lc_work_crs *crs;
    lc_heights *heights;
    const char *path = write_text(f, "dem.txt", "500");
    assert_works(f, lc_source_parse(f->ctx, path, &source));
    assert_works(f, lc_work_crs_new(f->ctx, 105, 30, &crs));
    assert_fails(f, lc_heights_open(f->ctx, &source, crs, LC_SMOOTH_M, &heights), LC_ERR_INPUT, "raster of heights");
    lc_source_free(&source);
    lc_work_crs_free(crs);
}

/* Also where no tile of the raster is to be read. */
static void cancelled(void **state) {
    files *f = *state;
    lc_source source;
    lc_work_crs *crs;
    lc_heights *heights;
    const lc_xy far_away = {1e6, 0};
    double z;
    assert_works(f, lc_source_parse(f->ctx, write_dem(f, plane, 30, -1), &source));
    assert_works(f, lc_work_crs_new(f->ctx, 105, 30, &crs));
    assert_works(f, lc_heights_open(f->ctx, &source, crs, LC_SMOOTH_M, &heights));
    lc_cancel(f->ctx);
    assert_fails(f, lc_heights_at(f->ctx, heights, &far_away, 1, &z), LC_ERR_CANCELLED, "cancelled");
    lc_cancel_clear(f->ctx);
    assert_works(f, lc_heights_at(f->ctx, heights, &far_away, 1, &z));
    assert_true(isnan(z));
    lc_heights_close(heights);
    lc_work_crs_free(crs);
    lc_source_free(&source);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        TEST(a_plane_comes_back), TEST(noise_is_averaged), TEST(coarse_cells_stay),
        TEST(nodata_and_beyond),  TEST(what_is_no_dem),    TEST(cancelled),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
