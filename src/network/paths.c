#include "network/paths.h"

#include <math.h>
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

void lc_paths_free(lc_paths *paths) {
    free(paths->xy);
    free(paths->start);
    free(paths->vertex);
    *paths = (lc_paths){0};
}

/* Nodes of the extract that a walkable way uses become vertices, numbered as they are met. */
typedef struct {
    const lc_osm *osm;
    uint32_t *vertex_of_node; /* UINT32_MAX: not used yet */
    lc_paths *paths;
    size_t last; /* node: the next is mostly near */
} osm_paths_t;

static bool add_way(osm_paths_t *o, size_t way) {
    bool open = false;
    for (size_t r = o->osm->way_start[way]; r < o->osm->way_start[way + 1]; r++) {
        size_t node = lc_osm_find_node_near(o->osm, o->osm->ref[r], o->last);
        if (node == SIZE_MAX) {
            open = false;
            continue;
        }
        o->last = node;
        if (!open && !lc_paths_begin(o->paths)) return false;
        open = true;
        uint32_t vertex = o->vertex_of_node[node];
        if (vertex == UINT32_MAX) {
            lc_paths *p = o->paths;
            if (!LC_ROOM(p->xy, p->cap_xy, p->n_xy + 1)) return false;
            vertex = (uint32_t)p->n_xy;
            p->xy[p->n_xy++] = o->osm->node_xy[node];
            o->vertex_of_node[node] = vertex;
        }
        if (!lc_paths_add(o->paths, vertex)) return false;
    }
    return true;
}

lc_status lc_paths_from_osm(lc_context *ctx, const lc_osm *osm, const lc_walk_rules *rules, const lc_work_crs *crs,
                            lc_paths *out) {
    lc_paths paths = {0};
    lc_status status = LC_OK;
    osm_paths_t o = {.osm = osm, .vertex_of_node = LC_NEW(uint32_t, osm->n_nodes), .paths = &paths};
    if (!o.vertex_of_node) goto memory;
    for (size_t i = 0; i < osm->n_nodes; i++) o.vertex_of_node[i] = UINT32_MAX;
    for (size_t way = 0; way < osm->n_ways; way++) {
        lc_osm_object object = {&osm->way_tags, way};
        if (lc_walk_allowed(rules, lc_osm_tag, &object) && !add_way(&o, way)) goto memory;
    }
    if (crs) status = lc_work_crs_project_many(ctx, crs, paths.xy, paths.n_xy);
    if (status != LC_OK) goto done;
    *out = paths;
    paths = (lc_paths){0};
    goto done;
memory:
    status = lc_fail_memory(ctx);
done:
    free(o.vertex_of_node);
    lc_paths_free(&paths);
    return status;
}
