#include "api/plan.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"

static bool same_number(double a, double b) {
    return a == b || (isnan(a) && isnan(b));
}

static bool same_filter(const lc_rule *a, const lc_rule *b) {
    return a->level == b->level && same_number(a->min_area_m2, b->min_area_m2) &&
           same_number(a->max_area_m2, b->max_area_m2);
}

static const lc_facilities *find_facilities(const lc_facilities *facilities, size_t n, const char *category) {
    for (size_t i = 0; i < n; i++)
        if (strcmp(facilities[i].category, category) == 0) return &facilities[i];
    return NULL;
}

/* How far a category is searched: the largest distance that any of its indicators asks for. */
static double search_range(const lc_profile *profile, const char *category) {
    double range = 0;
    for (size_t i = 0; i < profile->n_indicators; i++)
        for (size_t r = 0; r < profile->indicators[i].n_rules; r++) {
            const lc_rule *rule = &profile->indicators[i].rules[r];
            if (strcmp(rule->category, category) == 0) range = fmax(range, rule->distance_m);
        }
    return range;
}

static bool filter_features(lc_context *ctx, lc_plan_group *g) {
    const lc_facilities *f = g->facilities;
    g->passes = LC_NEW0(bool, f->n);
    if (!g->passes) return false;
    bool by_area = !isnan(g->rule.min_area_m2) || !isnan(g->rule.max_area_m2);
    for (size_t i = 0; i < f->n; i++) {
        g->passes[i] = lc_facility_passes(f, i, &g->rule);
        g->n_passing += g->passes[i];
        if (by_area && isnan(f->area_m2[i]) && g->metric == LC_NETWORK)
            lc_warn(ctx, "facility_without_area", "facilities without an area were left out where a size is asked for",
                    "%s %s", f->category, f->id[i]);
    }
    return true;
}

/* The group for a rule, made when it is the first of its kind. SIZE_MAX when memory is out. */
static size_t group_for(lc_context *ctx, lc_plan *plan, const lc_profile *profile, lc_metric metric,
                        const lc_facilities *facilities, const lc_rule *rule) {
    for (size_t i = 0; i < plan->n_groups; i++) {
        const lc_plan_group *g = &plan->group[i];
        if (g->metric == metric && g->facilities == facilities && same_filter(&g->rule, rule)) return i;
    }
    lc_plan_group *g = &plan->group[plan->n_groups];
    *g = (lc_plan_group){.metric = metric, .facilities = facilities, .rule = *rule};
    g->range_m = search_range(profile, rule->category);
    g->limit_m = LC_NEW(double, profile->n_indicators);
    plan->n_groups++;
    return g->limit_m && filter_features(ctx, g) ? plan->n_groups - 1 : SIZE_MAX;
}

static size_t limit_for(lc_plan_group *g, double distance_m) {
    for (size_t i = 0; i < g->n_limits; i++)
        if (g->limit_m[i] == distance_m) return i;
    g->limit_m[g->n_limits] = distance_m;
    return g->n_limits++;
}

static lc_status plan_indicators(lc_context *ctx, lc_plan *plan, const lc_profile *profile,
                                 const lc_facilities *facilities, size_t n_facilities, const lc_network *network) {
    plan->group = LC_NEW0(lc_plan_group, profile->n_indicators);
    plan->indicator = LC_NEW0(lc_plan_indicator, profile->n_indicators);
    if (!plan->group || !plan->indicator) return lc_fail_memory(ctx);
    for (size_t i = 0; i < profile->n_indicators; i++) {
        const lc_indicator_def *def = &profile->indicators[i];
        lc_plan_indicator *out = &plan->indicator[i];
        const lc_facilities *f = find_facilities(facilities, n_facilities, def->rules[0].category);
        if (!f || !f->known) {
            out->reason = "no_source";
        } else if (f->geoms.n == 0) {
            out->reason = "no_facilities";
        } else if (def->metric == LC_NETWORK && !network) {
            out->reason = "no_network";
        } else {
            out->group = group_for(ctx, plan, profile, def->metric, f, &def->rules[0]);
            if (out->group == SIZE_MAX) return lc_fail_memory(ctx);
            out->limit = limit_for(&plan->group[out->group], def->rules[0].distance_m);
        }
    }
    return LC_OK;
}

