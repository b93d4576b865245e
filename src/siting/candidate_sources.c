#include "siting/candidate_sources.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "base/number.h"
#include "base/sort.h"
#include "city/inputs.h"
#include "geo/lonlat.h"
#include "profile/levels.h"
#include "siting/problem.h"
#include "source/layer_part.h"

static const double STEP_MIN_M = 1, STEP_MAX_M = 10000;

void lc_noted_free(lc_noted *noted) {
    for (size_t i = 0; i < noted->n; i++) lc_input_info_free(&noted->info[i]);
    free(noted->info);
    *noted = (lc_noted){0};
}

size_t lc_candidates_category(const char *text) {
    size_t n = strcspn(text, "=|");
    for (size_t i = 0; i < n; i++) {
        char c = text[i];
        bool name = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_';
        if (!name) return 0;
    }
    return text[n] == '=' ? n : 0;
}

/* The costs of a layer's features in field `cost`, NAN for what is none; NULL when no feature has any. */
static lc_status read_costs(lc_context *ctx, const lc_layer *layer, double **out) {
    double *cost = LC_NEW(double, layer->n_features);
    bool some = false;
    if (!cost) return lc_fail_memory(ctx);
    for (size_t i = 0; i < layer->n_features; i++) {
        const char *text = lc_layer_value(layer, LC_FACILITY_FIELDS, i);
        some = some || (text && *text);
        cost[i] = NAN;
        if (text && lc_number_read(text, &cost[i]) && !(cost[i] > 0 && isfinite(cost[i]))) cost[i] = NAN;
    }
    for (size_t i = 0; some && i < layer->n_features; i++) {
        const char *text = lc_layer_value(layer, LC_FACILITY_FIELDS, i);
        if (isnan(cost[i]))
            lc_warn(ctx, "candidate_without_cost", "candidates whose cost is no number above 0 are left out",
                    "%s, feature number %zu: '%s'", layer->file, i + 1, text ? text : "");
    }
    if (some) {
        *out = cost;
        return LC_OK;
    }
    free(cost);
    return LC_OK;
}

/* Those without a cost take no part. */
static lc_status leave_out(lc_context *ctx, lc_candidates *c, size_t first) {
    unsigned char *fix = realloc(c->fix, c->places.n ? c->places.n : 1);
    if (!fix) return lc_fail_memory(ctx);
    c->fix = fix;
    for (size_t i = first; i < c->places.n; i++) {
        bool none = isnan(c->cost[i]);
        fix[i] = none ? LC_SITE_EXCLUDED : LC_SITE_FREE;
        if (none) c->cost[i] = 1;
    }
    return LC_OK;
}

/* A layer with costs, which are given away, as candidates. What is to be told of facilities in general (drawn twice,
   for one) is not told of candidates. */
static lc_status add_layer(lc_context *ctx, const lc_work_crs *crs, const char *category, lc_layer *layer,
                           const lc_level_rules *levels, double *cost, lc_candidates *out) {
    lc_context *quiet = lc_context_beside(ctx);
    lc_facilities places = {0};
    lc_geoms lonlat = {0};
    lc_status status = quiet ? LC_OK : lc_fail_memory(ctx);
    if (status == LC_OK) {
        lc_candidates_round(&layer->geoms);
        if (!lc_geoms_append(&lonlat, &layer->geoms, 0)) status = lc_fail_memory(ctx);
    }
    if (status == LC_OK) {
        status = lc_facilities_from_layer(quiet, category, layer, false, levels, crs, &places);
        if (status == LC_OK) {
            status = lc_candidates_add(quiet, &lonlat, &places, cost, out);
            cost = NULL; /* given away */
        }
        if (status != LC_OK) lc_fail_as(ctx, status, quiet);
    }
    free(cost);
    lc_geoms_free(&lonlat);
    lc_facilities_free(&places);
    lc_context_free(quiet);
    return status;
}

/* Read a SOURCE, with the rules for its levels, where it has any. */
static lc_status read_layer(lc_context *ctx, lc_inputs *in, const char *data_dir, const char *category,
                            const char *text, lc_layer *layer, lc_level_rules **levels) {
    lc_source source = {0};
    char *role = lc_sprintf("candidates of %s", category);
    lc_status status = role ? lc_source_parse(ctx, text, &source) : lc_fail_memory(ctx);
    if (status == LC_OK && source.level_field) status = lc_levels_load(ctx, data_dir, levels);
    if (status == LC_OK) {
        const char *fields[LC_FACILITY_FIELDS + 1] = {[LC_FACILITY_ID] = "?id",
                                                      [LC_FACILITY_AREA] = source.area_field,
                                                      [LC_FACILITY_LEVEL] = source.level_field,
                                                      [LC_FACILITY_NAME] = "?name",
                                                      [LC_FACILITY_NAME_ZH] = "?名称",
                                                      [LC_FACILITY_FIELDS] = "?cost"};
        status = lc_inputs_layer(ctx, in, text, role, LC_WANT_POINTS | LC_WANT_POLYGONS, fields, LC_FACILITY_FIELDS + 1,
                                 layer);
    }
    lc_source_free(&source);
    free(role);
    return status;
}

