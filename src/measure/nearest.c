#include "measure/nearest.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "base/options.h"
#include "base/parallel.h"
#include "coverage/place.h"

enum { CHUNK = 1024 };             /* points a unit of work */
static const double SAME_M = 1e-6; /* equally near: as in docs/definitions.md, section 5 */

void lc_nearest_free(lc_nearest *n) {
    if (!n) return;
    lc_index_free(n->index);
    free(n->geom_of);
    lc_nearest_labels_free(&n->labels);
    lc_fields_free(n->fields);
    lc_plan_free(n->plan);
    if (n->links.city) lc_city_links_free(&n->links);
    free(n->gate);
    free(n);
}

/* -------------------------------------------------------------------------------------------------------- straight */

static lc_status index_facilities(lc_context *ctx, lc_nearest *n) {
    const lc_geoms *geoms = &n->facilities->geoms;
    lc_box *box = LC_NEW(lc_box, geoms->n);
    size_t kept = 0;
    n->geom_of = LC_NEW(uint32_t, geoms->n);
    for (size_t g = 0; box && n->geom_of && g < geoms->n; g++) {
        if (!lc_facility_passes(n->facilities, geoms->feature[g], &n->rule)) continue;
        box[kept] = lc_geom_box(geoms, g);
        n->geom_of[kept++] = (uint32_t)g;
    }
    if (box && n->geom_of) n->index = lc_index_new(box, kept);
    free(box);
    return n->index ? LC_OK : lc_fail_memory(ctx);
}

static double geometry_distance(const void *user, uint32_t item, double x, double y) {
    const lc_nearest *n = user;
    const lc_geoms *geoms = &n->facilities->geoms;
    size_t g = n->geom_of[item];
    if (geoms->kind[g] == LC_POLYGON && lc_geom_contains(geoms, g, x, y)) return 0;
    return lc_geom_outline_distance(geoms, g, x, y);
}

static bool find_straight(const lc_nearest *n, lc_xy p, lc_place_scratch *scratch, double *d, size_t *facility) {
    if (!lc_index_nearest(n->index, p.x, p.y, n->range_m, 0, geometry_distance, n, d, &scratch->candidates))
        return false;
    *facility =
        scratch->candidates.n ? n->facilities->geoms.feature[n->geom_of[scratch->candidates.item[0]]] : SIZE_MAX;
    return true;
}

/* --------------------------------------------------------------------------------------------------------- network */

/* The facility behind the nearest of these segments, when the leg to them is known to be the shortest. */
static uint32_t label_of_segments(const lc_nearest *n, const lc_pass *pass, lc_xy p, const lc_items *near) {
    const lc_network *walked = n->labels.field->network;
    double least = INFINITY;
    uint32_t best = UINT32_MAX;
    for (size_t i = 0; i < near->n; i++) {
        uint32_t v = pass->sites.seg_vert[near->item[i]];
        double t, d;
        lc_site_foot(&pass->sites, v, p, &t);
        lc_spot spot = {walked->vert_edge[v], walked->vert_s[v]};
        if (t > 0) spot.s_m += t * (walked->vert_s[v + 1] - walked->vert_s[v]);
        uint32_t label = lc_nearest_label(&n->labels, spot, &d);
        if (d < least || (d == least && label < best)) least = d, best = label;
    }
    return best;
}

/* The facility behind the best gate of the compounds around p; *inside tells whether there is any compound. */
static bool label_of_gates(const lc_nearest *n, const lc_pass *pass, lc_xy p, lc_items *items, uint32_t *best,
                           bool *inside) {
    const lc_compounds *c = pass->compounds;
    double least = INFINITY;
    *inside = false;
    *best = UINT32_MAX;
    if (!c) return true;
    if (!lc_geoms_around(&c->zones.geoms, c->zones.index, p, items)) return false;
    *inside = items->n > 0;
    for (size_t i = 0; i < items->n; i++) {
        size_t g = items->item[i];
        for (size_t k = c->gate_of[g]; k < c->gate_of[g + 1]; k++) {
            uint32_t gate = c->gate[k];
            double d = lc_length(c->gate_xy[gate].x - p.x, c->gate_xy[gate].y - p.y) + pass->group->gate_d[gate];
            if (d < least) least = d, *best = n->gate[gate];
        }
    }
    return true;
}