/* Search the network from the facilities of a group. */
static lc_status search_group(lc_context *ctx, lc_plan_group *g, const lc_network *network) {
    const lc_facilities *f = g->facilities;
    lc_access *access = LC_NEW(lc_access, f->links.n);
    if (!access) return lc_fail_memory(ctx);
    size_t n = 0;
    for (size_t k = 0; k < f->geoms.n; k++) {
        if (!g->passes[f->geoms.feature[k]]) continue;
        for (size_t l = f->link_of[k]; l < f->link_of[k + 1]; l++) access[n++] = f->links.access[l];
    }
    lc_status status = lc_field_search(ctx, network, access, n, g->range_m, &g->field);
    free(access);
    return status;
}

/* The outlines of a group's facilities as sites: a point is a segment of no length. */
static lc_status outline_group(lc_context *ctx, lc_plan_group *g) {
    const lc_geoms *geoms = &g->facilities->geoms;
    g->vert = LC_NEW(lc_xy, geoms->n_xy + geoms->n + 1);
    g->seg_vert = LC_NEW(uint32_t, geoms->n_xy + 1);
    lc_box *boxes = LC_NEW(lc_box, geoms->n_xy + 1);
    if (!g->vert || !g->seg_vert || !boxes) goto memory;
    for (size_t k = 0; k < geoms->n; k++) {
        if (!g->passes[geoms->feature[k]]) continue;
        for (size_t p = geoms->part_of[k]; p < geoms->part_of[k + 1]; p++) {
            size_t first = geoms->xy_of[p], end = geoms->xy_of[p + 1];
            for (size_t i = first; i < end; i++) {
                g->vert[g->n_verts++] = geoms->xy[i];
                if (i + 1 == end && end - first > 1) continue;
                lc_xy next = geoms->xy[i + 1 < end ? i + 1 : i];
                lc_box box = lc_box_empty();
                lc_box_add(&box, geoms->xy[i].x, geoms->xy[i].y);
                lc_box_add(&box, next.x, next.y);
                boxes[g->n_segs] = box;
                g->seg_vert[g->n_segs++] = (uint32_t)(g->n_verts - 1);
            }
            if (end - first == 1) g->vert[g->n_verts] = g->vert[g->n_verts - 1], g->n_verts++;
        }
    }
    g->index = lc_index_new(boxes, g->n_segs);
    if (!g->index) goto memory;
    free(boxes);
    return LC_OK;
memory:
    free(boxes);
    return lc_fail_memory(ctx);
}

static bool add_zones(lc_zones *zones, size_t *cap, const lc_plan_group *g, lc_layers layer) {
    const lc_geoms *geoms = &g->facilities->geoms;
    for (size_t k = 0; k < geoms->n; k++) {
        if (geoms->kind[k] != LC_POLYGON || !g->passes[geoms->feature[k]]) continue;
        if (!lc_geoms_copy(&zones->geoms, geoms, k, geoms->feature[k]) || !LC_ROOM(zones->layers, *cap, zones->geoms.n))
            return false;
        zones->layers[zones->geoms.n - 1] = layer;
    }
    return true;
}

static lc_group pass_group(const lc_plan_group *g, lc_layers layer) {
    return (lc_group){
        .field = g->field, .layer = layer, .range_m = g->range_m, .limit_m = g->limit_m, .n_limits = g->n_limits};
}

/* Which groups are in range somewhere on each segment: the others need no partition there. */
static bool mark_live(lc_plan *plan, const lc_pass *pass, const lc_network *network) {
    plan->live = LC_NEW0(lc_layers, network->n_segs);
    if (!plan->live) return false;
    for (size_t g = 0; g < pass->n_groups; g++) {
        const lc_field *field = pass->group[g].field;
        for (size_t i = 0; i < network->n_segs; i++) {
            uint32_t e = network->vert_edge[network->seg_vert[i]];
            bool in_range = field->node_d[network->node_u[e]] < INFINITY || field->node_d[network->node_v[e]] < INFINITY;
            if (in_range || field->knot_list[e]) plan->live[i] |= (lc_layers)1 << g;
        }
    }
    return true;
}

