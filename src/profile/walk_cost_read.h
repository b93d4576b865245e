/* Walking costs from YAML: in profiles and project files, and as named sets. */
#ifndef LC_PROFILE_WALK_COST_READ_H
#define LC_PROFILE_WALK_COST_READ_H

#include "profile/walk_cost.h"
#include "profile/yaml_schema.h"

/* Read `walk_cost: {slope: …, stairs: …, crossings: …}`; keys that are not there stay as they are in *out. */
lc_status lc_walk_cost_read(lc_yaml *yaml, const yaml_node_t *node, lc_walk_cost *out);
/* A named set of data/rules/walk_cost.yaml ("realistic"), or a set as text, which begins with '{'. Errors: LC_ERR_INPUT
 * with the names that there are. */
lc_status lc_walk_cost_named(lc_context *ctx, const char *data_dir, const char *name, lc_walk_cost *out);

#endif
