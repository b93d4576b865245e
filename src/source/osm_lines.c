#include "source/osm_lines.h"

#include "base/memory.h"

/* Take back the last geometry, which has one part. */
static void drop_last(lc_geoms *geoms) {
    geoms->n--;
    geoms->n_parts = geoms->part_of[geoms->n];
    geoms->n_xy = geoms->xy_of[geoms->n_parts];
}

static bool begin_piece(lc_geoms *out, uint32_t feature) {
    return lc_geoms_begin(out, LC_LINE, feature) && lc_geoms_begin_part(out);
}

/* Add a node to the piece in hand, unless it is where the one before is. */
static bool add_node(lc_geoms *out, lc_xy p, size_t *n) {
    const lc_xy *last = *n ? &out->xy[out->n_xy - 1] : NULL;
    if (last && last->x == p.x && last->y == p.y) return true;
    (*n)++;
    return lc_geoms_add(out, p.x, p.y);
}

lc_status lc_osm_way_lines(lc_context *ctx, const lc_osm *osm, size_t way, uint32_t feature, lc_geoms *out,
                           size_t *pieces, bool *cut) {
    size_t near = SIZE_MAX, n = 0, end = osm->way_start[way + 1];
    *pieces = 0;
    *cut = false;
    for (size_t r = osm->way_start[way]; r <= end; r++) {
        size_t node = r < end ? lc_osm_find_node_near(osm, osm->ref[r], near) : SIZE_MAX;
        if (node != SIZE_MAX) {
            if (n == 0 && !begin_piece(out, feature)) return lc_fail_memory(ctx);
            if (!add_node(out, osm->node_xy[node], &n)) return lc_fail_memory(ctx);
            near = node;
            continue;
        }
        *cut = *cut || r < end;
        if (n == 1) drop_last(out);
        if (n > 1) (*pieces)++;
        n = 0;
    }
    return LC_OK;
}

bool *lc_osm_member_ways(const lc_osm *osm, const lc_category_def *category) {
    bool *member = LC_NEW0(bool, osm->n_ways);
    for (size_t r = 0; member && r < osm->n_relations; r++) {
        lc_osm_object object = {&osm->relation_tags, r};
        if (!lc_category_matches(category, lc_osm_tag, &object)) continue;
        for (size_t m = osm->member_start[r]; m < osm->member_start[r + 1]; m++) {
            size_t way = osm->member_type[m] == LC_OSM_WAY ? lc_osm_find_way(osm, osm->member_ref[m]) : SIZE_MAX;
            if (way != SIZE_MAX) member[way] = true;
        }
    }
    return member;
}
