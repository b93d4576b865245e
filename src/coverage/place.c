#include "coverage/place.h"

#include <stdlib.h>

static const double SAME_M = 1e-6; /* equally near */

void lc_place_scratch_free(lc_place_scratch *s) {
    free(s->items.item);
    free(s->candidates.item);
    *s = (lc_place_scratch){0};
}

double lc_site_foot(const lc_sites *sites, uint32_t v, lc_xy p, double *t) {
    lc_xy a = sites->vert[v], b = sites->vert[v + 1];
    return lc_segment_foot(a, b, p, t);
}

double lc_sites_distance(const void *user, uint32_t segment, double x, double y) {
    const lc_sites *sites = user;
    double t;
    return lc_site_foot(sites, sites->seg_vert[segment], (lc_xy){x, y}, &t);
}

/* Layers of the zones around p. */
static bool layers_at(const lc_zones *zones, lc_xy p, lc_items *items, lc_layers *layers) {
    *layers = 0;
    if (!zones || !zones->index) return true;
    lc_box box = {p.x, p.y, p.x, p.y};
    if (!lc_index_search(zones->index, &box, items)) return false;
    for (size_t i = 0; i < items->n; i++) {
        uint32_t g = items->item[i];
        if ((zones->layers[g] & ~*layers) && lc_geom_contains(&zones->geoms, g, p.x, p.y)) *layers |= zones->layers[g];
    }
    return true;
}

double lc_group_d(const lc_group *group, uint32_t v, double t) {
    double least = group->n_terms ? INFINITY : 0;
    for (size_t k = 0; k < group->n_terms; k++) {
        const lc_network *net = group->term[k].field->network;
        lc_spot spot = {net->vert_edge[v], net->vert_s[v]};
        if (t > 0) spot.s_m += t * (net->vert_s[v + 1] - net->vert_s[v]);
        least = lc_min(least, lc_field_at(group->term[k].field, spot) + group->term[k].offset_m);
    }
    return least;
}

/* A place in gated compounds leaves by one of their gates. *inside tells whether it is in any. */
static bool gated_d(const lc_pass *pass, lc_xy p, lc_items *items, double *d, bool *inside, bool *linked) {
    const lc_compounds *c = pass->compounds;
    *inside = *linked = false;
    if (!c) return true;
    if (!lc_geoms_around(&c->zones.geoms, c->zones.index, p, items)) return false;
    *inside = items->n > 0;
    for (size_t i = 0; i < items->n; i++) {
        size_t g = items->item[i];
        for (size_t k = c->gate_of[g]; k < c->gate_of[g + 1]; k++) {
            lc_xy gate = c->gate_xy[c->gate[k]];
            double way = lc_length(gate.x - p.x, gate.y - p.y);
            *linked = *linked || pass->gate_linked[c->gate[k]];
            for (size_t n = 0; n < pass->n_groups; n++) d[n] = lc_min(d[n], way + pass->group[n].gate_d[c->gate[k]]);
        }
    }
    return true;
}

bool lc_place_distances(const lc_pass *pass, lc_xy p, lc_place_scratch *scratch, double *d, bool *offnet) {
    lc_layers layers;
    bool inside, linked;
    for (size_t g = 0; g < pass->n_groups; g++) d[g] = INFINITY;
    if (!layers_at(pass->zones, p, &scratch->items, &layers) || !gated_d(pass, p, &scratch->items, d, &inside, &linked))
        return false;
    *offnet = inside && !linked;
    if (!inside) {
        double leg;
        if (!lc_index_nearest(pass->sites.index, p.x, p.y, pass->leg_max_m, SAME_M, lc_sites_distance, &pass->sites,
                              &leg, &scratch->candidates))
            return false;
        *offnet = scratch->candidates.n == 0;
        for (size_t i = 0; i < scratch->candidates.n; i++) {
            uint32_t v = pass->sites.seg_vert[scratch->candidates.item[i]];
            double t;
            lc_site_foot(&pass->sites, v, p, &t);
            for (size_t g = 0; g < pass->n_groups; g++) d[g] = lc_min(d[g], leg + lc_group_d(&pass->group[g], v, t));
        }
    }
    for (size_t g = 0; g < pass->n_groups; g++)
        if (pass->group[g].layer & layers) d[g] = 0;
    return true;
}
