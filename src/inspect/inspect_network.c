/* A network as a planner sees it: how long, in how many pieces, and where a junction seems to be missing. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "base/union_find.h"
#include "city/line_network.h"
#include "inspect/inspection.h"
#include "network/build.h"
#include "network/near_miss.h"

static const double OSM_NEAR_M = 2; /* in OpenStreetMap an end this near may well be a fence or a wall away */
static const double PIECE_M = 500;  /* shorter pieces are left out of a check */
static const double SHARE_LEAST = 0.9, PIECES_MOST = 0.01; /* shares of the length that are worth a warning */

static const char SECTION[] = "network";

typedef struct {
    lc_inspection *out;
    const lc_network *net;
    const lc_work_crs *crs;
    const lc_noding *how;       /* of lines; NULL for OpenStreetMap */
    const lc_line_finds *finds; /* the same */
} look_t;

/* ------------------------------------------------------------- components */

typedef struct {
    size_t n, n_short;
    double largest_m, short_m;
} pieces_t;

static bool find_pieces(const lc_network *net, pieces_t *out) {
    uint32_t *parent = LC_NEW(uint32_t, net->n_nodes);
    double *length = LC_NEW0(double, net->n_nodes);
    bool ok = parent && length;
    if (ok) lc_sets_begin(parent, net->n_nodes);
    for (size_t e = 0; ok && e < net->n_edges; e++) lc_sets_join(parent, net->node_u[e], net->node_v[e]);
    for (size_t e = 0; ok && e < net->n_edges; e++) length[lc_set_root(parent, net->node_u[e])] += net->length_m[e];
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

/* ----------------------------------------------------------------- places */

static lc_xy lonlat_of(const look_t *l, lc_xy p) {
    lc_work_crs_unproject(l->crs, &p, 1);
    return p;
}

static lc_status find_near_misses(look_t *l) {
    lc_inspection *out = l->out;
    lc_near_misses misses = {0};
    bool lines = l->finds != NULL;
    if (!lc_near_misses_find(l->net, lines ? LC_LINES_NEAR_M : OSM_NEAR_M, &misses)) return lc_fail_memory(out->ctx);
    lc_found_number(out, SECTION, "dangles", (double)misses.dangles, 0);
    lc_found(out, "dangles", "loose ends", "%zu", misses.dangles);
    lc_found_problem *problem = NULL;
    if (misses.n)
        problem = lc_found_problem_of(
            out, lines ? LC_WARNING : LC_NOTE, "junction_missing",
            lines ? "ends of lines that come within 5 m of another line and do not join it"
                  : "ends of lines that come within 2 m of another line and do not join it",
            lines ? "look at the places on a map; '|tolerance=' in metres joins the ends, or draw the lines up to each "
                    "other where one can walk through"
                  : "look at the places on a map, and draw the lines up to each other where one can walk through",
            misses.n);
    for (size_t i = 0; i < misses.n; i++) {
        lc_xy at = lonlat_of(l, misses.miss[i].at);
        lc_found_place(out, problem, at, "%.6f, %.6f (%.1f m)", at.x, at.y, misses.miss[i].miss_m);
    }
    lc_near_misses_free(&misses);
    return LC_OK;
}

/* The message of a kind of places, where the remedy is told apart from it; *fix is NULL when there is nothing to do. */
static const char *message_of(const lc_line_told *told, bool node_all, const char **fix) {
    *fix = NULL;
    if (strcmp(told->code, "line_overlap") == 0 && !node_all) {
        *fix = LC_TEXT("'|noding=all' makes one of them");
        return LC_TEXT("lines lie on one another along a stretch");
    }
    if (strcmp(told->code, "crossing_without_vertex") != 0) return told->message;
    *fix = LC_TEXT("if they are junctions, add '|noding=all' to the source; if they are bridges, leave them");
    return LC_TEXT("lines that cross without a common vertex: not joined, as on a bridge");
}

static void list_finds(look_t *l) {
    lc_inspection *out = l->out;
    lc_line_told told[LC_LINE_TOLD_MAX];
    size_t n = lc_line_network_told(l->how, l->finds, told);
    for (size_t i = 0; i < n; i++) {
        const lc_line_find *find = told[i].find;
        const char *fix, *message = message_of(&told[i], l->how->all, &fix);
        lc_found_problem *problem = lc_found_problem_of(out, told[i].severity, told[i].code, message, fix, find->n);
        if (find->length_m > 0) lc_found_example(out, problem, "%.0f m in all", find->length_m);
        for (size_t k = 0; k < find->n_at; k++) {
            lc_xy at = lonlat_of(l, find->at[k]);
            lc_found_place(out, problem, at, "%.6f, %.6f", at.x, at.y);
        }
    }
}

/* -------------------------------------------------------------- the whole */

/* Without the straight ways across squares, which nobody drew. */
static double drawn_length(const lc_paths *paths) {
    double length = 0;
    for (size_t p = 0; p + paths->n_links < paths->n; p++)
        for (size_t k = paths->start[p]; k + 1 < paths->start[p + 1]; k++) {
            lc_xy a = paths->xy[paths->vertex[k]], b = paths->xy[paths->vertex[k + 1]];
            double d = lc_length(b.x - a.x, b.y - a.y);
            length += isfinite(d) ? d : 0;
        }
    return length;
}

static void describe(look_t *l, const pieces_t *pieces, double repeated_m) {
    lc_inspection *out = l->out;
    const lc_network *net = l->net;
    double share = net->total_m > 0 ? pieces->largest_m / net->total_m : NAN;
    lc_found(out, "length", "walkable", "%.1f km of paths, %zu nodes, %zu edges", net->total_m / 1000, net->n_nodes,
             net->n_edges);
    lc_found(out, "components", "connected", "%zu components; the largest has %.1f %% of the length", pieces->n,
             100 * share);
    lc_found_number(out, SECTION, "length_m", net->total_m, 1);
    lc_found_number(out, SECTION, "nodes", (double)net->n_nodes, 0);
    lc_found_number(out, SECTION, "edges", (double)net->n_edges, 0);
    lc_found_number(out, SECTION, "components", (double)pieces->n, 0);
    lc_found_number(out, SECTION, "largest_share", share, 6);
    lc_found_number(out, SECTION, "short_components", (double)pieces->n_short, 0);
    lc_found_number(out, SECTION, "short_components_m", pieces->short_m, 1);
    lc_found_number(out, SECTION, "repeated_m", repeated_m, 1);
}

static void judge(look_t *l, const pieces_t *pieces, double repeated_m) {
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
    if (!l->finds && repeated_m > 1) {
        lc_found_problem *problem = lc_found_problem_of(
            out, LC_NOTE, "line_repeated", "lines drawn twice between the same vertices, used once", NULL, 1);
        lc_found_example(out, problem, "%.0f m in all", repeated_m);
    }
}

lc_status lc_inspect_network(lc_inspection *out, const lc_paths *paths, const lc_work_crs *crs, const lc_noding *how,
                             const lc_line_finds *finds) {
    lc_network *net = NULL;
    pieces_t pieces = {0};
    lc_status status = lc_network_build(out->ctx, paths, &(lc_network_rules){0}, &net);
    if (status != LC_OK) return status;
    look_t l = {.out = out, .net = net, .crs = crs, .how = how, .finds = finds};
    double repeated_m = fmax(0, drawn_length(paths) - net->total_m) + (finds ? finds->repeats.length_m : 0);
    if (!find_pieces(net, &pieces)) status = lc_fail_memory(out->ctx);
    if (status == LC_OK && net->n_edges == 0) {
        /* An OpenStreetMap file without paths may still have the facilities. */
        if (how)
            lc_found_problem_of(out, LC_ERROR, "no_paths", "nothing to walk on",
                                "check the layer, its subset and the walk rules", 1);
        else
            lc_found_problem_of(out, LC_WARNING, "no_paths", "nothing to walk on",
                                "check the walk rules; for its facilities alone, give the paths with --network", 1);
    } else if (status == LC_OK) {
        describe(&l, &pieces, repeated_m);
        judge(&l, &pieces, repeated_m);
        status = find_near_misses(&l);
        if (status == LC_OK && finds) list_finds(&l);
    }
    lc_network_free(net);
    return status;
}
