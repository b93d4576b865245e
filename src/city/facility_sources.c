#include "city/facility_sources.h"

#include <string.h>

#include "base/memory.h"

/* The SOURCE given for a category ("CATEGORY=SOURCE"), the last one when there are several. */
static const char *given_source(const char *const *list, size_t n, const char *category) {
    size_t length = strlen(category);
    for (size_t i = n; i-- > 0;)
        if (strncmp(list[i], category, length) == 0 && list[i][length] == '=') return list[i] + length + 1;
    return NULL;
}

static bool used_by_profile(const lc_inputs *in, const char *category, size_t length) {
    for (size_t c = 0; c < in->city->n_facilities; c++) {
        const char *used = in->city->facilities[c].category;
        if (strlen(used) == length && strncmp(used, category, length) == 0) return true;
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
                what, list[i], in->profile->name, in->city->facilities[0].category);
    }
    return LC_OK;
}

/* What a category's sources ask for beyond the file itself. */
typedef struct {
    const char *facilities, *entrances; /* as given; NULL without */
    const lc_poi_rule *rule; /* takes its rows by their types: from all POI tables when `facilities` is NULL */
    bool dedupe, levels, osm_entrances, types;
} wish_t;

/* The rule by which rows belong to a category. */
static lc_status find_rule(lc_context *ctx, const lc_check_options *o, lc_inputs *in, const char *category, wish_t *w) {
    lc_status status = in->poi_rules ? LC_OK : lc_poi_rules_load(ctx, o->data_dir, &in->poi_rules);
    if (status != LC_OK) return status;
    w->rule = lc_poi_rules_find(in->poi_rules, category);
    if (!w->rule && w->types)
        return lc_fail(
            ctx, LC_ERR_INPUT,
            "%s: types= asks for the rows that rules/poi.yaml gives to %s, which is not in it; add it there, "
            "or leave types= out to take all rows",
            w->facilities, category);
    return LC_OK;
}

static lc_status wish_of(lc_context *ctx, const lc_check_options *o, lc_inputs *in, const char *category, wish_t *out) {
    wish_t w = {.facilities = given_source(o->facilities, o->n_facilities, category),
                .entrances = given_source(o->entrances, o->n_entrances, category)};
    bool from_osm = w.facilities && strcmp(w.facilities, "osm") == 0;
    w.osm_entrances = w.entrances && strcmp(w.entrances, "osm") == 0;
    if (from_osm && !o->osm)
        return lc_fail(ctx, LC_ERR_INPUT,
                       "facilities of %s: osm means those of the OpenStreetMap file; name it with --osm", category);
    if (from_osm) w.facilities = NULL;
    lc_source source = {0};
    lc_status status = w.facilities ? lc_source_parse(ctx, w.facilities, &source) : LC_OK;
    if (status != LC_OK) return status;
    w.dedupe = source.dedupe != NULL;
    w.levels = source.level_field != NULL;
    w.types = source.types != NULL;
    if (source.entrances && strcmp(source.entrances, "osm") != 0)
        status =
            lc_fail(ctx, LC_ERR_INPUT,
                    "%s: entrances=%s is not known; write entrances=osm, or give a layer with --entrances %s=SOURCE",
                    w.facilities, source.entrances, category);
    if (source.entrances && !w.entrances) w.osm_entrances = true;
    lc_source_free(&source);
    if (status == LC_OK && w.osm_entrances && !o->osm)
        status = lc_fail(ctx, LC_ERR_INPUT,
                         "entrances of %s: osm means those of the OpenStreetMap file; name it with --osm", category);
    if (status == LC_OK && (w.types || (o->n_pois && !w.facilities && !from_osm)))
        status = find_rule(ctx, o, in, category, &w);
    if (status == LC_OK) *out = w;
    return status;
}

