#include "network/near_miss.h"

#include <math.h>
#include <stdlib.h>

#include "base/memory.h"
#include "network/nearest.h"

static const double DETOUR_TIMES = 5;

typedef struct {
    const lc_network *net;
    double near_m;
    lc_items items;
} look_t;

/* Is the foot on segment `vert` a short walk away from the end `node` of edge e? */
static bool is_walkable(const look_t *l, uint32_t node, uint32_t e, uint32_t vert, lc_spot foot) {
    const lc_network *net = l->net;
    double most = DETOUR_TIMES * l->near_m;
    uint32_t f = net->vert_edge[vert], other = net->node_u[e] == node ? net->node_v[e] : net->node_u[e];
    double from_end = net->node_u[e] == node ? foot.s_m : net->length_m[e] - foot.s_m;
    if (f == e) return from_end <= most;
    double rest = INFINITY;
    if (net->node_u[f] == other) rest = foot.s_m;
    if (net->node_v[f] == other) rest = fmin(rest, net->length_m[f] - foot.s_m);
    return net->length_m[e] + rest <= most;
}

static double nearest_miss(const look_t *l, uint32_t node, uint32_t e, lc_xy p) {
    double best = INFINITY;
    for (size_t i = 0; i < l->items.n; i++) {
        uint32_t vert = l->net->seg_vert[l->items.item[i]];
        lc_spot foot;
        double d = lc_network_foot(l->net, vert, p.x, p.y, &foot);
        if (d <= l->near_m && d < best && !is_walkable(l, node, e, vert, foot)) best = d;
    }
    return best;
}

static bool is_known(const lc_near_misses *known, lc_xy p, double near_m) {
    for (size_t i = 0; i < known->n; i++)
        if (lc_length(known->miss[i].at.x - p.x, known->miss[i].at.y - p.y) <= near_m) return true;
    return false;
}

bool lc_near_misses_find(const lc_network *net, double near_m, lc_near_misses *out) {
    look_t l = {.net = net, .near_m = near_m};
    lc_near_misses found = {0};
    bool ok = true;
    for (size_t v = 0; ok && v < net->n_nodes; v++) {
        if (net->half_of[v + 1] - net->half_of[v] != 1) continue;
        found.dangles++;
        uint32_t e = net->half[net->half_of[v]];
        lc_xy p = net->vert[net->node_u[e] == v ? net->vert_of[e] : net->vert_of[e + 1] - 1];
        lc_box around = {p.x - near_m, p.y - near_m, p.x + near_m, p.y + near_m};
        ok = lc_index_search(net->index, &around, &l.items);
        double miss = ok ? nearest_miss(&l, (uint32_t)v, e, p) : INFINITY;
        if (!(miss <= near_m) || is_known(&found, p, near_m)) continue;
        ok = LC_ROOM(found.miss, found.capacity, found.n + 1);
        if (ok) found.miss[found.n++] = (lc_near_miss){p, miss};
    }
    free(l.items.item);
    if (ok)
        *out = found;
    else
        lc_near_misses_free(&found);
    return ok;
}

void lc_near_misses_free(lc_near_misses *misses) {
    free(misses->miss);
    *misses = (lc_near_misses){0};
}
