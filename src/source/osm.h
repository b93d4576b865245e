/*
 * OpenStreetMap extracts in memory: nodes sorted by id, ways with their node ids, relations; only the tags of interest.
 * Several files make one extract: what is in more than one of them counts once.
 */
#ifndef LC_SOURCE_OSM_H
#define LC_SOURCE_OSM_H

#include <math.h>
#include <stdint.h>

#include "geo/geoms.h"

typedef enum lc_osm_type { LC_OSM_NODE = 0, LC_OSM_WAY, LC_OSM_RELATION } lc_osm_type;

/* Tags of many objects: object i owns tags start[i] .. start[i+1]-1; key and value are offsets into `text`. */
typedef struct lc_osm_tags {
    size_t n_objects, n;
    size_t *start;
    uint32_t *key, *value;
    char *text;
} lc_osm_tags;

/* A file that an extract was read from. */
typedef struct lc_osm_file {
    char *name; /* without its folder */
    char sha256[65];
    size_t n_objects; /* as given: nodes, ways and relations */
} lc_osm_file;

/*
 * Ids below LC_OSM_ID_LEAST are ours, for places that a file gives without a node: of the vertices of a relation's
 * members (Overpass `out geom`; by the place, so that equal places are one node) and of the centres of ways and
 * relations (`out center`). LC_OSM_NOWHERE is the id of a node that no extract has.
 */
#define LC_OSM_ID_LEAST (-(INT64_C(1) << 56))
#define LC_OSM_NOWHERE LC_OSM_ID_LEAST

typedef struct lc_osm {
    size_t n_nodes; /* all nodes, by ascending id */
    size_t n_made;  /* the first of them: places that the files give without a node */
    int64_t *node_id;
    lc_xy *node_xy;        /* lon, lat in degrees */
    size_t n_tagged;       /* nodes that carry a tag of interest, by ascending id */
    uint32_t *tagged_node; /* index into the nodes */
    lc_osm_tags node_tags; /* of the tagged nodes */

    size_t n_ways; /* all ways, by ascending id */
    int64_t *way_id;
    size_t *way_start; /* n_ways + 1, into ref */
    int64_t *ref;      /* node ids */
    lc_osm_tags way_tags;

    size_t n_relations; /* all relations, by ascending id */
    int64_t *relation_id;
    size_t *member_start;       /* n_relations + 1 */
    unsigned char *member_type; /* lc_osm_type */
    int64_t *member_ref;
    lc_osm_tags relation_tags; /* key `type` is always of interest */

    size_t n_files; /* each content once */
    lc_osm_file *file;
    char *name;        /* of the file; of several their names with commas */
    char sha256[65];   /* of the file; of several of all, one after the other */
    bool borrows_text; /* of tags: a part of another extract */
    bool in_order;     /* nodes by ascending id, then ways, then relations, each once, positions at nodes alone */
} lc_osm;

void lc_osm_free(lc_osm *osm);
/* The same of one that was malloc'ed, or of NULL; it is NULL then. */
void lc_osm_drop(lc_osm **osm);

/* Degrees within which two nodes are at one place: a unit of the last digit that OpenStreetMap keeps, and a little. */
#define LC_OSM_SAME_PLACE 1.5e-7
static inline bool lc_osm_same_place(lc_xy a, lc_xy b) {
    return fabs(a.x - b.x) <= LC_OSM_SAME_PLACE && fabs(a.y - b.y) <= LC_OSM_SAME_PLACE;
}

/* Index of node `id`, or SIZE_MAX when the extract does not have it. */
size_t lc_osm_find_node(const lc_osm *osm, int64_t id);
/* The same, looked for from index `near` on (any number): the nodes of a way mostly have near ids. */
size_t lc_osm_find_node_near(const lc_osm *osm, int64_t id, size_t near);
/* Index of way `id`, or SIZE_MAX. */
size_t lc_osm_find_way(const lc_osm *osm, int64_t id);
/* The id of the node that stands for the centre of a way or relation: these have a stretch of 2^57 ids each. */
static inline int64_t lc_osm_centre_id(lc_osm_type type, int64_t id) {
    return LC_OSM_ID_LEAST * (type == LC_OSM_WAY ? 4 : 2) + id;
}
/* The centre that the files give of a way or relation, as a node's index, or SIZE_MAX. */
size_t lc_osm_find_centre(const lc_osm *osm, lc_osm_type type, int64_t id);

/* An object for lc_tag_fn. */
typedef struct lc_osm_object {
    const lc_osm_tags *tags;
    size_t index;
} lc_osm_object;
const char *lc_osm_tag(const void *object, const char *key);

/* Features picked from an extract. Ids look like "node/1", "way/2", "relation/3". */
typedef struct lc_osm_features {
    lc_geoms geoms;
    char **id;             /* one a feature */
    char **name;           /* tag `name` if it was kept, else NULL */
    lc_osm_object *object; /* for lc_osm_tag(), while the extract lives */
    size_t n;
    size_t incomplete; /* areas left out because nodes or ways are missing */
} lc_osm_features;

#endif
