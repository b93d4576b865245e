#include "source/osm.h"

#include <stdlib.h>
#include <string.h>

static void free_tags(lc_osm_tags *tags) {
    free(tags->start);
    free(tags->key);
    free(tags->value);
    free(tags->text);
}

void lc_osm_free(lc_osm *osm) {
    if (osm->borrows_text) osm->node_tags.text = osm->way_tags.text = osm->relation_tags.text = NULL;
    free(osm->node_id);
    free(osm->node_xy);
    free(osm->tagged_node);
    free_tags(&osm->node_tags);
    free(osm->way_id);
    free(osm->way_start);
    free(osm->ref);
    free_tags(&osm->way_tags);
    free(osm->relation_id);
    free(osm->member_start);
    free(osm->member_type);
    free(osm->member_ref);
    free_tags(&osm->relation_tags);
    for (size_t i = 0; i < osm->n_files; i++) free(osm->file[i].name);
    free(osm->file);
    free(osm->name);
    *osm = (lc_osm){0};
}

void lc_osm_drop(lc_osm **osm) {
    if (*osm) lc_osm_free(*osm);
    free(*osm);
    *osm = NULL;
}

static size_t find_id(const int64_t *id, size_t n, int64_t wanted) {
    size_t low = 0, high = n;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (id[middle] < wanted)
            low = middle + 1;
        else
            high = middle;
    }
    return low < n && id[low] == wanted ? low : SIZE_MAX;
}

size_t lc_osm_find_node(const lc_osm *osm, int64_t id) {
    return find_id(osm->node_id, osm->n_nodes, id);
}

size_t lc_osm_find_node_near(const lc_osm *osm, int64_t id, size_t near) {
    const int64_t *ids = osm->node_id;
    size_t low = near, high = near, step = 1;
    if (near >= osm->n_nodes) return lc_osm_find_node(osm, id);
    while (low > 0 && ids[low] > id) {
        high = low;
        low -= step < low ? step : low;
        step *= 2;
    }
    while (high < osm->n_nodes && ids[high] < id) {
        low = high;
        high += step < osm->n_nodes - high ? step : osm->n_nodes - high;
        step *= 2;
    }
    if (high < osm->n_nodes) high++;
    size_t found = find_id(ids + low, high - low, id);
    return found == SIZE_MAX ? SIZE_MAX : low + found;
}

size_t lc_osm_find_way(const lc_osm *osm, int64_t id) {
    return find_id(osm->way_id, osm->n_ways, id);
}

const char *lc_osm_tag(const void *object, const char *key) {
    const lc_osm_object *o = object;
    const lc_osm_tags *tags = o->tags;
    for (size_t t = tags->start[o->index]; t < tags->start[o->index + 1]; t++)
        if (strcmp(tags->text + tags->key[t], key) == 0) return tags->text + tags->value[t];
    return NULL;
}

size_t lc_osm_find_centre(const lc_osm *osm, lc_osm_type type, int64_t id) {
    if (id >= -LC_OSM_ID_LEAST) return SIZE_MAX;
    return lc_osm_find_node(osm, lc_osm_centre_id(type, id));
}
