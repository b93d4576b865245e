#include "city/cut_sources.h"

#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "city/cut_moves.h"
#include "city/plane_moves.h"
#include "geo/lonlat.h"
#include "source/layer_part.h"

/* What there is to say of the first plane is said by the part that it belongs to. */
static lc_status read_layers(lc_context *ctx, const lc_plane_wish *wish) {
    lc_context *beside = lc_context_beside(ctx);
    if (!beside) return lc_fail_memory(ctx);
    lc_status status = lc_city_read_layers(beside, wish);
    if (status != LC_OK) lc_fail_as(ctx, status, beside);
    lc_context_free(beside);
    return status;
}

lc_status lc_cut_sources_read(lc_context *ctx, const lc_city *all, const lc_profile *profile, double margin_m,
                              lc_cut_layer *communities, lc_cut_sources *out) {
    lc_cut_sources sources = {.planes = &all->shared->planes, .margin_m = margin_m};
    lc_status status = lc_shared_new(ctx, &all->shared->options, &sources.shared);
    sources.communities = *communities;
    *communities = (lc_cut_layer){0};
    if (status == LC_OK) {
        sources.shared->near = all->shared->near;
        sources.shared->gathers = true;
        const lc_plane_wish wish = {
            .all = all, .shared = sources.shared, .profiles = &profile, .n_profiles = 1, .margin_m = margin_m};
        status = read_layers(ctx, &wish);
    }
    if (status == LC_OK)
        *out = sources;
    else
        lc_cut_sources_free(&sources);
    return status;
}

void lc_cut_sources_free(lc_cut_sources *sources) {
    lc_cut_layer_clear(&sources->communities);
    lc_cut_layer_clear(&sources->moves);
    lc_shared_free(sources->shared);
    *sources = (lc_cut_sources){0};
}

static lc_status find_moves(lc_context *ctx, const lc_plane_wish *wish, const lc_profile *profile,
                            const lc_edits *edits, lc_cut_sources *sources) {
    const lc_planes *planes = sources->planes;
    lc_plane_edits *found = NULL;
    bool wanted = false;
    lc_status status = lc_plane_edits_new(ctx, edits, planes, &found);
    if (status == LC_OK && lc_edits_of_moves(edits))
        status = lc_plane_moves_wanted(ctx, wish, planes, profile, edits, &wanted);
    if (wanted) status = lc_plane_moves_find(ctx, wish, planes, profile, found);
    if (status == LC_OK && wanted) status = lc_cut_moves_put(ctx, found, &sources->moves);
    lc_plane_edits_free(found);
    return status;
}

lc_status lc_cut_sources_moves(lc_context *ctx, const lc_city *all, const lc_profile *profile, const lc_edits *edits,
                               lc_cut_sources *sources) {
    lc_context *beside = lc_context_beside(ctx); /* what there is to say is said by the parts */
    if (!beside) return lc_fail_memory(ctx);
    const lc_plane_wish wish = {
        .all = all, .shared = sources->shared, .profiles = &profile, .n_profiles = 1, .margin_m = sources->margin_m};
    sources->shared->gathers = false;
    lc_status status = find_moves(beside, &wish, profile, edits, sources);
    sources->shared->gathers = true;
    lc_shared_drop_osm(&sources->shared->osm);
    if (status != LC_OK) lc_fail_as(ctx, status, beside);
    lc_context_free(beside);
    return status;
}

const lc_geoms *lc_cut_sources_lines(const lc_cut_sources *sources, const char *network) {
    for (size_t i = 0; network && i < sources->shared->n_layers; i++) {
        const lc_shared_layer *layer = sources->shared->layer[i];
        if (lc_shared_key_is_of(layer->key, network) && strstr(layer->key, "\nnetwork\n")) return &layer->layer.geoms;
    }
    return NULL;
}

bool lc_cut_sources_have(const lc_cut_sources *sources, const char *source) {
    return lc_shared_has(sources->shared, source) || lc_shared_key_is_of(sources->communities.key, source);
}

/* The communities of the planes, wherever their polygons are. */
static lc_status take_communities(lc_context *ctx, const lc_cut_sources *sources, size_t first, size_t end,
                                  lc_cut_layer *out) {
    const lc_cut_layer *all = &sources->communities;
    const lc_plane *plane = sources->planes->plane;
    size_t n = 0, at = 0;
    for (size_t k = first; k < end; k++) n += plane[k].n;
    uint32_t *in = LC_NEW(uint32_t, n);
    *out = (lc_cut_layer){.key = all->key, .whole = all->whole, .warnings = all->warnings};
    for (size_t k = first; in && k < end; k++)
        for (size_t i = 0; i < plane[k].n; i++) in[at++] = (uint32_t)plane[k].community[i];
    lc_status status = in ? lc_layer_part_in(ctx, &all->layer, in, n, &out->layer) : lc_fail_memory(ctx);
    free(in);
    return status;
}

lc_status lc_cut_sources_write(lc_context *ctx, const lc_cut_sources *sources, size_t first, size_t end,
                               const char *path) {
    const lc_shared *shared = sources->shared;
    size_t n = 1;
    lc_cut_layer *part = LC_NEW0(lc_cut_layer, 2 + shared->n_layers); /* keys, warnings and `whole` are borrowed */
    lc_box *box = LC_NEW(lc_box, end - first);
    lc_status status = part && box ? take_communities(ctx, sources, first, end, &part[0]) : lc_fail_memory(ctx);
    for (size_t k = first; box && k < end; k++)
        box[k - first] = lc_lonlat_grown(&sources->planes->plane[k].box, sources->margin_m);
    for (; status == LC_OK && n < 1 + shared->n_layers; n++) {
        const lc_shared_layer *from = shared->layer[n - 1];
        part[n] = (lc_cut_layer){.key = from->key, .whole = from->whole, .warnings = from->warnings};
        status = lc_layer_part_of(ctx, &from->layer, from->index, box, end - first, &part[n].layer);
    }
    if (status == LC_OK && sources->moves.key) part[n] = sources->moves;
    if (status == LC_OK)
        status = lc_cut_layers_write(ctx, path, part, n + (sources->moves.key != NULL), shared->pois_leveled);
    for (size_t k = 0; part && k < n; k++) lc_layer_free(&part[k].layer);
    free(part);
    free(box);
    return status;
}
