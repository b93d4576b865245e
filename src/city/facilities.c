#include "city/facilities.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "city/same_id.h"
#include "geo/geos.h"
#include "geo/pair_geoms.h"
#include "source/text.h"

static void free_texts(char **text, size_t n) {
    for (size_t i = 0; text && i < n; i++) free(text[i]);
    free(text);
}

void lc_facilities_free(lc_facilities *f) {
    free(f->category);
    lc_geoms_free(&f->geoms);
    free_texts(f->id, f->n);
    free_texts(f->name, f->n);
    free_texts(f->name_zh, f->n);
    free(f->area_m2);
    free(f->level);
    lc_supplies_free(&f->supplies);
    free_texts(f->level_text, f->n);
    free(f->numbered);
    free(f->source_first);
    lc_entrances_free(&f->entrances);
    *f = (lc_facilities){0};
}

static bool measure_areas(lc_facilities *f) {
    f->area_m2 = LC_NEW(double, f->n);
    if (!f->area_m2) return false;
    for (size_t i = 0; i < f->n; i++) f->area_m2[i] = NAN;
    for (size_t g = 0; g < f->geoms.n; g++) {
        if (f->geoms.kind[g] != LC_POLYGON) continue;
        double *area = &f->area_m2[f->geoms.feature[g]];
        *area = (isnan(*area) ? 0 : *area) + lc_geom_area(&f->geoms, g);
    }
    return true;
}

/* Drop geometries that the work CRS cannot show: they are on the other side of the globe. */
static lc_status project(lc_context *ctx, const char *category, lc_geoms *geoms, const lc_work_crs *crs) {
    lc_status status = lc_work_crs_project_many(ctx, crs, geoms->xy, geoms->n_xy);
    if (status != LC_OK) return status;
    lc_geoms kept = {0};
    size_t lost = 0;
    for (size_t i = 0; i < geoms->n_xy; i++) lost += isnan(geoms->xy[i].x) ? 1 : 0;
    if (!lost) return LC_OK;
    for (size_t g = 0; g < geoms->n; g++) {
        bool far = false;
        for (size_t i = geoms->xy_of[geoms->part_of[g]]; i < geoms->xy_of[geoms->part_of[g + 1]]; i++)
            far = far || isnan(geoms->xy[i].x);
        if (far) {
            lc_warn(ctx, "far_away", "facilities too far from the communities to be measured were left out", "%s",
                    category);
        } else if (!lc_geoms_copy(&kept, geoms, g, geoms->feature[g])) {
            lc_geoms_free(&kept);
            return lc_fail_memory(ctx);
        }
    }
    lc_geoms_free(geoms);
    *geoms = kept;
    return LC_OK;
}

/* Put each area feature as a point on the surface of its largest polygon. */
static lc_status areas_to_points(lc_context *ctx, lc_facilities *f) {
    lc_geoms points = {0};
    lc_status status = LC_OK;
    for (size_t g = 0, end; g < f->geoms.n; g = end) {
        size_t largest = g;
        for (end = g + 1; end < f->geoms.n && f->geoms.feature[end] == f->geoms.feature[g]; end++)
            if (lc_geom_area(&f->geoms, end) > lc_geom_area(&f->geoms, largest)) largest = end;
        lc_xy p;
        status = lc_geom_point_on_surface(ctx, &f->geoms, largest, &p);
        if (status != LC_OK) goto done;
        if (!lc_geoms_begin(&points, LC_POINT, f->geoms.feature[g]) || !lc_geoms_begin_part(&points) ||
            !lc_geoms_add(&points, p.x, p.y)) {
            status = lc_fail_memory(ctx);
            goto done;
        }
    }
    lc_geoms_free(&f->geoms);
    f->geoms = points;
    points = (lc_geoms){0};
done:
    lc_geoms_free(&points);
    return status;
}

