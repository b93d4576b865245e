#include "network/ground.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"

/* A path's length and, of bridges and tunnels and of lines that bring their heights, how it runs. */
typedef struct {
    const lc_paths *paths;
    double *along;  /* n_vertices: metres from the path's start */
    size_t *path;   /* n_vertices: the path that a vertex of it is of */
    double *from_z; /* n paths: heights of its ends, NaN where not known */
    double *to_z;
} runs_t;

typedef struct {
    lc_context *ctx;
    const lc_ground *ground;
    lc_network *net;
    runs_t runs;
    size_t *first;  /* n_edges + 1: vert_of with the new vertices */
    size_t *end_of; /* n_verts: where the heights of its parts' ends begin, one more than parts */
    lc_xy *at;      /* places to be asked for */
    double *z;      /* their heights */
    size_t n_places;
    double flat_m;
} laying_t;

static double way(lc_xy a, lc_xy b) {
    return lc_length(b.x - a.x, b.y - a.y);
}

/* ----------------------------------------------------------------------------------------------------------- paths */

static bool measure_runs(const lc_paths *p, runs_t *r) {
    *r = (runs_t){.paths = p,
                  .along = LC_NEW(double, p->n_vertices),
                  .path = LC_NEW(size_t, p->n_vertices),
                  .from_z = LC_NEW(double, p->n),
                  .to_z = LC_NEW(double, p->n)};
    if (!r->along || !r->path || !r->from_z || !r->to_z) return false;
    for (size_t i = 0; i < p->n; i++) {
        double s = 0;
        r->from_z[i] = r->to_z[i] = NAN;
        for (size_t k = p->start[i]; k < p->start[i + 1]; k++) {
            double step = k > p->start[i] ? way(p->xy[p->vertex[k - 1]], p->xy[p->vertex[k]]) : 0;
            s += isfinite(step) ? step : 0;
            r->along[k] = s;
            r->path[k] = i;
        }
    }
    return true;
}

static void free_runs(runs_t *r) {
    free(r->along);
    free(r->path);
    free(r->from_z);
    free(r->to_z);
}

static uint8_t class_of(const lc_paths *paths, size_t path) {
    return paths->path_class ? paths->path_class[path] : LC_PATH_PLAIN;
}

static bool is_span(const lc_paths *paths, size_t path) {
    return class_of(paths, path) & LC_PATH_SPAN;
}

static double run_length(const runs_t *r, size_t path) {
    return r->along[r->paths->start[path + 1] - 1];
}

/* Heights of the ends of all bridges and tunnels. */
static lc_status ask_spans(laying_t *l) {
    const lc_paths *p = l->runs.paths;
    size_t n = 0;
    for (size_t i = 0; i < p->n; i++) n += is_span(p, i);
    if (!n || !l->ground->heights) return LC_OK;
    lc_xy *at = LC_NEW(lc_xy, 2 * n);
    double *z = LC_NEW(double, 2 * n);
    lc_status status = at && z ? LC_OK : lc_fail_memory(l->ctx);
    size_t k = 0;
    for (size_t i = 0; status == LC_OK && i < p->n; i++) {
        if (!is_span(p, i)) continue;
        at[k++] = p->xy[p->vertex[p->start[i]]];
        at[k++] = p->xy[p->vertex[p->start[i + 1] - 1]];
    }
    if (status == LC_OK) status = lc_heights_at(l->ctx, l->ground->heights, at, 2 * n, z);
    k = 0;
    for (size_t i = 0; status == LC_OK && i < p->n; i++) {
        if (!is_span(p, i)) continue;
        l->runs.from_z[i] = z[k++];
        l->runs.to_z[i] = z[k++];
    }
    free(at);
    free(z);
    return status;
}

/* --------------------------------------------------------------------------------------------------------- heights */

/* The piece of a path that the segment from v lies on: its first vertex in paths->vertex, SIZE_MAX for a joint. */
static size_t piece_of(const lc_network *net, size_t v) {
    return net->vert_piece && net->vert_piece[v] != UINT32_MAX ? net->vert_piece[v] : SIZE_MAX;
}

/* Does the segment's piece bring its own heights: a bridge, a tunnel, a line with heights? */
static bool is_straight(const laying_t *l, size_t v) {
    size_t piece = piece_of(l->net, v);
    if (piece == SIZE_MAX) return false;
    return l->runs.paths->vertex_z || is_span(l->runs.paths, l->runs.path[piece]);
}

