#include "measure/stale.h"

#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "coverage/tiles.h"
#include "geo/pair_geoms.h"
#include "measure/same_plan.h"
#include "network/same_edges.h"

static const double SPARE_M = 1; /* more than any rounding of distances */

typedef struct {
    const lc_fields *before, *after;
    lc_index *index; /* over the tiles of each community: what is near any of them may change how it is measured */
    lc_items items;
    uint32_t *pair; /* of an edge after, the same one before; NULL: the network is the very same */
    bool *asks;     /* one a pass: of the set in hand */
    bool *stale;
} compare_t;

/* Gates may lie far from their compound, and leave on any path: with compounds every change of paths may reach all.
   With a second network, without stairs, the two are not compared. */
static bool comparable(const lc_plan *a, const lc_plan *b) {
    bool same_paths = a->city->network == b->city->network && a->city->step_free == b->city->step_free;
    bool paths =
        a->city->network && b->city->network && !b->city->compounds && !a->city->step_free && !b->city->step_free;
    return lc_same_plan(a, b) && (same_paths || paths);
}

/* ----------------------------------------------------------------------------------------------------------- marks */

static lc_box grown(lc_box box, double m) {
    return (lc_box){box.x0 - m, box.y0 - m, box.x1 + m, box.y1 + m};
}

/* Communities of a pass that have a tile in a box. */
static bool mark(compare_t *c, size_t pass, lc_box box) {
    bool *stale = c->stale + pass * c->after->plan->city->n_communities;
    if (!lc_index_search(c->index, &box, &c->items)) return false;
    for (size_t i = 0; i < c->items.n; i++) stale[c->items.item[i]] = true;
    return true;
}

static bool is_walked(const compare_t *c, size_t pass) {
    return c->after->plan->pass[pass].metric == LC_NETWORK;
}

/* ---------------------------------------------------------------------------------------------------------- network */

static double network_reach(const compare_t *c) {
    return c->after->links->link_limit_m + SPARE_M;
}

/* Around an edge, as far as people walk to it, in the passes of the network that ask; NULL: in all of them. */
static bool mark_edge(compare_t *c, const lc_network *net, size_t e, const bool *asks) {
    lc_box box = lc_box_empty();
    bool ok = true;
    for (size_t k = net->vert_of[e]; k < net->vert_of[e + 1]; k++) lc_box_add(&box, net->vert[k].x, net->vert[k].y);
    for (size_t p = 0; ok && p < c->after->plan->n_passes; p++)
        if (is_walked(c, p) && (!asks || asks[p])) ok = mark(c, p, grown(box, network_reach(c)));
    return ok;
}

/* Around the edges that one network has and the other has not. */
static bool compare_networks(compare_t *c) {
    const lc_network *a = c->before->plan->city->network, *b = c->after->plan->city->network;
    if (a == b) return true;
    bool *gone = LC_NEW(bool, a->n_edges);
    c->pair = LC_NEW(uint32_t, b->n_edges);
    bool ok = gone && c->pair;
    if (ok) lc_same_edges(a, b, c->pair, gone);
    for (size_t e = 0; ok && e < a->n_edges; e++) ok = !gone[e] || mark_edge(c, a, e, NULL);
    for (size_t e = 0; ok && e < b->n_edges; e++) ok = c->pair[e] != LC_NO_EDGE || mark_edge(c, b, e, NULL);
    free(gone);
    return ok;
}

/* Around the edges on which D differs. */
static bool compare_fields(compare_t *c, const lc_field *a, const lc_field *b) {
    bool ok = true;
    for (uint32_t f = 0; ok && f < b->network->n_edges; f++) {
        uint32_t e = c->pair ? c->pair[f] : f;
        if (e != LC_NO_EDGE && !lc_field_same_along(a, e, b, f)) ok = mark_edge(c, b->network, f, c->asks);
    }
    return ok;
}

/* Around the compounds with a gate at which a distance differs. */
static bool compare_gates(compare_t *c, size_t pass) {
    const lc_pass_fields *a = &c->before->pass[pass], *b = &c->after->pass[pass];
    const lc_compounds *all = c->after->plan->city->compounds;
    bool ok = true;
    for (size_t z = 0; ok && a->gate_d && z < all->zones.geoms.n; z++) {
        bool same = true;
        for (size_t k = all->gate_of[z]; same && k < all->gate_of[z + 1]; k++)
            for (size_t g = 0; same && g < b->pass.n_groups; g++)
                same = a->gate_d[g * all->n_gates + all->gate[k]] == b->gate_d[g * all->n_gates + all->gate[k]];
        if (!same) ok = mark(c, pass, grown(lc_geom_box(&all->zones.geoms, z), SPARE_M));
    }
    return ok;
}

