#include "source/osm_select.h"

#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "geo/antimeridian.h"
#include "geo/geos.h"
#include "geo/repaired.h"
#include "source/osm.h"
#include "source/osm_areas.h"
#include "source/osm_lines.h"
#include "source/osm_twice.h"
#include "source/text.h"

static const double TURN = 360;

typedef struct selection {
    lc_context *ctx;
    const lc_osm *osm;
    const lc_category_def *category;
    lc_osm_features out;
    size_t cap_id, cap_name, cap_object;
} selection;

/* Name the feature whose geometry has just been appended. */
static lc_status add_feature(selection *s, const char *type, int64_t id, const lc_osm_object *object) {
    lc_osm_features *out = &s->out;
    if (!LC_ROOM(out->id, s->cap_id, out->n + 1) || !LC_ROOM(out->name, s->cap_name, out->n + 1) ||
        !LC_ROOM(out->object, s->cap_object, out->n + 1))
        return lc_fail_memory(s->ctx);
    const char *name = lc_osm_tag(object, "name");
    out->id[out->n] = lc_sprintf("%s/%lld", type, (long long)id);
    out->name[out->n] = lc_text_tidy(lc_strdup(name));
    out->object[out->n] = *object;
    bool ok = out->id[out->n] && (!name || out->name[out->n]);
    out->n++;
    return ok ? LC_OK : lc_fail_memory(s->ctx);
}

static lc_status add_point(selection *s, size_t node, const char *type, int64_t id, const lc_osm_object *object) {
    lc_geoms *geoms = &s->out.geoms;
    lc_xy p = s->osm->node_xy[node];
    if (!lc_geoms_begin(geoms, LC_POINT, (uint32_t)s->out.n) || !lc_geoms_begin_part(geoms) ||
        !lc_geoms_add(geoms, p.x, p.y))
        return lc_fail_memory(s->ctx);
    return add_feature(s, type, id, object);
}

static lc_status select_nodes(selection *s) {
    const lc_osm *osm = s->osm;
    for (size_t t = 0; t < osm->n_tagged; t++) {
        lc_osm_object object = {&osm->node_tags, t};
        if (!lc_category_matches(s->category, lc_osm_tag, &object)) continue;
        size_t node = osm->tagged_node[t];
        lc_status status = add_point(s, node, "node", osm->node_id[node], &object);
        if (status) return status;
    }
    return LC_OK;
}

/* Nodes with the tags of a category that takes areas only: a park without its outline, mostly. */
static void warn_of_nodes(const selection *s) {
    const lc_osm *osm = s->osm;
    for (size_t t = 0; t < osm->n_tagged; t++) {
        lc_osm_object object = {&osm->node_tags, t};
        if (lc_category_matches(s->category, lc_osm_tag, &object))
            lc_warn(s->ctx, "osm_node_no_area", "nodes of categories that take areas only, left out", "node/%lld (%s)",
                    (long long)osm->node_id[osm->tagged_node[t]], s->category->name);
    }
}

/* The area that has just been appended; where it is not whole, its centre may do, and what is left out is told. */
static lc_status keep_area(selection *s, lc_area_state state, lc_osm_type type, int64_t id,
                           const lc_osm_object *object) {
    const char *name = type == LC_OSM_WAY ? "way" : "relation";
    if (state == LC_AREA_DONE) return add_feature(s, name, id, object);
    if (state == LC_AREA_NONE) {
        lc_warn(s->ctx, "osm_no_area",
                "ways that are not closed, and relations that are no multipolygon, enclose no area: left out",
                "%s/%lld (%s)", name, (long long)id, s->category->name);
        return LC_OK;
    }
    size_t centre = s->category->areas == LC_AREAS_ONLY ? SIZE_MAX : lc_osm_find_centre(s->osm, type, id);
    if (centre != SIZE_MAX) return add_point(s, centre, name, id, object);
    s->out.incomplete++;
    lc_warn(s->ctx, "osm_incomplete", "areas left out since nodes or ways of their outline are not in the extract",
            "%s/%lld (%s)", name, (long long)id, s->category->name);
    return LC_OK;
}

static lc_status select_ways(selection *s) {
    const lc_osm *osm = s->osm;
    for (size_t w = 0; w < osm->n_ways; w++) {
        lc_osm_object object = {&osm->way_tags, w};
        if (!lc_category_matches(s->category, lc_osm_tag, &object)) continue;
        lc_area_state state;
        lc_status status = lc_osm_way_area(s->ctx, osm, w, (uint32_t)s->out.n, &s->out.geoms, &state);
        if (!status) status = keep_area(s, state, LC_OSM_WAY, osm->way_id[w], &object);
        if (status) return status;
    }
    return LC_OK;
}

static lc_status select_relations(selection *s) {
    const lc_osm *osm = s->osm;
    for (size_t r = 0; r < osm->n_relations; r++) {
        lc_osm_object object = {&osm->relation_tags, r};
        if (!lc_category_matches(s->category, lc_osm_tag, &object)) continue;
        lc_area_state state;
        lc_status status = lc_osm_relation_area(s->ctx, osm, r, (uint32_t)s->out.n, &s->out.geoms, &state);
        if (!status) status = keep_area(s, state, LC_OSM_RELATION, osm->relation_id[r], &object);
        if (status) return status;
    }
    return LC_OK;
}

