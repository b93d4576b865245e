#include "network/components.h"

#include <stdlib.h>
#include <string.h>

#include "base/memory.h"

/* Sets of nodes as trees: a node's parent, itself at the root. */
static uint32_t root_of(uint32_t *parent, uint32_t node) {
    while (parent[node] != node) {
        parent[node] = parent[parent[node]];
        node = parent[node];
    }
    return node;
}

/* Join what edges join; the root is the least node. Every node's parent is its root then. */
static void join_nodes(const lc_network *net, uint32_t *parent) {
    for (size_t v = 0; v < net->n_nodes; v++) parent[v] = (uint32_t)v;
    for (size_t e = 0; e < net->n_edges; e++) {
        uint32_t u = root_of(parent, net->node_u[e]), v = root_of(parent, net->node_v[e]);
        if (u < v)
            parent[v] = u;
        else
            parent[u] = v;
    }
    for (size_t v = 0; v < net->n_nodes; v++) parent[v] = root_of(parent, (uint32_t)v);
}

static void count_components(lc_network *net, const uint32_t *root, const double *length_m, double least_m) {
    for (size_t v = 0; v < net->n_nodes; v++) {
        if (root[v] != v) continue;
        bool keep = length_m[v] >= least_m;
        *(keep ? &net->components : &net->dropped_components) += 1;
        *(keep ? &net->total_m : &net->dropped_m) += length_m[v];
    }
}

/* Close up the nodes that are kept: number[] gets their new numbers, UINT32_MAX for the others. */
static void number_nodes(lc_network *net, const uint32_t *root, const double *length_m, double least_m,
                         uint32_t *number) {
    size_t kept = 0;
    for (size_t v = 0; v < net->n_nodes; v++) number[v] = length_m[root[v]] >= least_m ? (uint32_t)kept++ : UINT32_MAX;
    net->n_nodes = kept;
}

static void keep_edges(lc_network *net, const uint32_t *number) {
    size_t kept = 0, verts = 0;
    for (size_t e = 0; e < net->n_edges; e++) {
        size_t first = net->vert_of[e], n = net->vert_of[e + 1] - first;
        if (number[net->node_u[e]] == UINT32_MAX) continue;
        memmove(net->vert + verts, net->vert + first, n * sizeof *net->vert);
        memmove(net->vert_s + verts, net->vert_s + first, n * sizeof *net->vert_s);
        net->node_u[kept] = number[net->node_u[e]];
        net->node_v[kept] = number[net->node_v[e]];
        net->length_m[kept] = net->length_m[e];
        net->vert_of[kept++] = verts; /* never ahead of e */
        verts += n;
    }
    net->vert_of[kept] = verts;
    net->n_edges = kept;
    net->n_verts = verts;
}

bool lc_network_drop_small(lc_network *net, double min_component_m) {
    uint32_t *root = LC_NEW(uint32_t, net->n_nodes), *number = LC_NEW(uint32_t, net->n_nodes);
    double *length_m = LC_NEW0(double, net->n_nodes);
    bool ok = root && number && length_m;
    if (ok) {
        join_nodes(net, root);
        for (size_t e = 0; e < net->n_edges; e++) length_m[root[net->node_u[e]]] += net->length_m[e];
        count_components(net, root, length_m, min_component_m);
    }
    if (ok && net->dropped_components) {
        number_nodes(net, root, length_m, min_component_m, number);
        keep_edges(net, number);
    }
    free(root);
    free(number);
    free(length_m);
    return ok;
}
