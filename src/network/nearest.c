#include "network/nearest.h"

#include <math.h>
#include <stdlib.h>

#include "base/memory.h"
#include "network/network.h"

double lc_network_foot(const lc_network *net, uint32_t v, double x, double y, lc_spot *spot) {
    lc_xy a = net->vert[v], b = net->vert[v + 1];
    double t, distance = lc_segment_foot(a, b, (lc_xy){x, y}, &t);
    if (spot) {
        double s = net->vert_s[v] + t * (net->vert_s[v + 1] - net->vert_s[v]);
        *spot = (lc_spot){net->vert_edge[v], s};
    }
    return distance;
}

static double segment_distance(const void *user, uint32_t item, double x, double y) {
    const lc_network *net = user;
    return lc_network_foot(net, net->seg_vert[item], x, y, NULL);
}

bool lc_network_nearest(const lc_network *net, double x, double y, double max_m, lc_spots *out, double *distance_m) {
    out->n = 0;
    if (!lc_index_nearest(net->index, x, y, max_m, 1e-6, segment_distance, net, distance_m, &out->scratch))
        return false;
    if (!LC_ROOM(out->spot, out->capacity, out->scratch.n)) return false;
    for (size_t i = 0; i < out->scratch.n; i++)
        lc_network_foot(net, net->seg_vert[out->scratch.item[i]], x, y, &out->spot[out->n++]);
    return true;
}

void lc_spots_free(lc_spots *spots) {
    free(spots->spot);
    free(spots->scratch.item);
    *spots = (lc_spots){0};
}