/* Their Chinese names: the objects' tags are gone later. */
static bool take_chinese_names(lc_facilities *f, const lc_osm_features *features) {
    f->name_zh = LC_NEW0(char *, f->n);
    for (size_t i = 0; f->name_zh && i < f->n; i++) {
        const char *name = lc_osm_tag(&features->object[i], "name:zh");
        f->name_zh[i] = lc_text_tidy(lc_strdup(name));
        if (name && !f->name_zh[i]) return false;
    }
    return f->name_zh;
}

lc_status lc_facilities_from_osm(lc_context *ctx, const lc_category_def *def, lc_osm_features *features,
                                 const lc_work_crs *crs, lc_facilities *out) {
    lc_facilities f = {.category = lc_strdup(def->name),
                       .known = true,
                       .geoms = features->geoms,
                       .n = features->n,
                       .id = features->id,
                       .name = features->name};
    lc_status status;
    if (features->incomplete)
        lc_warn_count(ctx, "area_incomplete", "areas with nodes or ways missing from the extract were left out",
                      features->incomplete);
    bool named = take_chinese_names(&f, features);
    free(features->object);
    *features = (lc_osm_features){0};
    status = f.category && named ? project(ctx, def->name, &f.geoms, crs) : lc_fail_memory(ctx);
    if (status == LC_OK && !measure_areas(&f)) status = lc_fail_memory(ctx);
    if (status == LC_OK && def->areas == LC_AREAS_AS_POINTS) status = areas_to_points(ctx, &f);
    if (status == LC_OK) {
        *out = f;
        f = (lc_facilities){0};
    }
    lc_facilities_free(&f);
    return status;
}

/* What the layer says of its features, without copies: repeats and all. */
typedef struct {
    const char **id, **name; /* n; NULL where there is none */
    uint32_t *to;            /* n, number among those that are kept; UINT32_MAX when dropped */
} layer_text_t;

static const char *text_or_null(const char *text) {
    return text && *text ? text : NULL;
}

static bool read_texts(const lc_layer *layer, layer_text_t *t) {
    t->id = LC_NEW(const char *, layer->n_features);
    t->name = LC_NEW(const char *, layer->n_features);
    t->to = LC_NEW0(uint32_t, layer->n_features);
    if (!t->id || !t->name || !t->to) return false;
    for (size_t i = 0; i < layer->n_features; i++) {
        t->id[i] = text_or_null(lc_layer_value(layer, LC_FACILITY_ID, i));
        t->name[i] = text_or_null(lc_layer_value(layer, LC_FACILITY_NAME, i));
        if (!t->name[i]) t->name[i] = text_or_null(lc_layer_value(layer, LC_FACILITY_NAME_ZH, i));
    }
    return true;
}

/* Number the features that are kept; with `dedupe`, those whose id has been there before are dropped. */
static lc_status number_features(lc_context *ctx, const char *category, bool dedupe, size_t n, layer_text_t *t,
                                 size_t *kept) {
    size_t *first = LC_NEW(size_t, n);
    if (!first || !lc_first_of_id(t->id, n, first)) {
        free(first);
        return lc_fail_memory(ctx);
    }
    for (size_t i = 0; i < n; i++) {
        t->to[i] = UINT32_MAX;
        if (dedupe && first[i] != i) {
            lc_warn(ctx, "facility_repeated_id", "facilities with the id of an earlier one were dropped (dedupe)",
                    "%s %s", category, t->id[i]);
            continue;
        }
        t->id[*kept] = t->id[i]; /* kept numbers never run ahead */
        t->name[*kept] = t->name[i];
        t->to[i] = (uint32_t)(*kept)++;
    }
    free(first);
    return LC_OK;
}

static bool keep_geoms(const lc_layer *layer, const layer_text_t *t, lc_geoms *out) {
    for (size_t g = 0; g < layer->geoms.n; g++) {
        uint32_t to = t->to[layer->geoms.feature[g]];
        if (to != UINT32_MAX && !lc_geoms_copy(out, &layer->geoms, g, to)) return false;
    }
    return true;
}

