/* A profile while it is read. */
#ifndef LC_PROFILE_LOADING_H
#define LC_PROFILE_LOADING_H

#include "profile/profile.h"
#include "profile/walk_times.h"
#include "profile/yaml_schema.h"

/* Where the parts of an indicator are named. */
typedef struct lc_parts_node {
    size_t indicator;
    const yaml_node_t *list;
} lc_parts_node;

/* A profile while it is read (the `user` of its lc_yaml): time table and nodes are used up by then. */
typedef struct lc_loading {
    lc_profile *profile;
    const yaml_node_t *scenarios, *scorecard; /* NULL without */
    lc_walk_times times;
    lc_parts_node *parts; /* n_parts */
    size_t n_parts, cap_parts;
} lc_loading;

#endif
