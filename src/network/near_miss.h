/* Ends of paths that come near another path and do not join it: places where a junction seems to be missing. */
#ifndef LC_NETWORK_NEAR_MISS_H
#define LC_NETWORK_NEAR_MISS_H

#include "network/network.h"

typedef struct lc_near_miss {
    lc_xy at;
    double miss_m;
} lc_near_miss;

typedef struct lc_near_misses {
    lc_near_miss *miss;
    size_t n, capacity;
    size_t dangles; /* ends of paths altogether */
} lc_near_misses;

/*
 * The ends within near_m of another path, or of their own, that one does not get to along the network within five times
 * as much (over one junction at most, which is enough: what lies that near over several is drawn in great detail).
 * Two ends that miss each other are one place. To be freed with lc_near_misses_free(). false when memory is out.
 */
bool lc_near_misses_find(const lc_network *network, double near_m, lc_near_misses *out);
void lc_near_misses_free(lc_near_misses *misses);

#endif
