#include "city/facility_sources.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "city/duplicates.h"
#include "city/facility_wish.h"
#include "city/shared.h"
#include "city/unite.h"
#include "source/layer_part.h"
#include "source/osm_select.h"

static bool used_by_profile(const lc_inputs *in, const char *category, size_t length) {
    for (size_t c = 0; c < in->city->n_facilities; c++) {
        const char *used = in->city->facilities[c].category;
        if (lc_categories_mean(in->city->categories, category, length, used)) return true;
    }
    return false;
}

static lc_status check_list(lc_context *ctx, const lc_inputs *in, const char *what, const char *const *list, size_t n) {
    for (size_t i = 0; i < n; i++) {
        const char *equals = strchr(list[i], '=');
        if (!equals || equals == list[i] || !equals[1])
            return lc_fail(ctx, LC_ERR_INPUT, "%s \"%s\": write CATEGORY=SOURCE", what, list[i]);
        if (!used_by_profile(in, list[i], (size_t)(equals - list[i])))
            return lc_fail(
                ctx, LC_ERR_INPUT,
                "%s \"%s\": no indicator of profile %s uses this category, and rules/categories.yaml does not "
                "know it; the first that is used is %s; to count another one, name it under 'categories' in "
                "the profile",
                what, list[i], in->n_profiles ? in->profile[0]->name : "", in->city->facilities[0].category);
    }
    return LC_OK;
}

/* Do the POI tables tell levels? */
static lc_status pois_tell_levels(lc_context *ctx, const lc_city_options *o, bool *levels) {
    *levels = false;
    for (size_t i = 0; i < o->n_pois; i++) {
        lc_source source = {0};
        lc_status status = lc_source_parse(ctx, o->pois[i], &source);
        if (status != LC_OK) return status;
        *levels = *levels || source.level_field;
        lc_source_free(&source);
    }
    return LC_OK;
}

lc_status lc_facility_sources_plan(lc_context *ctx, const lc_city_options *o, lc_inputs *in) {
    lc_status status = check_list(ctx, in, "facilities", o->facilities, o->n_facilities);
    if (status == LC_OK) status = check_list(ctx, in, "entrances", o->entrances, o->n_entrances);
    bool levels = false;
    if (status == LC_OK) status = pois_tell_levels(ctx, o, &levels);
    if (status == LC_OK && levels) status = lc_levels_load(ctx, o->data_dir, &in->levels);
    for (size_t c = 0; status == LC_OK && c < in->city->n_facilities; c++) {
        lc_facility_wish wish = {0};
        status = lc_facility_wish_find(ctx, o, in, in->city->facilities[c].category, &wish);
        if (status == LC_OK && wish.osm_entrances && !in->entrance_rules)
            status = lc_entrance_rules_load(ctx, o->data_dir, &in->entrance_rules);
        if (status == LC_OK && wish.levels && !in->levels) status = lc_levels_load(ctx, o->data_dir, &in->levels);
        lc_facility_wish_free(&wish);
    }
    return status;
}

/* What the whole layer has, where the facilities are of a part of it. */
static void note_whole(const lc_layer_whole *whole, lc_facilities *f) {
    f->elsewhere = whole->kinds != 0;
    f->elsewhere_kinds = whole->kinds & ~LC_WANT_POINTS;
    f->elsewhere_area = whole->kinds & LC_WANT_POLYGONS || whole->measured[LC_FACILITY_AREA];
}

/* What a rule for the types of POIs keeps of a layer. */
static lc_status keep_types(lc_context *ctx, void *user, lc_layer *layer) {
    const lc_poi_rule *rule = user;
    return rule ? lc_pois_keep(ctx, rule, LC_FACILITY_FIELDS, LC_FACILITY_NAME, layer) : LC_OK;
}