/* Ways as lines: those with the tags, and those of relations with the tags. */
static lc_status select_lines(selection *s) {
    const lc_osm *osm = s->osm;
    const lc_category_def *relations = s->category->member_of;
    bool *member = relations ? lc_osm_member_ways(osm, relations) : NULL;
    lc_status status = relations && !member ? lc_fail_memory(s->ctx) : LC_OK;
    for (size_t w = 0; !status && w < osm->n_ways; w++) {
        lc_osm_object object = {&osm->way_tags, w};
        if (!(member && member[w]) && !lc_category_matches(s->category, lc_osm_tag, &object)) continue;
        size_t pieces;
        bool cut;
        status = lc_osm_way_lines(s->ctx, osm, w, (uint32_t)s->out.n, &s->out.geoms, &pieces, &cut);
        if (!status && cut)
            lc_warn(s->ctx, "line_cut", "lines cut where nodes are missing from the extract: their length is too short",
                    "way/%lld (%s)", (long long)osm->way_id[w], s->category->name);
        if (!status && pieces) status = add_feature(s, "way", osm->way_id[w], &object);
    }
    free(member);
    return status;
}

static lc_status select_all(selection *s) {
    if (s->category->areas == LC_LINES_ONLY) return select_lines(s);
    lc_status status = LC_OK;
    if (s->category->areas == LC_AREAS_ONLY)
        warn_of_nodes(s);
    else
        status = select_nodes(s);
    if (!status) status = select_ways(s);
    return status ? status : select_relations(s);
}

/* What the repair has made another area of; `before` are those of all features, in square degrees. */
static lc_status tell_repairs(selection *s, const double *before) {
    const lc_osm_features *out = &s->out;
    double *after = lc_feature_areas(&out->geoms, out->n);
    if (!after) return lc_fail_memory(s->ctx);
    size_t told = SIZE_MAX;
    for (size_t g = 0; g < out->geoms.n; g++) {
        size_t f = out->geoms.feature[g];
        if (f == told || !lc_area_changed(before[f], after[f])) continue;
        told = f;
        double unit = lc_square_degree_m2(out->geoms.xy[out->geoms.xy_of[out->geoms.part_of[g]]].y);
        lc_warn(
            s->ctx, "repair_area",
            "features whose area a repair has changed by more than 1 %; look at them, and draw them again if the new "
            "area is wrong",
            "%s (%s): %.0f m2, from %.0f m2 of its outline", out->id[f], s->category->name, unit * after[f],
            unit * before[f]);
    }
    free(after);
    return LC_OK;
}

static lc_status repair(selection *s, size_t *repaired, size_t *lost) {
    double *area = lc_feature_areas(&s->out.geoms, s->out.n);
    if (!area) return lc_fail_memory(s->ctx);
    lc_status status = lc_geoms_make_valid(s->ctx, &s->out.geoms, repaired, lost);
    if (!status && *repaired) status = tell_repairs(s, area);
    free(area);
    if (status != LC_ERR_INPUT) return status;
    lc_error_info e = lc_error(s->ctx);
    return lc_fail(s->ctx, status, "%s: %s: %s", s->osm->name, s->out.id[e.feature - 1], e.text);
}

/* What crosses the antimeridian is repaired in one piece. */
static lc_status repair_across(selection *s, size_t *repaired, size_t *lost) {
    bool *crossing;
    if (!lc_antimeridian_unroll(&s->out.geoms, s->out.n, TURN, &crossing)) return lc_fail_memory(s->ctx);
    lc_status status = repair(s, repaired, lost);
    lc_antimeridian_roll(&s->out.geoms, crossing, TURN);
    free(crossing);
    return status;
}

lc_status lc_osm_select(lc_context *ctx, const lc_osm *osm, const lc_category_def *category, lc_osm_features *out) {
    selection s = {.ctx = ctx, .osm = osm, .category = category};
    size_t repaired = 0, lost = 0;
    lc_status status = select_all(&s);
    if (!status) status = lc_osm_drop_twice(ctx, osm, category->name, &s.out);
    if (!status) status = repair_across(&s, &repaired, &lost);
    if (status) {
        lc_osm_features_free(&s.out);
        return status;
    }
    lc_warn_count(ctx, "invalid_repaired", "invalid polygons that were repaired", repaired);
    lc_warn_count(ctx, "invalid_lost", "polygons without any area, left out", lost);
    *out = s.out;
    return LC_OK;
}

lc_status lc_osm_kinds(lc_context *ctx, const lc_osm *osm, const lc_category_def *category, bool *any, bool *area) {
    lc_osm_features features = {0};
    lc_status status = lc_osm_select(ctx, osm, category, &features);
    *any = features.geoms.n > 0;
    *area = false;
    for (size_t g = 0; g < features.geoms.n; g++) *area = *area || features.geoms.kind[g] == LC_POLYGON;
    lc_osm_features_free(&features);
    return status;
}

void lc_osm_features_free(lc_osm_features *features) {
    for (size_t i = 0; i < features->n; i++) {
        free(features->id[i]);
        free(features->name[i]);
    }
    free(features->id);
    free(features->name);
    free(features->object);
    lc_geoms_free(&features->geoms);
    *features = (lc_osm_features){0};
}
