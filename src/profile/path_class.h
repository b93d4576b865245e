/* Classes of paths: stairs, crossings, bridges and tunnels (data/rules/walk.yaml, `classes`). */
#ifndef LC_PROFILE_PATH_CLASS_H
#define LC_PROFILE_PATH_CLASS_H

#include "profile/path_classes.h"
#include "profile/yaml_schema.h"

/* A class as a byte: two flags, and above them the number of a crossing's wait (0: no crossing). */
enum { LC_PATH_PLAIN = 0, LC_PATH_STAIRS = 1, LC_PATH_SPAN = 2, LC_PATH_WAITS_MAX = 62 };

/* The class of a way by its tags. */
uint8_t lc_path_class(const lc_path_classes *classes, lc_tag_fn tag, const void *object);
/* Seconds that one waits on a path of a class: 0 when it is no crossing. */
double lc_path_class_wait_s(const lc_path_classes *classes, uint8_t path_class);

/* Call `take` for every key that classes look at, until it is false; false then. */
bool lc_path_classes_keys(const lc_path_classes *classes, bool (*take)(void *user, char *key), void *user);

lc_status lc_path_classes_read(lc_yaml *yaml, const yaml_node_t *node, lc_path_classes *out);
void lc_path_classes_free(lc_path_classes *classes);

#endif
