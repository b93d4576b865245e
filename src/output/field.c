/* Walking distance as a raster, and whether outputs of other formats than the report's can be written at all. */
#include "output/field.h"

#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "base/output_set.h"
#include "output/write_layer.h"
#include "output/write_raster.h"
#include "report/plane_grids.h"

/* NAME_CELL.tif for a plane, beside NAME.tif of one; malloc'ed. */
static char *path_of_plane(const char *path, const char *cell) {
    const char *dot = strrchr(path, '.');
    return dot ? lc_sprintf("%.*s_%s%s", (int)(dot - path), path, cell, dot) : NULL;
}

static lc_status write_plane(lc_context *ctx, const lc_plane_grids *grids, size_t i, const char *path) {
    const lc_plane_grid *g = &grids->item[i];
    char *own = path_of_plane(path, g->cell);
    float *d = NULL;
    lc_status status = own ? lc_plane_grids_read(ctx, grids, i, &d) : lc_fail_memory(ctx);
    if (status == LC_OK)
        status = lc_raster_write(ctx, own, d, g->grid.width, g->grid.height, g->grid.west, g->grid.north,
                                 g->grid.cell_m, g->crs);
    free(d);
    free(own);
    return status;
}

/* A file for each plane, all of them or none. */
static lc_status write_planes(lc_context *ctx, const lc_plane_grids *grids, const char *category, const char *path,
                              bool *found) {
    lc_status status = lc_raster_check(ctx, path);
    if (status != LC_OK) return status;
    bool own = lc_outputs_join(ctx);
    for (size_t i = 0; status == LC_OK && i < grids->n; i++) {
        if (strcmp(grids->item[i].grid.category, category) != 0) continue;
        *found = true;
        status = write_plane(ctx, grids, i, path);
    }
    return lc_outputs_leave(ctx, own, status);
}

lc_status lc_report_write_field(lc_context *ctx, const lc_report *report, const char *category, const char *path) {
    bool found = false;
    if (report->plane_grids) {
        lc_status status = write_planes(ctx, report->plane_grids, category, path, &found);
        if (status != LC_OK || found) return status;
    }
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
