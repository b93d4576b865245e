#include "network/osm_way_paths.h"

#include "base/memory.h"
#include "profile/path_class.h"

bool lc_osm_paths_begin(lc_osm_paths *o, size_t way) {
    if (!LC_ROOM(o->way_of_path, o->cap_way_of_path, o->paths->n + 1)) return false;
    o->way_of_path[o->paths->n] = (uint32_t)way;
    const lc_osm_object object = {&o->osm->way_tags, way};
    return lc_paths_begin_class(o->paths, lc_path_class(o->classes, lc_osm_tag, &object));
}

bool lc_osm_paths_go(lc_osm_paths *o, size_t node) {
    lc_paths *p = o->paths;
    uint32_t vertex = o->vertex_of_node[node];
    if (vertex == UINT32_MAX) {
        if (!LC_ROOM(p->xy, p->cap_xy, p->n_xy + 1)) return false;
        vertex = (uint32_t)p->n_xy;
        p->xy[p->n_xy++] = o->osm->node_xy[node];
        o->vertex_of_node[node] = vertex;
    }
    return lc_paths_add(p, vertex);
}

bool lc_osm_paths_add_way(lc_osm_paths *o, size_t way, bool *cut) {
    bool open = false;
    *cut = o->osm->way_start[way] == o->osm->way_start[way + 1]; /* nothing is said of its nodes */
    for (size_t r = o->osm->way_start[way]; r < o->osm->way_start[way + 1]; r++) {
        size_t node = lc_osm_find_node_near(o->osm, o->osm->ref[r], o->near);
        if (node == SIZE_MAX) {
            open = false;
            *cut = true;
            continue;
        }
        o->near = node;
        if (!open && !lc_osm_paths_begin(o, way)) return false;
        open = true;
        if (!lc_osm_paths_go(o, node)) return false;
    }
    return true;
}
