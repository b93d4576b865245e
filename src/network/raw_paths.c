#include "network/raw_paths.h"

#include <stdlib.h>

lc_noding lc_walkable_lines_noding(const lc_walkable_lines *lines, const lc_noding *how) {
    lc_noding own = *how;
    own.level = lines->level;
    own.path_class = lines->path_class;
    own.z = lines->z;
    return own;
}

void lc_walkable_lines_free(lc_walkable_lines *lines) {
    lc_geoms_free(&lines->lines);
    free(lines->level);
    free(lines->path_class);
    free(lines->z);
    *lines = (lc_walkable_lines){0};
}

const lc_ground *lc_walk_ground_rules(const lc_walk_ground *g) {
    return g->ground.classes || g->ground.length_m ? &g->ground : NULL;
}

static void walk_ground_close(lc_walk_ground *g) {
    lc_heights_close(g->heights);
    *g = (lc_walk_ground){0};
}

void lc_raw_network_free(lc_raw_network *raw) {
    lc_walkable_lines_free(&raw->drawn);
    lc_paths_free(&raw->paths);
    walk_ground_close(&raw->ground);
    lc_walk_rules_free(raw->walk);
    free(raw->length_m);
    *raw = (lc_raw_network){0};
}
