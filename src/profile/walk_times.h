/* The table `minutes_m` of a profile: how far one walks in how many minutes. */
#ifndef LC_PROFILE_WALK_TIMES_H
#define LC_PROFILE_WALK_TIMES_H

#include "profile/yaml_schema.h"

typedef struct lc_walk_time {
    double minutes, metres;
} lc_walk_time;

typedef struct lc_walk_times {
    lc_walk_time *time;
    size_t n, capacity;
} lc_walk_times;

/* Read a mapping {minutes: metres}. In whatever order: more minutes must be more metres. */
lc_status lc_walk_times_read(lc_yaml *yaml, const yaml_node_t *node, lc_walk_times *out);
/* The metres of an entry; NaN without one. */
double lc_walk_times_metres(const lc_walk_times *times, double minutes);

#endif
