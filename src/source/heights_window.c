#include "source/heights_window.h"

#include <math.h>
#include <stdlib.h>

#include "base/language.h"
#include "base/memory.h"
#include "source/gdal_errors.h"

bool lc_heights_window_new(const lc_heights *h, lc_heights_window *w) {
    size_t most = (size_t)(LC_HEIGHTS_TILE + 2 + 2 * h->reach_x) * (size_t)(LC_HEIGHTS_TILE + 2 + 2 * h->reach_y);
    *w = (lc_heights_window){.z = LC_NEW(double, most),
                             .sum = LC_NEW(double, most),
                             .count = LC_NEW(uint32_t, most),
                             .valid = LC_NEW(unsigned char, most)};
    return w->z && w->sum && w->count && w->valid;
}

void lc_heights_window_free(lc_heights_window *w) {
    free(w->z);
    free(w->sum);
    free(w->count);
    free(w->valid);
}

lc_status lc_heights_window_read(lc_context *ctx, const lc_heights *h, lc_heights_window *w) {
    lc_gdal_errors errors;
    lc_gdal_begin(&errors, h->remote);
    CPLErr error = GDALRasterIO(h->band, GF_Read, w->x0, w->y0, w->w, w->h, w->z, w->w, w->h, GDT_Float64, 0, 0);
    if (error == CE_None && h->mask)
        error = GDALRasterIO(h->mask, GF_Read, w->x0, w->y0, w->w, w->h, w->valid, w->w, w->h, GDT_Byte, 0, 0);
    bool ok = error == CE_None && !errors.failed;
    lc_status status =
        ok ? LC_OK
           : lc_fail(ctx, LC_ERR_INPUT, "dem: '%s' cannot be read whole: %s", h->text, lc_gdal_reason(ctx, &errors));
    lc_gdal_end(&errors);
    size_t n = (size_t)w->w * (size_t)w->h;
    for (size_t i = 0; ok && i < n; i++) {
        double z = w->z[i] * h->scale + h->offset;
        w->z[i] = (h->mask && !w->valid[i]) || !isfinite(z) ? NAN : z;
    }
    return status;
}

/* Replace each cell that has a height by the mean of those that have one around it. */
static void average(const lc_heights *h, lc_heights_window *w) {
    if (h->reach_x == 0 && h->reach_y == 0) return;
    for (int y = 0; y < w->h; y++)
        for (int x = 0; x < w->w; x++) {
            size_t at = (size_t)y * (size_t)w->w + (size_t)x;
            w->sum[at] = 0;
            w->count[at] = 0;
            int first = x - h->reach_x < 0 ? -x : -h->reach_x, last = x + h->reach_x < w->w ? h->reach_x : w->w - 1 - x;
            for (int k = first; k <= last; k++) {
                double z = w->z[at + (size_t)(ptrdiff_t)k];
                if (isnan(z)) continue;
                w->sum[at] += z;
                w->count[at]++;
            }
        }
    for (int y = 0; y < w->h; y++)
        for (int x = 0; x < w->w; x++) {
            size_t at = (size_t)y * (size_t)w->w + (size_t)x;
            double sum = 0;
            uint32_t count = 0;
            int first = y - h->reach_y < 0 ? -y : -h->reach_y, last = y + h->reach_y < w->h ? h->reach_y : w->h - 1 - y;
            for (int k = first; k <= last; k++) {
                size_t row = at + (size_t)((ptrdiff_t)k * w->w);
                sum += w->sum[row];
                count += w->count[row];
            }
            if (!isnan(w->z[at])) w->z[at] = sum / count;
        }
}

lc_status lc_heights_window_load(lc_context *ctx, const lc_heights *h, int tile_x, int tile_y, lc_heights_window *w) {
    int x0 = tile_x * LC_HEIGHTS_TILE - h->reach_x, y0 = tile_y * LC_HEIGHTS_TILE - h->reach_y;
    int x1 = tile_x * LC_HEIGHTS_TILE + LC_HEIGHTS_TILE + 1 + h->reach_x,
        y1 = tile_y * LC_HEIGHTS_TILE + LC_HEIGHTS_TILE + 1 + h->reach_y;
    w->x0 = x0 < 0 ? 0 : x0;
    w->y0 = y0 < 0 ? 0 : y0;
    w->w = (x1 < h->info.width ? x1 : h->info.width) - w->x0;
    w->h = (y1 < h->info.height ? y1 : h->info.height) - w->y0;
    lc_status status = lc_heights_window_read(ctx, h, w);
    if (status == LC_OK) average(h, w);
    return status;
}