/* All network groups share the partition of the plane by the network: one pass. */
static lc_status lay_network_pass(lc_context *ctx, lc_plan *plan, const lc_network *network, double link_limit_m) {
    lc_group *groups = LC_NEW0(lc_group, plan->n_groups);
    if (!groups) return lc_fail_memory(ctx);
    plan->pass_groups[plan->n_passes] = groups;
    lc_pass *pass = &plan->pass[plan->n_passes];
    size_t cap = 0;
    for (size_t i = 0; i < plan->n_groups; i++) {
        lc_plan_group *g = &plan->group[i];
        if (g->metric != LC_NETWORK) continue;
        if (pass->n_groups == LC_GROUPS_MAX)
            return lc_fail(
                ctx, LC_ERR_INPUT,
                "the profile asks for more than %d different sets of facilities on the network; split it in two",
                LC_GROUPS_MAX);
        lc_layers layer = (lc_layers)1 << (LC_LAYER_FIRST_GROUP + pass->n_groups);
        lc_status status = search_group(ctx, g, network);
        if (status != LC_OK) return status;
        if (!add_zones(&plan->network_zones, &cap, g, layer)) return lc_fail_memory(ctx);
        g->pass = plan->n_passes;
        g->place = pass->n_groups;
        groups[pass->n_groups++] = pass_group(g, layer);
    }
    if (pass->n_groups == 0) return LC_OK;
    pass->leg_max_m = link_limit_m;
    pass->zones = &plan->network_zones;
    pass->group = groups;
    if (!mark_live(plan, pass, network)) return lc_fail_memory(ctx);
    pass->sites = (lc_sites){network->vert, network->twin, network->seg_vert, network->index, plan->live};
    plan->n_passes++;
    return lc_zones_index(ctx, &plan->network_zones);
}

static lc_status lay_straight_pass(lc_context *ctx, lc_plan *plan, lc_plan_group *g) {
    lc_layers layer = (lc_layers)1 << LC_LAYER_FIRST_GROUP;
    size_t cap = 0;
    lc_group *group = LC_NEW0(lc_group, 1);
    if (!group) return lc_fail_memory(ctx);
    free(plan->pass_groups[plan->n_passes]);
    plan->pass_groups[plan->n_passes] = group;
    lc_status status = outline_group(ctx, g);
    if (status != LC_OK) return status;
    if (!add_zones(&g->zones, &cap, g, layer)) return lc_fail_memory(ctx);
    status = lc_zones_index(ctx, &g->zones);
    *group = pass_group(g, layer);
    g->pass = plan->n_passes;
    plan->pass[plan->n_passes++] = (lc_pass){.sites = {g->vert, NULL, g->seg_vert, g->index, NULL},
                                             .leg_max_m = g->range_m,
                                             .zones = &g->zones,
                                             .group = group,
                                             .n_groups = 1};
    return status;
}

lc_status lc_plan_new(lc_context *ctx, const lc_profile *profile, const lc_facilities *facilities, size_t n_facilities,
                      const lc_network *network, double link_limit_m, lc_plan **out) {
    lc_plan *plan = LC_NEW0(lc_plan, 1);
    if (!plan) return lc_fail_memory(ctx);
    lc_status status = plan_indicators(ctx, plan, profile, facilities, n_facilities, network);
    if (status != LC_OK) goto fail;
    plan->pass = LC_NEW0(lc_pass, plan->n_groups + 1);
    plan->pass_groups = LC_NEW0(lc_group *, plan->n_groups + 1);
    if (!plan->pass || !plan->pass_groups) {
        status = lc_fail_memory(ctx);
        goto fail;
    }
    if (network) status = lay_network_pass(ctx, plan, network, link_limit_m);
    for (size_t i = 0; status == LC_OK && i < plan->n_groups; i++)
        if (plan->group[i].metric == LC_STRAIGHT) status = lay_straight_pass(ctx, plan, &plan->group[i]);
    if (status != LC_OK) goto fail;
    *out = plan;
    return LC_OK;
fail:
    lc_plan_free(plan);
    return status;
}

void lc_plan_free(lc_plan *plan) {
    if (!plan) return;
    for (size_t i = 0; i < plan->n_groups; i++) {
        lc_plan_group *g = &plan->group[i];
        free(g->limit_m);
        free(g->passes);
        lc_field_free(g->field);
        free(g->vert);
        free(g->seg_vert);
        lc_index_free(g->index);
        lc_zones_free(&g->zones);
    }
    for (size_t i = 0; plan->pass_groups && i <= plan->n_groups; i++) free(plan->pass_groups[i]);
    free(plan->pass_groups);
    free(plan->pass);
    free(plan->group);
    free(plan->indicator);
    lc_zones_free(&plan->network_zones);
    free(plan->live);
    free(plan);
}
