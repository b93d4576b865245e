#include "network/paths.h"

#include <stdlib.h>

#include "base/memory.h"

bool lc_paths_begin(lc_paths *paths) {
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

void lc_paths_free(lc_paths *paths) {
    free(paths->xy);
    free(paths->start);
    free(paths->vertex);
    *paths = (lc_paths){0};
}
