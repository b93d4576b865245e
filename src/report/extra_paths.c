#include "report/extra_paths.h"

#include <stdlib.h>

#include "base/memory.h"
#include "network/walk_length.h"

/* A connected part of the network. */
typedef struct {
    double length_m;
    size_t first; /* its first edge: what tells parts of one length apart */
    size_t number;
} part_t;

static int longest_first(const void *a, const void *b) {
    const part_t *p = a, *q = b;
    if (p->length_m != q->length_m) return p->length_m > q->length_m ? -1 : 1;
    return p->first < q->first ? -1 : 1;
}

static int by_first(const void *a, const void *b) {
    const part_t *p = a, *q = b;
    return p->first < q->first ? -1 : p->first > q->first;
}

/* Spread part `number` from node `start` over all edges that hang together with it. `stack` holds n_nodes. */
static double flood(const lc_network *net, uint32_t start, size_t number, bool *seen, uint32_t *stack, lc_path *paths) {
    size_t n = 0;
    double length = 0;
    stack[n++] = start;
    seen[start] = true;
    while (n) {
        uint32_t node = stack[--n];
        for (size_t h = net->half_of[node]; h < net->half_of[node + 1]; h++) {
            uint32_t e = net->half[h], to = net->node_u[e] == node ? net->node_v[e] : net->node_u[e];
            if (!paths[e].component && net->kind[e] != LC_EDGE_SQUARE) length += net->length_m[e];
            paths[e].component = number;
            if (seen[to]) continue;
            seen[to] = true;
            stack[n++] = to;
        }
    }
    return length;
}

/* Number the connected parts, the longest first. */
static bool number_parts(const lc_network *net, lc_path *paths) {
    part_t *part = LC_NEW(part_t, net->n_edges);
    bool *seen = LC_NEW0(bool, net->n_nodes);
    uint32_t *stack = LC_NEW(uint32_t, net->n_nodes);
    bool ok = part && seen && stack;
    size_t n = 0;
    for (size_t e = 0; ok && e < net->n_edges; e++) {
        if (paths[e].component) continue;
        part[n] = (part_t){.first = e};
        part[n].length_m = flood(net, net->node_u[e], n + 1, seen, stack, paths);
        n++;
    }
    if (n) qsort(part, n, sizeof *part, longest_first);
    for (size_t k = 0; k < n; k++) part[k].number = k + 1;
    if (n) qsort(part, n, sizeof *part, by_first); /* the order in which they were found */
    for (size_t e = 0; ok && e < net->n_edges; e++) paths[e].component = part[paths[e].component - 1].number;
    free(part);
    free(seen);
    free(stack);
    return ok;
}

static bool draw_path(const lc_network *net, size_t e, lc_geoms *out) {
    if (!lc_geoms_begin(out, LC_LINE, (uint32_t)e) || !lc_geoms_begin_part(out)) return false;
    for (size_t v = net->vert_of[e]; v < net->vert_of[e + 1]; v++)
        if (!lc_geoms_add(out, net->vert[v].x, net->vert[v].y)) return false;
    return true;
}

lc_status lc_extras_paths(lc_context *ctx, const lc_network *network, const lc_network *walked, const lc_work_crs *crs,
                          lc_report *report) {
    report->has_paths = true;
    if (!network) return LC_OK;
    report->paths = LC_NEW0(lc_path, network->n_edges);
    if (!report->paths) return lc_fail_memory(ctx);
    report->n_paths = network->n_edges;
    bool ok = number_parts(network, report->paths);
    for (size_t e = 0; ok && e < network->n_edges; e++) {
        report->paths[e].length_m = network->length_m[e];
        report->paths[e].factor = lc_view_factor(network, walked, e);
        report->paths[e].kind = lc_edge_kind_name(network->kind[e]);
        ok = draw_path(network, e, &report->path_shapes);
    }
    lc_work_crs_unproject(crs, report->path_shapes.xy, report->path_shapes.n_xy);
    return ok ? LC_OK : lc_fail_memory(ctx);
}
