#include "source/heights_survey.h"

#include <math.h>

#include "base/language.h"
#include "base/memory.h"
#include "source/gdal_errors.h"
#include "source/heights_window.h"
#include "source/raster_block.h"

enum { SIDE = 16 }; /* points of the outline on each side: straight in one CRS is bent in another */

/* The raster's outline in its own CRS. */
static void lay_outline(GDALDatasetH dataset, const double *to_map, double *x, double *y) {
    double width = GDALGetRasterXSize(dataset), height = GDALGetRasterYSize(dataset);
    static const double corner[5][2] = {{0, 0}, {1, 0}, {1, 1}, {0, 1}, {0, 0}};
    for (int k = 0; k < 4 * SIDE; k++) {
        double t = (double)(k % SIDE) / SIDE;
        const double *a = corner[k / SIDE], *b = corner[k / SIDE + 1];
        double column = width * (a[0] + t * (b[0] - a[0])), row = height * (a[1] + t * (b[1] - a[1]));
        x[k] = to_map[0] + to_map[1] * column + to_map[2] * row;
        y[k] = to_map[3] + to_map[4] * column + to_map[5] * row;
    }
}

static lc_status place(lc_context *ctx, const lc_source *source, GDALDatasetH dataset, lc_box *lonlat) {
    double x[4 * SIDE], y[4 * SIDE], to_map[6];
    lc_crs *crs = NULL;
    if (GDALGetGeoTransform(dataset, to_map) != CE_None)
        return lc_fail(ctx, LC_ERR_INPUT,
                       "dem: '%s' does not say where its cells lie; georeference it, with a world file say",
                       source->text);
    lc_status status = lc_crs_new(ctx, GDALGetSpatialRef(dataset), source->crs, source->text, &crs);
    if (status != LC_OK) return status;
    lay_outline(dataset, to_map, x, y);
    bool ok = lc_crs_to_lonlat(crs, x, y, 4 * SIDE);
    *lonlat = lc_box_empty();
    for (int k = 0; ok && k < 4 * SIDE; k++)
        if (isfinite(x[k]) && isfinite(y[k])) lc_box_add(lonlat, x[k], y[k]);
    lc_crs_free(crs);
    if (ok && lonlat->x0 <= lonlat->x1) return LC_OK;
    return lc_fail(ctx, LC_ERR_INPUT, "dem: '%s' lies nowhere on the globe; check its crs", source->text);
}

lc_status lc_heights_extent(lc_context *ctx, const lc_source *source, lc_box *lonlat) {
    lc_gdal_errors errors;
    lc_gdal_begin(&errors, source->remote);
    GDALDatasetH dataset = lc_gdal_open(&errors, source->path, GDAL_OF_RASTER, NULL);
    lc_status status = dataset ? place(ctx, source, dataset, lonlat)
                               : lc_fail(ctx, LC_ERR_INPUT, "dem: '%s' cannot be opened as a raster of heights: %s",
                                         source->text, lc_gdal_reason(ctx, &errors));
    if (dataset) GDALClose(dataset);
    lc_gdal_end(&errors);
    return status;
}

static void count_cell(double z, lc_heights_survey *out) {
    out->cells++;
    if (isnan(z)) {
        out->without++;
        return;
    }
    out->least_m = fmin(out->least_m, z);
    out->most_m = fmax(out->most_m, z);
    out->zero += z == 0;
    out->whole += z == floor(z);
    out->below_land += z < LC_HEIGHT_LEAST_M;
    out->above += z > LC_HEIGHT_MOST_M;
}

/* Tile by tile: memory does not grow with the raster. */
lc_status lc_heights_count(lc_context *ctx, const lc_heights *h, lc_heights_survey *out) {
    lc_heights_window w;
    lc_status status = lc_raster_ask_cells(ctx, h->text, "dem", (double)h->info.width * h->info.height);
    if (status != LC_OK) return status;
    int across = (h->info.width + LC_HEIGHTS_TILE - 1) / LC_HEIGHTS_TILE,
        down = (h->info.height + LC_HEIGHTS_TILE - 1) / LC_HEIGHTS_TILE;
    status = lc_heights_window_new(h, &w) ? LC_OK : lc_fail_memory(ctx);
    *out = (lc_heights_survey){
        .least_m = NAN, .most_m = NAN, .bytes = GDALGetRasterDataType(h->band) == GDT_Byte && h->scale == 1};
    for (int tile = 0; status == LC_OK && tile < across * down; tile++) {
        w.x0 = tile % across * LC_HEIGHTS_TILE;
        w.y0 = tile / across * LC_HEIGHTS_TILE;
        w.w = w.x0 + LC_HEIGHTS_TILE < h->info.width ? LC_HEIGHTS_TILE : h->info.width - w.x0;
        w.h = w.y0 + LC_HEIGHTS_TILE < h->info.height ? LC_HEIGHTS_TILE : h->info.height - w.y0;
        status = lc_heights_window_read(ctx, h, &w);
        for (int i = 0; status == LC_OK && i < w.w * w.h; i++) count_cell(w.z[i], out);
        if (status == LC_OK) status = lc_progress(ctx, (double)(tile + 1) / ((double)across * down));
    }
    lc_heights_window_free(&w);
    return status;
}
