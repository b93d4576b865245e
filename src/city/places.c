#include "city/places.h"

#include <stdlib.h>

#include "base/memory.h"

static void clear(lc_places *places) {
    free(places->xy);
    free(places->weight);
    free(places->start);
    free(places->place);
    *places = (lc_places){0};
}

void lc_places_free(lc_places *places) {
    if (!places) return;
    clear(places);
    free(places);
}

lc_status lc_gathering_begin(lc_context *ctx, const lc_geoms *communities, size_t n_communities, lc_gathering *out) {
    *out = (lc_gathering){.communities = communities, .n_communities = n_communities};
    out->index = lc_geoms_index(communities);
    return out->index ? LC_OK : lc_fail_memory(ctx);
}

void lc_gathering_end(lc_gathering *g) {
    lc_index_free(g->index);
    free(g->hits.item);
    free(g->pair_place);
    free(g->pair_community);
    clear(&g->places);
    *g = (lc_gathering){0};
}

static bool add_pair(lc_gathering *g, uint32_t place, uint32_t community) {
    if (!LC_ROOM(g->pair_place, g->cap_pair_place, g->n_pairs + 1) ||
        !LC_ROOM(g->pair_community, g->cap_pair_community, g->n_pairs + 1))
        return false;
    g->pair_place[g->n_pairs] = place;
    g->pair_community[g->n_pairs++] = community;
    return true;
}

lc_status lc_gathering_meets(lc_context *ctx, lc_gathering *g, const lc_box *box, bool *meets) {
    if (!lc_index_search(g->index, box, &g->hits)) return lc_fail_memory(ctx);
    *meets = g->hits.n > 0;
    return LC_OK;
}

lc_status lc_gathering_add(lc_context *ctx, lc_gathering *g, lc_xy p, double weight) {
    lc_places *places = &g->places;
    size_t before = g->n_pairs;
    if (places->n == UINT32_MAX)
        return lc_fail(ctx, LC_ERR_INPUT, "demand: more places than can be counted; give a coarser layer");
    if (!lc_geoms_around(g->communities, g->index, p, &g->hits)) return lc_fail_memory(ctx);
    for (size_t i = 0; i < g->hits.n; i++) {
        uint32_t community = g->communities->feature[g->hits.item[i]];
        bool counted = g->n_pairs > before && g->pair_community[g->n_pairs - 1] == community;
        if (!counted && !add_pair(g, (uint32_t)places->n, community)) return lc_fail_memory(ctx);
    }
    if (g->n_pairs == before) {
        g->outside++;
        return LC_OK;
    }
    if (!LC_ROOM(places->xy, g->cap_xy, places->n + 1) || !LC_ROOM(places->weight, g->cap_weight, places->n + 1))
        return lc_fail_memory(ctx);
    places->xy[places->n] = p;
    places->weight[places->n++] = weight;
    return LC_OK;
}

/* Sort the pairs by community. */
static bool sort_pairs(lc_gathering *g) {
    size_t n = g->n_communities;
    lc_places *places = &g->places;
    places->start = LC_NEW0(size_t, n + 2);
    places->place = LC_NEW(uint32_t, g->n_pairs);
    if (!places->start || !places->place) return false;
    /* One slot ahead while filling, so that start[c] ends where community c begins. */
    for (size_t i = 0; i < g->n_pairs; i++) places->start[g->pair_community[i] + 2]++;
    for (size_t c = 1; c < n + 2; c++) places->start[c] += places->start[c - 1];
    for (size_t i = 0; i < g->n_pairs; i++) places->place[places->start[g->pair_community[i] + 1]++] = g->pair_place[i];
    return true;
}

lc_status lc_gathering_take(lc_context *ctx, lc_gathering *g, lc_places **out) {
    lc_places *places = LC_NEW0(lc_places, 1);
    if (!places || !sort_pairs(g)) {
        free(places);
        return lc_fail_memory(ctx);
    }
    *places = g->places;
    g->places = (lc_places){0};
    *out = places;
    return LC_OK;
}