static bool name_features(const lc_layer *layer, const layer_text_t *t, lc_facilities *f) {
    f->id = LC_NEW0(char *, f->n);
    f->name = LC_NEW0(char *, f->n);
    f->numbered = LC_NEW0(bool, f->n);
    if (!f->id || !f->name || !f->numbered) return false;
    for (size_t i = 0; i < f->n; i++) {
        f->name[i] = lc_strdup(t->name[i]);
        if (t->name[i] && !f->name[i]) return false;
    }
    for (size_t i = 0; i < layer->n_features; i++) {
        if (t->to[i] == UINT32_MAX) continue;
        const char *id = t->id[t->to[i]];
        f->id[t->to[i]] = id ? lc_strdup(id) : lc_sprintf("%zu", lc_layer_feature_number(layer, i));
        f->numbered[t->to[i]] = !id;
        if (!f->id[t->to[i]]) return false;
    }
    return true;
}

static bool read_areas(lc_context *ctx, const lc_layer *layer, const layer_text_t *t, lc_facilities *f) {
    if (!measure_areas(f)) return false;
    for (size_t i = 0; i < layer->n_features; i++)
        if (t->to[i] != UINT32_MAX && isnan(f->area_m2[t->to[i]]))
            f->area_m2[t->to[i]] = lc_layer_quantity(ctx, layer, LC_FACILITY_AREA, i, "area");
    return true;
}

static lc_status read_levels(lc_context *ctx, const lc_layer *layer, const lc_level_rules *rules, const layer_text_t *t,
                             lc_facilities *f) {
    f->level = LC_NEW0(unsigned char, f->n);
    f->level_text = LC_NEW0(char *, f->n);
    if (!f->level || !f->level_text) return lc_fail_memory(ctx);
    for (size_t i = 0; i < layer->n_features; i++) {
        if (t->to[i] == UINT32_MAX) continue;
        const char *text = text_or_null(lc_layer_value(layer, LC_FACILITY_LEVEL, i));
        lc_level level = text ? lc_level_of(rules, text) : LC_LEVEL_ANY;
        f->level[t->to[i]] = (unsigned char)level;
        if (level != LC_LEVEL_ANY || !text) continue;
        if (!(f->level_text[t->to[i]] = lc_strdup(text))) return lc_fail_memory(ctx);
    }
    return LC_OK;
}

lc_status lc_facilities_from_layer(lc_context *ctx, const char *category, lc_layer *layer, bool dedupe,
                                   const lc_level_rules *levels, const lc_work_crs *crs, lc_facilities *out) {
    const lc_supply_wish none = {0};
    return lc_facilities_with_supply(ctx, category, layer, dedupe, levels, &none, 0, crs, out);
}

lc_status lc_facilities_with_supply(lc_context *ctx, const char *category, lc_layer *layer, bool dedupe,
                                    const lc_level_rules *levels, const lc_supply_wish *supply, size_t first_supply,
                                    const lc_work_crs *crs, lc_facilities *out) {
    lc_facilities f = {.category = lc_strdup(category), .known = true};
    layer_text_t t = {0};
    lc_status status = f.category && read_texts(layer, &t) ? LC_OK : lc_fail_memory(ctx);
    if (status == LC_OK && dedupe && layer->rounded && layer->rounded[LC_FACILITY_ID])
        status = lc_fail(
            ctx, LC_ERR_INPUT,
            "%s: dedupe= cannot tell the ids of %s apart: they are numbers whose last digits are not kept; make "
            "the field one of text",
            category, layer->file);
    if (status == LC_OK) status = number_features(ctx, category, dedupe, layer->n_features, &t, &f.n);
    if (status == LC_OK && !keep_geoms(layer, &t, &f.geoms)) status = lc_fail_memory(ctx);
    if (status == LC_OK && !name_features(layer, &t, &f)) status = lc_fail_memory(ctx);
    if (status == LC_OK) status = project(ctx, category, &f.geoms, crs);
    if (status == LC_OK && !read_areas(ctx, layer, &t, &f)) status = lc_fail_memory(ctx);
    if (status == LC_OK && !lc_supplies_from_layer(ctx, layer, supply, first_supply, t.to, f.n, &f.supplies))
        status = lc_fail_memory(ctx);
    if (status == LC_OK && levels) status = read_levels(ctx, layer, levels, &t, &f);
    if (status == LC_OK) {
        *out = f;
        f = (lc_facilities){0};
    }
    free(t.id);
    free(t.name);
    free(t.to);
    lc_layer_free(layer);
    lc_facilities_free(&f);
    return status;
}