/* The facility around p, which is at distance 0. */
static bool label_of_zones(const lc_pass *pass, lc_xy p, lc_items *items, uint32_t *best) {
    const lc_zones *zones = pass->zones;
    lc_box box = {p.x, p.y, p.x, p.y};
    *best = UINT32_MAX;
    if (!lc_index_search(zones->index, &box, items)) return false;
    for (size_t i = 0; i < items->n; i++) {
        uint32_t g = items->item[i], feature = zones->geoms.feature[g];
        if (feature < *best && lc_geom_contains(&zones->geoms, g, p.x, p.y)) *best = feature;
    }
    return true;
}

static bool find_walked(const lc_nearest *n, lc_xy p, lc_place_scratch *scratch, double *d, size_t *facility) {
    const lc_pass *pass = &n->fields->pass[0].pass;
    bool offnet, inside;
    uint32_t best = UINT32_MAX;
    if (!lc_place_distances(pass, p, scratch, d, &offnet)) return false;
    if (!(*d <= n->range_m)) *d = INFINITY;
    if (*d == 0 && !label_of_zones(pass, p, &scratch->items, &best)) return false;
    if (best == UINT32_MAX && *d < INFINITY) {
        if (!label_of_gates(n, pass, p, &scratch->items, &best, &inside)) return false;
        if (!inside) best = label_of_segments(n, pass, p, &scratch->candidates);
    }
    *facility = best == UINT32_MAX ? SIZE_MAX : best;
    return true;
}

/* Accesses of the facilities that pass, each with its facility; in the walked network's lengths. */
static bool list_accesses(const lc_nearest *n, lc_labelled_access **out, size_t *count) {
    const lc_plan_set *set = &n->plan->set[0];
    const lc_links *links = lc_fields_links(n->fields, set->facilities, set->walk);
    const lc_geoms *geoms = &set->facilities->geoms;
    const lc_network *network = lc_plan_network(n->plan, set->walk), *walked = n->fields->field[0]->network;
    lc_labelled_access *list = LC_NEW(lc_labelled_access, links->n);
    *count = 0;
    for (size_t g = 0; list && g < geoms->n; g++)
        for (size_t k = links->of[g]; set->passes[geoms->feature[g]] && k < links->of[g + 1]; k++) {
            list[*count] = (lc_labelled_access){links->access[k], geoms->feature[g]};
            if (walked != network) lc_view_accesses(network, walked, &list[*count].access, 1);
            ++*count;
        }
    *out = list;
    return list;
}

static bool label_gates(lc_nearest *n) {
    const lc_pass *pass = &n->fields->pass[0].pass;
    const lc_compounds *c = n->city->compounds;
    lc_place_scratch scratch = {0};
    if (!c) return true;
    n->gate = LC_NEW(uint32_t, c->n_gates);
    bool ok = n->gate != NULL;
    for (size_t k = 0; ok && k < c->n_gates; k++) {
        double leg;
        lc_xy p = c->gate_xy[k];
        ok = lc_index_nearest(pass->sites.index, p.x, p.y, pass->leg_max_m, SAME_M, lc_sites_distance, &pass->sites,
                              &leg, &scratch.candidates) &&
             label_of_zones(pass, p, &scratch.items, &n->gate[k]);
        if (ok && n->gate[k] == UINT32_MAX) n->gate[k] = label_of_segments(n, pass, p, &scratch.candidates);
    }
    lc_place_scratch_free(&scratch);
    return ok;
}

/* No way is longer than all paths together and a leg. */
static double longest(const lc_network *walked, double link_limit_m) {
    double sum = link_limit_m;
    for (size_t e = 0; e < walked->n_edges; e++) sum += walked->length_m[e];
    return sum;
}

