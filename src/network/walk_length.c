#include "network/walk_length.h"

#include <stdlib.h>
#include <string.h>

#include "base/memory.h"

bool lc_walk_counts(const lc_network *net, const lc_walk_cost *cost) {
    return net->has_given || lc_walk_cost_counts(cost);
}

/* Walking length a metre of the segment from vertex v: 1 where nothing counts. Speed matters for waits alone. */
static double walk_rate(const lc_network *net, size_t v, const lc_walk_cost *cost, double speed_m_per_s) {
    const lc_trait *trait = &net->trait[v];
    bool stairs = trait->stairs && cost->has_stairs; /* those that a cost closes are not in the network */
    double rate = trait->given * (stairs ? cost->stairs : lc_slope_factor(cost, trait->slope));
    if (cost->crossings) rate += trait->wait_s_per_m * speed_m_per_s;
    return rate;
}

/* Edges on which nothing counts keep their very numbers. */
static void lay_edge(const lc_network *net, size_t e, const lc_walk_cost *cost, double speed, lc_network *view) {
    double s = 0;
    bool plain = true;
    for (size_t v = net->vert_of[e], last = net->vert_of[e + 1] - 1; v < last; v++) {
        double rate = walk_rate(net, v, cost, speed);
        plain = plain && rate == 1;
        view->vert_s[v] = s;
        s += rate * (net->vert_s[v + 1] - net->vert_s[v]);
    }
    view->vert_s[net->vert_of[e + 1] - 1] = s;
    view->length_m[e] = plain ? net->length_m[e] : s;
    size_t first = net->vert_of[e], n = net->vert_of[e + 1] - first;
    if (plain) memcpy(view->vert_s + first, net->vert_s + first, n * sizeof *net->vert_s);
}

lc_network *lc_network_view(const lc_network *net, const lc_walk_cost *cost, double speed_m_per_s) {
    lc_network *view = LC_NEW(lc_network, 1);
    if (!view) return NULL;
    *view = *net;
    view->length_m = LC_NEW(double, net->n_edges);
    view->vert_s = LC_NEW(double, net->n_verts);
    view->half_end = LC_NEW(lc_half_end, 2 * net->n_edges);
    if (!view->length_m || !view->vert_s || !view->half_end) {
        lc_network_view_free(view);
        return NULL;
    }
    for (size_t e = 0; e < net->n_edges; e++) lay_edge(net, e, cost, speed_m_per_s, view);
    for (size_t h = 0; h < 2 * net->n_edges; h++)
        view->half_end[h] = (lc_half_end){view->length_m[net->half[h]], net->half_end[h].node};
    return view;
}

void lc_network_view_free(lc_network *view) {
    if (!view) return;
    free(view->length_m);
    free(view->vert_s);
    free(view->half_end);
    free(view);
}

double lc_view_factor(const lc_network *net, const lc_network *view, size_t edge) {
    return net->length_m[edge] > 0 ? view->length_m[edge] / net->length_m[edge] : 1;
}

/* A position s_m metres along an edge of the network, in the view's walking length. */
static double view_position(const lc_network *net, const lc_network *view, uint32_t edge, double s_m) {
    size_t low = net->vert_of[edge], high = net->vert_of[edge + 1] - 1;
    if (s_m >= net->length_m[edge]) return view->length_m[edge];
    while (low + 1 < high) { /* vert_s[low] <= s_m < vert_s[high] */
        size_t middle = (low + high) / 2;
        if (net->vert_s[middle] <= s_m)
            low = middle;
        else
            high = middle;
    }
    double length = net->vert_s[low + 1] - net->vert_s[low], t = length > 0 ? (s_m - net->vert_s[low]) / length : 0;
    double from = view->vert_s[low], to = view->vert_s[low + 1];
    return to - from == length ? from + (s_m - net->vert_s[low]) : from + t * (to - from);
}

/* Do positions on an edge keep their numbers? */
static bool is_plain(const lc_network *net, const lc_network *view, uint32_t edge) {
    size_t first = net->vert_of[edge], n = net->vert_of[edge + 1] - first;
    return memcmp(view->vert_s + first, net->vert_s + first, n * sizeof *net->vert_s) == 0;
}

bool lc_view_anchors(const lc_context *ctx, const lc_network *net, const lc_network *view, lc_anchor *anchor,
                     size_t n) {
    for (size_t i = 0; i < n; i++) {
        lc_spot *spot = &anchor[i].spot;
        if (lc_cancelled_at(ctx, i)) return false;
        if (!is_plain(net, view, spot->edge)) spot->s_m = view_position(net, view, spot->edge, spot->s_m);
    }
    return true;
}

void lc_view_accesses(const lc_network *net, const lc_network *view, lc_access *access, size_t n) {
    for (size_t i = 0; i < n; i++) {
        uint32_t edge = access[i].edge;
        if (is_plain(net, view, edge)) continue;
        access[i].s0_m = view_position(net, view, edge, access[i].s0_m);
        access[i].s1_m = view_position(net, view, edge, access[i].s1_m);
    }
}
