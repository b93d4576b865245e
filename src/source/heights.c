#include "source/heights.h"

#include <math.h>
#include <string.h>
#include <sys/stat.h>

#include "base/hash.h"
#include "base/language.h"
#include "base/memory.h"
#include "base/sort.h"
#include "source/gdal_errors.h"
#include "source/heights_window.h"
#include "source/raster_block.h"

/* --------------------------------------------------------------------------------------------------------- opening */

static lc_status refuse(lc_context *ctx, const lc_source *source, const char *what) {
    return lc_fail(ctx, LC_ERR_INPUT, "dem: '%s' %s", source->text, lc_tr(ctx, what));
}

static lc_status open_band(lc_context *ctx, const lc_source *source, lc_gdal_errors *errors, lc_heights *h) {
    if (source->layername || source->layerid || source->subset)
        return refuse(ctx, source, LC_TEXT("is a raster, which has no layername, layerid or subset; leave them out"));
    if (source->nodata)
        return refuse(ctx, source,
                      LC_TEXT("is a raster of heights, for which nodata= means nothing; declare it in the file"));
    h->dataset = lc_gdal_open(errors, source->path, GDAL_OF_RASTER, NULL);
    if (!h->dataset)
        return lc_fail(ctx, LC_ERR_INPUT, "dem: '%s' cannot be opened as a raster of heights: %s", source->text,
                       lc_gdal_reason(ctx, errors));
    if (GDALGetRasterCount(h->dataset) == 0)
        return refuse(ctx, source,
                      LC_TEXT("holds several rasters and no band of its own; name one of them as GDAL does"));
    h->band = GDALGetRasterBand(h->dataset, 1);
    if (GDALDataTypeIsComplex(GDALGetRasterDataType(h->band)))
        return refuse(ctx, source, LC_TEXT("has complex numbers in band 1; give a raster of plain numbers"));
    h->mask = GDALGetMaskFlags(h->band) & GMF_ALL_VALID ? NULL : GDALGetMaskBand(h->band);
    int given;
    h->scale = GDALGetRasterScale(h->band, &given);
    if (!given) h->scale = 1;
    h->offset = GDALGetRasterOffset(h->band, &given);
    if (!given) h->offset = 0;
    return lc_raster_ask_block(ctx, source, "dem", h->band, h->mask);
}

static lc_status place_on_globe(lc_context *ctx, const lc_source *source, lc_gdal_errors *errors, lc_heights *h) {
    if (GDALGetGeoTransform(h->dataset, h->to_map) != CE_None || !GDALInvGeoTransform(h->to_map, h->to_pixel))
        return refuse(ctx, source, LC_TEXT("does not say where its cells lie; georeference it, with a world file say"));
    errors->failed = false; /* a missing position may be told as an error, too */
    return lc_crs_new(ctx, GDALGetSpatialRef(h->dataset), source->crs, source->text, &h->crs);
}

/* Metres in the work CRS from the cell in the middle of the work CRS to the next one in its row, and in its column. */
static lc_status measure_cells(lc_context *ctx, const lc_source *source, lc_heights *h) {
    lc_xy centre = {0, 0};
    lc_work_crs_unproject(h->work, &centre, 1);
    lc_xy map = centre;
    double x[3], y[3];
    bool ok = lc_crs_from_lonlat(h->crs, &map.x, &map.y, 1);
    for (int k = 0; k < 3; k++) {
        x[k] = map.x + (k == 1 ? h->to_map[1] : k == 2 ? h->to_map[2] : 0);
        y[k] = map.y + (k == 1 ? h->to_map[4] : k == 2 ? h->to_map[5] : 0);
    }
    ok = ok && lc_crs_to_lonlat(h->crs, x, y, 3);
    lc_xy at[3] = {{x[0], y[0]}, {x[1], y[1]}, {x[2], y[2]}};
    if (ok) lc_work_crs_project(h->work, at, 3);
    h->info.cell_x_m = lc_length(at[1].x - at[0].x, at[1].y - at[0].y);
    h->info.cell_y_m = lc_length(at[2].x - at[0].x, at[2].y - at[0].y);
    if (ok && isfinite(h->info.cell_x_m + h->info.cell_y_m) && h->info.cell_x_m > 0 && h->info.cell_y_m > 0)
        return LC_OK;
    return refuse(ctx, source, LC_TEXT("lies in a CRS that the communities cannot be shown in; check its crs"));
}

