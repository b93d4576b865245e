/* lc_builder_make(): a city from layers in memory and arrays, by the same steps as one from files. */
#include <math.h>
#include <stdlib.h>

#include "base/memory.h"
#include "city/builder.h"
#include "city/checks.h"
#include "city/communities.h"
#include "city/duplicates.h"
#include "city/islands.h"
#include "city/land.h"
#include "city/raw_network.h"
#include "city/read_inputs.h"

/* What is at hand while a city is made. */
typedef struct making {
    lc_context *ctx;
    const lc_builder *from;
    lc_inputs in; /* in.city is the city */
} making_t;

/* Read a layer of the builder, and note it for the report. */
static lc_status read(making_t *m, const lc_memory_layer *layer, const char *role, lc_layer *out) {
    lc_box near;
    bool known = lc_inputs_near(&m->in, &near);
    lc_status status = lc_memory_layer_read(m->ctx, layer, m->from->crs, known ? &near : NULL, out);
    if (status != LC_OK) return status;
    return lc_inputs_note(m->ctx, &m->in, role, out->file, NULL, out->crs, NULL, out->n_features, "");
}

static lc_status take_communities(making_t *m) {
    lc_layer layer = {0};
    if (lc_memory_layer_count(m->from->communities) == 0)
        return lc_fail(m->ctx, LC_ERR_INPUT, "a city needs communities: add them with lc_builder_add_community()");
    lc_status status = read(m, m->from->communities, "communities", &layer);
    if (status == LC_OK)
        status = lc_city_take_communities(
            m->ctx, &layer,
            &(lc_community_source){.name = "communities", .population = "population", .plane = !m->from->crs},
            m->in.city, &(lc_planes){0});
    lc_layer_free(&layer);
    return status;
}

static lc_status take_entrances(making_t *m, const lc_built_category *from, lc_facilities *f) {
    lc_layer layer = {0};
    char *role = lc_sprintf("entrances of %s", from->name);
    lc_status status = role ? read(m, from->entrances, role, &layer) : lc_fail_memory(m->ctx);
    if (status == LC_OK) status = lc_entrances_from_layer(m->ctx, &layer, m->in.city->crs, &f->entrances);
    lc_layer_free(&layer);
    free(role);
    return status;
}

static lc_status take_category(making_t *m, const lc_built_category *from, lc_facilities *f) {
    lc_layer layer = {0};
    char *role = lc_sprintf("facilities of %s", from->name);
    lc_status status = role ? read(m, from->facilities, role, &layer) : lc_fail_memory(m->ctx);
    if (status == LC_OK && from->leveled && !m->in.levels)
        status = lc_levels_load(m->ctx, m->from->data_dir, &m->in.levels);
    if (status == LC_OK)
        status = lc_facilities_from_layer(m->ctx, from->name, &layer, false, from->leveled ? m->in.levels : NULL,
                                          m->in.city->crs, f);
    if (status == LC_OK && from->entrances) status = take_entrances(m, from, f);
    if (status == LC_OK) status = lc_told_take(m->ctx, &m->in.city->told, LC_TOLD_SOURCES, 0);
    if (status == LC_OK) status = lc_facilities_tell(m->ctx, f);
    if (status == LC_OK)
        status = lc_told_take(m->ctx, &m->in.city->told, LC_TOLD_FACILITIES, (size_t)(f - m->in.city->facilities));
    lc_layer_free(&layer);
    free(role);
    return status;
}

static lc_status take_facilities(making_t *m) {
    lc_city *city = m->in.city;
    city->facilities = LC_NEW0(lc_facilities, m->from->n_categories);
    if (!city->facilities) return lc_fail_memory(m->ctx);
    lc_status status = LC_OK;
    for (size_t i = 0; status == LC_OK && i < m->from->n_categories; i++)
        status = take_category(m, &m->from->category[i], &city->facilities[city->n_facilities++]);
    return status;
}

static lc_status take_residential(making_t *m) {
    lc_layer layer = {0};
    if (!m->from->residential) return LC_OK;
    lc_status status = read(m, m->from->residential, "residential", &layer);
    if (status == LC_OK) status = lc_city_take_land(m->ctx, &layer.geoms, false, m->in.city);
    lc_layer_free(&layer);
    return status;
}

