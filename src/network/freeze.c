#include "network/freeze.h"

#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "network/lines.h"

void lc_frozen_free(lc_frozen *frozen) {
    free(frozen->start);
    free(frozen->vertex);
    free(frozen->path_class);
    free(frozen->z);
    free(frozen->lonlat);
    free(frozen->level);
    *frozen = (lc_frozen){0};
}

/* ------------------------------------------------------------------------------------------------------- freezing */

static bool copy_start(lc_frozen *frozen, const size_t *start, size_t n) {
    frozen->start = LC_NEW(uint32_t, n + 1);
    frozen->n = n;
    if (!frozen->start) return false;
    frozen->start[0] = 0; /* without a path there is no start to copy */
    for (size_t i = 0; n && i <= n; i++) frozen->start[i] = (uint32_t)start[i];
    return true;
}

lc_status lc_freeze_osm(lc_context *ctx, const lc_osm *osm, const lc_walk_rules *rules, lc_frozen *out) {
    lc_paths paths = {0};
    lc_frozen frozen = {0};
    lc_status status = lc_paths_from_osm(ctx, osm, rules, NULL, &paths);
    if (status == LC_OK && !copy_start(&frozen, paths.start, paths.n)) status = lc_fail_memory(ctx);
    if (status == LC_OK) {
        frozen.vertex = paths.vertex;
        frozen.n_vertex = paths.n_vertices;
        frozen.path_class = paths.path_class;
        frozen.n_class = paths.n;
        paths.path_class = NULL;
        frozen.n_links = paths.n_links;
        frozen.lonlat = paths.xy;
        frozen.n_lonlat = paths.n_xy;
        paths.vertex = NULL;
        paths.xy = NULL;
        *out = frozen;
    } else {
        lc_frozen_free(&frozen);
    }
    lc_paths_free(&paths);
    return status;
}

/* A line has one part, so that the parts' starts are the lines'. */
lc_status lc_freeze_lines(lc_context *ctx, const lc_geoms *lines, const lc_noding *how, lc_frozen *out) {
    lc_frozen frozen = {.lines = true, .node_all = how->all, .tolerance_m = how->tolerance_m, .n_lonlat = lines->n_xy};
    frozen.lonlat = LC_NEW(lc_xy, lines->n_xy);
    frozen.level = LC_NEW(int32_t, lines->n);
    frozen.path_class = LC_NEW(uint8_t, lines->n);
    frozen.z = LC_NEW(double, how->z ? lines->n_xy : 0);
    if (!frozen.lonlat || !frozen.level || !frozen.path_class || !frozen.z ||
        !copy_start(&frozen, lines->xy_of, lines->n)) {
        lc_frozen_free(&frozen);
        return lc_fail_memory(ctx);
    }
    if (lines->n_xy) memcpy(frozen.lonlat, lines->xy, lines->n_xy * sizeof *lines->xy);
    for (; frozen.n_level < lines->n; frozen.n_level++)
        frozen.level[frozen.n_level] = how->level ? how->level[frozen.n_level] : 0;
    for (; frozen.n_class < lines->n; frozen.n_class++)
        frozen.path_class[frozen.n_class] = how->path_class ? how->path_class[frozen.n_class] : 0;
    frozen.n_z = how->z ? lines->n_xy : 0;
    if (frozen.n_z) memcpy(frozen.z, how->z, frozen.n_z * sizeof *frozen.z);
    *out = frozen;
    return LC_OK;
}

/* -------------------------------------------------------------------------------------------------------- thawing */

/* Paths of which all but `start` is there, in lon/lat, in the work CRS; frees them when that fails. */
static lc_status finish_paths(lc_context *ctx, const lc_frozen *frozen, const lc_work_crs *crs, lc_paths *paths) {
    paths->n = frozen->n;
    paths->n_links = frozen->n_links;
    paths->start = LC_NEW(size_t, paths->n + 1);
    lc_status status = paths->start && paths->xy && paths->vertex && paths->path_class ? LC_OK : lc_fail_memory(ctx);
    for (size_t i = 0; status == LC_OK && i <= paths->n; i++) paths->start[i] = frozen->start[i];
    if (status == LC_OK) status = lc_work_crs_project_many(ctx, crs, paths->xy, paths->n_xy);
    if (status != LC_OK) lc_paths_free(paths);
    return status;
}

static lc_status thaw_paths(lc_context *ctx, const lc_frozen *frozen, const lc_work_crs *crs, lc_paths *out) {
    lc_paths paths = {.n_xy = frozen->n_lonlat, .n_vertices = frozen->n_vertex};
    paths.xy = LC_NEW(lc_xy, paths.n_xy);
    paths.vertex = LC_NEW(uint32_t, paths.n_vertices);
    paths.path_class = LC_NEW(uint8_t, frozen->n_class);
    if (paths.path_class && frozen->n_class) memcpy(paths.path_class, frozen->path_class, frozen->n_class);
    if (paths.xy && paths.n_xy) memcpy(paths.xy, frozen->lonlat, paths.n_xy * sizeof *paths.xy);
    if (paths.vertex && paths.n_vertices) memcpy(paths.vertex, frozen->vertex, paths.n_vertices * sizeof *paths.vertex);
    lc_status status = finish_paths(ctx, frozen, crs, &paths);
    *out = paths;
    return status;
}

