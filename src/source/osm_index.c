#include "source/osm_index.h"

#include <stdlib.h>

#include "base/memory.h"

/* ------------------------------------------------------------------------------------------------------------- ways
 */

static lc_box box_of_way(const lc_osm *osm, size_t way, size_t *near) {
    lc_box box = lc_box_empty();
    for (size_t r = osm->way_start[way]; r <= osm->way_start[way + 1]; r++) {
        bool last = r == osm->way_start[way + 1];
        size_t node = last ? lc_osm_find_centre(osm, LC_OSM_WAY, osm->way_id[way])
                           : lc_osm_find_node_near(osm, osm->ref[r], *near);
        if (node == SIZE_MAX) continue;
        if (!last) *near = node;
        lc_box_add(&box, osm->node_xy[node].x, osm->node_xy[node].y);
    }
    return box;
}

static lc_index *index_ways(const lc_osm *osm) {
    lc_box *box = LC_NEW(lc_box, osm->n_ways);
    size_t near = 0;
    for (size_t w = 0; box && w < osm->n_ways; w++) box[w] = box_of_way(osm, w, &near);
    lc_index *index = box ? lc_index_new(box, osm->n_ways) : NULL;
    free(box);
    return index;
}

/* ------------------------------------------------------------------------------------------------ nodes and relations
 */

/* What is found out while it is listed. */
typedef struct {
    const lc_osm *osm;
    lc_osm_index *index;
    lc_box *point;
    size_t n_points, cap_points, cap_anchors, cap;
} listing_t;

static bool add_point(listing_t *l, size_t node) {
    if (!LC_ROOM(l->point, l->cap_points, l->n_points + 1)) return false;
    lc_xy p = l->osm->node_xy[node];
    l->point[l->n_points++] = (lc_box){p.x, p.y, p.x, p.y};
    return true;
}

static bool add_anchor(listing_t *l, size_t node, size_t relation) {
    size_t k = l->n_points - l->osm->n_tagged;
    if (node == SIZE_MAX) return true;
    if (!LC_ROOM(l->index->anchor, l->cap_anchors, k + 1)) return false;
    l->index->anchor[k] = (lc_keyed){(uint32_t)node, (uint32_t)relation};
    return add_point(l, node);
}

static bool add_membership(listing_t *l, size_t way, size_t relation) {
    if (way == SIZE_MAX) return true;
    if (!LC_ROOM(l->index->membership, l->cap, l->index->n + 1)) return false;
    l->index->membership[l->index->n++] = (lc_keyed){(uint32_t)way, (uint32_t)relation};
    return true;
}

static bool list_relation(listing_t *l, size_t r) {
    const lc_osm *osm = l->osm;
    bool ok = add_anchor(l, lc_osm_find_centre(osm, LC_OSM_RELATION, osm->relation_id[r]), r);
    for (size_t k = osm->member_start[r]; ok && k < osm->member_start[r + 1]; k++)
        if (osm->member_type[k] == LC_OSM_WAY)
            ok = add_membership(l, lc_osm_find_way(osm, osm->member_ref[k]), r);
        else if (osm->member_type[k] == LC_OSM_NODE)
            ok = add_anchor(l, lc_osm_find_node(osm, osm->member_ref[k]), r);
    return ok;
}

static bool list_points(listing_t *l) {
    bool ok = true;
    for (size_t t = 0; ok && t < l->osm->n_tagged; t++) ok = add_point(l, l->osm->tagged_node[t]);
    for (size_t r = 0; ok && r < l->osm->n_relations; r++) ok = list_relation(l, r);
    return ok && (l->index->points = lc_index_new(l->point, l->n_points)) &&
           lc_sort_keyed(l->index->membership, l->index->n);
}

lc_osm_index *lc_osm_index_new(const lc_osm *osm) {
    lc_osm_index *index = LC_NEW0(lc_osm_index, 1);
    listing_t l = {.osm = osm, .index = index};
    bool ok = index && (index->ways = index_ways(osm)) && list_points(&l);
    free(l.point);
    if (ok) return index;
    lc_osm_index_free(index);
    return NULL;
}

void lc_osm_index_free(lc_osm_index *index) {
    if (!index) return;
    lc_index_free(index->ways);
    lc_index_free(index->points);
    free(index->anchor);
    free(index->membership);
    free(index);
}

bool lc_osm_index_relations(const lc_osm_index *index, uint32_t way, lc_items *out) {
    size_t low = 0, high = index->n;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (index->membership[middle].key < way)
            low = middle + 1;
        else
            high = middle;
    }
    for (; low < index->n && index->membership[low].key == way; low++) {
        if (!LC_ROOM(out->item, out->capacity, out->n + 1)) return false;
        out->item[out->n++] = index->membership[low].item;
    }
    return true;
}