static lc_status read_source(lc_context *ctx, lc_inputs *in, const char *data_dir, const char *category,
                             const char *text, lc_candidates *out) {
    lc_layer layer = {0};
    lc_level_rules *levels = NULL;
    double *cost = NULL;
    lc_status status = read_layer(ctx, in, data_dir, category, text, &layer, &levels);
    if (status == LC_OK) status = read_costs(ctx, &layer, &cost);
    if (status == LC_OK) status = add_layer(ctx, in->city->crs, category, &layer, levels, cost, out);
    lc_layer_free(&layer);
    lc_levels_free(levels);
    return status;
}

/* The features by the first plane (key) in whose box each lies; those that lie in none are left out. */
static bool sort_by_plane(const lc_layer *layer, const lc_box *box, size_t n_planes, lc_keyed **out, size_t *n) {
    lc_index *index = lc_lonlat_index(&layer->geoms);
    bool *placed = LC_NEW0(bool, layer->n_features), ok = index && placed;
    lc_items hits = {0};
    *n = 0;
    ok = ok && (*out = LC_NEW(lc_keyed, layer->n_features));
    for (size_t k = 0; ok && k < n_planes; k++) {
        ok = lc_lonlat_search(index, &box[k], &hits);
        for (size_t h = 0; ok && h < hits.n; h++) {
            uint32_t i = layer->geoms.feature[hits.item[h]];
            if (placed[i] || !lc_lonlat_meets(&layer->geoms, hits.item[h], &box[k])) continue;
            placed[i] = true;
            (*out)[(*n)++] = (lc_keyed){(uint32_t)k, i};
        }
    }
    free(hits.item);
    free(placed);
    lc_index_free(index);
    return ok;
}

/* n features, as a plane has them. */
static lc_status add_of_plane(lc_context *ctx, lc_xy centre, const char *category, const lc_layer *whole,
                              const lc_level_rules *levels, const double *cost, const lc_keyed *home, size_t n,
                              lc_candidates *out) {
    lc_layer part = {0};
    lc_work_crs *crs = NULL;
    uint32_t *in = LC_NEW(uint32_t, n);
    double *own = cost ? LC_NEW(double, n) : NULL;
    lc_status status = in && (own || !cost) ? LC_OK : lc_fail_memory(ctx);
    for (size_t i = 0; status == LC_OK && i < n; i++) {
        if (own) own[i] = cost[home[i].item];
        in[i] = home[i].item;
    }
    if (status == LC_OK) status = lc_work_crs_new(ctx, centre.x, centre.y, &crs);
    if (status == LC_OK) status = lc_layer_part_in(ctx, whole, in, n, &part);
    if (status == LC_OK) {
        status = add_layer(ctx, crs, category, &part, levels, own, out);
        own = NULL;
    }
    lc_layer_free(&part);
    lc_work_crs_free(crs);
    free(own);
    free(in);
    return status;
}

static lc_status read_source_in_planes(lc_context *ctx, lc_inputs *in, const char *data_dir, const char *category,
                                       const char *text, const lc_candidate_planes *planes, lc_candidates *out) {
    lc_layer layer = {0};
    lc_level_rules *levels = NULL;
    double *cost = NULL;
    lc_keyed *home = NULL;
    size_t n = 0;
    lc_status status = read_layer(ctx, in, data_dir, category, text, &layer, &levels);
    if (status == LC_OK) status = read_costs(ctx, &layer, &cost);
    if (status == LC_OK && !sort_by_plane(&layer, planes->box, planes->n, &home, &n)) status = lc_fail_memory(ctx);
    for (size_t k = 0, end; status == LC_OK && k < n; k = end) {
        for (end = k; end < n && home[end].key == home[k].key;) end++;
        status = add_of_plane(ctx, planes->centre[home[k].key], category, &layer, levels, cost, &home[k], end - k, out);
    }
    free(home);
    free(cost);
    lc_layer_free(&layer);
    lc_levels_free(levels);
    return status;
}

