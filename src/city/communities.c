#include "city/communities.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "base/number.h"
#include "city/globe.h"
#include "geo/geos.h"

/* A community's id; without one its number, which may be another one's id. malloc'ed. */
static char *take_id(lc_context *ctx, const lc_layer *layer, size_t i, bool has_field) {
    const char *id = lc_layer_value(layer, LC_COMMUNITY_ID, i);
    if (id && !lc_number_is_blank(id)) return lc_strdup(id);
    if (has_field)
        lc_warn(ctx, "community_id_missing",
                "communities without an id in the id field, which get their number instead", "%s, feature number %zu",
                layer->file, lc_layer_feature_number(layer, i));
    return lc_sprintf("%zu", lc_layer_feature_number(layer, i));
}

/* What totals are grouped by, of the field of that name; an empty value is none. */
static bool group_communities(lc_city *city, const lc_layer *layer, const char *field) {
    if (!field) return true;
    city->group_field = lc_strdup(field);
    city->group = LC_NEW0(char *, city->n_communities);
    if (!city->group_field || !city->group) return false;
    for (size_t i = 0; i < city->n_communities; i++) {
        const char *group = lc_layer_value(layer, LC_COMMUNITY_GROUP, i);
        if (group && !lc_number_is_blank(group) && !(city->group[i] = lc_strdup(group))) return false;
    }
    return true;
}

static bool name_communities(lc_context *ctx, lc_city *city, const lc_layer *layer, const lc_community_source *source) {
    city->id = LC_NEW0(char *, city->n_communities);
    city->name = LC_NEW0(char *, city->n_communities);
    city->population = LC_NEW(double, city->n_communities);
    if (!city->id || !city->name || !city->population || !group_communities(city, layer, source->group)) return false;
    for (size_t i = 0; i < city->n_communities; i++) {
        const char *name = lc_layer_value(layer, LC_COMMUNITY_NAME, i);
        city->id[i] = take_id(ctx, layer, i, source->ids);
        city->name[i] = lc_strdup(name ? name : city->id[i]);
        city->population[i] = lc_layer_quantity(ctx, layer, LC_COMMUNITY_POPULATION, i, source->population);
        if (!city->id[i] || !city->name[i]) return false;
    }
    return true;
}

static int by_text(const void *a, const void *b) {
    return strcmp(*(char *const *)a, *(char *const *)b);
}

/* Reports are compared by id, so repeated ones are worth a word. */
static lc_status warn_repeated_ids(lc_context *ctx, const lc_city *city) {
    char **sorted = LC_NEW(char *, city->n_communities);
    if (!sorted) return lc_fail_memory(ctx);
    memcpy(sorted, city->id, city->n_communities * sizeof *sorted);
    qsort(sorted, city->n_communities, sizeof *sorted, by_text);
    for (size_t i = 1; i < city->n_communities; i++)
        if (strcmp(sorted[i], sorted[i - 1]) == 0)
            lc_warn(ctx, "community_id_repeated", "several communities have the same id", "%s", sorted[i]);
    free(sorted);
    return LC_OK;
}

/* Lay the communities' shapes out in the city's work CRS. */
static lc_status project_communities(lc_context *ctx, const char *source, lc_city *city) {
    lc_status status = LC_OK;
    for (size_t g = 0; g < city->shapes.n; g++)
        if (!lc_geoms_copy(&city->communities, &city->shapes, g, city->shapes.feature[g])) return lc_fail_memory(ctx);
    status = lc_work_crs_project_many(ctx, city->crs, city->communities.xy, city->communities.n_xy);
    if (status != LC_OK) return status;
    for (size_t i = 0; i < city->communities.n_xy; i++)
        if (isnan(city->communities.xy[i].x))
            return lc_fail(ctx, LC_ERR_INPUT,
                           "%s: the communities lie too far apart for one plane; check their CRS or split them",
                           source);
    return lc_geoms_are_valid(ctx, &city->communities, &city->valid);
}

static lc_status lay_one_plane(lc_context *ctx, const lc_community_source *source, lc_city *city) {
    lc_xy centre = lc_work_crs_centre(&city->shapes);
    bool asked = !source->plane && source->planes == LC_PLANES_ONE && lc_planes_needed(&city->shapes);
    lc_status status =
        source->plane ? lc_work_crs_plane(ctx, &city->crs) : lc_work_crs_new(ctx, centre.x, centre.y, &city->crs);
    if (status == LC_OK) status = project_communities(ctx, source->name, city);
    return status == LC_OK ? lc_globe_check(ctx, source->name, city, asked) : status;
}

static bool takes_several(const lc_community_source *source, const lc_geoms *shapes) {
    if (source->plane || source->planes == LC_PLANES_ONE) return false;
    return source->planes == LC_PLANES_CELLS || lc_planes_needed(shapes);
}

lc_status lc_city_take_communities(lc_context *ctx, const lc_layer *layer, const lc_community_source *source,
                                   lc_city *city, lc_planes *planes) {
    if (layer->geoms.n == 0)
        return lc_fail(ctx, LC_ERR_INPUT, "%s: no community polygon in it; check the layer and its subset",
                       source->name);
    city->n_communities = layer->n_features;
    if (!lc_geoms_append(&city->shapes, &layer->geoms, 0) || !name_communities(ctx, city, layer, source))
        return lc_fail_memory(ctx);
    lc_status status = warn_repeated_ids(ctx, city);
    if (status != LC_OK) return status;
    return takes_several(source, &city->shapes) ? lc_planes_lay(ctx, &city->shapes, city->n_communities, planes)
                                                : lay_one_plane(ctx, source, city);
}

/* Their polygons, numbered anew. */
static bool copy_plane_shapes(const lc_geoms *from, const size_t *first, const lc_plane *plane, lc_geoms *to) {
    for (size_t k = 0; k < plane->n; k++)
        for (size_t g = first[plane->community[k]]; g < first[plane->community[k] + 1]; g++)
            if (!lc_geoms_copy(to, from, g, (uint32_t)k)) return false;
    return true;
}

lc_status lc_city_take_plane(lc_context *ctx, const lc_city *all, const lc_plane *plane, lc_city *city) {
    size_t *first = lc_geoms_of_features(&all->shapes, all->n_communities);
    city->id = LC_NEW0(char *, plane->n);
    city->name = LC_NEW0(char *, plane->n);
    city->population = LC_NEW(double, plane->n);
    bool ok = first && city->id && city->name && city->population;
    if (ok) city->n_communities = plane->n;
    for (size_t k = 0; ok && k < plane->n; k++) {
        city->id[k] = lc_strdup(all->id[plane->community[k]]);
        city->name[k] = lc_strdup(all->name[plane->community[k]]);
        city->population[k] = all->population[plane->community[k]];
        ok = city->id[k] && city->name[k];
    }
    ok = ok && copy_plane_shapes(&all->shapes, first, plane, &city->shapes);
    free(first);
    if (!ok) return lc_fail_memory(ctx);
    lc_status status = lc_work_crs_new(ctx, plane->centre.x, plane->centre.y, &city->crs);
    if (status == LC_OK) status = project_communities(ctx, "communities", city);
    return status == LC_OK ? lc_globe_check(ctx, "communities", city, false) : status;
}