lc_status lc_thaw_away(lc_context *ctx, lc_frozen *frozen, const lc_work_crs *crs, lc_paths *out) {
    lc_paths paths = {.n_xy = frozen->n_lonlat,
                      .n_vertices = frozen->n_vertex,
                      .xy = frozen->lonlat,
                      .vertex = frozen->vertex,
                      .path_class = frozen->path_class};
    frozen->lonlat = NULL;
    frozen->vertex = NULL;
    frozen->path_class = NULL;
    lc_status status = finish_paths(ctx, frozen, crs, &paths);
    lc_frozen_free(frozen);
    *out = paths;
    return status;
}

static bool copy_line(const lc_frozen *frozen, size_t i, lc_geoms *lines) {
    bool ok = lc_geoms_begin(lines, LC_LINE, (uint32_t)i) && lc_geoms_begin_part(lines);
    for (size_t k = frozen->start[i]; ok && k < frozen->start[i + 1]; k++)
        ok = lc_geoms_add(lines, frozen->lonlat[k].x, frozen->lonlat[k].y);
    return ok;
}

lc_status lc_thaw_lines(lc_context *ctx, const lc_frozen *frozen, const lc_work_crs *crs, lc_geoms *out) {
    lc_geoms lines = {0};
    bool ok = true;
    for (size_t i = 0; ok && i < frozen->n; i++) ok = copy_line(frozen, i, &lines);
    lc_status status = ok ? lc_work_crs_project_many(ctx, crs, lines.xy, lines.n_xy) : lc_fail_memory(ctx);
    if (status == LC_OK)
        *out = lines;
    else
        lc_geoms_free(&lines);
    return status;
}

static lc_status join_lines(lc_context *ctx, const lc_frozen *frozen, const lc_work_crs *crs, lc_paths *out,
                            lc_line_finds *finds) {
    const lc_noding how = {.all = frozen->node_all,
                           .tolerance_m = frozen->tolerance_m,
                           .level = frozen->level,
                           .path_class = frozen->path_class,
                           .z = frozen->n_z ? frozen->z : NULL};
    lc_geoms lines = {0};
    lc_status status = lc_thaw_lines(ctx, frozen, crs, &lines);
    if (status == LC_OK) status = lc_paths_from_lines(ctx, &lines, &how, out, finds);
    lc_geoms_free(&lines);
    return status;
}

lc_status lc_thaw(lc_context *ctx, const lc_frozen *frozen, const lc_work_crs *crs, lc_paths *out,
                  lc_line_finds *finds) {
    lc_line_finds found = {0};
    lc_status status = frozen->lines ? join_lines(ctx, frozen, crs, out, &found) : thaw_paths(ctx, frozen, crs, out);
    if (finds && status == LC_OK)
        *finds = found;
    else
        lc_line_finds_free(&found);
    return status;
}

/* --------------------------------------------------------------------------------------------------------- arrays */

void lc_frozen_list(lc_frozen *frozen, lc_frozen_array list[LC_FROZEN_ARRAYS]) {
    list[0] = (lc_frozen_array){"path_start", (void **)&frozen->start, sizeof *frozen->start, &frozen->n};
    list[1] = (lc_frozen_array){"path_vertex", (void **)&frozen->vertex, sizeof *frozen->vertex, &frozen->n_vertex};
    list[2] = (lc_frozen_array){"vertex_lonlat", (void **)&frozen->lonlat, sizeof *frozen->lonlat, &frozen->n_lonlat};
    list[3] = (lc_frozen_array){"line_level", (void **)&frozen->level, sizeof *frozen->level, &frozen->n_level};
    list[4] =
        (lc_frozen_array){"path_class", (void **)&frozen->path_class, sizeof *frozen->path_class, &frozen->n_class};
    list[5] = (lc_frozen_array){"vertex_z", (void **)&frozen->z, sizeof *frozen->z, &frozen->n_z};
}

bool lc_frozen_valid(const lc_frozen *frozen) {
    size_t end = frozen->lines ? frozen->n_lonlat : frozen->n_vertex;
    bool ok = frozen->start[0] == 0 && frozen->start[frozen->n] == end &&
              frozen->n_level == (frozen->lines ? frozen->n : 0) && frozen->n_class == frozen->n &&
              (frozen->n_z == 0 || (frozen->lines && frozen->n_z == frozen->n_lonlat)) &&
              frozen->n_links <= (frozen->lines ? 0 : frozen->n) && frozen->tolerance_m >= 0 &&
              isfinite(frozen->tolerance_m);
    for (size_t i = 0; ok && i < frozen->n; i++) ok = frozen->start[i] <= frozen->start[i + 1];
    for (size_t i = frozen->n - (ok ? frozen->n_links : 0); ok && i < frozen->n; i++)
        ok = frozen->start[i + 1] - frozen->start[i] == 2;
    for (size_t i = 0; ok && i < frozen->n_vertex; i++) ok = frozen->vertex[i] < frozen->n_lonlat;
    for (size_t i = 0; ok && i < frozen->n_lonlat; i++)
        ok = fabs(frozen->lonlat[i].x) <= 720 && fabs(frozen->lonlat[i].y) <= 90;
    return ok;
}
