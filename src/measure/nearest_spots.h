/* Where many points meet a network, found for all of them at once: as lc_network_nearest() of each. */
#ifndef LC_MEASURE_NEAREST_SPOTS_H
#define LC_MEASURE_NEAREST_SPOTS_H

#include "network/network.h"

/* The spots nearest to point i are spot[first[i]] .. spot[first[i] + count[i] - 1]; leg_m[i] from it, INFINITY without.
   {0} is empty. */
typedef struct lc_nearest_spots {
    lc_spot *spot;
    size_t n, cap;
    size_t *first;
    uint32_t *count;
    double *leg_m;
} lc_nearest_spots;

/* Find those of n points within max_m, all that are as near to 1 um. To be freed, after a failure too; false when
   memory is out. */
bool lc_nearest_spots_find(const lc_network *network, const lc_xy *xy, size_t n, double max_m, lc_nearest_spots *out);
void lc_nearest_spots_free(lc_nearest_spots *spots);

#endif