static lc_status read_layer(lc_context *ctx, lc_inputs *in, const char *category, const lc_facility_source *wish,
                            lc_facilities *out) {
    lc_source source = {0};
    lc_layer layer = {0};
    lc_supply_wish supply = {0};
    const char **fields = NULL;
    char *role = lc_sprintf("facilities of %s", category);
    lc_status status = role ? lc_source_parse(ctx, wish->text, &source) : lc_fail_memory(ctx);
    if (status != LC_OK) goto done;
    enum { TYPES = LC_FACILITY_FIELDS, N_FIELDS };
    const char *own[N_FIELDS] = {[LC_FACILITY_ID] = source.dedupe ? source.dedupe : "?id",
                                 [LC_FACILITY_AREA] = source.area_field,
                                 [LC_FACILITY_LEVEL] = source.level_field,
                                 [LC_FACILITY_NAME] = "?name",
                                 [LC_FACILITY_NAME_ZH] = "?名称",
                                 [TYPES] = source.types};
    if (!lc_supply_wish_find(in->profile, in->n_profiles, category, &supply) ||
        !(fields = LC_NEW(const char *, N_FIELDS + supply.n))) {
        status = lc_fail_memory(ctx);
        goto done;
    }
    memcpy(fields, own, sizeof own);
    for (size_t k = 0; k < supply.n; k++) fields[N_FIELDS + k] = supply.field[k];
    status = lc_inputs_layer_after(ctx, in, wish->text, role, LC_WANT_ALL, fields, N_FIELDS + supply.n, keep_types,
                                   (void *)(uintptr_t)wish->rule, &layer);
    const lc_layer_whole *whole = layer.whole;
    if (status == LC_OK)
        status = lc_facilities_with_supply(ctx, category, &layer, wish->dedupe, wish->levels ? in->levels : NULL,
                                           &supply, N_FIELDS, in->city->crs, out);
    if (status == LC_OK && whole) note_whole(whole, out);
done:
    free(fields);
    lc_supply_wish_free(&supply);
    lc_layer_free(&layer);
    lc_source_free(&source);
    free(role);
    return status;
}

/* The tables' rows: of a plane all there are, since a category has data when any plane has a row of it. */
static lc_pois *pois_of(lc_inputs *in) {
    return in->shared ? &in->shared->pois : &in->pois;
}

typedef struct {
    const lc_source *source;
    lc_pois *pois;
} poi_table_t;

/* Move the rows of a table to those before; what tells where they are from stays. */
static lc_status take_rows(lc_context *ctx, void *user, lc_layer *layer) {
    const poi_table_t *table = user;
    lc_layer rows = {.geoms = layer->geoms,
                     .n_features = layer->n_features,
                     .value = layer->value,
                     .n_fields = layer->n_fields,
                     .rounded = layer->rounded,
                     .file = lc_strdup(layer->file)};
    layer->geoms = (lc_geoms){0};
    layer->value = NULL;
    layer->rounded = NULL;
    layer->n_features = layer->n_fields = 0;
    if (rows.file) return lc_pois_add(ctx, table->source, &rows, table->pois);
    lc_layer_free(&rows);
    return lc_fail_memory(ctx);
}

static lc_status read_table(lc_context *ctx, lc_inputs *in, const char *text) {
    lc_source source = {0};
    const char *fields[LC_POI_FIELDS];
    poi_table_t table = {&source, pois_of(in)};
    lc_status status = lc_source_parse(ctx, text, &source);
    if (status != LC_OK) return status;
    lc_poi_fields(&source, fields);
    status = lc_inputs_layer_of_all(ctx, in, text, "pois", LC_WANT_ALL, fields, LC_POI_FIELDS, take_rows, &table);
    lc_source_free(&source);
    return status;
}

/* Keep rows for all planes, or nothing but what there was to say of them; both are consumed. */
static lc_status keep_rows(lc_context *ctx, lc_inputs *in, const char *key, lc_layer *rows, lc_warnings *told) {
    lc_status status = lc_shared_keep(ctx, in->shared, key, rows->n_features, rows, told);
    lc_layer_free(rows);
    lc_warnings_clear(told);
    return status;
}

/* Drop repeated rows: of several planes once, which was done where the part was cut. */
static lc_status drop_repeated(lc_context *ctx, lc_inputs *in) {
    static const char KEY[] = "\nrows of pois";
    const lc_shared_layer *known = NULL;
    if (!in->shared) return lc_pois_dedupe(ctx, pois_of(in));
    lc_status status = lc_shared_find(ctx, in->shared, KEY, &known);
    if (status != LC_OK || known) return status;
    lc_warnings before = ctx->warnings;
    ctx->warnings = (lc_warnings){0};
    status = lc_pois_dedupe(ctx, pois_of(in));
    lc_warnings told = ctx->warnings;
    ctx->warnings = before;
    in->shared->pois_leveled = pois_of(in)->leveled;
    if (status == LC_OK) return keep_rows(ctx, in, KEY, &(lc_layer){0}, &told);
    lc_warnings_clear(&told);
    return status;
}