/* A search goes as far as it is told, and not beyond what any way leads to by what walking costs. */
static lc_status settle_range(lc_context *ctx, lc_nearest *n, double link_limit_m) {
    lc_plan *plan = NULL;
    n->rule.distance_m = link_limit_m;
    lc_status status = lc_plan_new(ctx, &n->profile, n->city, &plan);
    if (status != LC_OK) return status;
    size_t walk = plan->n_sets ? plan->set[0].walk : LC_WALK_LENGTHS;
    const lc_plan_walk *cost = walk == LC_WALK_LENGTHS ? NULL : &plan->walk[walk];
    const lc_network *network = lc_plan_network(plan, walk);
    lc_network *view = cost ? lc_network_view(network, cost->cost, cost->speed_m_per_s) : NULL;
    if (cost && !view) status = lc_fail_memory(ctx);
    if (status == LC_OK) n->range_m = lc_min(n->range_m, longest(view ? view : network, link_limit_m));
    lc_network_view_free(view);
    lc_plan_free(plan);
    return status;
}

static lc_status search(lc_context *ctx, lc_nearest *n, double link_limit_m) {
    n->indicator = (lc_indicator_def){.metric = LC_NETWORK, .rules = &n->rule, .n_rules = 1};
    n->indicator.target = n->indicator.community_target = NAN;
    n->profile = (lc_profile){.indicators = &n->indicator, .n_indicators = 1};
    lc_status status = settle_range(ctx, n, link_limit_m);
    n->rule.distance_m = n->range_m;
    if (status == LC_OK) status = lc_city_links_find(ctx, n->city, link_limit_m, NULL, &n->links);
    if (status == LC_OK) status = lc_plan_new(ctx, &n->profile, n->city, &n->plan);
    if (status != LC_OK || n->plan->indicator[0].reason) return status; /* no facility at all: everything is far */
    status = lc_fields_new(ctx, n->plan, &n->links, NULL, &n->fields);
    lc_labelled_access *access;
    size_t count;
    if (status != LC_OK) return status;
    if (!list_accesses(n, &access, &count)) return lc_fail_memory(ctx);
    bool ok = lc_nearest_labels_find(n->fields->field[0], access, count, &n->labels) && label_gates(n);
    return ok ? LC_OK : lc_fail_memory(ctx);
}

/* --------------------------------------------------------------------------------------------------------- options */

static lc_status find_category(lc_context *ctx, const lc_city *city, const char *category, const lc_facilities **out) {
    *out = lc_city_facilities_of(city, category);
    if (*out && (*out)->known) return LC_OK;
    return lc_fail(ctx, LC_ERR_INPUT, "the city has no facilities of the category '%s'", category ? category : "");
}

static lc_status read_level(lc_context *ctx, const char *text, lc_level *out) {
    *out = LC_LEVEL_ANY;
    if (!text) return LC_OK;
    for (int level = LC_LEVEL_STREET; level <= LC_LEVEL_STATION; level++)
        if (strcmp(lc_level_name((lc_level)level), text) == 0) {
            *out = (lc_level)level;
            return LC_OK;
        }
    return lc_fail(ctx, LC_ERR_INPUT, "the level '%s' is not known; it is one of street, community, station", text);
}

static lc_status settle(lc_context *ctx, const lc_city *city, const lc_nearest_options *o, lc_nearest *n,
                        double *link_limit_m) {
    *link_limit_m = o->link_limit_m;
    lc_status status = lc_link_limit_settle(ctx, link_limit_m);
    if (status != LC_OK) return status;
    bool straight = o->metric && strcmp(o->metric, "straight") == 0;
    if (o->metric && !straight && strcmp(o->metric, "network") != 0)
        return lc_fail(ctx, LC_ERR_INPUT, "the metric '%s' is not known; it is network or straight", o->metric);
    if (!straight && !city->network)
        return lc_fail(ctx, LC_ERR_INPUT, "walking distances need a network, and the city has none");
    if (!isnan(o->range_m) && !(o->range_m >= 0))
        return lc_fail(ctx, LC_ERR_INPUT, "range %g m: give a length of 0 or more", o->range_m);
    n->metric = straight ? LC_STRAIGHT : LC_NETWORK;
    n->range_m = isnan(o->range_m) ? INFINITY : o->range_m;
    status = find_category(ctx, city, o->category, &n->facilities);
    n->rule = (lc_rule){.category = n->facilities ? n->facilities->category : NULL,
                        .minutes = NAN,
                        .min_area_m2 = o->min_area_m2,
                        .max_area_m2 = o->max_area_m2};
    return status == LC_OK ? read_level(ctx, o->level, &n->rule.level) : status;
}

