#include "report/plane_grids.h"

#include <errno.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/memory.h"
#include "base/temp_file.h"

static const double HALF = 0.5 * 0.5; /* degrees: half a cell */

void lc_plane_grids_free(lc_plane_grids *g) {
    if (!g) return;
    for (size_t i = 0; i < g->n; i++) {
        free(g->item[i].grid.category);
        free(g->item[i].crs);
    }
    free(g->item);
    if (g->file) fclose(g->file);
    free(g);
}

static lc_status fail_file(lc_context *ctx) {
    return lc_fail(ctx, LC_ERR_IO, "a temporary file for rasters of distances cannot be used: %s", strerror(errno));
}

/* Stretches, each with how many cells have no distance, how many have one, and these: most cells of a country have
 * none.
 */
static bool put(FILE *file, const float *d, size_t n) {
    for (size_t i = 0; i < n;) {
        size_t length[2] = {0, 0};
        while (i + length[0] < n && isnan(d[i + length[0]])) length[0]++;
        i += length[0];
        while (i + length[1] < n && !isnan(d[i + length[1]])) length[1]++;
        if (fwrite(length, sizeof *length, 2, file) != 2 || fwrite(d + i, sizeof *d, length[1], file) != length[1])
            return false;
        i += length[1];
    }
    return true;
}

static bool get(FILE *file, float *d, size_t n) {
    for (size_t i = 0; i < n;) {
        size_t length[2];
        if (fread(length, sizeof *length, 2, file) != 2 || length[0] > n - i || length[1] > n - i - length[0])
            return false;
        for (size_t end = i + length[0]; i < end; i++) d[i] = NAN;
        if (fread(d + i, sizeof *d, length[1], file) != length[1]) return false;
        i += length[1];
    }
    return true;
}

static lc_status add_one(lc_context *ctx, const lc_distance_grid *from, const char *crs, lc_xy centre,
                         lc_plane_grids *to) {
    if (!LC_ROOM(to->item, to->capacity, to->n + 1)) return lc_fail_memory(ctx);
    lc_plane_grid *g = &to->item[to->n++];
    *g = (lc_plane_grid){.grid = *from, .crs = lc_strdup(crs)};
    g->grid.d_m = NULL;
    g->grid.category = lc_strdup(from->category);
    if (!g->crs || !g->grid.category) return lc_fail_memory(ctx);
    double west = centre.x - HALF, south = centre.y - HALF;
    snprintf(g->cell, sizeof g->cell, "%c%04.1f%c%05.1f", south < 0 ? 'S' : 'N', fabs(south), west < 0 ? 'W' : 'E',
             fabs(west));
    g->at = ftell(to->file);
    return g->at >= 0 && put(to->file, from->d_m, from->width * from->height) ? LC_OK : fail_file(ctx);
}

/* A file of which nothing is left when it is closed, or when the process ends. */
static FILE *open_file(void) {
    char *path;
    int fd = lc_scratch_open(&path);
    if (fd >= 0) unlink(path);
    free(path);
    FILE *file = fd >= 0 ? fdopen(fd, "w+b") : NULL;
    if (fd >= 0 && !file) close(fd);
    return file;
}

lc_status lc_plane_grids_add(lc_context *ctx, const lc_distance_grid *grid, size_t n, const char *crs, lc_xy centre,
                             lc_plane_grids **grids) {
    lc_status status = LC_OK;
    if (!n) return LC_OK;
    if (!*grids && !(*grids = LC_NEW0(lc_plane_grids, 1))) status = lc_fail_memory(ctx);
    if (status == LC_OK && !(*grids)->file && !((*grids)->file = open_file())) status = fail_file(ctx);
    for (size_t i = 0; status == LC_OK && i < n; i++) status = add_one(ctx, &grid[i], crs, centre, *grids);
    return status;
}

lc_status lc_plane_grids_read(lc_context *ctx, const lc_plane_grids *g, size_t i, float **out) {
    const lc_distance_grid *grid = &g->item[i].grid;
    float *d = LC_NEW(float, grid->width * grid->height);
    if (!d) return lc_fail_memory(ctx);
    if (fflush(g->file) != 0 || fseek(g->file, g->item[i].at, SEEK_SET) != 0 ||
        !get(g->file, d, grid->width * grid->height)) {
        free(d);
        return fail_file(ctx);
    }
    *out = d;
    return LC_OK;
}
