/* Rasters of GeoTIFF, as people and as heights. */
#include <math.h>

#include "fuzz.h"
#include "geo/workcrs.h"
#include "source/heights.h"
#include "source/raster.h"

static const lc_xy PLACE = {104.06, 30.62};

static void read_cells(lc_context *ctx, const lc_source *source) {
    const lc_box box = {PLACE.x - 0.01, PLACE.y - 0.01, PLACE.x + 0.01, PLACE.y + 0.01};
    lc_cells cells = {0};
    if (fuzz_ok(ctx, lc_cells_read(ctx, source, "demand", &box, &cells)))
        for (size_t i = 0; i < cells.n; i++) {
            fuzz_assert(cells.value[i] > 0 && isfinite(cells.value[i]), "cells that count have people");
            const lc_xy at = cells.centre[i];
            fuzz_assert(at.x >= box.x0 && at.x <= box.x1 && at.y >= box.y0 && at.y <= box.y1, "cells lie in the box");
        }
    fuzz_got_through = fuzz_got_through || cells.n;
    lc_cells_free(&cells);
}

static void read_heights(lc_context *ctx, const lc_source *source) {
    lc_work_crs *crs = NULL;
    lc_heights *heights = NULL;
    double z[3];
    const lc_xy xy[] = {{0, 0}, {100, 50}, {-1e4, 1e4}};
    fuzz_assert(lc_work_crs_new(ctx, PLACE.x, PLACE.y, &crs) == LC_OK, "the place has a work CRS");
    if (fuzz_ok(ctx, lc_heights_open(ctx, source, crs, LC_SMOOTH_M, &heights)) &&
        fuzz_ok(ctx, lc_heights_at(ctx, heights, xy, 3, z)))
        for (size_t i = 0; i < 3; i++) fuzz_assert(!isinf(z[i]), "a height is a number");
    lc_heights_close(heights);
    lc_work_crs_free(crs);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    fuzz_file file = fuzz_write(data, size, ".tif");
    lc_context *ctx = fuzz_context();
    lc_source source = {0};
    fuzz_assert(lc_source_parse(ctx, file.path, &source) == LC_OK, "a path is a source");
    if (lc_source_is_raster(&source)) {
        read_cells(ctx, &source);
        read_heights(ctx, &source);
    }
    lc_source_free(&source);
    lc_context_free(ctx);
    fuzz_remove(&file);
    return 0;
}