static lc_status read_pois(lc_context *ctx, const lc_city_options *o, lc_inputs *in) {
    lc_status status = LC_OK;
    if (in->shared && in->shared->has_pois) return LC_OK;
    for (size_t i = 0; status == LC_OK && i < o->n_pois; i++) status = read_table(ctx, in, o->pois[i]);
    if (status == LC_OK && o->n_pois) status = drop_repeated(ctx, in);
    if (in->shared) in->shared->has_pois = status == LC_OK;
    return status;
}

/* The rows of a category for all planes, of which one takes its part. */
static lc_status share_rows(lc_context *ctx, lc_inputs *in, const char *key, const lc_poi_rule *rule, lc_layer *out,
                            lc_facilities *all) {
    lc_layer layer = {0};
    const lc_shared_layer *known = NULL;
    lc_status status = lc_shared_find(ctx, in->shared, key, &known);
    if (status == LC_OK && !known) {
        status = lc_pois_layer(ctx, pois_of(in), rule, &layer);
        if (status == LC_OK) status = keep_rows(ctx, in, key, &layer, &(lc_warnings){0});
        if (status == LC_OK) status = lc_shared_find(ctx, in->shared, key, &known);
    }
    if (status == LC_OK) status = lc_layer_part_of(ctx, &known->layer, known->index, &in->box, 1, out);
    if (status == LC_OK) note_whole(&known->whole, all);
    return status;
}

static lc_status take_pois(lc_context *ctx, lc_inputs *in, const char *category, const lc_poi_rule *rule,
                           lc_facilities *out) {
    lc_layer layer = {0};
    lc_facilities all = {0};
    bool leveled = in->shared ? in->shared->pois_leveled : in->pois.leveled;
    char *key = lc_sprintf("\npois of %s", category);
    lc_status status = !key         ? lc_fail_memory(ctx)
                       : in->shared ? share_rows(ctx, in, key, rule, &layer, &all)
                                    : lc_pois_layer(ctx, &in->pois, rule, &layer);
    free(key);
    if (status != LC_OK) return status;
    if (layer.n_features == 0 && !all.elsewhere)
        lc_warn(ctx, "pois_none", "categories of which the POI tables have no row", "%s", category);
    layer.whole = NULL;
    status = lc_facilities_from_layer(ctx, category, &layer, false, leveled ? in->levels : NULL, in->city->crs, out);
    out->elsewhere = all.elsewhere;
    out->elsewhere_area = all.elsewhere_area;
    out->elsewhere_kinds = all.elsewhere_kinds;
    return status;
}

static bool has_no_area(const lc_facilities *f) {
    for (size_t i = 0; i < f->n; i++)
        if (!isnan(f->area_m2[i])) return false;
    return true;
}

/* What the whole extract has of a category of which this plane has no area, or nothing. */
static void note_extract(const lc_category_def *def, const lc_shared_category *whole, lc_facilities *f) {
    f->elsewhere = whole->any;
    f->elsewhere_area = whole->area;
    if (whole->any && def->areas == LC_LINES_ONLY) f->elsewhere_kinds = LC_WANT_LINES;
    if (whole->area && def->areas != LC_AREAS_AS_POINTS) f->elsewhere_kinds = LC_WANT_POLYGONS;
}

static lc_status read_osm(lc_context *ctx, lc_inputs *in, const char *category, lc_facilities *out) {
    const lc_category_def *def = lc_categories_find(in->city->categories, category);
    if (!in->osm || !def) return LC_OK;
    lc_osm_features features = {0};
    lc_supplies supplies = {0};
    lc_supply_wish supply = {0};
    lc_status status = lc_osm_select(ctx, in->osm, def, &features);
    if (status == LC_OK && !(lc_supply_wish_find(in->profile, in->n_profiles, category, &supply) &&
                             lc_supplies_from_tags(ctx, &features, &supply, &supplies))) {
        lc_osm_features_free(&features);
        status = lc_fail_memory(ctx);
    }
    bool none = features.geoms.n == 0;
    if (status == LC_OK) status = lc_facilities_from_osm(ctx, def, &features, in->city->crs, out);
    if (status == LC_OK)
        out->supplies = supplies;
    else
        lc_supplies_free(&supplies);
    lc_supply_wish_free(&supply);
    if (status != LC_OK || !in->shared) return status;
    const lc_shared_category *whole = NULL;
    out->elsewhere = true;
    if (none || has_no_area(out)) status = lc_shared_osm_category(ctx, in->shared, def, &whole);
    if (whole) note_extract(def, whole, out);
    return status;
}