/* "paths:50": a step in metres. */
static lc_status read_paths(lc_context *ctx, const lc_city *city, const char *text, lc_candidates *out) {
    double step;
    lc_context *quiet = lc_context_beside(ctx);
    lc_status status = quiet ? LC_OK : lc_fail_memory(ctx);
    if (status == LC_OK && (!lc_number_read(text + strlen("paths:"), &step) || step < STEP_MIN_M || step > STEP_MAX_M))
        status = lc_fail(ctx, LC_ERR_INPUT, "candidates \"%s\": write paths: and a step of %g to %g m, as in paths:50",
                         text, STEP_MIN_M, STEP_MAX_M);
    if (status == LC_OK && !city->network)
        status = lc_fail(ctx, LC_ERR_INPUT, "candidates \"%s\": there are no paths; give them with --osm or --network",
                         text);
    if (status == LC_OK) {
        status = lc_candidates_along_paths(quiet, city, step, out);
        if (status != LC_OK) lc_fail_as(ctx, status, quiet);
    }
    lc_context_free(quiet);
    return status;
}

/* The source or paths that a text names for a category; NULL when it is for another one. */
static const char *source_of(const char *text, const char *category) {
    size_t length = lc_candidates_category(text);
    if (length && (strlen(category) != length || strncmp(category, text, length) != 0)) return NULL;
    return length ? text + length + 1 : text;
}

static bool is_paths(const char *source) {
    return strncmp(source, "paths:", strlen("paths:")) == 0;
}

/* What was noted in a view of the city goes to the answer. */
static bool take_notes(lc_city *view, lc_noted *noted) {
    bool ok = true;
    for (size_t i = 0; i < view->n_info; i++) {
        ok = ok && LC_ROOM(noted->info, noted->capacity, noted->n + 1);
        if (ok)
            noted->info[noted->n++] = view->info[i];
        else
            lc_input_info_free(&view->info[i]);
    }
    free(view->info);
    return ok;
}

static lc_status begin(lc_context *ctx, const char *category, lc_candidates *out) {
    *out = (lc_candidates){.places = {.category = lc_strdup(category)}};
    return out->places.category ? LC_OK : lc_fail_memory(ctx);
}

lc_status lc_candidates_read(lc_context *ctx, const lc_city *city, const char *data_dir, const char *category,
                             const char *const *text, size_t n, lc_candidates *out, lc_noted *noted) {
    /* Sources are read as those of a city are; what is noted of them is this view's own. */
    lc_city view = {.crs = city->crs, .shapes = city->shapes};
    lc_inputs in = {.city = &view};
    lc_status status = begin(ctx, category, out);
    for (size_t i = 0; status == LC_OK && i < n; i++) {
        size_t first = out->places.n;
        const char *source = source_of(text[i], category);
        if (!source) continue;
        status = is_paths(source) ? read_paths(ctx, city, source, out)
                                  : read_source(ctx, &in, data_dir, category, source, out);
        if (status == LC_OK) status = leave_out(ctx, out, first);
    }
    if (!take_notes(&view, noted) && status == LC_OK) status = lc_fail_memory(ctx);
    if (status != LC_OK) lc_candidates_free(out);
    return status;
}

lc_status lc_candidates_read_sources(lc_context *ctx, const lc_city *all, const char *data_dir, const char *category,
                                     const char *const *text, size_t n, const lc_candidate_planes *planes,
                                     lc_candidates *out, lc_noted *noted) {
    lc_city view = {.shapes = all->shapes};
    lc_inputs in = {.city = &view};
    lc_status status = begin(ctx, category, out);
    for (size_t i = 0; status == LC_OK && i < n; i++) {
        size_t first = out->places.n;
        const char *source = source_of(text[i], category);
        if (!source || is_paths(source)) continue;
        status = read_source_in_planes(ctx, &in, data_dir, category, source, planes, out);
        if (status == LC_OK) status = leave_out(ctx, out, first);
    }
    if (!take_notes(&view, noted) && status == LC_OK) status = lc_fail_memory(ctx);
    if (status != LC_OK) lc_candidates_free(out);
    return status;
}

bool lc_candidates_want_paths(const char *category, const char *const *text, size_t n) {
    for (size_t i = 0; i < n; i++) {
        const char *source = source_of(text[i], category);
        if (source && is_paths(source)) return true;
    }
    return false;
}

/* Numbered on behind those of other planes. */
static bool number_on(lc_candidates *c, size_t first, size_t *number) {
    for (size_t i = first; i < c->places.n; i++) {
        char *id = lc_sprintf("path-%zu", ++*number);
        if (!id) return false;
        free(c->places.id[i]);
        c->places.id[i] = id;
    }
    return true;
}

lc_status lc_candidates_add_paths(lc_context *ctx, const lc_city *plane, const char *category, const char *const *text,
                                  size_t n, size_t *number, lc_candidates *out) {
    lc_status status = LC_OK;
    for (size_t i = 0; status == LC_OK && i < n; i++) {
        size_t first = out->places.n;
        const char *source = source_of(text[i], category);
        if (!source || !is_paths(source)) continue;
        status = read_paths(ctx, plane, source, out);
        if (status == LC_OK) status = leave_out(ctx, out, first);
        if (status == LC_OK && !number_on(out, first, number)) status = lc_fail_memory(ctx);
    }
    return status;
}
