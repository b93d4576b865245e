/* A network as a planner sees it: how long, in how many pieces, and where a junction seems to be missing. */
#include <math.h>
#include <stdlib.h>

#include "api/inspection.h"
#include "base/memory.h"

static const double NEAR_M = 2;    /* an end this near to another line was probably meant to join it */
static const double DETOUR_M = 10; /* … unless one gets there along the network anyhow */
static const double PIECE_M = 500; /* shorter pieces are left out of a check */
static const double SHARE_LEAST = 0.9, PIECES_MOST = 0.01; /* shares of the length that are worth a warning */
static const double INSIDE_M = 0.01; /* a crossing is farther than this from the ends of both segments */

typedef struct {
    lc_inspection *out;
    const lc_network *net;
    const lc_work_crs *crs;
    lc_items items;
    lc_xy *near; /* places found so far, work CRS */
    size_t n_near, cap_near;
} look_t;

/* ------------------------------------------------------------- components */

typedef struct {
    size_t n, n_short;
    double largest_m, short_m;
} pieces_t;

static uint32_t root_of(uint32_t *parent, uint32_t i) {
    while (parent[i] != i) i = parent[i] = parent[parent[i]];
    return i;
}

static bool find_pieces(const lc_network *net, pieces_t *out) {
    uint32_t *parent = LC_NEW(uint32_t, net->n_nodes);
    double *length = LC_NEW0(double, net->n_nodes);
    bool ok = parent && length;
    for (size_t v = 0; ok && v < net->n_nodes; v++) parent[v] = (uint32_t)v;
    for (size_t e = 0; ok && e < net->n_edges; e++)
        parent[root_of(parent, net->node_u[e])] = root_of(parent, net->node_v[e]);
    for (size_t e = 0; ok && e < net->n_edges; e++) length[root_of(parent, net->node_u[e])] += net->length_m[e];
    for (size_t v = 0; ok && v < net->n_nodes; v++) {
        if (parent[v] != v) continue;
        out->n++;
        out->largest_m = fmax(out->largest_m, length[v]);
        if (length[v] >= PIECE_M) continue;
        out->n_short++;
        out->short_m += length[v];
    }
    free(parent);
    free(length);
    return ok;
}

/* ------------------------------------------------------------- near misses */

static lc_xy lonlat_of(const look_t *l, lc_xy p) {
    lc_work_crs_unproject(l->crs, &p, 1);
    return p;
}

/* Is the foot on segment `vert` a short walk away from the end `node` of edge e? Over one junction at most, which is
   enough: what lies within NEAR_M over several is drawn in great detail. */
static bool is_walkable(const lc_network *net, uint32_t node, uint32_t e, uint32_t vert, lc_spot foot) {
    uint32_t f = net->vert_edge[vert], other = net->node_u[e] == node ? net->node_v[e] : net->node_u[e];
    double from_end = net->node_u[e] == node ? foot.s_m : net->length_m[e] - foot.s_m;
    if (f == e) return from_end <= DETOUR_M;
    double rest = INFINITY;
    if (net->node_u[f] == other) rest = foot.s_m;
    if (net->node_v[f] == other) rest = fmin(rest, net->length_m[f] - foot.s_m);
    return net->length_m[e] + rest <= DETOUR_M;
}

/* Two ends that miss each other are one place. */
static bool is_known(const look_t *l, lc_xy p) {
    for (size_t i = 0; i < l->n_near; i++)
        if (lc_length(l->near[i].x - p.x, l->near[i].y - p.y) <= NEAR_M) return true;
    return false;
}

static double nearest_miss(look_t *l, uint32_t node, uint32_t e, lc_xy p) {
    const lc_network *net = l->net;
    double best = INFINITY;
    for (size_t i = 0; i < l->items.n; i++) {
        uint32_t vert = net->seg_vert[l->items.item[i]];
        lc_spot foot;
        double d = lc_network_foot(net, vert, p.x, p.y, &foot);
        if (d <= NEAR_M && d < best && !is_walkable(net, node, e, vert, foot)) best = d;
    }
    return best;
}

