#include "store/geom_arrays.h"

lc_geom_counts lc_geoms_counts(const lc_geoms *g) {
    return (lc_geom_counts){.kind = g->n,
                            .feature = g->n,
                            .part_of = g->n ? g->n + 1 : 0,
                            .xy_of = g->n ? g->n_parts + 1 : 0,
                            .xy = g->n_xy};
}

/* Ends of things one after the other: from 0, never decreasing, up to n. */
static bool are_ends(const size_t *end, size_t n_ends, size_t n) {
    if (n_ends == 0 || end[0] != 0 || end[n_ends - 1] != n) return false;
    for (size_t i = 1; i < n_ends; i++)
        if (end[i] < end[i - 1]) return false;
    return true;
}

static bool are_sound(const lc_geoms *g, const lc_geom_counts *n, size_t n_features) {
    if (n->kind == 0) return n->feature == 0 && n->part_of == 0 && n->xy_of == 0 && n->xy == 0;
    if (n->feature != n->kind || n->part_of != n->kind + 1 || n->xy_of == 0) return false;
    if (!are_ends(g->part_of, n->part_of, n->xy_of - 1) || !are_ends(g->xy_of, n->xy_of, n->xy)) return false;
    for (size_t k = 0; k < n->kind; k++) {
        bool empty = g->part_of[k] == g->part_of[k + 1] || (k && g->feature[k] < g->feature[k - 1]);
        if (empty || g->kind[k] > LC_POLYGON || g->feature[k] >= n_features) return false;
    }
    for (size_t p = 0; p + 1 < n->xy_of; p++)
        if (g->xy_of[p] == g->xy_of[p + 1]) return false;
    return true;
}

bool lc_geoms_settle(lc_geoms *g, const lc_geom_counts *n, size_t n_features) {
    if (!are_sound(g, n, n_features)) return false;
    g->n = n->kind;
    g->n_parts = n->xy_of ? n->xy_of - 1 : 0;
    g->n_xy = n->xy;
    g->cap = n->kind;
    g->cap_feature = n->feature;
    g->cap_part_of = n->part_of;
    g->cap_parts = n->xy_of;
    g->cap_xy = n->xy;
    return true;
}
