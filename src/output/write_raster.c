#include "output/write_raster.h"

#include <cpl_string.h>
#include <gdal.h>
#include <limits.h>
#include <math.h>
#include <ogr_srs_api.h>
#include <string.h>

#include "base/memory.h"
#include "output/staging.h"
#include "output/write_layer.h"

static const float NODATA = -9999;

static const char *raster_ending(const char *path) {
    static const char *const endings[] = {".tif", ".tiff"};
    return lc_path_ending(path, endings, sizeof endings / sizeof *endings);
}

lc_status lc_raster_check(lc_context *ctx, const char *path) {
    if (raster_ending(path)) return LC_OK;
    return lc_fail(ctx, LC_ERR_INPUT,
                   "%s cannot be written: walking distances go into a GeoTIFF; let the name end in .tif", path);
}

static bool write_rows(GDALRasterBandH band, const float *value, int width, int height, float *row) {
    for (int y = 0; y < height; y++) {
        const float *from = value + (size_t)y * (size_t)width;
        for (int x = 0; x < width; x++) row[x] = isnan(from[x]) ? NODATA : from[x];
        if (GDALRasterIO(band, GF_Write, 0, y, width, 1, row, width, 1, GDT_Float32, 0, 0) != CE_None) return false;
    }
    return true;
}

static bool set_crs(GDALDatasetH dataset, const char *crs) {
    OGRSpatialReferenceH reference = OSRNewSpatialReference(NULL);
    bool good = reference && OSRSetFromUserInput(reference, crs) == OGRERR_NONE &&
                GDALSetSpatialRef(dataset, reference) == CE_None;
    OSRDestroySpatialReference(reference);
    return good;
}

/* The raster in memory, which the COG driver then lays out as a file. */
static GDALDatasetH make_dataset(const float *value, int width, int height, double west, double north, double cell_m,
                                 const char *crs) {
    GDALDriverH memory = GDALGetDriverByName("MEM");
    GDALDatasetH dataset = memory ? GDALCreate(memory, "", width, height, 1, GDT_Float32, NULL) : NULL;
    float *row = LC_NEW(float, (size_t)width);
    double transform[] = {west, cell_m, 0, north, 0, -cell_m};
    bool good = false;
    if (dataset && row) {
        GDALRasterBandH band = GDALGetRasterBand(dataset, 1);
        good = GDALSetGeoTransform(dataset, transform) == CE_None && set_crs(dataset, crs) &&
               GDALSetMetadataItem(dataset, GDALMD_AREA_OR_POINT, GDALMD_AOP_AREA, NULL) == CE_None &&
               GDALSetRasterNoDataValue(band, NODATA) == CE_None && GDALSetRasterUnitType(band, "metre") == CE_None &&
               write_rows(band, value, width, height, row);
    }
    free(row);
    if (good) return dataset;
    GDALClose(dataset);
    return NULL;
}

static int go_on(double done, const char *text, void *user) {
    const lc_staging *staging = user;
    (void)done;
    (void)text;
    return !lc_cancelled(staging->ctx);
}

/* A tile of the coarser levels is the mean of what is under it, nodata aside. */
static lc_status write_cog(lc_staging *staging, GDALDatasetH dataset, const char *file) {
    static const char *const options[] = {"COMPRESS=DEFLATE",   "PREDICTOR=FLOATING_POINT", "BLOCKSIZE=256",
                                          "RESAMPLING=AVERAGE", "BIGTIFF=IF_SAFER",         NULL};
    GDALDriverH driver = GDALGetDriverByName("COG");
    GDALDatasetH copy =
        driver ? GDALCreateCopy(driver, file, dataset, FALSE, (char **)(uintptr_t)options, go_on, staging) : NULL;
    GDALClose(copy);
    return copy && !staging->errors.failed ? LC_OK : lc_staging_fail(staging);
}

lc_status lc_raster_write(lc_context *ctx, const char *path, const float *value, size_t width, size_t height,
                          double west, double north, double cell_m, const char *crs) {
    lc_staging staging = {0};
    char *folder = NULL, *file = NULL;
    GDALDatasetH dataset = NULL;
    lc_status status = lc_raster_check(ctx, path);
    if (status) return status;
    if (width < 1 || height < 1 || width > INT_MAX || height > INT_MAX)
        return lc_fail(ctx, LC_ERR_INPUT, "%s cannot be written: a raster of %zu x %zu cells", path, width, height);
    status = lc_staging_begin(ctx, path, &staging);
    if (status) goto done;
    folder = lc_staging_folder(&staging);
    file = folder ? lc_sprintf("%s/data%s", folder, raster_ending(path)) : NULL;
    if (!file) {
        status = lc_fail_memory(ctx);
        goto done;
    }
    dataset = make_dataset(value, (int)width, (int)height, west, north, cell_m, crs);
    status = dataset ? write_cog(&staging, dataset, file) : lc_staging_fail(&staging);
    if (!status) status = lc_staging_take(&staging, folder, path, raster_ending(path));
    if (!status) status = lc_staging_commit(&staging);
done:
    if (dataset) GDALClose(dataset);
    free(file);
    free(folder);
    lc_staging_end(&staging);
    return status;
}
