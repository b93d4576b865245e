/* lc_builder_…: what is added is kept as it is given, and checked for what can be said of it alone. */
#include "city/builder.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/memory.h"
#include "base/options.h"
#include "city/communities.h"
#include "city/demand_source.h"
#include "city/facilities.h"
#include "network/islands.h"
#include "profile/groups.h"

enum { NUMBER_SIZE = 40 };

/* A number as text that is read back as the same number; NULL when it is not known. */
static const char *text_of(double value, char text[NUMBER_SIZE]) {
    if (isnan(value)) return NULL;
    snprintf(text, NUMBER_SIZE, "%.17g", value);
    return text;
}

static lc_status settle(lc_context *ctx, const lc_build_options *options, lc_build_options *o) {
    *o = LC_BUILD_OPTIONS_INIT;
    lc_status status = lc_options_read(ctx, "lc_build_options", o, sizeof *o, options);
    if (status != LC_OK) return status;
    if (isnan(o->min_component_m)) o->min_component_m = 500;
    if (!(o->min_component_m >= 0))
        return lc_fail(ctx, LC_ERR_INPUT, "min component %g m: give a length of 0 or more", o->min_component_m);
    if (!isnan(o->island_gap_m) && !(o->island_gap_m >= 0 && o->island_gap_m <= LC_ISLAND_GAP_MOST_M))
        return lc_fail(ctx, LC_ERR_INPUT, "island gap %g m: give a length from 0 to %g m", o->island_gap_m,
                       LC_ISLAND_GAP_MOST_M);
    return LC_OK;
}

lc_status lc_builder_new(lc_context *ctx, const lc_build_options *options, lc_builder **out) {
    lc_build_options o;
    lc_context_begin(ctx);
    lc_status status = settle(ctx, options, &o);
    if (status != LC_OK) return status;
    lc_builder *b = LC_NEW0(lc_builder, 1);
    if (!b) return lc_fail_memory(ctx);
    *b = (lc_builder){.crs = lc_strdup(o.crs),
                      .data_dir = lc_strdup(o.data_dir),
                      .min_component_m = o.min_component_m,
                      .island_gap_m = o.island_gap_m,
                      .keep_paths = o.keep_paths,
                      .communities = lc_memory_layer_new("communities", LC_WANT_POLYGONS, LC_COMMUNITY_FIELDS)};
    if (b->communities && (b->crs || !o.crs) && (b->data_dir || !o.data_dir)) {
        *out = b;
        return LC_OK;
    }
    lc_builder_free(b);
    return lc_fail_memory(ctx);
}

static void free_people(lc_built_people *people) {
    free(people->name);
    lc_memory_layer_free(people->places);
    free(people->weight);
}

void lc_builder_free(lc_builder *b) {
    if (!b) return;
    for (size_t i = 0; i < b->n_categories; i++) {
        free(b->category[i].name);
        lc_memory_layer_free(b->category[i].facilities);
        lc_memory_layer_free(b->category[i].entrances);
    }
    free(b->category);
    lc_memory_layer_free(b->communities);
    lc_memory_layer_free(b->residential);
    lc_memory_layer_free(b->compounds);
    lc_memory_layer_free(b->gates);
    lc_memory_layer_free(b->nodes);
    free_people(&b->people);
    for (size_t i = 0; i < b->n_groups; i++) free_people(&b->group[i]);
    free(b->group);
    free(b->edge);
    free(b->length_m);
    free(b->crs);
    free(b->data_dir);
    free(b);
}

/* Make a layer without fields when it is the first time. */
static lc_status want_layer(lc_context *ctx, lc_memory_layer **layer, const char *role, int want) {
    if (!*layer) *layer = lc_memory_layer_new(role, want, 0);
    return *layer ? LC_OK : lc_fail_memory(ctx);
}

/* ---------------------------------------------------------------------------------------------------------- adding */

lc_status lc_builder_add_community(lc_context *ctx, lc_builder *b, const lc_geometry *geometry, const char *id,
                                   const char *name, double population) {
    char number[NUMBER_SIZE];
    const char *values[LC_COMMUNITY_FIELDS] = {
        [LC_COMMUNITY_ID] = id, [LC_COMMUNITY_NAME] = name, [LC_COMMUNITY_POPULATION] = text_of(population, number)};
    lc_context_begin(ctx);
    return lc_memory_layer_add(ctx, b->communities, geometry, values);
}

