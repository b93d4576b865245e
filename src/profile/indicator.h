/* Reading the indicators of a profile. */
#ifndef LC_PROFILE_INDICATOR_H
#define LC_PROFILE_INDICATOR_H

#include "profile/profile.h"
#include "profile/walk_times.h"
#include "profile/yaml_schema.h"

/* A profile while it is read (the `user` of its lc_yaml): time table and nodes are used up by then. */
typedef struct lc_loading {
    lc_profile *profile;
    const yaml_node_t *scenarios, *scorecard; /* NULL without */
    lc_walk_times times;
    struct lc_parts_node *parts; /* n_parts, see combine.h */
    size_t n_parts, cap_parts;
} lc_loading;

/* Field reader: the list of indicators into an lc_profile. */
lc_status lc_indicators_read(lc_yaml *yaml, const yaml_node_t *value, const lc_yaml_field *field, void *target);
/* Check the name of a category, which `--facilities CATEGORY=SOURCE` must be able to give. */
lc_status lc_category_name_read(lc_yaml *yaml, const yaml_node_t *value, const char *what);
void lc_indicator_free(lc_indicator_def *indicator);

#endif
