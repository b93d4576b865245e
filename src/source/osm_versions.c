#include "source/osm_versions.h"

#include <string.h>

static const int64_t VERSION_MOST = INT32_MAX - 1;

lc_osm_rank lc_osm_rank_of(int64_t version, bool tagged) {
    int64_t kept = version < 0 ? 0 : version > VERSION_MOST ? VERSION_MOST : version;
    return 2 * (lc_osm_rank)kept + 1 + (tagged ? 1 : 0);
}

static lc_osm_rank version_of(lc_osm_rank rank) {
    return rank == LC_OSM_DERIVED ? 0 : (rank - 1) / 2;
}

static bool is_tagged(lc_osm_rank rank) {
    return rank != LC_OSM_DERIVED && (rank - 1) % 2;
}

lc_osm_rank lc_osm_rank_tagged(lc_osm_rank rank) {
    return rank == LC_OSM_DERIVED ? rank : lc_osm_rank_of(version_of(rank), true);
}

/* The number of node `node` among those with tags of interest, or SIZE_MAX. */
static size_t find_tagged(const lc_osm *osm, size_t node) {
    size_t low = 0, high = osm->n_tagged;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (osm->tagged_node[middle] < node)
            low = middle + 1;
        else
            high = middle;
    }
    return low < osm->n_tagged && osm->tagged_node[low] == node ? low : SIZE_MAX;
}

static const lc_osm_tags *tags_of(const lc_osm *osm, lc_osm_type type, size_t *object) {
    if (type == LC_OSM_WAY) return &osm->way_tags;
    if (type == LC_OSM_RELATION) return &osm->relation_tags;
    *object = find_tagged(osm, *object);
    return &osm->node_tags;
}

/* Every tag of `a` with its value among those of `b`, and as many; in any order. */
static bool same_tags(const lc_osm *osm, lc_osm_type type, size_t a, size_t b) {
    const lc_osm_tags *tags = tags_of(osm, type, &a);
    tags_of(osm, type, &b);
    size_t n_a = a == SIZE_MAX ? 0 : tags->start[a + 1] - tags->start[a];
    size_t n_b = b == SIZE_MAX ? 0 : tags->start[b + 1] - tags->start[b];
    if (n_a != n_b) return false;
    lc_osm_object other = {tags, b};
    for (size_t t = 0; t < n_a; t++) {
        size_t tag = tags->start[a] + t;
        const char *value = lc_osm_tag(&other, tags->text + tags->key[tag]);
        if (!value || strcmp(value, tags->text + tags->value[tag]) != 0) return false;
    }
    return true;
}

static bool same_refs(const lc_osm *osm, size_t a, size_t b) {
    size_t n = osm->way_start[a + 1] - osm->way_start[a];
    if (n != osm->way_start[b + 1] - osm->way_start[b]) return false;
    return n == 0 || memcmp(osm->ref + osm->way_start[a], osm->ref + osm->way_start[b], n * sizeof *osm->ref) == 0;
}

static bool same_members(const lc_osm *osm, size_t a, size_t b) {
    size_t first = osm->member_start[a], other = osm->member_start[b], n = osm->member_start[a + 1] - first;
    if (n != osm->member_start[b + 1] - other) return false;
    for (size_t m = 0; m < n; m++)
        if (osm->member_type[first + m] != osm->member_type[other + m] ||
            osm->member_ref[first + m] != osm->member_ref[other + m])
            return false;
    return true;
}

bool lc_osm_differ(const lc_osm *osm, lc_osm_type type, size_t a, size_t b, lc_osm_rank rank_a, lc_osm_rank rank_b) {
    bool derived = rank_a == LC_OSM_DERIVED || rank_b == LC_OSM_DERIVED;
    if (type == LC_OSM_NODE && !lc_osm_same_place(osm->node_xy[a], osm->node_xy[b])) return true;
    if (derived) return false; /* the nodes of a way that a relation tells have no ids to compare */
    if (type == LC_OSM_WAY && !same_refs(osm, a, b)) return true;
    if (type == LC_OSM_RELATION && !same_members(osm, a, b)) return true;
    bool versions = version_of(rank_a) && version_of(rank_b) && version_of(rank_a) != version_of(rank_b);
    if (!versions && is_tagged(rank_a) != is_tagged(rank_b)) return false;
    return !same_tags(osm, type, a, b);
}