bool lc_facility_passes(const lc_facilities *facilities, size_t f, const lc_rule *rule) {
    double area = facilities->area_m2[f];
    if (rule->level != LC_LEVEL_ANY && (!facilities->level || facilities->level[f] != rule->level)) return false;
    if (!isnan(rule->min_area_m2) && !(area >= rule->min_area_m2)) return false;
    if (!isnan(rule->max_area_m2) && !(area <= rule->max_area_m2)) return false;
    return true;
}

lc_status lc_facility_anchor(lc_context *ctx, const lc_geoms *geoms, size_t g, lc_xy *p) {
    if (geoms->kind[g] == LC_POLYGON) return lc_geom_point_on_surface(ctx, geoms, g, p);
    *p = geoms->xy[geoms->xy_of[geoms->part_of[g]]];
    return LC_OK;
}

/* Facilities among geometries: parts count together, by the first of them. */
static bool is_counted(const lc_facilities *f, const bool *use, size_t g) {
    if (g && f->geoms.feature[g] == f->geoms.feature[g - 1]) return false;
    return !use || use[f->geoms.feature[g]];
}

/* Add `by` in the communities that geometry g lies in. */
static lc_status count_one(lc_context *ctx, const lc_facilities *f, size_t g, const lc_counted_in *in, lc_items *hits,
                           size_t by) {
    lc_xy p;
    lc_status status = lc_facility_anchor(ctx, &f->geoms, g, &p);
    if (status == LC_OK && !lc_geoms_around(in->communities, in->index, p, hits)) status = lc_fail_memory(ctx);
    uint32_t last = UINT32_MAX; /* a community of several polygons counts once */
    for (size_t i = 0; status == LC_OK && i < hits->n; i++) {
        uint32_t community = in->communities->feature[hits->item[i]];
        if (community != last) in->count[community * in->stride] += by;
        last = community;
    }
    return status;
}

lc_status lc_facilities_count(lc_context *ctx, const lc_facilities *f, const bool *use, const lc_counted_in *in) {
    lc_items hits = {0};
    lc_status status = LC_OK;
    for (size_t g = 0; status == LC_OK && g < f->geoms.n; g++)
        if (is_counted(f, use, g)) status = count_one(ctx, f, g, in, &hits, 1);
    free(hits.item);
    return status;
}

lc_status lc_facilities_count_change(lc_context *ctx, const lc_facilities *before, const bool *used,
                                     const lc_facilities *after, const bool *use, const lc_counted_in *in) {
    lc_items hits = {0};
    bool *gone = LC_NEW(bool, before->geoms.n), *added = LC_NEW(bool, after->geoms.n);
    for (size_t h = 0; gone && h < before->geoms.n; h++) gone[h] = is_counted(before, used, h);
    for (size_t g = 0; added && g < after->geoms.n; g++) added[g] = is_counted(after, use, g);
    bool ok = gone && added && lc_geoms_unmark_same(&before->geoms, gone, &after->geoms, added);
    lc_status status = ok ? LC_OK : lc_fail_memory(ctx);
    for (size_t g = 0; status == LC_OK && g < after->geoms.n; g++)
        if (added[g]) status = count_one(ctx, after, g, in, &hits, 1);
    for (size_t h = 0; status == LC_OK && h < before->geoms.n; h++)
        if (gone[h]) status = count_one(ctx, before, h, in, &hits, (size_t)-1);
    free(hits.item);
    free(gone);
    free(added);
    return status;
}