static lc_status find_near_misses(look_t *l, lc_severity severity) {
    const lc_network *net = l->net;
    lc_inspection *out = l->out;
    lc_found_problem *problem = NULL;
    for (size_t v = 0; v < net->n_nodes; v++) {
        if (net->half_of[v + 1] - net->half_of[v] != 1) continue;
        uint32_t e = net->half[net->half_of[v]];
        lc_xy p = net->vert[net->node_u[e] == v ? net->vert_of[e] : net->vert_of[e + 1] - 1];
        lc_box around = {p.x - NEAR_M, p.y - NEAR_M, p.x + NEAR_M, p.y + NEAR_M};
        if (!lc_index_search(net->index, &around, &l->items)) return lc_fail_memory(out->ctx);
        double miss = nearest_miss(l, (uint32_t)v, e, p);
        if (!(miss <= NEAR_M) || is_known(l, p)) continue;
        if (!LC_ROOM(l->near, l->cap_near, l->n_near + 1)) return lc_fail_memory(out->ctx);
        l->near[l->n_near++] = p;
        if (!problem)
            problem = lc_found_problem_of(out, severity, "junction_missing",
                                          "ends of lines that come within 2 m of another line and do not join it",
                                          "look at the places on a map, and draw the lines up to each other where one "
                                          "can walk through",
                                          0);
        if (!problem) return lc_fail_memory(out->ctx);
        problem->count++;
        lc_xy at = lonlat_of(l, p);
        lc_found_place(out, problem, at, "%.6f, %.6f (%.1f m)", at.x, at.y, miss);
    }
    return LC_OK;
}

/* -------------------------------------------------------------- crossings */

static bool same(lc_xy p, lc_xy q) {
    return p.x == q.x && p.y == q.y;
}

static bool cross(const lc_network *net, uint32_t s, uint32_t q, lc_xy *at) {
    lc_xy a = net->vert[s], b = net->vert[s + 1], c = net->vert[q], d = net->vert[q + 1];
    double ux = b.x - a.x, uy = b.y - a.y, vx = d.x - c.x, vy = d.y - c.y, det = ux * vy - uy * vx;
    /* Segments that go on from a common vertex are almost parallel at times, and then seem to cross near it. */
    if (det == 0 || same(a, c) || same(a, d) || same(b, c) || same(b, d)) return false;
    double t = ((c.x - a.x) * vy - (c.y - a.y) * vx) / det, u = ((c.x - a.x) * uy - (c.y - a.y) * ux) / det;
    double et = INSIDE_M / lc_length(ux, uy), eu = INSIDE_M / lc_length(vx, vy);
    *at = (lc_xy){a.x + t * ux, a.y + t * uy};
    return t > et && t < 1 - et && u > eu && u < 1 - eu;
}

static lc_status find_crossings(look_t *l) {
    const lc_network *net = l->net;
    lc_inspection *out = l->out;
    lc_found_problem *problem = NULL;
    for (size_t s = 0; s < net->n_segs; s++) {
        uint32_t vert = net->seg_vert[s];
        lc_box box = lc_box_empty();
        lc_box_add(&box, net->vert[vert].x, net->vert[vert].y);
        lc_box_add(&box, net->vert[vert + 1].x, net->vert[vert + 1].y);
        if (!lc_index_search(net->index, &box, &l->items)) return lc_fail_memory(out->ctx);
        for (size_t i = 0; i < l->items.n; i++) {
            lc_xy at;
            if (l->items.item[i] <= s || !cross(net, vert, net->seg_vert[l->items.item[i]], &at)) continue;
            if (!problem)
                problem = lc_found_problem_of(
                    out, LC_WARNING, "crossing_without_vertex",
                    "lines that cross without a common vertex: not joined, as on a bridge",
                    "if they are junctions, add '|noding=all' to the source; if they are bridges, leave them", 0);
            if (!problem) return lc_fail_memory(out->ctx);
            problem->count++;
            at = lonlat_of(l, at);
            lc_found_place(out, problem, at, "%.6f, %.6f", at.x, at.y);
        }
    }
    return LC_OK;
}