static lc_status set_reach(lc_context *ctx, const lc_source *source, double smooth_m, lc_heights *h) {
    lc_status status = measure_cells(ctx, source, h);
    if (status != LC_OK) return status;
    double x = floor(smooth_m / h->info.cell_x_m + 1e-9), y = floor(smooth_m / h->info.cell_y_m + 1e-9);
    if (x > LC_HEIGHTS_TILE || y > LC_HEIGHTS_TILE)
        return lc_fail(ctx, LC_ERR_INPUT,
                       "dem: '%s' has cells of %.3g m, and --dem-smooth %g would average over more than %d of them on "
                       "each side; make the raster coarser with gdalwarp, or smooth less",
                       source->text, lc_min(h->info.cell_x_m, h->info.cell_y_m), smooth_m, LC_HEIGHTS_TILE);
    h->reach_x = (int)x;
    h->reach_y = (int)y;
    return LC_OK;
}

static lc_status describe(lc_context *ctx, const lc_source *source, lc_heights *h) {
    const char *path = source->path;
    struct stat info;
    h->info.file = lc_strdup(lc_source_basename(source));
    h->info.crs = lc_strdup(lc_crs_name(h->crs));
    h->text = lc_strdup(source->text);
    if (!h->info.file || !h->info.crs || !h->text) return lc_fail_memory(ctx);
    h->info.width = GDALGetRasterXSize(h->dataset);
    h->info.height = GDALGetRasterYSize(h->dataset);
    bool is_file = stat(path, &info) == 0 && S_ISREG(info.st_mode);
    return is_file ? lc_sha256_files(ctx, &path, 1, h->info.sha256) : LC_OK;
}

lc_status lc_heights_open(lc_context *ctx, const lc_source *source, const lc_work_crs *crs, double smooth_m,
                          lc_heights **out) {
    lc_gdal_errors errors;
    lc_heights *h = LC_NEW0(lc_heights, 1);
    if (!h) return lc_fail_memory(ctx);
    h->work = crs;
    h->remote = source->remote;
    lc_gdal_begin(&errors, source->remote);
    lc_status status = open_band(ctx, source, &errors, h);
    if (status == LC_OK) status = place_on_globe(ctx, source, &errors, h);
    if (status == LC_OK) status = set_reach(ctx, source, smooth_m, h);
    if (status == LC_OK) status = describe(ctx, source, h);
    lc_gdal_end(&errors);
    if (status == LC_OK)
        *out = h;
    else
        lc_heights_close(h);
    return lc_fail_at(ctx, status, &(lc_where){LC_WHERE(LC_ERROR_SOURCE), .file = source->path});
}

void lc_heights_close(lc_heights *h) {
    if (!h) return;
    if (h->dataset) GDALClose(h->dataset);
    lc_crs_free(h->crs);
    free(h->text);
    free(h->info.file);
    free(h->info.crs);
    free(h);
}

const lc_heights_info *lc_heights_of(const lc_heights *h) {
    return &h->info;
}

/* --------------------------------------------------------------------------------------------------- interpolation */

/* Before the first and beyond the last cell centre the outermost cell holds, up to the raster's edge. */
static bool cells_around(double p, int n, int *low, double *t) {
    if (!(p >= 0 && p <= n)) return false;
    p = p - 0.5 < 0 ? 0 : p - 0.5 > n - 1 ? n - 1 : p - 0.5;
    *low = (int)p < n - 1 ? (int)p : n - 1;
    *t = p - *low;
    return true;
}

static double interpolate(const lc_heights_window *w, int x, double tx, int y, double ty) {
    double z = 0;
    for (int k = 0; k < 4; k++) {
        int right = k & 1, below = k >> 1;
        double weight = (right ? tx : 1 - tx) * (below ? ty : 1 - ty);
        if (weight <= 0) continue;
        z += weight * w->z[(size_t)(y + below - w->y0) * (size_t)w->w + (size_t)(x + right - w->x0)];
    }
    return z;
}

/* A place to be asked for, and the tile that its upper left cell lies in. */
typedef struct {
    int x, y;
    double tx, ty;
} spot_t;