/* Height of a place on such a piece. */
static double straight_z(const laying_t *l, size_t piece, lc_xy at) {
    const lc_paths *p = l->runs.paths;
    lc_xy a = p->xy[p->vertex[piece]], b = p->xy[p->vertex[piece + 1]];
    double length = way(a, b), t = length > 0 ? way(a, at) / length : 0;
    t = t < 1 ? t : 1;
    size_t path = l->runs.path[piece];
    if (p->vertex_z && !is_span(p, path)) return p->vertex_z[piece] + t * (p->vertex_z[piece + 1] - p->vertex_z[piece]);
    double from = p->vertex_z ? p->vertex_z[p->start[path]] : l->runs.from_z[path];
    double to = p->vertex_z ? p->vertex_z[p->start[path + 1] - 1] : l->runs.to_z[path];
    double s = l->runs.along[piece] + t * (l->runs.along[piece + 1] - l->runs.along[piece]),
           all = run_length(&l->runs, path);
    return all > 0 ? from + (to - from) * (s / all) : from;
}

static size_t parts_of(const lc_network *net, size_t v) {
    double parts = ceil(way(net->vert[v], net->vert[v + 1]) / LC_GROUND_PIECE_M - 1e-9);
    return parts > 1 ? (size_t)parts : 1;
}

static lc_xy part_end(const lc_network *net, size_t v, size_t parts, size_t k) {
    lc_xy a = net->vert[v], b = net->vert[v + 1];
    double t = (double)k / (double)parts;
    return k == parts ? b : (lc_xy){a.x + t * (b.x - a.x), a.y + t * (b.y - a.y)};
}

/* The last vertex of an edge begins no segment. */
static bool begins_segment(const lc_network *net, size_t edge, size_t v) {
    return v + 1 < net->vert_of[edge + 1];
}

/* List the parts' ends of every segment. */
static bool list_places(laying_t *l) {
    const lc_network *net = l->net;
    size_t capacity = 0;
    l->end_of = LC_NEW(size_t, net->n_verts);
    if (!l->end_of) return false;
    for (size_t e = 0; e < net->n_edges; e++) {
        if (lc_cancelled_at(l->ctx, e)) return false;
        for (size_t v = net->vert_of[e]; begins_segment(net, e, v); v++) {
            size_t parts = parts_of(net, v);
            l->end_of[v] = l->n_places;
            if (!LC_ROOM(l->at, capacity, l->n_places + parts + 1)) return false;
            for (size_t k = 0; k <= parts; k++) l->at[l->n_places++] = part_end(net, v, parts, k);
        }
    }
    l->z = LC_NEW(double, l->n_places);
    return l->z;
}

static void straighten(laying_t *l) {
    const lc_network *net = l->net;
    for (size_t e = 0; e < net->n_edges; e++)
        for (size_t v = net->vert_of[e]; begins_segment(net, e, v); v++) {
            if (!is_straight(l, v)) continue;
            for (size_t k = 0, parts = parts_of(net, v); k <= parts; k++) {
                double *z = &l->z[l->end_of[v] + k];
                *z = straight_z(l, piece_of(net, v), l->at[l->end_of[v] + k]);
            }
        }
}

/* Undeclared nodata would be slopes like walls. */
static lc_status refuse_odd(const laying_t *l) {
    for (size_t i = 0; i < l->n_places; i++)
        if (l->z[i] < LC_HEIGHT_LEAST_M || l->z[i] > LC_HEIGHT_MOST_M)
            return lc_fail(
                l->ctx, LC_ERR_INPUT,
                "a path has a height of %.9g m, which no land has: where it stands for no data, declare that "
                "in the raster (gdal_translate -a_nodata); where heights are not in metres, scale them",
                l->z[i]);
    return LC_OK;
}

static lc_status find_heights(laying_t *l) {
    if (!list_places(l)) return lc_fail_memory(l->ctx);
    for (size_t i = 0; i < l->n_places; i++) l->z[i] = NAN;
    lc_status status = ask_spans(l);
    if (status == LC_OK && l->ground->heights)
        status = lc_heights_at(l->ctx, l->ground->heights, l->at, l->n_places, l->z);
    if (status == LC_OK) straighten(l);
    if (status == LC_OK) status = lc_fail_cancelled(l->ctx);
    return status == LC_OK ? refuse_odd(l) : status;
}

/* ---------------------------------------------------------------------------------------------------------- traits */

static double slope_between(laying_t *l, size_t v, size_t parts, size_t k) {
    const lc_network *net = l->net;
    double run = way(net->vert[v], net->vert[v + 1]) / (double)parts;
    double rise = l->z[l->end_of[v] + k + 1] - l->z[l->end_of[v] + k];
    if (!isfinite(rise)) {
        l->flat_m += run;
        return 0;
    }
    return run > 0 ? lc_min(fabs(rise) / run, 1) : 0;
}

