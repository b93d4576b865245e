#include "city/links.h"

#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "base/parallel.h"
#include "geo/pair_geoms.h"

/* Links of geometries in the making: those of a block are found by one thread. */
typedef struct {
    const lc_facilities *f;
    const lc_network *network;
    double limit_m;
    size_t block_size;
    lc_accesses *block;
    size_t *count; /* one a geometry: its accesses */
    bool *linked, *fallback;
    lc_entrance_use use;
    const lc_links *known; /* of geometries before; NULL: of none */
    uint32_t *pair;        /* one a geometry: of those */
} linking_t;

/* Geometry g as it was linked before. */
static bool take_link(linking_t *l, size_t g, lc_accesses *out) {
    size_t h = l->pair[g];
    l->linked[g] = l->known->linked[h];
    for (size_t k = l->known->of[h]; k < l->known->of[h + 1]; k++) {
        if (!LC_ROOM(out->access, out->capacity, out->n + 1)) return false;
        out->access[out->n++] = l->known->access[k];
    }
    return true;
}

/* Link geometry g by the rule for its kind. */
static bool link_geom(linking_t *l, size_t g, lc_accesses *out) {
    const lc_facilities *f = l->f;
    bool entered = false;
    if (f->geoms.kind[g] == LC_POINT) {
        lc_xy p = f->geoms.xy[f->geoms.xy_of[f->geoms.part_of[g]]];
        return lc_access_point(l->network, p.x, p.y, l->limit_m, out, &l->linked[g]);
    }
    if (f->geoms.kind[g] == LC_POLYGON && f->entrances.given) {
        if (!lc_entrances_link(&f->entrances, &l->use, &f->geoms, g, l->network, l->limit_m, out, &entered,
                               &l->linked[g]))
            return false;
        l->fallback[g] = !entered;
        if (entered) return true;
    }
    return lc_access_shape(l->network, &f->geoms, g, l->limit_m, out, &l->linked[g]);
}

static bool link_block(void *user, size_t item, int worker) {
    linking_t *l = user;
    lc_accesses *out = &l->block[item];
    size_t end = (item + 1) * l->block_size < l->f->geoms.n ? (item + 1) * l->block_size : l->f->geoms.n;
    (void)worker;
    for (size_t g = item * l->block_size; g < end; g++) {
        size_t before = out->n;
        bool known = l->known && l->pair[g] != LC_NO_GEOM;
        if (!(known ? take_link : link_geom)(l, g, out)) return false;
        l->count[g] = out->n - before;
    }
    return true;
}

/* The accesses of all blocks one after the other. */
static bool join_links(const linking_t *l, size_t blocks, lc_links *out) {
    size_t total = 0, n = l->f->geoms.n;
    for (size_t i = 0; i < blocks; i++) total += l->block[i].n;
    out->access = LC_NEW(lc_access, total);
    out->of = LC_NEW(size_t, n + 1);
    if (!out->access || !out->of) return false;
    for (size_t i = 0; i < blocks; i++)
        for (size_t k = 0; k < l->block[i].n; k++) out->access[out->n++] = l->block[i].access[k];
    out->of[0] = 0;
    for (size_t g = 0; g < n; g++) out->of[g + 1] = out->of[g] + l->count[g];
    return true;
}

static void warn_of_links(lc_context *ctx, const lc_facilities *f, const lc_links *l) {
    for (size_t g = 0; g < f->geoms.n; g++) {
        const char *id = f->id[f->geoms.feature[g]];
        if (l->fallback[g])
            lc_warn(ctx, "entrance_fallback", "polygons without an entrance are entered wherever a path touches them",
                    "%s %s", f->category, id);
        if (!l->linked[g])
            lc_warn(ctx, "facility_unlinked",
                    "facilities farther than the link limit from any path serve nobody on foot", "%s %s", f->category,
                    id);
    }
}

/* Have geometries first .. end - 1 an access, and none that is not on an island? */
static bool are_on_island(const lc_links *links, const lc_network *net, size_t first, size_t end) {
    for (size_t k = links->of[first]; k < links->of[end]; k++)
        if (!net->on_island[links->access[k].edge]) return false;
    return links->of[first] < links->of[end];
}

/* Facilities that meet the network on islands alone serve these and nobody else. */
static void warn_of_islands(lc_context *ctx, const lc_facilities *f, const lc_network *net, const lc_links *links) {
    if (!net->on_island) return;
    for (size_t g = 0, end; g < f->geoms.n; g = end) {
        for (end = g + 1; end < f->geoms.n && f->geoms.feature[end] == f->geoms.feature[g];) end++;
        if (are_on_island(links, net, g, end))
            lc_warn(ctx, "facility_island",
                    "facilities that only paths of islands lead to, which nothing joins to the network", "%s %s",
                    f->category, f->id[f->geoms.feature[g]]);
    }
}

/* Link a category; `known`, when it is not NULL, are the links of its geometries in another state, onto the same
   network. */
