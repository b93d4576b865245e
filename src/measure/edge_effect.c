#include "measure/edge_effect.h"

#include <math.h>

#include "base/memory.h"

static double largest_walk(const lc_profile *profile) {
    double largest = 0;
    for (size_t i = 0; i < profile->n_indicators; i++)
        for (size_t r = 0; profile->indicators[i].metric == LC_NETWORK && r < profile->indicators[i].n_rules; r++)
            largest = fmax(largest, profile->indicators[i].rules[r].distance_m);
    return largest;
}

lc_status lc_edge_effect(lc_context *ctx, const lc_profile *profile, const lc_city *city, bool **out) {
    const lc_network *network = city->network;
    double walk = largest_walk(profile);
    *out = NULL;
    if (!network || !(walk > 0)) return LC_OK;
    bool *near = LC_NEW0(bool, city->n_communities);
    if (!near) return lc_fail_memory(ctx);
    lc_box extent = lc_index_box(network->index);
    for (size_t g = 0; g < city->communities.n; g++) {
        lc_box box = lc_geom_box(&city->communities, g);
        double room = fmin(fmin(box.x0 - extent.x0, extent.x1 - box.x1), fmin(box.y0 - extent.y0, extent.y1 - box.y1));
        if (room < walk) near[city->communities.feature[g]] = true;
    }
    for (size_t c = 0; c < city->n_communities; c++)
        if (near[c])
            lc_warn(ctx, "edge_effect",
                    "communities near the edge of the network: facilities beyond it may be missing from their numbers",
                    "%s", city->name[c]);
    *out = near;
    return LC_OK;
}
