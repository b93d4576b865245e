#include "api/passes.h"

#include <math.h>
#include <stdlib.h>

#include "base/memory.h"
#include "base/parallel.h"
#include "coverage/place.h"
#include "coverage/tally.h"

static void free_outline(lc_outline *o) {
    free(o->vert);
    free(o->seg_vert);
    lc_index_free(o->index);
}

void lc_plan_pass_free(lc_plan_pass *p) {
    free(p->group);
    free(p->set);
    free(p->set_group);
    for (size_t i = 0; i < p->n_outlines; i++) free_outline(&p->outline[i]);
    free(p->outline);
    *p = (lc_plan_pass){0};
}

/* ---------------------------------------------------------------------------------------------- fields, outlines */

static lc_status search_set(lc_context *ctx, lc_plan_set *set, const lc_network *network, double range_m) {
    const lc_facilities *f = set->facilities;
    if (set->field && set->field->range_m >= range_m) return LC_OK;
    lc_access *access = LC_NEW(lc_access, f->links.n);
    if (!access) return lc_fail_memory(ctx);
    size_t n = 0;
    for (size_t k = 0; k < f->geoms.n; k++) {
        if (!set->passes[f->geoms.feature[k]]) continue;
        for (size_t l = f->link_of[k]; l < f->link_of[k + 1]; l++) access[n++] = f->links.access[l];
    }
    lc_field_free(set->field);
    set->field = NULL;
    lc_status status = lc_field_search(ctx, network, access, n, range_m, &set->field);
    free(access);
    return status;
}

/* Add one part's points and segments; a point is a segment of no length. */
static void outline_part(lc_outline *o, lc_box *boxes, const lc_xy *p, size_t n) {
    for (size_t i = 0; i < n; i++) {
        o->vert[o->n_verts++] = p[i];
        if (i + 1 == n && n > 1) continue;
        lc_xy next = p[i + 1 < n ? i + 1 : i];
        boxes[o->n_segs] = lc_box_empty();
        lc_box_add(&boxes[o->n_segs], p[i].x, p[i].y);
        lc_box_add(&boxes[o->n_segs], next.x, next.y);
        o->seg_vert[o->n_segs++] = (uint32_t)(o->n_verts - 1);
    }
    if (n == 1) o->vert[o->n_verts++] = p[0];
}

/* The outlines of all facilities in n sets as sites. */
static lc_status make_outline(lc_context *ctx, const lc_plan *plan, const size_t *sets, size_t n, lc_outline *o) {
    size_t room = 1;
    for (size_t k = 0; k < n; k++) {
        const lc_geoms *geoms = &plan->set[sets[k]].facilities->geoms;
        room += geoms->n_xy + geoms->n_parts;
    }
    o->vert = LC_NEW(lc_xy, room);
    o->seg_vert = LC_NEW(uint32_t, room);
    lc_box *boxes = LC_NEW(lc_box, room);
    bool ok = o->vert && o->seg_vert && boxes;
    for (size_t k = 0; ok && k < n; k++) {
        const lc_plan_set *set = &plan->set[sets[k]];
        const lc_geoms *geoms = &set->facilities->geoms;
        for (size_t g = 0; g < geoms->n; g++)
            for (size_t p = geoms->part_of[g]; set->passes[geoms->feature[g]] && p < geoms->part_of[g + 1]; p++)
                outline_part(o, boxes, geoms->xy + geoms->xy_of[p], geoms->xy_of[p + 1] - geoms->xy_of[p]);
    }
    ok = ok && (o->index = lc_index_new(boxes, o->n_segs)) != NULL;
    free(boxes);
    return ok ? LC_OK : lc_fail_memory(ctx);
}

static lc_sites outline_sites(const lc_outline *o) {
    return (lc_sites){.vert = o->vert, .seg_vert = o->seg_vert, .index = o->index};
}

