/* The places of a network that are nearest to a point. */
#ifndef LC_NETWORK_NEAREST_H
#define LC_NETWORK_NEAREST_H

#include "network/network.h"

/* The point of segment `vert` .. `vert + 1` nearest to (x, y): its spot, and the distance. */
double lc_network_foot(const lc_network *network, uint32_t vert, double x, double y, lc_spot *spot);

/* The network points nearest to (x, y) within max_m; *distance_m is INFINITY and there are no spots when there is none.
   false when memory is out. */
bool lc_network_nearest(const lc_network *network, double x, double y, double max_m, lc_spots *out, double *distance_m);

void lc_spots_free(lc_spots *spots);

#endif
