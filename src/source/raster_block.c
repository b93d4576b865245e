#include "source/raster_block.h"

#include "base/budget.h"
#include "base/error.h"

static double block_bytes(GDALRasterBandH band) {
    int width, height;
    GDALGetBlockSize(band, &width, &height);
    return width * (double)height * GDALGetDataTypeSizeBytes(GDALGetRasterDataType(band));
}

lc_status lc_raster_ask_block(lc_context *ctx, const lc_source *source, const char *role, GDALRasterBandH band,
                              GDALRasterBandH mask) {
    static const double MOST_MB = 512;
    double bytes = block_bytes(band), of_mask = mask ? block_bytes(mask) : 0;
    double most = bytes > of_mask ? bytes : of_mask;
    /* What is read at once may lie in four of them. */
    if (most <= 1e6 * MOST_MB) return lc_memory_ask(ctx, source->path, (uint64_t)(4 * (bytes + of_mask)));
    return lc_fail(ctx, LC_ERR_INPUT,
                   "%s: '%s' keeps its cells in blocks of %.0f MB, which cannot be read in parts; write it in tiles: "
                   "gdal_translate -co TILED=YES",
                   role, source->text, 1e-6 * most);
}

lc_status lc_raster_ask_cells(lc_context *ctx, const char *text, const char *role, double cells) {
    static const double MOST = 1e10;
    if (cells <= MOST) return LC_OK;
    return lc_fail(ctx, LC_ERR_INPUT,
                   "%s: '%s' has %.3g cells where it is needed, and %.0g at most can be read; make it coarser with "
                   "gdalwarp, or cut the area out of it",
                   role, text, cells, MOST);
}