/* Do the POI tables tell levels? */
static lc_status pois_tell_levels(lc_context *ctx, const lc_check_options *o, bool *levels) {
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

lc_status lc_facility_sources_plan(lc_context *ctx, const lc_check_options *o, lc_inputs *in) {
    lc_status status = check_list(ctx, in, "facilities", o->facilities, o->n_facilities);
    if (status == LC_OK) status = check_list(ctx, in, "entrances", o->entrances, o->n_entrances);
    bool levels = false;
    if (status == LC_OK) status = pois_tell_levels(ctx, o, &levels);
    if (status == LC_OK && levels) status = lc_levels_load(ctx, o->data_dir, &in->levels);
    for (size_t c = 0; status == LC_OK && c < in->city->n_facilities; c++) {
        wish_t wish;
        status = wish_of(ctx, o, in, in->city->facilities[c].category, &wish);
        if (status == LC_OK && wish.osm_entrances && !in->entrance_rules)
            status = lc_entrance_rules_load(ctx, o->data_dir, &in->entrance_rules);
        if (status == LC_OK && wish.levels && !in->levels) status = lc_levels_load(ctx, o->data_dir, &in->levels);
    }
    return status;
}

static lc_status read_layer(lc_context *ctx, lc_inputs *in, const wish_t *wish, lc_facilities *f) {
    lc_source source = {0};
    lc_layer layer = {0};
    char *category = f->category, *role = lc_sprintf("facilities of %s", category);
    lc_status status = role ? lc_source_parse(ctx, wish->facilities, &source) : lc_fail_memory(ctx);
    if (status != LC_OK) goto done;
    enum { TYPES = LC_FACILITY_FIELDS, N_FIELDS };
    const char *fields[N_FIELDS] = {[LC_FACILITY_ID] = source.dedupe ? source.dedupe : "?id",
                                    [LC_FACILITY_AREA] = source.area_field,
                                    [LC_FACILITY_LEVEL] = source.level_field,
                                    [LC_FACILITY_NAME] = "?name",
                                    [LC_FACILITY_NAME_ZH] = "?名称",
                                    [TYPES] = source.types};
    status = lc_inputs_layer(ctx, in, wish->facilities, role, LC_WANT_ALL, fields, N_FIELDS, &layer);
    if (status == LC_OK && wish->rule) status = lc_pois_keep(ctx, wish->rule, TYPES, LC_FACILITY_NAME, &layer);
    if (status != LC_OK) goto done;
    status = lc_facilities_from_layer(ctx, category, &layer, wish->dedupe, wish->levels ? in->levels : NULL,
                                      in->city->crs, f);
    if (status == LC_OK) free(category);
done:
    lc_layer_free(&layer);
    lc_source_free(&source);
    free(role);
    return status;
}

static lc_status read_pois(lc_context *ctx, const lc_check_options *o, lc_inputs *in) {
    lc_status status = LC_OK;
    for (size_t i = 0; status == LC_OK && i < o->n_pois; i++) {
        lc_source source = {0};
        lc_layer layer = {0};
        const char *fields[LC_POI_FIELDS];
        status = lc_source_parse(ctx, o->pois[i], &source);
        if (status == LC_OK) {
            lc_poi_fields(&source, fields);
            status = lc_inputs_layer(ctx, in, o->pois[i], "pois", LC_WANT_ALL, fields, LC_POI_FIELDS, &layer);
        }
        if (status == LC_OK) status = lc_pois_add(ctx, &source, &layer, &in->pois);
        lc_source_free(&source);
    }
    return status == LC_OK ? lc_pois_dedupe(ctx, &in->pois) : status;
}

static lc_status take_pois(lc_context *ctx, lc_inputs *in, const wish_t *wish, lc_facilities *f) {
    lc_layer layer = {0};
    char *category = f->category;
    lc_status status = lc_pois_layer(ctx, &in->pois, wish->rule, &layer);
    if (status != LC_OK) return status;
    if (layer.n_features == 0)
        lc_warn(ctx, "pois_none", "categories of which the POI tables have no row", "%s", category);
    status =
        lc_facilities_from_layer(ctx, category, &layer, false, in->pois.leveled ? in->levels : NULL, in->city->crs, f);
    if (status == LC_OK) free(category);
    return status;
}

static lc_status read_osm(lc_context *ctx, lc_inputs *in, lc_facilities *f) {
    const lc_category_def *def = lc_categories_find(in->city->categories, f->category);
    if (!in->osm || !def) {
        lc_warn(ctx, "category_without_source",
                "categories without a source have no data; give one with --facilities CATEGORY=SOURCE", "%s",
                f->category);
        return LC_OK;
    }
    lc_osm_features features = {0};
    lc_status status = lc_osm_select(ctx, in->osm, def, &features);
    if (status != LC_OK) return status;
    char *category = f->category;
    status = lc_facilities_from_osm(ctx, def, &features, in->city->crs, f);
    if (status == LC_OK) free(category);
    return status;
}

static lc_status read_entrances(lc_context *ctx, lc_inputs *in, const wish_t *wish, lc_facilities *f) {
    if (wish->osm_entrances)
        return lc_entrances_from_osm(ctx, in->osm, in->entrance_rules, !wish->facilities, in->city->crs, &f->entrances);
    if (!wish->entrances) return LC_OK;
    lc_layer layer = {0};
    char *role = lc_sprintf("entrances of %s", f->category);
    lc_status status =
        role ? lc_inputs_layer(ctx, in, wish->entrances, role, LC_WANT_POINTS, NULL, 0, &layer) : lc_fail_memory(ctx);
    if (status == LC_OK) status = lc_entrances_from_layer(ctx, &layer, in->city->crs, &f->entrances);
    free(role);
    return status;
}

lc_status lc_facility_sources_read(lc_context *ctx, const lc_check_options *o, lc_inputs *in) {
    lc_status status = read_pois(ctx, o, in);
    for (size_t c = 0; status == LC_OK && c < in->city->n_facilities; c++) {
        lc_facilities *f = &in->city->facilities[c];
        wish_t wish;
        status = wish_of(ctx, o, in, f->category, &wish);
        if (status == LC_OK)
            status = wish.facilities ? read_layer(ctx, in, &wish, f)
                     : wish.rule     ? take_pois(ctx, in, &wish, f)
                                     : read_osm(ctx, in, f);
        if (status == LC_OK && f->known) status = read_entrances(ctx, in, &wish, f);
    }
    lc_pois_free(&in->pois);
    return status;
}
