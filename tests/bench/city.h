/*
 * A made city of any size: tiles of real extracts laid side by side, with communities, residential land and facilities
 * placed by a seeded rule. In metres, from the south-west corner of the city.
 */
#ifndef BENCH_CITY_H
#define BENCH_CITY_H

#include "../unit/random.h"
#include "geo/workcrs.h"
#include "source/osm.h"

enum { CITY_TILE_M = 2000, CITY_GRID_M = 50 }; /* side of a tile; borders of communities run along a grid */

/* A tag, as borrowed text. */
typedef struct city_tag {
    const char *key, *value;
} city_tag;

typedef enum city_use { CITY_PLAIN = 0, CITY_PATH, CITY_FACILITY, CITY_LAND } city_use;

/* A way of n_refs nodes, or a single tagged node. */
typedef struct city_way {
    size_t ref, n_refs, tag, n_tags; /* first and number, in the city's arrays */
    city_use use;
    size_t kind; /* of a facility */
} city_way;

typedef struct city {
    lc_xy *node;
    size_t n_nodes, cap_nodes;
    city_way *way;
    size_t n_ways, cap_ways;
    size_t *ref;
    size_t n_refs, cap_refs;
    city_tag *tag;
    size_t n_tags, cap_tags;
    size_t columns, rows; /* tiles */
    size_t n_segs;        /* between nodes that follow each other on a path */
    lc_geoms communities; /* one feature each */
    size_t n_communities;
    size_t number; /* among the cities of a country, from 0: their ids differ */
    rng_t rng;
} city_t;

/* A category: its tag, its share of all facilities, and the radii of its areas (0: points). */
typedef struct city_kind {
    const char *category, *key, *value;
    double share, least_m, most_m;
} city_kind;
enum { CITY_KINDS = 6 };
extern const city_kind city_kinds[CITY_KINDS];

/* An extract, in a plane of its own. */
typedef struct city_source {
    lc_osm osm;
    lc_xy *node;  /* metres */
    bool *walked; /* one a way */
} city_source;

/* All return false when memory is out. Building a way: begin, add its nodes and tags. */
bool city_add_node(city_t *city, lc_xy p, size_t *node);
bool city_begin_way(city_t *city, city_use use, size_t kind);
bool city_add_ref(city_t *city, size_t node);
bool city_add_tag(city_t *city, const char *key, const char *value);
/* A closed way around n points, which become nodes. */
bool city_add_ring(city_t *city, const lc_xy *p, size_t n);

/* Lay tiles of the sources until there are about `segments` path segments, and link neighbours. */
bool city_lay_tiles(city_t *city, const city_source *source, size_t n_sources, size_t segments);
/* Divide the city into n communities with like numbers of path nodes, and lay residential land into them. */
bool city_divide(city_t *city, size_t n);
bool city_place_facilities(city_t *city, size_t n);

/* Write the ways and nodes as an OSM PBF file; positions become lon/lat by `crs`. */
lc_status city_write_pbf(lc_context *ctx, const city_t *city, const lc_work_crs *crs, const char *path);
/* Write the communities and, with `all`, paths, residential land and each category as shapefiles FOLDER/NAME.shp. */
lc_status city_write_layers(lc_context *ctx, const city_t *city, const lc_work_crs *crs, const char *folder, bool all);

#endif
