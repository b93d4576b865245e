/* Filling an lc_osm: the readers hand over objects one by one, in any order of ids; finishing sorts what needs sorting.
 */
#ifndef LC_SOURCE_OSM_BUILD_H
#define LC_SOURCE_OSM_BUILD_H

#include "source/osm_versions.h"

enum { LC_OSM_TYPES = 3, LC_OSM_NO_KEY = -1 };

typedef struct lc_osm_tag_builder {
    lc_osm_tags tags;
    size_t cap_start, cap_key, cap_value, n_text, cap_text;
    uint32_t *key_text; /* where each wanted key stands in `text` */
} lc_osm_tag_builder;

typedef struct lc_osm_builder {
    lc_context *ctx;
    const char *path;  /* of the file at work, for messages */
    const char **keys; /* the wanted keys; the last one is `type`, wanted of relations alone unless it was asked for */
    size_t n_keys;
    bool type_everywhere;
    uint32_t *slots; /* hash table over keys: index + 1, 0 is free */
    size_t n_slots;

    lc_osm osm;
    size_t cap_id, cap_xy, cap_tagged;
    bool ranked;                     /* versions are asked for: ... */
    lc_osm_rank *rank[LC_OSM_TYPES]; /* ... of every object, for those that come again */
    size_t cap_rank[LC_OSM_TYPES];
    size_t n_derived;               /* of the nodes and ways: what other objects say of them */
    size_t nodes_first, ways_first; /* nodes before the first way, ways before the first relation */
    size_t cap_way, cap_way_start, cap_ref, n_refs;
    size_t cap_relation, cap_member_start, cap_member_type, cap_member_ref, n_members;
    lc_osm_tag_builder tags[LC_OSM_TYPES];
    bool node_open;    /* the last node has no tag yet */
    lc_status refused; /* why there was no room; LC_OK: memory is out */
} lc_osm_builder;

/* Without `ranked` versions are not kept, and finishing may find that they are needed. */
lc_status lc_osm_builder_init(lc_context *ctx, const char *const *keys, size_t n_keys, bool ranked,
                              lc_osm_builder *out);
/* Nodes, ways and relations as the files give them. */
size_t lc_osm_builder_given(const lc_osm_builder *b);
void lc_osm_builder_free(lc_osm_builder *b);
/* Sort by id, keep of several objects of an id the one that counts, and give the result away, without file names. When
   that takes versions that were not kept, *again is true and there is no result. */
lc_status lc_osm_builder_finish(lc_osm_builder *b, lc_osm *out, bool *again);

/* Number of a wanted key, or LC_OSM_NO_KEY. */
int lc_osm_builder_key(const lc_osm_builder *b, const char *key, size_t n);

/* Begin an object; refs, members and tags that follow belong to it. A node outside the globe is LC_ERR_INPUT. */
lc_status lc_osm_add_node(lc_osm_builder *b, int64_t id, double lon, double lat);
lc_status lc_osm_add_way(lc_osm_builder *b, int64_t id);
lc_status lc_osm_add_ref(lc_osm_builder *b, int64_t node);
lc_status lc_osm_add_relation(lc_osm_builder *b, int64_t id);
lc_status lc_osm_add_member(lc_osm_builder *b, lc_osm_type type, int64_t ref);
/* The version of the last object of a type, and that it has tags, wanted or not. Without them: none. */
void lc_osm_set_version(lc_osm_builder *b, lc_osm_type type, int64_t version);
void lc_osm_set_tagged(lc_osm_builder *b, lc_osm_type type);

/* What an object says of others: a node's position; the centre of a way or relation; a way whose refs follow. Any
   object that stands for itself wins over these. */
lc_status lc_osm_add_position(lc_osm_builder *b, int64_t node, double lon, double lat);
lc_status lc_osm_add_centre(lc_osm_builder *b, lc_osm_type type, int64_t id, double lon, double lat);
lc_status lc_osm_add_derived_way(lc_osm_builder *b, int64_t id);
/* The id of a node that is known by its place alone. */
int64_t lc_osm_place_id(double lon, double lat);

/* Put a value into the text of a type, for use with lc_osm_add_tag(); a caller may use it many times. */
lc_status lc_osm_add_text(lc_osm_builder *b, lc_osm_type type, const char *text, size_t n, uint32_t *offset);
/* Tag the last object of a type; nothing happens for `type` on a node or way that nobody asked for. */
lc_status lc_osm_add_tag(lc_osm_builder *b, lc_osm_type type, int key, uint32_t value);
/* Would lc_osm_add_tag() keep it? */
bool lc_osm_wants(const lc_osm_builder *b, lc_osm_type type, int key);

#endif
