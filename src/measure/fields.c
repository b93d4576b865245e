#include "measure/fields.h"

#include <stdlib.h>

#include "base/memory.h"
#include "base/parallel.h"
#include "coverage/tally.h"
#include "measure/combo_fields.h"
#include "measure/edge_fields.h"
#include "measure/gate_fields.h"
#include "measure/same_plan.h"

static void free_outline(lc_outline *o) {
    free(o->vert);
    free(o->seg_vert);
    lc_index_free(o->index);
}

void lc_pass_fields_free(lc_pass_fields *p) {
    free(p->group);
    free(p->term);
    lc_combo_fields_free(&p->combos);
    free(p->set);
    free(p->set_group);
    for (size_t i = 0; p->outline && i < p->n_outlines; i++) free_outline(&p->outline[i]);
    free(p->outline);
    free(p->live);
    free(p->longest_e);
    free(p->vert_d);
    free(p->gate_linked);
    free(p->gate_d);
}

void lc_fields_free(lc_fields *f) {
    if (!f) return;
    for (size_t i = 0; f->field && i < f->plan->n_sets; i++) lc_field_free(f->field[i]);
    for (size_t i = 0; f->view && i < f->plan->n_walks; i++) lc_network_view_free(f->view[i]);
    free(f->view);
    for (size_t i = 0; f->pass && i < f->plan->n_passes; i++) lc_pass_fields_free(&f->pass[i]);
    for (size_t i = 0; f->zones && i < f->plan->n_batches; i++) lc_zones_free(&f->zones[i]);
    free(f->field);
    free(f->pass);
    free(f->zones);
    free(f);
}

const lc_links *lc_fields_links(const lc_fields *fields, const lc_facilities *facilities, size_t walk) {
    size_t category = (size_t)(facilities - fields->plan->city->facilities);
    return lc_city_links_of(fields->links, category, lc_plan_network(fields->plan, walk));
}

/* ------------------------------------------------------------------------------------------------------ outlines */

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

/* The layers of all groups of a batch that count the facilities of a set. */
static lc_layers layers_of_set(const lc_plan *plan, size_t batch, size_t set) {
    lc_layers layers = 0;
    for (size_t i = 0; i < plan->n_groups; i++) {
        const lc_plan_group *g = &plan->group[i];
        for (size_t k = 0; k < g->n_sets; k++)
            if (plan->pass[g->pass].batch == batch && g->set[k] == set) layers |= g->layer;
    }
    return layers;
}