/* ------------------------------------------------------------------------------------------------------ facilities */

/* What a facility reaches by itself: on the straight metric as far as is measured; and its polygon cuts the plane for
   all passes that are measured with one that asks for it. */
static bool mark_shape(compare_t *c, const lc_geoms *geoms, size_t g) {
    const lc_plan *plan = c->after->plan;
    bool ok = true;
    for (size_t p = 0; ok && p < plan->n_passes; p++) {
        bool cuts = false;
        for (size_t k = 0; geoms->kind[g] == LC_POLYGON && !cuts && k < plan->n_passes; k++)
            cuts = c->asks[k] && plan->pass[k].batch == plan->pass[p].batch;
        double reach = SPARE_M;
        if (c->asks[p] && !is_walked(c, p)) reach += plan->group[plan->pass[p].group[0]].range_m;
        if (c->asks[p] || cuts) ok = mark(c, p, grown(lc_geom_box(geoms, g), reach));
    }
    return ok;
}

/* Around what is in one set and not in the other. */
static bool compare_shapes(compare_t *c, const lc_plan_set *before, const lc_plan_set *after) {
    const lc_geoms *a = &before->facilities->geoms, *b = &after->facilities->geoms;
    bool *gone = LC_NEW(bool, a->n), *added = LC_NEW(bool, b->n);
    for (size_t h = 0; gone && h < a->n; h++) gone[h] = before->passes[a->feature[h]];
    for (size_t g = 0; added && g < b->n; g++) added[g] = after->passes[b->feature[g]];
    bool ok = gone && added && lc_geoms_unmark_same(a, gone, b, added);
    for (size_t h = 0; ok && h < a->n; h++) ok = !gone[h] || mark_shape(c, a, h);
    for (size_t g = 0; ok && g < b->n; g++) ok = !added[g] || mark_shape(c, b, g);
    free(gone);
    free(added);
    return ok;
}

/* The passes that ask for a set. */
static void find_passes(compare_t *c, size_t set) {
    const lc_plan *plan = c->after->plan;
    memset(c->asks, 0, plan->n_passes * sizeof *c->asks);
    for (size_t i = 0; i < plan->n_groups; i++)
        for (size_t k = 0; k < plan->group[i].n_sets; k++)
            if (plan->group[i].set[k] == set) c->asks[plan->group[i].pass] = true;
}

static bool compare_set(compare_t *c, size_t s) {
    const lc_plan_set *a = &c->before->plan->set[s], *b = &c->after->plan->set[s];
    const lc_field *old = c->before->field[s], *new = c->after->field[s];
    bool same = lc_same_set(c->before->plan, c->after->plan, s);
    find_passes(c, s);
    if (!same && !compare_shapes(c, a, b)) return false;
    return (same && !c->pair) || !old || !new || compare_fields(c, old, new);
}

static lc_index *index_tiles(const lc_city *city) {
    lc_box *box = lc_geoms_boxes_of_features(&city->communities, city->n_communities);
    for (size_t c = 0; box && c < city->n_communities; c++)
        if (box[c].x0 <= box[c].x1) box[c] = lc_tiles_of(&box[c]);
    lc_index *index = box ? lc_index_new(box, city->n_communities) : NULL;
    free(box);
    return index;
}

bool lc_stale_communities(const lc_fields *before, const lc_fields *after, bool *stale, bool *all) {
    const lc_city *city = after->plan->city;
    compare_t c = {.before = before, .after = after, .stale = stale};
    *all = !comparable(before->plan, after->plan);
    if (*all) return true;
    c.index = index_tiles(city);
    c.asks = LC_NEW(bool, after->plan->n_passes);
    bool ok = c.index && c.asks && compare_networks(&c);
    for (size_t s = 0; ok && s < after->plan->n_sets; s++) ok = compare_set(&c, s);
    for (size_t p = 0; ok && city->compounds && p < after->plan->n_passes; p++) ok = compare_gates(&c, p);
    lc_index_free(c.index);
    free(c.items.item);
    free(c.asks);
    free(c.pair);
    return ok;
}