/* A free layer for a group of the next pass; passes whose groups find no room together begin a new batch. */
static lc_layers take_layer(lc_plan *plan) {
    return (lc_layers)1 << (LC_LAYER_FIRST_GROUP + plan->n_layers++);
}

static void open_pass(lc_plan *plan, size_t n_groups) {
    if (plan->n_batches == 0 || plan->n_layers + n_groups > LC_GROUPS_MAX) {
        plan->batch[plan->n_batches++] = (lc_plan_batch){.first = plan->n_passes};
        plan->n_layers = 0;
    }
    plan->batch[plan->n_batches - 1].n++;
    plan->pass[plan->n_passes].batch = plan->n_batches - 1;
}

/* The layers of all groups of a batch that count the facilities of a set. */
static lc_layers layers_of_set(const lc_plan *plan, size_t batch, size_t set) {
    lc_layers layers = 0;
    for (size_t i = 0; i < plan->n_groups; i++) {
        const lc_plan_group *g = &plan->group[i];
        for (size_t k = 0; k < g->n_sets; k++)
            if (plan->pass[g->pass].batch == batch && g->set[k] == set)
                layers |= plan->pass[g->pass].group[g->place].layer;
    }
    return layers;
}

/* The polygons of a batch's facilities, each once. */
static lc_status lay_zones(lc_context *ctx, lc_plan *plan, size_t batch) {
    lc_zones *zones = &plan->batch[batch].zones;
    size_t cap = 0;
    for (size_t s = 0; s < plan->n_sets; s++) {
        const lc_geoms *geoms = &plan->set[s].facilities->geoms;
        lc_layers layers = layers_of_set(plan, batch, s);
        for (size_t g = 0; layers && g < geoms->n; g++) {
            if (geoms->kind[g] != LC_POLYGON || !plan->set[s].passes[geoms->feature[g]]) continue;
            if (!lc_geoms_copy(&zones->geoms, geoms, g, geoms->feature[g]) ||
                !LC_ROOM(zones->layers, cap, zones->geoms.n))
                return lc_fail_memory(ctx);
            zones->layers[zones->geoms.n - 1] = layers;
        }
    }
    return lc_zones_index(ctx, zones);
}

static lc_group plain_group(const lc_plan_group *g, lc_layers layer) {
    return (lc_group){.layer = layer,
                      .range_m = g->range_m,
                      .limit_m = g->limit_m,
                      .everywhere = g->everywhere,
                      .n_limits = g->n_limits,
                      .stats_everywhere = g->stats_everywhere};
}

/* ------------------------------------------------------------------------------------------------------- network */

/* Which groups are in range somewhere on each segment: the others need no partition there. */
static bool mark_live(lc_plan *plan, const lc_pass *pass, const lc_network *network) {
    plan->live = LC_NEW0(lc_layers, network->n_segs);
    if (!plan->live) return false;
    for (size_t g = 0; g < pass->n_groups; g++)
        for (size_t t = 0; t < pass->group[g].n_terms; t++) {
            const lc_field *field = pass->group[g].term[t].field;
            for (size_t i = 0; i < network->n_segs; i++) {
                uint32_t e = network->vert_edge[network->seg_vert[i]];
                bool ends =
                    field->node_d[network->node_u[e]] < INFINITY || field->node_d[network->node_v[e]] < INFINITY;
                if (ends || field->knot_list[e]) plan->live[i] |= (lc_layers)1 << g;
            }
        }
    return true;
}