lc_status lc_nearest_new(lc_context *ctx, const lc_city *city, const lc_nearest_options *options, lc_nearest **out) {
    lc_nearest_options o = LC_NEAREST_OPTIONS_INIT;
    double link_limit_m;
    lc_context_begin(ctx);
    lc_status status = lc_options_read(ctx, "lc_nearest_options", &o, sizeof o, options);
    if (status != LC_OK) return status;
    if (city->shared)
        return lc_fail(ctx, LC_ERR_INPUT,
                       "distances are measured in one plane, and the communities of this city take several: open it "
                       "with planes \"one\", or a part of it");
    lc_nearest *n = LC_NEW0(lc_nearest, 1);
    if (!n) return lc_fail_memory(ctx);
    n->city = city;
    status = settle(ctx, city, &o, n, &link_limit_m);
    if (status == LC_OK) status = lc_phase_begin(ctx, "search network");
    if (status == LC_OK) status = n->metric == LC_STRAIGHT ? index_facilities(ctx, n) : search(ctx, n, link_limit_m);
    lc_phase_begin(ctx, NULL);
    if (status == LC_OK)
        *out = n;
    else
        lc_nearest_free(n);
    return status;
}

/* ---------------------------------------------------------------------------------------------------------- points */

typedef struct {
    const lc_nearest *nearest;
    const lc_xy *xy;
    size_t n;
    double *distance_m;
    size_t *facility;
    lc_place_scratch *scratch; /* one a worker */
} points_t;

static bool find_chunk(void *user, size_t item, int worker) {
    const points_t *p = user;
    const lc_nearest *n = p->nearest;
    size_t end = (item + 1) * CHUNK < p->n ? (item + 1) * CHUNK : p->n;
    for (size_t i = item * CHUNK; i < end; i++) {
        double d = INFINITY;
        size_t facility = SIZE_MAX;
        bool placed = !isnan(p->xy[i].x) && !isnan(p->xy[i].y), ok = true;
        if (placed && n->metric == LC_STRAIGHT)
            ok = find_straight(n, p->xy[i], &p->scratch[worker], &d, &facility);
        else if (placed && n->fields)
            ok = find_walked(n, p->xy[i], &p->scratch[worker], &d, &facility);
        if (!ok) return false;
        p->distance_m[i] = d;
        if (p->facility) p->facility[i] = facility;
    }
    return true;
}

lc_status lc_nearest_find(lc_context *ctx, const lc_nearest *nearest, size_t n, const double *xy, double *distance_m,
                          size_t *facility) {
    size_t threads = (size_t)lc_threads(ctx);
    lc_work_crs *crs = NULL; /* a projection serves one thread, and the city several */
    lc_xy *at = LC_NEW(lc_xy, n);
    points_t points = {nearest, at, n, distance_m, facility, LC_NEW0(lc_place_scratch, threads)};
    lc_context_begin(ctx);
    lc_status status = at && points.scratch ? lc_phase_begin(ctx, "find nearest") : lc_fail_memory(ctx);
    if (status == LC_OK) status = lc_work_crs_copy(ctx, nearest->city->crs, &crs);
    for (size_t i = 0; status == LC_OK && i < n; i++) at[i] = (lc_xy){xy[2 * i], xy[2 * i + 1]};
    if (status == LC_OK) status = lc_work_crs_project_many(ctx, crs, at, n);
    if (status == LC_OK) status = lc_parallel(ctx, (n + CHUNK - 1) / CHUNK, find_chunk, &points);
    lc_phase_begin(ctx, NULL);
    for (size_t t = 0; points.scratch && t < threads; t++) lc_place_scratch_free(&points.scratch[t]);
    free(points.scratch);
    free(at);
    lc_work_crs_free(crs);
    return status;
}

lc_status lc_distance(lc_context *ctx, const lc_city *city, const lc_nearest_options *options, size_t n,
                      const double *xy, double *distance_m, size_t *facility) {
    lc_nearest *nearest = NULL;
    lc_status status = lc_nearest_new(ctx, city, options, &nearest);
    if (status == LC_OK) status = lc_nearest_find(ctx, nearest, n, xy, distance_m, facility);
    lc_nearest_free(nearest);
    return status;
}