/* The points of a layer of entrances behind those before it. */
static lc_status add_entrances(lc_context *ctx, lc_inputs *in, const char *category, const char *source,
                               lc_layer *all) {
    lc_layer layer = {0};
    char *role = lc_sprintf("entrances of %s", category);
    lc_status status =
        role ? lc_inputs_layer(ctx, in, source, role, LC_WANT_POINTS, NULL, 0, &layer) : lc_fail_memory(ctx);
    for (size_t g = 0; status == LC_OK && g < layer.geoms.n; g++)
        if (!lc_geoms_copy(&all->geoms, &layer.geoms, g, layer.geoms.feature[g])) status = lc_fail_memory(ctx);
    lc_layer_free(&layer);
    free(role);
    return status;
}

/* Entrances from OpenStreetMap stand on the outlines of its own areas; near those of other sources. */
static lc_status read_all_entrances(lc_context *ctx, lc_inputs *in, const lc_facility_wish *wish, lc_facilities *f) {
    lc_layer all = {0};
    lc_status status = LC_OK;
    bool same_map = true;
    for (size_t i = 0; i < wish->n; i++) same_map = same_map && !wish->source[i].text;
    if (wish->osm_entrances)
        return f->known && in->osm
                   ? lc_entrances_from_osm(ctx, in->osm, in->entrance_rules, same_map, in->city->crs, &f->entrances)
                   : LC_OK;
    for (size_t i = 0; status == LC_OK && i < wish->n_entrances; i++)
        status = add_entrances(ctx, in, f->category, wish->entrances[i], &all);
    if (status == LC_OK && wish->n_entrances) status = lc_entrances_from_layer(ctx, &all, in->city->crs, &f->entrances);
    if (wish->n_entrances && !in->has_network) lc_inputs_unused(ctx, "entrances");
    lc_layer_free(&all);
    return status;
}

/* The facilities of one source behind those before it. */
static lc_status add_source(lc_context *ctx, lc_inputs *in, const lc_facility_source *source, lc_facilities *f) {
    lc_facilities one = {0};
    lc_status status =
        source->text ? read_layer(ctx, in, f->category, source, &one) : read_osm(ctx, in, f->category, &one);
    if (status == LC_OK && one.known) status = lc_facilities_append(ctx, f, &one);
    lc_facilities_free(&one);
    return status;
}

static lc_status read_category(lc_context *ctx, const lc_city_options *o, lc_inputs *in, lc_facilities *f,
                               bool *from_pois) {
    lc_facility_wish wish = {0};
    lc_facilities one = {0};
    lc_status status = lc_facility_wish_find(ctx, o, in, f->category, &wish);
    for (size_t i = 0; status == LC_OK && i < wish.n; i++) status = add_source(ctx, in, &wish.source[i], f);
    if (status == LC_OK && wish.n == 0) {
        *from_pois = *from_pois || wish.rule;
        status = wish.rule ? take_pois(ctx, in, f->category, wish.rule, &one) : read_osm(ctx, in, f->category, &one);
        if (status == LC_OK && one.known) status = lc_facilities_append(ctx, f, &one);
    }
    if (status == LC_OK) status = read_all_entrances(ctx, in, &wish, f);
    lc_facilities_free(&one);
    lc_facility_wish_free(&wish);
    return status;
}

lc_status lc_facility_sources_read(lc_context *ctx, const lc_city_options *o, lc_inputs *in) {
    lc_status status = read_pois(ctx, o, in);
    bool from_pois = false;
    for (size_t c = 0; status == LC_OK && c < in->city->n_facilities; c++) {
        status = read_category(ctx, o, in, &in->city->facilities[c], &from_pois);
        if (status == LC_OK) status = lc_told_take(ctx, &in->city->told, LC_TOLD_SOURCES, 0);
        if (status == LC_OK) status = lc_facilities_tell(ctx, &in->city->facilities[c]);
        if (status == LC_OK) status = lc_told_take(ctx, &in->city->told, LC_TOLD_FACILITIES, c);
    }
    if (status == LC_OK && o->n_pois && !from_pois) lc_inputs_unused(ctx, "pois");
    lc_pois_free(pois_of(in)); /* categories have theirs, which planes share */
    return status;
}