/* The category of that name, new when it is the first time; NULL, and *status tells why, when it cannot be. */
static lc_built_category *find_category(lc_context *ctx, lc_builder *b, const char *name, lc_status *status) {
    for (size_t i = 0; i < b->n_categories; i++) {
        if (strcmp(b->category[i].name, name) == 0) return &b->category[i];
        if (strcasecmp(b->category[i].name, name) != 0) continue;
        *status =
            lc_fail(ctx, LC_ERR_INPUT, "the categories '%s' and '%s' differ in capital letters only; write them alike",
                    b->category[i].name, name);
        return NULL;
    }
    char *role = lc_sprintf("facilities of %s", name);
    lc_built_category c = {.name = lc_strdup(name)};
    if (role) c.facilities = lc_memory_layer_new(role, LC_WANT_ALL, LC_FACILITY_FIELDS);
    free(role);
    if (c.name && c.facilities && LC_ROOM(b->category, b->cap_categories, b->n_categories + 1)) {
        b->category[b->n_categories] = c;
        return &b->category[b->n_categories++];
    }
    free(c.name);
    lc_memory_layer_free(c.facilities);
    *status = lc_fail_memory(ctx);
    return NULL;
}

lc_status lc_builder_add_category(lc_context *ctx, lc_builder *b, const char *category) {
    lc_status status = LC_OK;
    lc_context_begin(ctx);
    if (!category || !*category) return lc_fail(ctx, LC_ERR_INPUT, "a category needs a name");
    find_category(ctx, b, category, &status);
    return status;
}

lc_status lc_builder_add_facility(lc_context *ctx, lc_builder *b, const char *category, const lc_geometry *geometry,
                                  const lc_facility_options *options) {
    char number[NUMBER_SIZE];
    lc_facility_options o = LC_FACILITY_OPTIONS_INIT;
    lc_status status = lc_builder_add_category(ctx, b, category);
    if (status == LC_OK) status = lc_options_read(ctx, "lc_facility_options", &o, sizeof o, options);
    if (status != LC_OK) return status;
    lc_built_category *c = find_category(ctx, b, category, &status);
    const char *values[LC_FACILITY_FIELDS] = {[LC_FACILITY_ID] = o.id,
                                              [LC_FACILITY_AREA] = text_of(o.area_m2, number),
                                              [LC_FACILITY_LEVEL] = o.level,
                                              [LC_FACILITY_NAME] = o.name};
    c->leveled = c->leveled || o.level;
    return lc_memory_layer_add(ctx, c->facilities, geometry, values);
}

lc_status lc_builder_add_entrances(lc_context *ctx, lc_builder *b, const char *category, size_t n, const double *xy) {
    lc_status status = lc_builder_add_category(ctx, b, category);
    if (status != LC_OK) return status;
    lc_built_category *c = find_category(ctx, b, category, &status);
    char *role = lc_sprintf("entrances of %s", category);
    status = role ? want_layer(ctx, &c->entrances, role, LC_WANT_POINTS) : lc_fail_memory(ctx);
    free(role);
    return status == LC_OK ? lc_memory_layer_add_points(ctx, c->entrances, n, xy) : status;
}

lc_status lc_builder_add_residential(lc_context *ctx, lc_builder *b, const lc_geometry *geometry) {
    lc_context_begin(ctx);
    lc_status status = want_layer(ctx, &b->residential, "residential", LC_WANT_POLYGONS);
    return status == LC_OK ? lc_memory_layer_add(ctx, b->residential, geometry, NULL) : status;
}

lc_status lc_builder_add_compound(lc_context *ctx, lc_builder *b, const lc_geometry *geometry) {
    lc_context_begin(ctx);
    lc_status status = want_layer(ctx, &b->compounds, "compounds", LC_WANT_POLYGONS);
    return status == LC_OK ? lc_memory_layer_add(ctx, b->compounds, geometry, NULL) : status;
}

lc_status lc_builder_add_gates(lc_context *ctx, lc_builder *b, size_t n, const double *xy) {
    lc_context_begin(ctx);
    lc_status status = want_layer(ctx, &b->gates, "gates", LC_WANT_POINTS);
    return status == LC_OK ? lc_memory_layer_add_points(ctx, b->gates, n, xy) : status;
}

