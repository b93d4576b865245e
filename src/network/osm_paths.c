#include "network/osm_paths.h"

#include <stdlib.h>

#include "base/language.h"
#include "base/memory.h"
#include "network/squares.h"
#include "profile/path_class.h"

/* Where a way is cut: the node before its first missing one, else the first that is there. */
static void warn_of_cut(lc_context *ctx, const lc_osm *osm, size_t way) {
    static const char message[] = LC_TEXT("ways cut at nodes that are not in the file: one cannot walk on there");
    long long id = (long long)osm->way_id[way];
    size_t first = osm->way_start[way], at = SIZE_MAX;
    for (size_t r = first; r < osm->way_start[way + 1]; r++) {
        size_t node = lc_osm_find_node(osm, osm->ref[r]);
        if (node == SIZE_MAX && at != SIZE_MAX) break;
        bool behind = node != SIZE_MAX && at == SIZE_MAX && r > first; /* those before it are missing */
        if (node != SIZE_MAX) at = node;
        if (behind) break;
    }
    if (at == SIZE_MAX)
        lc_warn(ctx, "way_cut", message, "way/%lld: none of its nodes", id);
    else
        lc_warn(ctx, "way_cut", message, "way/%lld at lon %.6f, lat %.6f", id, osm->node_xy[at].x, osm->node_xy[at].y);
}

static bool take_way(lc_context *ctx, lc_osm_paths *o, const lc_walk_rules *rules, size_t way) {
    lc_osm_object object = {&o->osm->way_tags, way};
    lc_walk_use use = lc_walk_use_of(rules, lc_osm_tag, &object);
    if (use == LC_WALK_PATH) {
        bool cut;
        if (!lc_osm_paths_add_way(o, way, &cut)) return false;
        if (cut) warn_of_cut(ctx, o->osm, way);
        return true;
    }
    if (use == LC_WALK_NOT) return true;
    if (!LC_ROOM(o->square, o->cap_square, o->n_squares + 1)) return false;
    o->square[o->n_squares++] = way;
    return true;
}

lc_status lc_paths_from_osm(lc_context *ctx, const lc_osm *osm, const lc_walk_rules *rules, const lc_work_crs *crs,
                            lc_paths *out) {
    lc_paths paths = {0};
    lc_status status = LC_OK;
    lc_osm_paths o = {
        .osm = osm, .classes = &rules->classes, .vertex_of_node = LC_NEW(uint32_t, osm->n_nodes), .paths = &paths};
    if (!o.vertex_of_node) goto memory;
    for (size_t i = 0; i < osm->n_nodes; i++) o.vertex_of_node[i] = UINT32_MAX;
    for (size_t way = 0; way < osm->n_ways; way++)
        if (!take_way(ctx, &o, rules, way)) goto memory;
    status = lc_squares_add(ctx, rules, &o);
    if (status == LC_OK && crs) status = lc_work_crs_project_many(ctx, crs, paths.xy, paths.n_xy);
    if (status != LC_OK) goto done;
    *out = paths;
    paths = (lc_paths){0};
    goto done;
memory:
    status = lc_fail_memory(ctx);
done:
    free(o.vertex_of_node);
    free(o.way_of_path);
    free(o.square);
    lc_paths_free(&paths);
    return status;
}
