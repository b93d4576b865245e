#include "measure/nearest_labels.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "base/sort.h"

void lc_nearest_labels_free(lc_nearest_labels *labels) {
    free(labels->node);
    free(labels->access);
    *labels = (lc_nearest_labels){0};
}

static int by_edge(const void *a, const void *b) {
    const lc_labelled_access *p = a, *q = b;
    if (p->access.edge != q->access.edge) return p->access.edge < q->access.edge ? -1 : 1;
    return (p->facility > q->facility) - (p->facility < q->facility);
}

/* The first access on an edge, or behind it. */
static size_t first_access(const lc_nearest_labels *l, uint32_t edge) {
    size_t low = 0, high = l->n;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (l->access[middle].access.edge < edge)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

/* Accesses beside a node that its distance is of: they label it at once. */
static void label_from_accesses(lc_nearest_labels *l) {
    const lc_network *net = l->field->network;
    const double *d = l->field->node_d;
    for (size_t i = 0; i < l->n; i++) {
        const lc_access *a = &l->access[i].access;
        uint32_t u = net->node_u[a->edge], v = net->node_v[a->edge], facility = l->access[i].facility;
        if (a->d0_m + a->s0_m == d[u] && facility < l->node[u]) l->node[u] = facility;
        if (a->d0_m + (net->length_m[a->edge] - a->s1_m) == d[v] && facility < l->node[v]) l->node[v] = facility;
    }
}

/* Take a label over from the nodes before this one; false while none of them has one. */
static bool label_from_ways(lc_nearest_labels *l, uint32_t node) {
    const lc_network *net = l->field->network;
    const double *d = l->field->node_d;
    for (size_t h = net->half_of[node]; h < net->half_of[node + 1]; h++) {
        const lc_half_end *way = &net->half_end[h];
        if (d[way->node] + way->length_m == d[node] && l->node[way->node] < l->node[node])
            l->node[node] = l->node[way->node];
    }
    return l->node[node] != UINT32_MAX;
}

/* Distances in the order of their bits, as near as 32 of them tell. */
static uint32_t key_of(double d) {
    float rounded = (float)d;
    uint32_t bits;
    memcpy(&bits, &rounded, sizeof bits);
    return bits;
}

/* Nodes nearest first; what could not be labelled, since the nodes before it come later among equal ones, again. */
static void label_nodes(lc_nearest_labels *l, lc_keyed *order, size_t n) {
    for (size_t before = n + 1; n > 0 && n < before;) {
        size_t left = 0;
        for (size_t i = 0; i < n; i++)
            if (!label_from_ways(l, order[i].item)) order[left++] = order[i];
        before = n;
        n = left;
    }
}

bool lc_nearest_labels_find(const lc_field *field, lc_labelled_access *access, size_t n, lc_nearest_labels *out) {
    size_t n_nodes = field->network->n_nodes, reached = 0;
    lc_nearest_labels l = {.field = field, .node = LC_NEW(uint32_t, n_nodes), .access = access, .n = n};
    lc_keyed *order = LC_NEW(lc_keyed, n_nodes);
    bool ok = l.node && order;
    if (n) qsort(access, n, sizeof *access, by_edge);
    for (size_t v = 0; ok && v < n_nodes; v++) {
        l.node[v] = UINT32_MAX;
        if (field->node_d[v] < INFINITY) order[reached++] = (lc_keyed){key_of(field->node_d[v]), (uint32_t)v};
    }
    ok = ok && lc_sort_keyed(order, reached);
    if (ok) {
        label_from_accesses(&l);
        label_nodes(&l, order, reached);
        *out = l;
        l = (lc_nearest_labels){0};
    }
    free(order);
    lc_nearest_labels_free(&l);
    return ok;
}

uint32_t lc_nearest_label(const lc_nearest_labels *l, lc_spot spot, double *distance_m) {
    const lc_network *net = l->field->network;
    uint32_t u = net->node_u[spot.edge], v = net->node_v[spot.edge], best = l->node[u];
    double d = l->field->node_d[u] + spot.s_m, other = l->field->node_d[v] + (net->length_m[spot.edge] - spot.s_m);
    if (other < d || (other == d && l->node[v] < best)) d = other, best = l->node[v];
    for (size_t i = first_access(l, spot.edge); i < l->n && l->access[i].access.edge == spot.edge; i++) {
        const lc_access *a = &l->access[i].access;
        double there = a->d0_m + lc_max(0, lc_max(a->s0_m - spot.s_m, spot.s_m - a->s1_m));
        if (there < d || (there == d && l->access[i].facility < best)) d = there, best = l->access[i].facility;
    }
    *distance_m = d;
    return d < INFINITY ? best : UINT32_MAX;
}