/* The polygons of a batch's facilities, each once. */
static lc_status lay_zones(lc_context *ctx, const lc_plan *plan, size_t batch, lc_zones *zones) {
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

static lc_group plain_group(const lc_plan_group *g) {
    return (lc_group){.layer = g->layer,
                      .range_m = g->areas_only ? -1 : g->range_m,
                      .limit_m = g->limit_m,
                      .everywhere = g->everywhere,
                      .n_limits = g->n_limits,
                      .stats_everywhere = g->stats_everywhere};
}

/* ---------------------------------------------------------------------------------------------- walking lengths */

const lc_network *lc_fields_network(const lc_fields *fields, size_t walk) {
    return walk == LC_WALK_LENGTHS ? fields->plan->city->network : fields->view[walk];
}

static lc_status view_network(lc_context *ctx, lc_fields *fields) {
    const lc_plan *plan = fields->plan;
    for (size_t i = 0; i < plan->n_walks; i++) {
        fields->view[i] = lc_network_view(plan->walk[i].network, plan->walk[i].cost, plan->walk[i].speed_m_per_s);
        if (!fields->view[i]) return lc_fail_memory(ctx);
    }
    return LC_OK;
}

/* ------------------------------------------------------------------------------------------------------ searches */

/* A set of facilities to be searched from, and what came of it. */
typedef struct {
    double range_m, seconds; /* range_m below 0: no group on the network asks for it */
    size_t settled;
} search_t;

typedef struct {
    lc_fields *fields;
    const lc_fields *before; /* NULL without */
    search_t *search;        /* one a set */
} searches_t;

/* Another state of the city whose searches can be compared with these: by the same plan on the same network, by length
   alone (a view of the network is of its own fields). */
static const lc_fields *comparable(const lc_fields *before, const lc_plan *plan) {
    if (!before || plan->n_walks || before->plan->city->network != plan->city->network) return NULL;
    return lc_same_plan(before->plan, plan) ? before : NULL;
}

/* What another state of the city has of a set, when it is the same; NULL when it must be searched. */
static lc_field *find_before(const searches_t *job, size_t item) {
    if (!job->before || !lc_same_set(job->before->plan, job->fields->plan, item)) return NULL;
    lc_field *field = job->before->field[item];
    return field && field->range_m == job->search[item].range_m ? field : NULL;
}

static bool search_set(void *user, size_t item, int worker) {
    const searches_t *job = user;
    const lc_plan_set *set = &job->fields->plan->set[item];
    const lc_facilities *f = set->facilities;
    const lc_links *links = lc_fields_links(job->fields, f, set->walk);
    search_t *s = &job->search[item];
    (void)worker;
    if (s->range_m < 0) return true;
    lc_field *known = find_before(job, item);
    if (known) {
        job->fields->field[item] = lc_field_hold(known);
        return true;
    }
    double started = lc_seconds();
    lc_access *access = LC_NEW(lc_access, links->n);
    if (!access) return false;
    size_t n = 0;
    for (size_t k = 0; k < f->geoms.n; k++) {
        if (!set->passes[f->geoms.feature[k]]) continue;
        for (size_t l = links->of[k]; l < links->of[k + 1]; l++) access[n++] = links->access[l];
    }
    const lc_network *network = lc_plan_network(job->fields->plan, set->walk),
                     *walked = lc_fields_network(job->fields, set->walk);
    if (walked != network) lc_view_accesses(network, walked, access, n);
    job->fields->field[item] = lc_field_search(walked, access, n, s->range_m, &s->settled);
    free(access);
    s->seconds = lc_seconds() - started;
    return job->fields->field[item] != NULL;
}

/* Every set as far as any group asks; added up in the order of sets, whoever was first. */
static lc_status search_sets(lc_context *ctx, const lc_fields *before, lc_fields *fields) {
    const lc_plan *plan = fields->plan;
    search_t *search = LC_NEW0(search_t, plan->n_sets);
    searches_t job = {fields, before, search};
    if (!search) return lc_fail_memory(ctx);
    for (size_t i = 0; i < plan->n_sets; i++) search[i] = (search_t){.range_m = -1};
    for (size_t i = 0; i < plan->n_groups; i++) {
        const lc_plan_group *g = &plan->group[i];
        for (size_t k = 0; g->metric == LC_NETWORK && k < g->n_sets; k++)
            search[g->set[k]].range_m = lc_max(search[g->set[k]].range_m, g->range_m);
    }
    lc_status status = lc_parallel(ctx, plan->n_sets, search_set, &job);
    for (size_t i = 0; status == LC_OK && i < plan->n_sets; i++) {
        ctx->stats.searches += fields->field[i] != NULL;
        ctx->stats.settled += search[i].settled;
        ctx->stats.search_s += search[i].seconds;
    }
    free(search);
    return status;
}

/* ------------------------------------------------------------------------------------------------------- network */

static lc_status lay_network(lc_context *ctx, lc_fields *fields, const lc_plan_pass *from, const lc_pass_fields *before,
                             lc_pass_fields *out) {
    const lc_plan *plan = fields->plan;
    size_t n = from->n_groups, n_terms = 0;
    for (size_t i = 0; i < n; i++) n_terms += plan->group[from->group[i]].n_sets;
    out->group = LC_NEW0(lc_group, n);
    out->term = LC_NEW0(lc_term, n_terms);
    if (!out->group || !out->term) return lc_fail_memory(ctx);
    lc_term *term = out->term;
    for (size_t i = 0; i < n; i++) {
        const lc_plan_group *g = &plan->group[from->group[i]];
        out->group[i] = plain_group(g);
        out->group[i].term = term;
        out->group[i].n_terms = g->n_sets;
        for (size_t k = 0; k < g->n_sets; k++)
            *term++ = (lc_term){fields->field[g->set[k]], g->any ? g->limit_m[0] - g->distance_m[k] : 0};
    }
    out->pass = (lc_pass){.leg_max_m = fields->links->link_limit_m};
    lc_pass_groups(&out->pass, out->group, n);
    if (!lc_combo_fields_lay(plan, from, &out->combos, &out->pass)) return lc_fail_memory(ctx);
    return lc_edge_fields_lay(ctx, fields, lc_plan_group_network(plan, *from->group), from->walk, before, out);
}

/* ------------------------------------------------------------------------------------------------------ straight */

/* One more pass of a union: all its sets that have the distance of set k. */
static lc_status lay_distance(lc_context *ctx, const lc_plan *plan, const lc_plan_group *g, size_t k, size_t *sets,
                              lc_pass_fields *out) {
    size_t n = 0, at = out->n_sets++;
    for (size_t j = k; j < g->n_sets; j++)
        if (g->distance_m[j] == g->distance_m[k]) sets[n++] = g->set[j];
    lc_status status = make_outline(ctx, plan, sets, n, &out->outline[at]);
    out->set_group[at] = (lc_group){.layer = g->layer,
                                    .range_m = g->range_m, /* as the tally is read */
                                    .limit_m = &g->distance_m[k],
                                    .everywhere = g->everywhere,
                                    .n_limits = 1};
    out->set[at] = (lc_pass){.sites = outline_sites(&out->outline[at]), .leg_max_m = g->distance_m[k]};
    lc_pass_groups(&out->set[at], &out->set_group[at], 1);
    return status;
}

/* A pass for each distance of a union. */
static lc_status lay_union(lc_context *ctx, const lc_plan *plan, const lc_plan_group *g, lc_pass_fields *out) {
    size_t *sets = LC_NEW(size_t, g->n_sets);
    out->set = LC_NEW0(lc_pass, g->n_sets);
    out->set_group = LC_NEW0(lc_group, g->n_sets);
    lc_status status = sets && out->set && out->set_group ? LC_OK : lc_fail_memory(ctx);
    for (size_t k = 0; status == LC_OK && k < g->n_sets; k++) {
        bool first = true;
        for (size_t j = 0; j < k; j++) first = first && g->distance_m[j] != g->distance_m[k];
        if (first) status = lay_distance(ctx, plan, g, k, sets, out);
    }
    if (status == LC_OK) out->pass.sites = out->set[0].sites;
    free(sets);
    return status;
}

static lc_status lay_straight(lc_context *ctx, lc_fields *fields, const lc_plan_pass *from, lc_pass_fields *out) {
    const lc_plan_group *g = &fields->plan->group[from->group[0]];
    out->n_outlines = g->any ? g->n_sets : 1;
    out->outline = LC_NEW0(lc_outline, out->n_outlines);
    out->group = LC_NEW0(lc_group, 1);
    if (!out->outline || !out->group) return lc_fail_memory(ctx);
    *out->group = plain_group(g);
    out->pass = (lc_pass){.leg_max_m = g->range_m};
    lc_pass_groups(&out->pass, out->group, 1);
    if (g->any) return lay_union(ctx, fields->plan, g, out);
    lc_status status = make_outline(ctx, fields->plan, g->set, g->n_sets, &out->outline[0]);
    out->pass.sites = outline_sites(&out->outline[0]);
    return status;
}

/* --------------------------------------------------------------------------------------------------------- whole */

/* Give every pass the zones of its batch. */
static void hand_out_zones(lc_fields *fields) {
    const lc_compounds *compounds = fields->plan->city->compounds;
    for (size_t i = 0; i < fields->plan->n_passes; i++) {
        lc_pass_fields *p = &fields->pass[i];
        p->pass.gated = compounds && compounds->n_gates ? &compounds->zones : NULL;
        p->pass.zones = &fields->zones[fields->plan->pass[i].batch];
        for (size_t k = 0; k < p->n_sets; k++) p->set[k].zones = p->pass.zones;
    }
}

static lc_status lay_passes(lc_context *ctx, const lc_fields *before, lc_fields *fields) {
    const lc_plan *plan = fields->plan;
    const lc_compounds *compounds = plan->city->compounds;
    lc_status status = LC_OK;
    for (size_t i = 0; status == LC_OK && i < plan->n_passes; i++) {
        const lc_plan_pass *from = &plan->pass[i];
        status = from->metric == LC_NETWORK
                     ? lay_network(ctx, fields, from, before ? &before->pass[i] : NULL, &fields->pass[i])
                     : lay_straight(ctx, fields, from, &fields->pass[i]);
    }
    for (size_t b = 0; status == LC_OK && b < plan->n_batches; b++) status = lay_zones(ctx, plan, b, &fields->zones[b]);
    if (status == LC_OK) hand_out_zones(fields);
    for (size_t i = 0; status == LC_OK && compounds && compounds->n_gates && i < plan->n_passes; i++)
        if (plan->pass[i].metric == LC_NETWORK) status = lc_gate_fields_lay(ctx, compounds, &fields->pass[i]);
    return status;
}

lc_status lc_fields_new(lc_context *ctx, const lc_plan *plan, const lc_city_links *links, const lc_fields *before,
                        lc_fields **out) {
    const lc_fields *like = comparable(before, plan);
    lc_fields *fields = LC_NEW0(lc_fields, 1);
    if (!fields) return lc_fail_memory(ctx);
    *fields = (lc_fields){.plan = plan,
                          .links = links,
                          .view = LC_NEW0(lc_network *, plan->n_walks),
                          .field = LC_NEW0(lc_field *, plan->n_sets),
                          .pass = LC_NEW0(lc_pass_fields, plan->n_passes),
                          .zones = LC_NEW0(lc_zones, plan->n_batches)};
    bool ok = fields->view && fields->field && fields->pass && fields->zones;
    lc_status status = ok ? LC_OK : lc_fail_memory(ctx);
    if (status == LC_OK) status = view_network(ctx, fields);
    if (status == LC_OK && plan->city->network) status = search_sets(ctx, like, fields);
    if (status == LC_OK) status = lay_passes(ctx, like, fields);
    if (status == LC_OK)
        *out = fields;
    else
        lc_fields_free(fields);
    return status;
}
