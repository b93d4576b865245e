/* Walking distance as a raster, and whether outputs of other formats than the report's can be written at all. */
#include "output/field.h"

#include <string.h>

#include "output/write_layer.h"
#include "report/report.h"

lc_status lc_report_write_field(lc_context *ctx, const lc_report *report, const char *category, const char *path) {
    for (size_t i = 0; i < report->n_grids; i++) {
        const lc_distance_grid *grid = &report->grids[i];
        if (strcmp(grid->category, category) == 0)
            return lc_raster_write(ctx, path, grid->d_m, grid->width, grid->height, grid->west, grid->north,
                                   grid->cell_m, report->work_crs);
    }
    return lc_fail(
        ctx, LC_ERR_INPUT,
        "%s cannot be written: the check did not prepare walking distances to '%s'; add it to 'categories' in "
        "its options",
        path, category);
}

lc_status lc_output_check_layer(lc_context *ctx, const char *path) {
    lc_status status = lc_layers_check(ctx, path);
    return status ? status : lc_output_check(ctx, path);
}

lc_status lc_output_check_field(lc_context *ctx, const char *path) {
    lc_status status = lc_raster_check(ctx, path);
    return status ? status : lc_output_check(ctx, path);
}