/* d at every gate, by the general rule (a gate is no place inside its own compound). */
static lc_status measure_gates(lc_context *ctx, lc_plan *plan, lc_pass *pass, lc_group *group,
                               lc_compounds *compounds) {
    size_t n = compounds->n_gates;
    lc_place_scratch scratch = {0};
    double *d = LC_NEW(double, pass->n_groups);
    plan->gate_d = LC_NEW(double, n * pass->n_groups);
    bool ok = d && plan->gate_d;
    for (size_t i = 0; ok && i < n; i++) {
        bool offnet;
        ok = lc_place_distances(pass, compounds->gate_xy[i], &scratch, d, &offnet);
        compounds->gate_linked[i] = !offnet;
        for (size_t g = 0; ok && g < pass->n_groups; g++) plan->gate_d[g * n + i] = d[g];
    }
    for (size_t g = 0; ok && g < pass->n_groups; g++) group[g].gate_d = plan->gate_d + g * n;
    pass->compounds = compounds;
    free(d);
    lc_place_scratch_free(&scratch);
    return ok ? LC_OK : lc_fail_memory(ctx);
}

static lc_status search_sets(lc_context *ctx, lc_plan *plan, const lc_network *network) {
    for (size_t i = 0; i < plan->n_groups; i++)
        for (size_t k = 0; plan->group[i].metric == LC_NETWORK && k < plan->group[i].n_sets; k++) {
            lc_status status = search_set(ctx, &plan->set[plan->group[i].set[k]], network, plan->group[i].range_m);
            if (status != LC_OK) return status;
        }
    return LC_OK;
}

/* D at the vertices, for bounds. */
typedef struct {
    const lc_pass *pass;
    const lc_network *network;
    float *d;
} distances_t;

enum { VERTS = 1 << 14 }; /* a unit of work */

static bool measure_verts(void *user, size_t item, int worker) {
    const distances_t *job = user;
    const lc_network *net = job->network;
    size_t n = job->pass->n_groups, end = (item + 1) * VERTS < net->n_verts ? (item + 1) * VERTS : net->n_verts;
    (void)worker;
    for (size_t v = item * VERTS; v < end; v++)
        for (size_t g = 0; g < n; g++) job->d[v * n + g] = (float)lc_group_d(&job->pass->group[g], (uint32_t)v, 0);
    return true;
}

static lc_status lay_distances(lc_context *ctx, lc_plan *plan, lc_pass *pass, const lc_network *network) {
    plan->vert_d = LC_NEW(float, network->n_verts * pass->n_groups);
    if (!plan->vert_d) return lc_fail_memory(ctx);
    distances_t job = {pass, network, plan->vert_d};
    pass->vert_d = plan->vert_d;
    return lc_parallel(ctx, (network->n_verts + VERTS - 1) / VERTS, measure_verts, &job);
}

static lc_status lay_network(lc_context *ctx, lc_plan *plan, const lc_network *network, double link_limit_m) {
    lc_plan_pass *out = &plan->pass[plan->n_passes];
    size_t n = 0;
    for (size_t i = 0; i < plan->n_groups; i++) n += plan->group[i].metric == LC_NETWORK;
    if (n == 0) return LC_OK;
    if (n > LC_GROUPS_MAX)
        return lc_fail(ctx, LC_ERR_INPUT,
                       "the profile asks for more than %d different sets of facilities on the network; split it in two",
                       LC_GROUPS_MAX);
    out->group = LC_NEW0(lc_group, n);
    if (!out->group) return lc_fail_memory(ctx);
    open_pass(plan, n);
    n = 0;
    for (size_t i = 0; i < plan->n_groups; i++) {
        lc_plan_group *g = &plan->group[i];
        if (g->metric != LC_NETWORK) continue;
        for (size_t k = 0; k < g->n_sets; k++)
            g->term[k] = (lc_term){plan->set[g->set[k]].field, g->any ? g->limit_m[0] - g->distance_m[k] : 0};
        g->pass = plan->n_passes;
        g->place = n;
        out->group[n] = plain_group(g, take_layer(plan));
        out->group[n].term = g->term;
        out->group[n++].n_terms = g->n_sets;
    }
    plan->n_passes++;
    out->pass = (lc_pass){.leg_max_m = link_limit_m};
    lc_pass_groups(&out->pass, out->group, n);
    if (!mark_live(plan, &out->pass, network)) return lc_fail_memory(ctx);
    out->pass.sites = (lc_sites){network->vert, network->twin, network->seg_vert, network->index, plan->live};
    return lay_distances(ctx, plan, &out->pass, network);
}