static lc_status take_compounds(making_t *m) {
    const lc_builder *b = m->from;
    lc_layer polygons = {0}, gates = {0};
    if (!b->compounds && !b->gates) return LC_OK;
    if (!b->compounds || !b->gates)
        return lc_fail(m->ctx, LC_ERR_INPUT, "compounds and gates go together: add both, or neither");
    lc_status status = read(m, b->compounds, "compounds", &polygons);
    if (status == LC_OK) status = read(m, b->gates, "gates", &gates);
    if (status == LC_OK) {
        lc_work_crs_project(m->in.city->crs, polygons.geoms.xy, polygons.geoms.n_xy);
        lc_work_crs_project(m->in.city->crs, gates.geoms.xy, gates.geoms.n_xy);
        status = lc_compounds_new(m->ctx, &polygons.geoms, &gates.geoms, &m->in.city->compounds);
    }
    lc_layer_free(&polygons);
    lc_layer_free(&gates);
    return status;
}

static lc_status take_people(making_t *m, const lc_built_people *from, lc_places **out) {
    lc_city *city = m->in.city;
    lc_layer layer = {0};
    lc_gathering places = {0};
    lc_status status = read(m, from->places, from->name ? from->name : "demand", &layer);
    if (status == LC_OK) status = lc_work_crs_project_many(m->ctx, city->crs, layer.geoms.xy, layer.geoms.n_xy);
    if (status == LC_OK) status = lc_gathering_begin(m->ctx, &city->communities, city->n_communities, &places);
    for (size_t i = 0; status == LC_OK && i < layer.geoms.n; i++) {
        double weight = from->weight[layer.geoms.feature[i]];
        if (isnan(layer.geoms.xy[i].x))
            places.outside++;
        else if (weight > 0)
            status = lc_gathering_add(m->ctx, &places, layer.geoms.xy[i], weight);
    }
    if (status == LC_OK) status = lc_gathering_take(m->ctx, &places, out);
    if (status == LC_OK)
        lc_warn_count(m->ctx, "place_outside", "places of the demand that lie in no community", places.outside);
    lc_gathering_end(&places);
    lc_layer_free(&layer);
    return status;
}

static lc_status take_groups(making_t *m) {
    lc_city *city = m->in.city;
    lc_status status = LC_OK;
    if (!LC_ROOM(city->groups, city->cap_groups, m->from->n_groups)) return lc_fail_memory(m->ctx);
    for (size_t i = 0; status == LC_OK && i < m->from->n_groups; i++) {
        lc_group_people *group = &city->groups[city->n_groups++];
        *group = (lc_group_people){.name = lc_strdup(m->from->group[i].name)};
        status = group->name ? take_people(m, &m->from->group[i], &group->places) : lc_fail_memory(m->ctx);
    }
    return status;
}

static lc_status take_places(making_t *m) {
    lc_status status = m->from->people.places ? take_people(m, &m->from->people, &m->in.city->places) : LC_OK;
    return status == LC_OK && m->from->n_groups ? take_groups(m) : status;
}

/* ---------------------------------------------------------------------------------------------------------- network */

/* An edge, and the nodes that it joins as one number. */
typedef struct {
    uint64_t ends;
    double length_m;
    size_t edge;
} ends_t;

/* Of several edges between two nodes the shortest comes first. */
static int by_ends(const void *a, const void *b) {
    const ends_t *p = a, *q = b;
    if (p->ends != q->ends) return p->ends < q->ends ? -1 : 1;
    if (p->length_m != q->length_m) return p->length_m < q->length_m ? -1 : 1;
    return (p->edge > q->edge) - (p->edge < q->edge);
}

/* Which edges have no shorter one beside them. */
static bool choose_edges(const lc_builder *b, bool *chosen) {
    ends_t *ends = LC_NEW(ends_t, b->n_edges);
    for (size_t e = 0; ends && e < b->n_edges; e++) {
        uint32_t u = b->edge[2 * e], v = b->edge[2 * e + 1];
        uint64_t low = u < v ? u : v, high = u < v ? v : u;
        ends[e] = (ends_t){low << 32 | high, b->length_m ? b->length_m[e] : 0, e};
    }
    if (ends && b->n_edges) qsort(ends, b->n_edges, sizeof *ends, by_ends);
    for (size_t k = 0; ends && k < b->n_edges; k++) chosen[ends[k].edge] = k == 0 || ends[k].ends != ends[k - 1].ends;
    free(ends);
    return ends;
}

/* Each edge as a path; *length_m gets what was given for it, as lc_ground has it. */
static bool add_edges(const lc_builder *b, lc_paths *out, double *length_m) {
    bool *chosen = LC_NEW(bool, b->n_edges);
    bool ok = chosen && choose_edges(b, chosen);
    for (size_t e = 0; ok && e < b->n_edges; e++) {
        if (!chosen[e]) continue;
        if (length_m) length_m[out->n_vertices] = b->length_m[e];
        ok = lc_paths_begin(out) && lc_paths_add(out, b->edge[2 * e]) && lc_paths_add(out, b->edge[2 * e + 1]);
    }
    free(chosen);
    return ok;
}

