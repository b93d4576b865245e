/*
 * YAML files read against a small schema, so that every mistake is told with its line.
 *
 * libyaml's document tree rather than libcyaml: libcyaml 1.3.1 names the line before an unknown or repeated key, takes
 * "5m" for the number 5, has no mapping with open keys ({5: 300}), and drops the lines that range checks need.
 */
#ifndef LC_PROFILE_YAML_SCHEMA_H
#define LC_PROFILE_YAML_SCHEMA_H

#include "profile/yaml_value.h"

/* Read a mapping whose keys are `fields`, in the order of `fields`, so that a field may rely on those before it. `what`
   names the mapping in messages ("an indicator"). */
lc_status lc_yaml_mapping(lc_yaml *yaml, const yaml_node_t *node, const char *what, const lc_yaml_field *fields,
                          size_t n_fields, void *target);
/* The value of a key of a mapping, or NULL. */
const yaml_node_t *lc_yaml_find(lc_yaml *yaml, const yaml_node_t *mapping, const char *key);

typedef lc_status (*lc_yaml_entry_fn)(lc_yaml *yaml, const yaml_node_t *key, const yaml_node_t *value, void *target);
/* Call `entry` for every pair of a mapping with open keys. */
lc_status lc_yaml_entries(lc_yaml *yaml, const yaml_node_t *node, const char *what, lc_yaml_entry_fn entry,
                          void *target);

typedef lc_status (*lc_yaml_item_fn)(lc_yaml *yaml, const yaml_node_t *item, void *target);
/* Read a list into a new zeroed array of elements of `size` bytes. *n counts the elements begun, so that the owner can
   free what a failure leaves behind. An empty list is an error. */
lc_status lc_yaml_list(lc_yaml *yaml, const yaml_node_t *node, const char *what, lc_yaml_item_fn item, size_t size,
                       void **items, size_t *n);

#endif