/* -------------------------------------------------------------- the whole */

static double drawn_length(const lc_paths *paths) {
    double length = 0;
    for (size_t p = 0; p < paths->n; p++)
        for (size_t k = paths->start[p]; k + 1 < paths->start[p + 1]; k++) {
            lc_xy a = paths->xy[paths->vertex[k]], b = paths->xy[paths->vertex[k + 1]];
            double d = lc_length(b.x - a.x, b.y - a.y);
            length += isfinite(d) ? d : 0;
        }
    return length;
}

static void describe(look_t *l, const pieces_t *pieces, double drawn_m, const char *section) {
    lc_inspection *out = l->out;
    const lc_network *net = l->net;
    double share = net->total_m > 0 ? pieces->largest_m / net->total_m : NAN;
    lc_found(out, "length", "walkable", "%.1f km of paths, %zu nodes, %zu edges", net->total_m / 1000, net->n_nodes,
             net->n_edges);
    lc_found(out, "components", "connected", "%zu components; the largest has %.1f %% of the length", pieces->n,
             100 * share);
    lc_found_number(out, section, "length_m", net->total_m, 1);
    lc_found_number(out, section, "nodes", (double)net->n_nodes, 0);
    lc_found_number(out, section, "edges", (double)net->n_edges, 0);
    lc_found_number(out, section, "components", (double)pieces->n, 0);
    lc_found_number(out, section, "largest_share", share, 6);
    lc_found_number(out, section, "short_components", (double)pieces->n_short, 0);
    lc_found_number(out, section, "short_components_m", pieces->short_m, 1);
    lc_found_number(out, section, "repeated_m", fmax(0, drawn_m - net->total_m), 1);
}

static void judge(look_t *l, const pieces_t *pieces, double drawn_m) {
    lc_inspection *out = l->out;
    double total = l->net->total_m;
    if (pieces->largest_m < SHARE_LEAST * total) {
        lc_found_problem_of(out, LC_WARNING, "network_apart",
                            "the network falls apart: the largest component has less than nine tenths of its length",
                            "look for missing junctions; '|noding=all' joins lines that cross", pieces->n);
    }
    if (pieces->n_short) {
        lc_found_problem *problem = lc_found_problem_of(
            out, pieces->short_m > PIECES_MOST * total ? LC_WARNING : LC_NOTE, "component_small",
            "components with less than 500 m of path, which a check leaves out", NULL, pieces->n_short);
        lc_found_example(out, problem, "%.0f m in all", pieces->short_m);
    }
    if (drawn_m - total > 1) {
        lc_found_problem *problem = lc_found_problem_of(
            out, LC_NOTE, "line_repeated", "lines drawn twice between the same vertices, used once", NULL, 1);
        lc_found_example(out, problem, "%.0f m in all", drawn_m - total);
    }
}

lc_status lc_inspect_network(lc_inspection *out, const lc_paths *paths, const lc_work_crs *crs, bool drawn_by_hand,
                             const char *section) {
    lc_network *net = NULL;
    pieces_t pieces = {0};
    lc_status status = lc_network_build(out->ctx, paths, 0, &net);
    if (status != LC_OK) return status;
    look_t l = {.out = out, .net = net, .crs = crs};
    double drawn_m = drawn_length(paths);
    if (!find_pieces(net, &pieces)) status = lc_fail_memory(out->ctx);
    if (status == LC_OK && net->n_edges == 0) {
        lc_found_problem_of(out, LC_ERROR, "no_paths", "nothing to walk on",
                            "check the layer, its subset and the walk rules", 1);
    } else if (status == LC_OK) {
        describe(&l, &pieces, drawn_m, section);
        judge(&l, &pieces, drawn_m);
        status = find_near_misses(&l, drawn_by_hand ? LC_WARNING : LC_NOTE);
        if (status == LC_OK && drawn_by_hand) status = find_crossings(&l);
    }
    free(l.items.item);
    free(l.near);
    lc_network_free(net);
    return status;
}
