/* What a path is made of, as far as walking may cost more there: data alone. */
#ifndef LC_PROFILE_PATH_CLASSES_H
#define LC_PROFILE_PATH_CLASSES_H

#include "profile/tags.h"

/* What a path is made of, as far as walking may cost more there (data/rules/walk.yaml, `classes`). */
typedef struct lc_crossing_wait {
    lc_tag_match *any; /* a crossing that matches one of these, the first that does … */
    size_t n_any;
    double wait_s; /* … costs so long a wait */
} lc_crossing_wait;

typedef struct lc_path_classes {
    lc_tag_match *stairs; /* any */
    size_t n_stairs;
    char **spans; /* keys that say, with any value but `no`, that a path runs straight between its ends */
    size_t n_spans;
    lc_tag_match *crossing, *crossing_require; /* any of the first, all of the second */
    size_t n_crossing, n_crossing_require;
    lc_crossing_wait *wait;
    size_t n_waits;
    double wait_s; /* of crossings that none of them matches */
} lc_path_classes;

#endif