static lc_status make_paths(making_t *m, const lc_layer *nodes, lc_paths *out, double *length_m) {
    const lc_geoms *geoms = &nodes->geoms;
    out->xy = LC_NEW(lc_xy, geoms->n);
    if (!out->xy) return lc_fail_memory(m->ctx);
    for (; out->n_xy < geoms->n; out->n_xy++) {
        out->xy[out->n_xy] = geoms->xy[out->n_xy];
        if (isnan(geoms->xy[out->n_xy].x))
            return lc_fail(m->ctx, LC_ERR_INPUT, "node %zu of the network lies too far from the communities",
                           out->n_xy);
    }
    return add_edges(m->from, out, length_m) ? LC_OK : lc_fail_memory(m->ctx);
}

static lc_status make_network(making_t *m) {
    lc_city *city = m->in.city;
    lc_layer nodes = {0};
    lc_raw_network *raw = NULL;
    if (!m->from->has_network) return LC_OK;
    if (!(city->raw = raw = LC_NEW0(lc_raw_network, 1))) return lc_fail_memory(m->ctx);
    if (m->from->length_m && !(raw->length_m = LC_NEW(double, 2 * m->from->n_edges))) return lc_fail_memory(m->ctx);
    raw->ground.ground.length_m = raw->length_m;
    lc_status status = lc_phase_begin(m->ctx, "build network");
    if (status == LC_OK) status = read(m, m->from->nodes, "network", &nodes);
    if (status == LC_OK) status = lc_work_crs_project_many(m->ctx, city->crs, nodes.geoms.xy, nodes.geoms.n_xy);
    if (status == LC_OK) status = make_paths(m, &nodes, &raw->paths, raw->length_m);
    lc_networks made = {0};
    if (status == LC_OK) status = lc_raw_network_build(m->ctx, city, raw, NULL, &made);
    city->network = made.network;
    if (status == LC_OK) lc_islands_warn(m->ctx, city);
    if (!m->from->keep_paths) lc_city_drop_raw(city);
    lc_layer_free(&nodes);
    return status;
}

static lc_status load_rules(making_t *m) {
    const lc_builder *b = m->from;
    m->in.city->data_dir = lc_strdup(b->data_dir);
    if (b->data_dir && !m->in.city->data_dir) return lc_fail_memory(m->ctx);
    lc_status status = lc_categories_load(m->ctx, b->data_dir, &m->in.city->categories);
    if (status == LC_OK) status = lc_walk_rules_load(m->ctx, b->data_dir, &m->in.walk);
    if (status == LC_OK)
        m->in.city->rules =
            (lc_network_rules){.min_component_m = b->min_component_m,
                               .island_gap_m = isnan(b->island_gap_m) ? m->in.walk->island_gap_m : b->island_gap_m};
    return status;
}

lc_status lc_builder_make(lc_context *ctx, const lc_builder *builder, lc_city **out) {
    lc_city *city = LC_NEW0(lc_city, 1);
    lc_context_begin(ctx);
    if (!city) return lc_fail_memory(ctx);
    making_t m = {.ctx = ctx, .from = builder, .in = {.city = city}};
    lc_status status = lc_phase_begin(ctx, "build city");
    if (status == LC_OK) status = load_rules(&m);
    if (status == LC_OK) status = take_communities(&m);
    if (status == LC_OK) status = take_facilities(&m);
    if (status == LC_OK) status = take_residential(&m);
    if (status == LC_OK) status = lc_check_overlaps(ctx, city);
    if (status == LC_OK) status = lc_told_take(ctx, &city->told, LC_TOLD_SOURCES, 0);
    if (status == LC_OK) status = take_compounds(&m);
    if (status == LC_OK) status = lc_told_take(ctx, &city->told, LC_TOLD_COMPOUNDS, 0);
    if (status == LC_OK) status = take_places(&m);
    if (status == LC_OK) status = lc_told_take(ctx, &city->told, LC_TOLD_SOURCES, 0);
    if (status == LC_OK) status = make_network(&m);
    if (status == LC_OK) status = lc_told_take(ctx, &city->told, LC_TOLD_NETWORK, 0);
    lc_phase_begin(ctx, NULL);
    lc_inputs_free(&m.in);
    if (status != LC_OK) {
        lc_city_free(city);
        return status;
    }
    *out = city;
    return LC_OK;
}