/* The spot at map coordinates (x, y); false beyond the raster. */
static bool find_spot(const lc_heights *h, double x, double y, spot_t *spot) {
    const double *m = h->to_pixel;
    return cells_around(m[0] + m[1] * x + m[2] * y, h->info.width, &spot->x, &spot->tx) &&
           cells_around(m[3] + m[4] * x + m[5] * y, h->info.height, &spot->y, &spot->ty);
}

/* The spots of map coordinates, and in order[] those on the raster with their tiles; returns their number. */
static size_t find_spots(const lc_heights *h, const double *x, const double *y, size_t n, spot_t *spot,
                         lc_keyed *order) {
    size_t kept = 0, tiles_x = (size_t)h->info.width / LC_HEIGHTS_TILE + 1;
    double turn = lc_crs_turn(h->crs);
    for (size_t i = 0; i < n; i++) {
        bool found = isfinite(x[i] + y[i]) && find_spot(h, x[i], y[i], &spot[i]);
        if (!found && turn > 0) /* rasters may count degrees from 0 to 360 */
            found = find_spot(h, x[i] + turn, y[i], &spot[i]) || find_spot(h, x[i] - turn, y[i], &spot[i]);
        if (!found) continue;
        size_t tile = (size_t)(spot[i].y / LC_HEIGHTS_TILE) * tiles_x + (size_t)(spot[i].x / LC_HEIGHTS_TILE);
        order[kept++] = (lc_keyed){(uint32_t)tile, (uint32_t)i};
    }
    return kept;
}

static lc_status ask_tiles(lc_context *ctx, const lc_heights *h, const spot_t *spot, const lc_keyed *order, size_t n,
                           double *z) {
    lc_heights_window w;
    lc_status status = lc_heights_window_new(h, &w) ? LC_OK : lc_fail_memory(ctx);
    for (size_t i = 0, end; status == LC_OK && i < n; i = end) {
        const spot_t *first = &spot[order[i].item];
        status = lc_heights_window_load(ctx, h, first->x / LC_HEIGHTS_TILE, first->y / LC_HEIGHTS_TILE, &w);
        for (end = i; end < n && order[end].key == order[i].key; end++) {
            const spot_t *s = &spot[order[end].item];
            if (status == LC_OK) z[order[end].item] = interpolate(&w, s->x, s->tx, s->y, s->ty);
        }
        if (status == LC_OK) status = lc_progress(ctx, (double)end / (double)n);
    }
    lc_heights_window_free(&w);
    return status;
}

enum { BLOCK = 1 << 16 }; /* places brought into a CRS at once */

/* Places of the work CRS in the raster's CRS. */
static lc_status to_map(lc_context *ctx, const lc_heights *h, const lc_xy *xy, size_t n, double *x, double *y) {
    lc_xy *lonlat = LC_NEW(lc_xy, n);
    if (!lonlat) return lc_fail_memory(ctx);
    if (n) memcpy(lonlat, xy, n * sizeof *xy);
    lc_status status = lc_work_crs_unproject_many(ctx, h->work, lonlat, n);
    for (size_t i = 0; i < n; i++) x[i] = lonlat[i].x, y[i] = lonlat[i].y;
    free(lonlat);
    for (size_t i = 0, part; status == LC_OK && i < n; i += part) {
        part = n - i < BLOCK ? n - i : BLOCK;
        status = lc_crs_from_lonlat(h->crs, x + i, y + i, part) ? lc_fail_cancelled(ctx) : lc_fail_memory(ctx);
    }
    return status;
}

lc_status lc_heights_at(lc_context *ctx, lc_heights *h, const lc_xy *xy, size_t n, double *z_m) {
    double *x = LC_NEW(double, n), *y = LC_NEW(double, n);
    spot_t *spot = LC_NEW(spot_t, n);
    lc_keyed *order = LC_NEW(lc_keyed, n);
    lc_status status = x && y && spot && order ? to_map(ctx, h, xy, n, x, y) : lc_fail_memory(ctx);
    if (status != LC_OK) goto done;
    for (size_t i = 0; i < n; i++) z_m[i] = NAN;
    size_t kept = find_spots(h, x, y, n, spot, order);
    status = lc_sort_keyed(order, kept) ? ask_tiles(ctx, h, spot, order, kept, z_m) : lc_fail_memory(ctx);
done:
    free(x);
    free(y);
    free(spot);
    free(order);
    return status;
}
