#include "network/paths.h"

#include <stdlib.h>
#include <string.h>

#include "base/memory.h"

static bool begin(lc_paths *paths) {
    if (!LC_ROOM(paths->start, paths->cap_start, paths->n + 2)) return false;
    paths->start[paths->n++] = paths->n_vertices;
    paths->start[paths->n] = paths->n_vertices;
    return true;
}

bool lc_paths_add(lc_paths *paths, uint32_t vertex) {
    if (!LC_ROOM(paths->vertex, paths->cap_vertex, paths->n_vertices + 1)) return false;
    paths->vertex[paths->n_vertices++] = vertex;
    paths->start[paths->n] = paths->n_vertices;
    return true;
}

bool lc_paths_any(const lc_paths *paths) {
    return paths->n_vertices > paths->n; /* a path has a vertex at least */
}

/* Paths that say no class are plain: where any has one, all have. */
static bool set_class(lc_paths *paths, uint8_t path_class) {
    size_t before = paths->path_class ? paths->n - 1 : 0;
    if (!LC_ROOM(paths->path_class, paths->cap_class, paths->n)) return false;
    memset(paths->path_class + before, 0, paths->n - before);
    paths->path_class[paths->n - 1] = path_class;
    return true;
}

bool lc_paths_begin(lc_paths *paths) {
    return begin(paths) && (!paths->path_class || set_class(paths, 0));
}

bool lc_paths_begin_class(lc_paths *paths, uint8_t path_class) {
    return begin(paths) && set_class(paths, path_class);
}

bool lc_paths_add_z(lc_paths *paths, uint32_t vertex, double z) {
    if (!lc_paths_add(paths, vertex) || !LC_ROOM(paths->vertex_z, paths->cap_z, paths->n_vertices)) return false;
    paths->vertex_z[paths->n_vertices - 1] = z;
    return true;
}

/* start[i] and start[i + 1] are read before start[kept], kept <= i, is written. */
size_t lc_paths_leave_out(lc_paths *paths, uint8_t flag) {
    size_t kept = 0, n = 0, end = 0;
    for (size_t i = 0; paths->path_class && i < paths->n; i++) {
        size_t first = paths->start[i], next = paths->start[i + 1];
        bool out = paths->path_class[i] & flag;
        n += out;
        if (out) continue;
        paths->start[kept] = end;
        paths->path_class[kept++] = paths->path_class[i];
        for (size_t k = first; k < next; k++, end++) {
            paths->vertex[end] = paths->vertex[k];
            if (paths->vertex_z) paths->vertex_z[end] = paths->vertex_z[k];
        }
    }
    if (!paths->path_class) return 0;
    paths->start[kept] = end;
    paths->n = kept;
    paths->n_vertices = end;
    return n;
}

static void *copy_array(const void *from, size_t n, size_t size, bool *ok) {
    if (!from) return NULL;
    void *to = lc_alloc_array(n, size);
    if (to && n) memcpy(to, from, n * size);
    *ok = *ok && to;
    return to;
}

bool lc_paths_copy(const lc_paths *from, lc_paths *to) {
    bool ok = true;
    *to = (lc_paths){.n_xy = from->n_xy, .n = from->n, .n_vertices = from->n_vertices, .n_links = from->n_links};
    to->xy = copy_array(from->xy, from->n_xy, sizeof *to->xy, &ok);
    to->start = copy_array(from->start, from->n + 1, sizeof *to->start, &ok);
    to->vertex = copy_array(from->vertex, from->n_vertices, sizeof *to->vertex, &ok);
    to->path_class = copy_array(from->path_class, from->n, sizeof *to->path_class, &ok);
    to->vertex_z = copy_array(from->vertex_z, from->n_vertices, sizeof *to->vertex_z, &ok);
    if (!ok) lc_paths_free(to);
    return ok;
}

void lc_paths_free(lc_paths *paths) {
    free(paths->xy);
    free(paths->start);
    free(paths->vertex);
    free(paths->path_class);
    free(paths->vertex_z);
    *paths = (lc_paths){0};
}
