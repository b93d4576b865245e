/* What a city is built from in code: layers in memory, and arrays. */
#ifndef LC_CITY_BUILDER_H
#define LC_CITY_BUILDER_H

#include "geo/geoms.h"
#include "source/memory_layer.h"

/* Facilities of a category, and their entrances. */
typedef struct lc_built_category {
    char *name;
    lc_memory_layer *facilities, *entrances; /* entrances NULL: none */
    bool leveled;
} lc_built_category;

/* Weighted places: everybody's, or those of a group of people. */
typedef struct lc_built_people {
    char *name; /* of the group; NULL: everybody */
    lc_memory_layer *places;
    double *weight; /* one a place */
    size_t cap_weight;
} lc_built_people;

struct lc_builder {
    char *crs; /* NULL: metres in a plane */
    char *data_dir;
    double min_component_m, island_gap_m; /* as given */
    bool keep_paths;
    lc_memory_layer *communities, *residential, *compounds, *gates;
    lc_built_category *category;
    size_t n_categories, cap_categories;
    bool has_network;
    lc_memory_layer *nodes;
    uint32_t *edge;   /* pairs of nodes */
    double *length_m; /* n_edges; NULL: as drawn */
    size_t n_edges;
    lc_built_people people;
    lc_built_people *group;
    size_t n_groups, cap_groups;
};

#endif