/* ------------------------------------------------------------------------------------------------------ straight */

static lc_status lay_straight(lc_context *ctx, lc_plan *plan, lc_plan_group *g) {
    lc_plan_pass *out = &plan->pass[plan->n_passes];
    out->n_outlines = g->any ? g->n_sets : 1;
    out->outline = LC_NEW0(lc_outline, out->n_outlines);
    out->group = LC_NEW0(lc_group, 1);
    if (!out->outline || !out->group) return lc_fail_memory(ctx);
    open_pass(plan, 1);
    g->pass = plan->n_passes++;
    g->place = 0;
    *out->group = plain_group(g, take_layer(plan));
    out->pass = (lc_pass){.leg_max_m = g->range_m};
    lc_pass_groups(&out->pass, out->group, 1);
    if (!g->any) {
        lc_status status = make_outline(ctx, plan, g->set, g->n_sets, &out->outline[0]);
        out->pass.sites = outline_sites(&out->outline[0]);
        return status;
    }
    out->set = LC_NEW0(lc_pass, g->n_sets);
    out->set_group = LC_NEW0(lc_group, g->n_sets);
    if (!out->set || !out->set_group) return lc_fail_memory(ctx);
    out->n_sets = g->n_sets;
    lc_status status = LC_OK;
    for (size_t k = 0; status == LC_OK && k < g->n_sets; k++) {
        status = make_outline(ctx, plan, &g->set[k], 1, &out->outline[k]);
        out->set_group[k] = (lc_group){.layer = out->group->layer,
                                       .range_m = g->distance_m[k],
                                       .limit_m = &g->distance_m[k],
                                       .everywhere = g->everywhere,
                                       .n_limits = 1};
        out->set[k] = (lc_pass){.sites = outline_sites(&out->outline[k]), .leg_max_m = g->distance_m[k]};
        lc_pass_groups(&out->set[k], &out->set_group[k], 1);
    }
    out->pass.sites = out->set[0].sites;
    return status;
}

/* Give every pass the zones of its batch. */
static void hand_out_zones(lc_plan *plan) {
    for (size_t i = 0; i < plan->n_passes; i++) {
        lc_plan_pass *p = &plan->pass[i];
        p->pass.zones = &plan->batch[p->batch].zones;
        for (size_t k = 0; k < p->n_sets; k++) p->set[k].zones = p->pass.zones;
    }
}

lc_status lc_plan_lay_passes(lc_context *ctx, lc_plan *plan, const lc_network *network, lc_compounds *compounds,
                             double link_limit_m) {
    plan->pass = LC_NEW0(lc_plan_pass, plan->n_groups + 1);
    plan->batch = LC_NEW0(lc_plan_batch, plan->n_groups + 1);
    if (!plan->pass || !plan->batch) return lc_fail_memory(ctx);
    lc_status status = network ? search_sets(ctx, plan, network) : LC_OK;
    if (status == LC_OK && network) status = lay_network(ctx, plan, network, link_limit_m);
    for (size_t i = 0; status == LC_OK && i < plan->n_groups; i++)
        if (plan->group[i].metric == LC_STRAIGHT) status = lay_straight(ctx, plan, &plan->group[i]);
    for (size_t b = 0; status == LC_OK && b < plan->n_batches; b++) status = lay_zones(ctx, plan, b);
    if (status != LC_OK) return status;
    hand_out_zones(plan);
    bool gated = compounds && compounds->n_gates && plan->n_passes && plan->pass[0].pass.vert_d;
    return gated ? measure_gates(ctx, plan, &plan->pass[0].pass, plan->pass[0].group, compounds) : LC_OK;
}