static lc_status link_category(lc_context *ctx, const lc_facilities *f, const lc_network *net, double limit_m,
                               const lc_geoms *before, const lc_links *known, lc_links *out) {
    enum { BLOCK = 64 };
    size_t n = f->geoms.n, size = f->entrances.given && n ? n : BLOCK, blocks = (n + size - 1) / size;
    linking_t l = {.f = f, .network = net, .limit_m = limit_m, .block_size = size}; /* entrances are one thread's */
    l.known = known;
    l.pair = known ? LC_NEW(uint32_t, n) : NULL;
    if (l.pair) lc_geoms_pair(before, &f->geoms, l.pair);
    l.block = LC_NEW0(lc_accesses, blocks);
    l.count = LC_NEW0(size_t, n);
    l.linked = LC_NEW0(bool, n);
    l.fallback = LC_NEW0(bool, n);
    l.use.used = LC_NEW0(bool, f->entrances.n);
    bool ok = l.block && l.count && l.linked && l.fallback && l.use.used && (l.pair || !known);
    lc_links links = {0};
    lc_status status = ok ? lc_parallel(ctx, blocks, link_block, &l) : lc_fail_memory(ctx);
    if (status == LC_OK && !join_links(&l, blocks, &links)) status = lc_fail_memory(ctx);
    if (status == LC_OK) {
        links.linked = l.linked;
        links.fallback = l.fallback;
        l.linked = l.fallback = NULL;
        warn_of_links(ctx, f, &links);
        lc_entrances_warn(ctx, &f->entrances, &l.use, f->category);
        warn_of_islands(ctx, f, net, &links);
        *out = links;
        links = (lc_links){0};
    }
    for (size_t i = 0; l.block && i < blocks; i++) lc_accesses_free(&l.block[i]);
    lc_links_free(&links);
    lc_entrance_use_free(&l.use);
    free(l.block);
    free(l.count);
    free(l.linked);
    free(l.fallback);
    free(l.pair);
    return status;
}

lc_status lc_links_find(lc_context *ctx, const lc_facilities *f, const lc_network *net, double limit_m, lc_links *out) {
    return link_category(ctx, f, net, limit_m, NULL, NULL, out);
}

void lc_links_free(lc_links *links) {
    free(links->access);
    free(links->of);
    free(links->linked);
    free(links->fallback);
    *links = (lc_links){0};
}

/* Can links of category k be taken over, as far as its geometries are the same? Entrances tell more than links keep. */
static bool are_comparable(const lc_city_links *before, const lc_city *city, double limit_m, size_t k) {
    return before && before->city->network == city->network && before->link_limit_m == limit_m &&
           k < before->city->n_facilities && before->category[k].of && !city->facilities[k].entrances.given &&
           !before->city->facilities[k].entrances.given;
}

static lc_status find_all(lc_context *ctx, const lc_city *city, const lc_network *network, double limit_m,
                          const lc_city_links *before, lc_links **out) {
    lc_links *links = LC_NEW0(lc_links, city->n_facilities);
    lc_status status = links ? LC_OK : lc_fail_memory(ctx);
    *out = links;
    for (size_t i = 0; status == LC_OK && network && i < city->n_facilities; i++) {
        const lc_facilities *f = &city->facilities[i];
        bool comparable = are_comparable(before, city, limit_m, i);
        const lc_links *known = comparable ? &before->category[i] : NULL;
        if (!f->known) continue;
        status = link_category(ctx, f, network, limit_m, known ? &before->city->facilities[i].geoms : NULL, known,
                               &links[i]);
    }
    return status;
}

/* Without a word: what there is to say has been said of the network with stairs. */
static lc_status find_step_free(lc_context *ctx, const lc_city *city, double limit_m, lc_links **out) {
    lc_context *quiet = lc_context_beside(ctx);
    lc_status status = quiet ? find_all(quiet, city, city->step_free, limit_m, NULL, out) : lc_fail_memory(ctx);
    if (quiet && status != LC_OK) lc_fail_as(ctx, status, quiet);
    lc_context_free(quiet);
    return status;
}

lc_status lc_city_links_find(lc_context *ctx, const lc_city *city, double limit_m, const lc_city_links *before,
                             lc_city_links *out) {
    lc_city_links links = {.city = city, .link_limit_m = limit_m};
    lc_status status = find_all(ctx, city, city->network, limit_m, before, &links.category);
    if (status == LC_OK && city->step_free) status = find_step_free(ctx, city, limit_m, &links.step_free);
    if (status == LC_OK) {
        *out = links;
        links = (lc_city_links){0};
    }
    lc_city_links_free(&links);
    return status;
}

void lc_city_links_free(lc_city_links *links) {
    for (size_t i = 0; links->category && i < links->city->n_facilities; i++) lc_links_free(&links->category[i]);
    for (size_t i = 0; links->step_free && i < links->city->n_facilities; i++) lc_links_free(&links->step_free[i]);
    free(links->category);
    free(links->step_free);
    *links = (lc_city_links){0};
}

const lc_links *lc_city_links_of(const lc_city_links *links, size_t k, const lc_network *network) {
    return &(links->step_free && network == links->city->step_free ? links->step_free : links->category)[k];
}
