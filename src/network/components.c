#include "network/components.h"

#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "base/union_find.h"

#define DROPPED UINT32_MAX

/* Join what edges join; the root is the least node. Every node's parent is its root then. */
static void join_nodes(const lc_network *net, uint32_t *parent) {
    lc_sets_begin(parent, net->n_nodes);
    for (size_t e = 0; e < net->n_edges; e++) lc_sets_join(parent, net->node_u[e], net->node_v[e]);
    for (size_t v = 0; v < net->n_nodes; v++) parent[v] = lc_set_root(parent, (uint32_t)v);
}

bool lc_components_find(const lc_network *net, lc_components *out) {
    lc_components c = {.of_node = LC_NEW(uint32_t, net->n_nodes)};
    if (!c.of_node) return false;
    join_nodes(net, c.of_node);
    /* A root comes before the nodes that it stands for. */
    for (size_t v = 0; v < net->n_nodes; v++)
        c.of_node[v] = c.of_node[v] == v ? (uint32_t)c.n++ : c.of_node[c.of_node[v]];
    c.length_m = LC_NEW0(double, c.n);
    if (!c.length_m) {
        lc_components_free(&c);
        return false;
    }
    for (size_t e = 0; e < net->n_edges; e++)
        if (net->kind[e] != LC_EDGE_SQUARE) c.length_m[c.of_node[net->node_u[e]]] += net->length_m[e];
    *out = c;
    return true;
}

void lc_components_free(lc_components *c) {
    free(c->of_node);
    free(c->length_m);
    *c = (lc_components){0};
}

/* Close up the components that are kept: number[] gets their new numbers, DROPPED for the others. */
static void number_components(lc_network *net, lc_components *c, double least_m, uint32_t *number) {
    size_t kept = 0;
    for (size_t k = 0; k < c->n; k++) {
        bool keep = c->length_m[k] >= least_m;
        *(keep ? &net->components : &net->dropped_components) += 1;
        *(keep ? &net->total_m : &net->dropped_m) += c->length_m[k];
        number[k] = keep ? (uint32_t)kept : DROPPED;
        if (keep) c->length_m[kept++] = c->length_m[k];
    }
    c->n = kept;
}

/* The same for nodes: to[] gets their new numbers. */
static void number_nodes(lc_network *net, lc_components *c, const uint32_t *number, uint32_t *to) {
    size_t kept = 0;
    for (size_t v = 0; v < net->n_nodes; v++) {
        uint32_t component = number[c->of_node[v]];
        to[v] = component == DROPPED ? DROPPED : (uint32_t)kept;
        if (component != DROPPED) c->of_node[kept++] = component;
    }
    net->n_nodes = kept;
}

static void keep_edges(lc_network *net, const uint32_t *number) {
    size_t kept = 0, verts = 0;
    for (size_t e = 0; e < net->n_edges; e++) {
        size_t first = net->vert_of[e], n = net->vert_of[e + 1] - first;
        if (number[net->node_u[e]] == DROPPED) continue;
        memmove(net->vert + verts, net->vert + first, n * sizeof *net->vert);
        memmove(net->vert_s + verts, net->vert_s + first, n * sizeof *net->vert_s);
        if (net->vert_piece) memmove(net->vert_piece + verts, net->vert_piece + first, n * sizeof *net->vert_piece);
        net->node_u[kept] = number[net->node_u[e]];
        net->node_v[kept] = number[net->node_v[e]];
        net->length_m[kept] = net->length_m[e];
        net->kind[kept] = net->kind[e];
        net->vert_of[kept++] = verts; /* never ahead of e */
        verts += n;
    }
    net->vert_of[kept] = verts;
    net->n_edges = kept;
    net->n_verts = verts;
}

bool lc_network_drop_small(lc_network *net, lc_components *c, double min_component_m) {
    uint32_t *number = LC_NEW(uint32_t, c->n), *node = LC_NEW(uint32_t, net->n_nodes);
    bool ok = number && node;
    if (ok) number_components(net, c, min_component_m, number);
    if (ok && net->dropped_components) {
        number_nodes(net, c, number, node);
        keep_edges(net, node);
    }
    free(number);
    free(node);
    return ok;
}
