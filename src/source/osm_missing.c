#include "source/osm_missing.h"

#include <string.h>

static bool is_area(const lc_osm *osm, size_t relation) {
    lc_osm_object object = {&osm->relation_tags, relation};
    const char *type = lc_osm_tag(&object, "type");
    return type && (strcmp(type, "multipolygon") == 0 || strcmp(type, "boundary") == 0);
}

static bool is_whole_way(const lc_osm *osm, int64_t id) {
    size_t way = lc_osm_find_way(osm, id), near = 0;
    if (way == SIZE_MAX) return false;
    for (size_t i = osm->way_start[way]; i < osm->way_start[way + 1]; i++) {
        near = lc_osm_find_node_near(osm, osm->ref[i], near);
        if (near == SIZE_MAX) return false;
    }
    return true;
}

size_t lc_osm_missing(const lc_osm *osm, int64_t *id, size_t n_most) {
    size_t n = 0;
    for (size_t r = 0; r < osm->n_relations; r++) {
        bool whole = true;
        for (size_t m = osm->member_start[r]; m < osm->member_start[r + 1] && whole; m++)
            whole = osm->member_type[m] != LC_OSM_WAY || is_whole_way(osm, osm->member_ref[m]);
        if (whole || !is_area(osm, r)) continue;
        if (n < n_most) id[n] = osm->relation_id[r];
        n++;
    }
    return n;
}