static lc_status check_edges(lc_context *ctx, size_t n_nodes, const double *xy, size_t n_edges, const uint32_t *edge,
                             const double *length_m) {
    for (size_t e = 0; e < n_edges; e++) {
        uint32_t u = edge[2 * e], v = edge[2 * e + 1];
        if (u >= n_nodes || v >= n_nodes)
            return lc_fail(ctx, LC_ERR_INPUT, "edge %zu of the network: there is no node %u, they are %zu", e,
                           u < n_nodes ? v : u, n_nodes);
        if (!length_m) continue;
        if (!(length_m[e] > 0 && isfinite(length_m[e])))
            return lc_fail(ctx, LC_ERR_INPUT, "edge %zu of the network: its length is %g m; give one above 0", e,
                           length_m[e]);
        if (xy[2 * (size_t)u] == xy[2 * (size_t)v] && xy[2 * (size_t)u + 1] == xy[2 * (size_t)v + 1])
            return lc_fail(ctx, LC_ERR_INPUT,
                           "edge %zu of the network has a length of %g m, but its nodes are at one place; move them "
                           "apart",
                           e, length_m[e]);
    }
    return LC_OK;
}

static void *copy_of(const void *from, size_t n, size_t size) {
    void *copy = lc_alloc_array(n, size);
    if (copy && n) memcpy(copy, from, n * size);
    return copy;
}

lc_status lc_builder_set_network(lc_context *ctx, lc_builder *b, size_t n_nodes, const double *xy, size_t n_edges,
                                 const uint32_t *edges, const double *length_m) {
    lc_context_begin(ctx);
    if (b->has_network) return lc_fail(ctx, LC_ERR_INPUT, "the network has been set already");
    lc_status status = check_edges(ctx, n_nodes, xy, n_edges, edges, length_m);
    if (status != LC_OK) return status;
    lc_memory_layer *nodes = lc_memory_layer_new("network", LC_WANT_POINTS, 0);
    uint32_t *edge = copy_of(edges, 2 * n_edges, sizeof *edges);
    double *length = length_m ? copy_of(length_m, n_edges, sizeof *length_m) : NULL;
    bool ok = nodes && edge && (length || !length_m);
    status = ok ? lc_memory_layer_add_points(ctx, nodes, n_nodes, xy) : lc_fail_memory(ctx);
    if (status != LC_OK) {
        lc_memory_layer_free(nodes);
        free(edge);
        free(length);
        return status;
    }
    b->nodes = nodes;
    b->edge = edge;
    b->length_m = length;
    b->n_edges = n_edges;
    b->has_network = true;
    return LC_OK;
}

static lc_status check_weights(lc_context *ctx, size_t n, const double *weight) {
    for (size_t i = 0; weight && i < n; i++)
        if (!(weight[i] >= 0 && weight[i] <= LC_WEIGHT_MOST))
            return lc_fail(ctx, LC_ERR_INPUT, "demand: the weight of place %zu is %g; give a number from 0 to 1e15", i,
                           weight[i]);
    return LC_OK;
}

static lc_status add_people(lc_context *ctx, lc_built_people *people, size_t n, const double *xy,
                            const double *weight) {
    lc_status status = want_layer(ctx, &people->places, "demand", LC_WANT_POINTS);
    if (status != LC_OK) return status;
    size_t before = lc_memory_layer_count(people->places);
    if (!LC_ROOM(people->weight, people->cap_weight, before + n)) return lc_fail_memory(ctx);
    for (size_t i = 0; i < n; i++) people->weight[before + i] = weight ? weight[i] : 1;
    return lc_memory_layer_add_points(ctx, people->places, n, xy);
}

lc_status lc_builder_add_demand(lc_context *ctx, lc_builder *b, size_t n, const double *xy, const double *weight) {
    lc_context_begin(ctx);
    lc_status status = check_weights(ctx, n, weight);
    return status == LC_OK ? add_people(ctx, &b->people, n, xy, weight) : status;
}

/* The group of a name, made when it is the first; NULL when memory is out. */
static lc_built_people *group_of(lc_builder *b, const char *name) {
    for (size_t i = 0; i < b->n_groups; i++)
        if (strcmp(b->group[i].name, name) == 0) return &b->group[i];
    if (!LC_ROOM(b->group, b->cap_groups, b->n_groups + 1)) return NULL;
    b->group[b->n_groups] = (lc_built_people){.name = lc_strdup(name)};
    return b->group[b->n_groups].name ? &b->group[b->n_groups++] : NULL;
}

lc_status lc_builder_add_group(lc_context *ctx, lc_builder *b, const char *group, size_t n, const double *xy,
                               const double *weight) {
    lc_context_begin(ctx);
    if (!group || !lc_group_is_name(group, strlen(group)))
        return lc_fail(ctx, LC_ERR_INPUT, "group '%s': a name is of a-z, 0-9 and _", group ? group : "");
    lc_status status = check_weights(ctx, n, weight);
    if (status != LC_OK) return status;
    lc_built_people *people = group_of(b, group);
    return people ? add_people(ctx, people, n, xy, weight) : lc_fail_memory(ctx);
}
