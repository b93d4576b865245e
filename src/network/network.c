#include "network/network.h"

#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "geo/hilbert.h"

const char *lc_edge_kind_name(lc_edge_kind kind) {
    static const char *const names[] = {"path", "square", "joint"};
    return names[kind];
}

bool lc_network_order_nodes(lc_network *net) {
    size_t n = net->n_nodes;
    lc_xy *place = LC_NEW(lc_xy, n);
    uint32_t *order = LC_NEW(uint32_t, n), *number = LC_NEW(uint32_t, n);
    bool ok = place && order && number;
    for (size_t e = 0; ok && e < net->n_edges; e++) {
        place[net->node_u[e]] = net->vert[net->vert_of[e]];
        place[net->node_v[e]] = net->vert[net->vert_of[e + 1] - 1];
    }
    ok = ok && lc_hilbert_order(place, n, order);
    for (size_t i = 0; ok && i < n; i++) number[order[i]] = (uint32_t)i;
    for (size_t e = 0; ok && e < net->n_edges; e++) {
        net->node_u[e] = number[net->node_u[e]];
        net->node_v[e] = number[net->node_v[e]];
    }
    free(place);
    free(order);
    free(number);
    return ok;
}

bool lc_network_link_halves(lc_network *net) {
    net->half_of = LC_NEW0(size_t, net->n_nodes + 2);
    net->half = LC_NEW(uint32_t, 2 * net->n_edges);
    net->half_end = LC_NEW(lc_half_end, 2 * net->n_edges);
    if (!net->half_of || !net->half || !net->half_end) return false;
    for (size_t e = 0; e < net->n_edges; e++) {
        net->half_of[net->node_u[e] + 2]++;
        net->half_of[net->node_v[e] + 2]++;
    }
    for (size_t v = 2; v < net->n_nodes + 2; v++) net->half_of[v] += net->half_of[v - 1];
    for (size_t e = 0; e < net->n_edges; e++) {
        net->half[net->half_of[net->node_u[e] + 1]++] = (uint32_t)e;
        net->half[net->half_of[net->node_v[e] + 1]++] = (uint32_t)e;
    }
    for (size_t v = 0; v < net->n_nodes; v++)
        for (size_t h = net->half_of[v]; h < net->half_of[v + 1]; h++) {
            uint32_t e = net->half[h];
            uint32_t to = net->node_u[e] == v ? net->node_v[e] : net->node_u[e];
            net->half_end[h] = (lc_half_end){net->length_m[e], to};
        }
    return true;
}

bool lc_network_index_segments(lc_network *net) {
    net->vert_edge = LC_NEW(uint32_t, net->n_verts);
    net->seg_vert = LC_NEW(uint32_t, net->n_verts - net->n_edges);
    if (!net->vert_edge || !net->seg_vert) return false;
    for (size_t e = 0; e < net->n_edges; e++)
        for (size_t v = net->vert_of[e]; v < net->vert_of[e + 1]; v++) {
            net->vert_edge[v] = (uint32_t)e;
            if (v + 1 < net->vert_of[e + 1]) net->seg_vert[net->n_segs++] = (uint32_t)v;
        }
    net->index = lc_index_segments(net->vert, net->seg_vert, net->n_segs);
    return net->index != NULL;
}

/* The places of vertices seen so far: a table of 2^bits slots, each with the last vertex at a place and some bits that
   tell most others from it. */
typedef struct {
    uint32_t vert, tag; /* vert UINT32_MAX: free */
} slot_t;

typedef struct {
    slot_t *slot;
    size_t mask;
} places_t;

static bool open_places(places_t *p, size_t n) {
    size_t slots = 16;
    while (slots < n + n / 2) slots *= 2;
    *p = (places_t){LC_NEW(slot_t, slots), slots - 1};
    if (p->slot) memset(p->slot, 0xFF, slots * sizeof *p->slot);
    return p->slot;
}

static uint64_t place_hash(lc_xy p) {
    uint64_t x, y;
    double px = p.x + 0.0, py = p.y + 0.0; /* -0 is where 0 is */
    memcpy(&x, &px, sizeof x);
    memcpy(&y, &py, sizeof y);
    uint64_t h = (x ^ (y << 32 | y >> 32)) * 0x9e3779b97f4a7c15u;
    h = (h ^ h >> 32) * 0xbf58476d1ce4e5b9u + x;
    return h ^ h >> 29;
}

/* The slot of p: free, or with a vertex there. */
static slot_t *find_place(const places_t *places, const lc_xy *vert, lc_xy p, uint32_t tag, size_t at) {
    for (;; at++) {
        slot_t *s = &places->slot[at & places->mask];
        if (s->vert == UINT32_MAX) return s;
        if (s->tag == tag && vert[s->vert].x == p.x && vert[s->vert].y == p.y) return s;
    }
}

bool lc_network_chain_twins(lc_network *net) {
    enum { AHEAD = 16 };
    places_t places;
    net->coincident = LC_NEW(uint32_t, net->n_verts);
    if (!net->coincident || !open_places(&places, net->n_verts)) return false;
    for (uint32_t v = 0; v < net->n_verts; v++) {
        uint64_t hash = place_hash(net->vert[v]);
        if (v + AHEAD < net->n_verts) LC_FETCH(&places.slot[place_hash(net->vert[v + AHEAD]) & places.mask]);
        slot_t *s = find_place(&places, net->vert, net->vert[v], (uint32_t)(hash >> 32), (size_t)hash);
        net->coincident[v] = v;
        if (s->vert != UINT32_MAX) { /* between the last one there and the first */
            net->coincident[v] = net->coincident[s->vert];
            net->coincident[s->vert] = v;
        }
        *s = (slot_t){v, (uint32_t)(hash >> 32)};
    }
    free(places.slot);
    return true;
}

lc_network *lc_network_hold(lc_network *net) {
    lc_holders_add(&net->holders);
    return net;
}

void lc_network_free(lc_network *net) {
    if (!net || lc_holders_drop(&net->holders)) return;
    free(net->node_u);
    free(net->node_v);
    free(net->length_m);
    free(net->kind);
    free(net->on_island);
    free(net->joint);
    free(net->vert_of);
    free(net->vert);
    free(net->vert_s);
    free(net->trait);
    free(net->vert_piece);
    free(net->vert_edge);
    free(net->coincident);
    free(net->half_of);
    free(net->half);
    free(net->half_end);
    free(net->seg_vert);
    lc_index_free(net->index);
    free(net);
}