/* What was given as the length of a piece, over the length that it is drawn with. */
static double given_rate(const laying_t *l, size_t piece) {
    const lc_paths *p = l->runs.paths;
    if (!l->ground->length_m) return 1;
    double drawn = way(p->xy[p->vertex[piece]], p->xy[p->vertex[piece + 1]]);
    return drawn > 0 ? l->ground->length_m[piece] / drawn : 1;
}

static lc_trait class_trait(const laying_t *l, size_t v) {
    lc_trait trait = {.given = 1};
    size_t piece = piece_of(l->net, v);
    if (piece == SIZE_MAX) return trait;
    trait.given = given_rate(l, piece);
    if (!l->ground->classes) return trait;
    size_t path = l->runs.path[piece];
    uint8_t path_class = class_of(l->runs.paths, path);
    double wait = lc_path_class_wait_s(l->ground->classes, path_class), length = run_length(&l->runs, path);
    trait.stairs = path_class & LC_PATH_STAIRS;
    trait.wait_s_per_m = wait > 0 && length > 0 ? wait / length : 0;
    return trait;
}

/* The new vertices of the network, with their traits. */
typedef struct {
    lc_xy *vert;
    double *vert_s;
    lc_trait *trait;
    uint32_t *piece; /* NULL without */
    size_t n, cap_vert, cap_s, cap_trait, cap_piece;
} grown_t;

static bool grow(grown_t *g, const lc_network *net, size_t v, lc_xy at, double s, lc_trait trait) {
    if (!LC_ROOM(g->vert, g->cap_vert, g->n + 1) || !LC_ROOM(g->vert_s, g->cap_s, g->n + 1) ||
        !LC_ROOM(g->trait, g->cap_trait, g->n + 1) || (net->vert_piece && !LC_ROOM(g->piece, g->cap_piece, g->n + 1)))
        return false;
    g->vert[g->n] = at;
    g->vert_s[g->n] = s;
    g->trait[g->n] = trait;
    if (net->vert_piece) g->piece[g->n] = net->vert_piece[v];
    g->n++;
    return true;
}

/* The parts of a segment, those of one slope as one. */
static bool grow_segment(laying_t *l, size_t v, grown_t *g) {
    const lc_network *net = l->net;
    size_t parts = l->z ? parts_of(net, v) : 1;
    double s0 = net->vert_s[v], s1 = net->vert_s[v + 1], before = -1;
    lc_trait trait = class_trait(l, v);
    for (size_t k = 0; k < parts; k++) {
        trait.slope = l->z ? slope_between(l, v, parts, k) : 0;
        if (trait.slope == before) continue;
        before = trait.slope;
        double s = k ? s0 + (s1 - s0) * (double)k / (double)parts : s0;
        if (!grow(g, net, v, k ? part_end(net, v, parts, k) : net->vert[v], s, trait)) return false;
    }
    return true;
}

static bool grow_edges(laying_t *l, grown_t *g) {
    const lc_network *net = l->net;
    for (size_t e = 0; e < net->n_edges; e++) {
        size_t first = net->vert_of[e], last = net->vert_of[e + 1] - 1;
        if (lc_cancelled_at(l->ctx, e)) return false;
        for (size_t v = first; v < last; v++)
            if (!grow_segment(l, v, g)) return false;
        if (!grow(g, net, last, net->vert[last], net->vert_s[last], (lc_trait){0})) return false;
        l->first[e + 1] = g->n;
    }
    return true;
}

static bool replace_vertices(laying_t *l) {
    lc_network *net = l->net;
    grown_t g = {0};
    l->first = LC_NEW0(size_t, net->n_edges + 1);
    if (!l->first || !grow_edges(l, &g)) {
        free(g.vert);
        free(g.vert_s);
        free(g.trait);
        free(g.piece);
        return false;
    }
    free(net->vert);
    free(net->vert_s);
    free(net->vert_piece);
    memcpy(net->vert_of, l->first, (net->n_edges + 1) * sizeof *net->vert_of);
    net->vert = g.vert;
    net->vert_s = g.vert_s;
    net->vert_piece = g.piece;
    net->trait = g.trait;
    net->n_verts = g.n;
    return true;
}

lc_status lc_ground_lay(lc_context *ctx, const lc_ground *ground, const lc_paths *paths, lc_network *network) {
    laying_t l = {.ctx = ctx, .ground = ground, .net = network};
    lc_status status = measure_runs(paths, &l.runs) ? LC_OK : lc_fail_memory(ctx);
    if (status == LC_OK && (ground->heights || paths->vertex_z)) status = find_heights(&l);
    if (status == LC_OK && !replace_vertices(&l)) status = lc_fail_memory(ctx);
    network->flat_m = l.flat_m;
    network->has_given = ground->length_m != NULL;
    free_runs(&l.runs);
    free(l.first);
    free(l.end_of);
    free(l.at);
    free(l.z);
    return status;
}
