#include "siting/candidates.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "city/unite.h"

void lc_candidates_free(lc_candidates *c) {
    lc_facilities_free(&c->places);
    lc_geoms_free(&c->lonlat);
    free(c->cost);
    free(c->fix);
    *c = (lc_candidates){0};
}

static double rounded(double degrees) {
    return round(degrees * 1e7) / 1e7;
}

static bool join_costs(lc_candidates *c, const double *cost, size_t n) {
    double *both = LC_NEW(double, c->places.n + n);
    if (!both) return false;
    for (size_t i = 0; i < c->places.n; i++) both[i] = c->cost[i];
    for (size_t i = 0; i < n; i++) both[c->places.n + i] = cost ? cost[i] : 1;
    free(c->cost);
    c->cost = both;
    c->has_cost = c->has_cost || cost;
    return true;
}

static bool join_lonlat(lc_candidates *c, const lc_geoms *lonlat) {
    for (size_t g = 0; g < lonlat->n; g++)
        if (!lc_geoms_copy(&c->lonlat, lonlat, g, lonlat->feature[g] + (uint32_t)c->places.n)) return false;
    return true;
}

void lc_candidates_round(lc_geoms *lonlat) {
    for (size_t i = 0; i < lonlat->n_xy; i++)
        lonlat->xy[i] = (lc_xy){rounded(lonlat->xy[i].x), rounded(lonlat->xy[i].y)};
}

lc_status lc_candidates_add(lc_context *ctx, lc_geoms *lonlat, lc_facilities *places, double *cost,
                            lc_candidates *out) {
    lc_status status = LC_OK;
    if (!join_costs(out, cost, places->n) || !join_lonlat(out, lonlat)) status = lc_fail_memory(ctx);
    if (status == LC_OK) status = lc_facilities_append(ctx, &out->places, places);
    lc_geoms_free(lonlat);
    lc_facilities_free(places);
    free(cost);
    return status;
}

/* -------------------------------------------------------------------------------------------------------- along paths
 */

typedef struct {
    const lc_city *city;
    lc_index *index; /* of the communities */
    lc_items items;
    lc_geoms points; /* metres */
} walk_t;

static bool is_inside(walk_t *w, lc_xy p, bool *inside) {
    if (!lc_geoms_around(&w->city->communities, w->index, p, &w->items)) return false;
    *inside = w->items.n > 0;
    return true;
}

static bool add_point(walk_t *w, lc_xy p) {
    bool inside;
    if (!is_inside(w, p, &inside)) return false;
    if (!inside) return true;
    if (w->points.n >= UINT32_MAX) return false;
    return lc_geoms_begin(&w->points, LC_POINT, (uint32_t)w->points.n) && lc_geoms_begin_part(&w->points) &&
           lc_geoms_add(&w->points, p.x, p.y);
}

static double drawn_length(const lc_network *net, size_t e) {
    double length = 0;
    for (size_t v = net->vert_of[e]; v + 1 < net->vert_of[e + 1]; v++)
        length += lc_length(net->vert[v + 1].x - net->vert[v].x, net->vert[v + 1].y - net->vert[v].y);
    return length;
}

/* Points that divide edge e into equal parts of at most step_m, its ends left out. */
static bool divide_edge(walk_t *w, size_t e, double step_m) {
    const lc_network *net = w->city->network;
    double length = drawn_length(net, e), parts = ceil(length / step_m - 1e-9), s = 0, next = length / parts;
    size_t v = net->vert_of[e];
    for (double k = 1; k < parts; k++, next = length * k / parts) {
        for (; v + 1 < net->vert_of[e + 1]; v++) {
            lc_xy a = net->vert[v], b = net->vert[v + 1];
            double piece = lc_length(b.x - a.x, b.y - a.y);
            if (s + piece < next && v + 2 < net->vert_of[e + 1]) {
                s += piece;
                continue;
            }
            double t = piece > 0 ? fmin(1, (next - s) / piece) : 0;
            if (!add_point(w, (lc_xy){a.x + t * (b.x - a.x), a.y + t * (b.y - a.y)})) return false;
            break;
        }
    }
    return true;
}

/* Every node that a path leads to, in the order of nodes. */
static bool add_nodes(const lc_context *ctx, walk_t *w) {
    const lc_network *net = w->city->network;
    bool ok = true;
    for (size_t n = 0; ok && n < net->n_nodes; n++) {
        if (lc_cancelled_at(ctx, n)) return false;
        for (size_t h = net->half_of[n]; h < net->half_of[n + 1]; h++) {
            uint32_t e = net->half[h];
            if (net->kind[e] == LC_EDGE_SQUARE) continue;
            ok = add_point(w, net->vert[net->node_u[e] == n ? net->vert_of[e] : net->vert_of[e + 1] - 1]);
            break;
        }
    }
    return ok;
}

/* Their columns: numbered. */
static bool number_points(lc_facilities *places, size_t n) {
    places->known = true;
    places->n = n;
    places->id = LC_NEW0(char *, n);
    places->name = LC_NEW0(char *, n);
    places->area_m2 = LC_NEW(double, n);
    bool ok = places->id && places->name && places->area_m2;
    for (size_t i = 0; ok && i < n; i++) {
        places->area_m2[i] = NAN;
        ok = (places->id[i] = lc_sprintf("path-%zu", i + 1)) != NULL;
    }
    return ok;
}

lc_status lc_candidates_along_paths(lc_context *ctx, const lc_city *city, double step_m, lc_candidates *out) {
    walk_t w = {.city = city, .index = lc_geoms_index(&city->communities)};
    lc_facilities places = {0};
    lc_status status = LC_OK;
    bool ok = w.index && add_nodes(ctx, &w);
    for (size_t e = 0; ok && e < city->network->n_edges; e++) {
        if (city->network->kind[e] != LC_EDGE_SQUARE) ok = divide_edge(&w, e, step_m);
        ok = ok && !lc_cancelled_at(ctx, e);
    }
    ok = ok && number_points(&places, w.points.n);
    if (ok) {
        lc_work_crs_unproject(city->crs, w.points.xy, w.points.n_xy);
        lc_candidates_round(&w.points);
        ok = lc_geoms_append(&places.geoms, &w.points, 0);
    }
    status = ok ? lc_work_crs_project_many(ctx, city->crs, places.geoms.xy, places.geoms.n_xy) : lc_fail_memory(ctx);
    if (status == LC_OK) status = lc_candidates_add(ctx, &w.points, &places, NULL, out);
    lc_index_free(w.index);
    free(w.items.item);
    lc_geoms_free(&w.points);
    lc_facilities_free(&places);
    return status;
}
