#include "city/facility_wish.h"

#include <string.h>

#include "base/memory.h"

void lc_facility_wish_free(lc_facility_wish *w) {
    free(w->source);
    free(w->entrances);
    *w = (lc_facility_wish){0};
}

static bool is_osm(const char *text) {
    return strcmp(text, "osm") == 0;
}

/* The SOURCEs given for a category ("CATEGORY=SOURCE", by its name or a title), in the order given; each must be there
   once. */
static lc_status given_sources(lc_context *ctx, const lc_categories *rules, const char *what, const char *const *list,
                               size_t n, const char *category, const char ***out, size_t *n_out) {
    *out = LC_NEW(const char *, n);
    if (!*out) return lc_fail_memory(ctx);
    for (size_t i = 0; i < n; i++) {
        size_t length = strcspn(list[i], "=");
        if (!list[i][length] || !lc_categories_mean(rules, list[i], length, category)) continue;
        const char *text = list[i] + length + 1;
        for (size_t k = 0; k < *n_out; k++)
            if (strcmp((*out)[k], text) == 0)
                return lc_fail(ctx, LC_ERR_INPUT, "%s \"%s\" is given twice; leave one out", what, list[i]);
        (*out)[(*n_out)++] = text;
    }
    return LC_OK;
}

/* The rule by which rows belong to a category. */
static lc_status find_rule(lc_context *ctx, const lc_city_options *o, lc_inputs *in, const char *category,
                           const lc_poi_rule **rule) {
    lc_status status = in->poi_rules ? LC_OK : lc_poi_rules_load(ctx, o->data_dir, &in->poi_rules);
    if (status == LC_OK) *rule = lc_poi_rules_find(in->poi_rules, category);
    return status;
}

static lc_status find_types(lc_context *ctx, const lc_city_options *o, lc_inputs *in, const char *category,
                            lc_facility_source *s) {
    lc_status status = s->types ? find_rule(ctx, o, in, category, &s->rule) : LC_OK;
    if (status != LC_OK || !s->types || s->rule) return status;
    return lc_fail(ctx, LC_ERR_INPUT,
                   "%s: types= asks for the rows that rules/poi.yaml gives to %s, which is not in it; add it there, "
                   "or leave types= out to take all rows",
                   s->text, category);
}

/* entrances=osm of one source holds for the category. */
static lc_status find_entrances(lc_context *ctx, const lc_source *source, const char *category, lc_facility_wish *w) {
    if (!source->entrances) return LC_OK;
    if (!is_osm(source->entrances))
        return lc_fail(ctx, LC_ERR_INPUT,
                       "%s: entrances=%s is not known; write entrances=osm, or give a layer with --entrances %s=SOURCE",
                       source->text, source->entrances, category);
    if (w->n_entrances)
        return lc_fail(ctx, LC_ERR_INPUT,
                       "entrances of %s: the source asks for those of the OpenStreetMap file, and --entrances names "
                       "others; leave one out",
                       category);
    w->osm_entrances = true;
    return LC_OK;
}

static lc_status find_source(lc_context *ctx, const lc_city_options *o, lc_inputs *in, const char *category,
                             const char *text, lc_facility_wish *w) {
    lc_facility_source *s = &w->source[w->n++];
    *s = (lc_facility_source){.text = is_osm(text) ? NULL : text};
    if (!s->text && !o->n_osm)
        return lc_fail(ctx, LC_ERR_INPUT,
                       "facilities of %s: osm means those of the OpenStreetMap file; name it with --osm", category);
    if (!s->text) return LC_OK;
    lc_source source = {0};
    lc_status status = lc_source_parse(ctx, text, &source);
    if (status != LC_OK) return status;
    s->dedupe = source.dedupe != NULL;
    s->levels = source.level_field != NULL;
    s->types = source.types != NULL;
    w->levels = w->levels || s->levels;
    status = find_entrances(ctx, &source, category, w);
    if (status == LC_OK) status = find_types(ctx, o, in, category, s);
    lc_source_free(&source);
    return status;
}

/* --entrances CATEGORY=osm goes with no layer of entrances. */
static lc_status take_osm_entrances(lc_context *ctx, const lc_city_options *o, const char *category,
                                    lc_facility_wish *w) {
    for (size_t i = 0; i < w->n_entrances; i++) w->osm_entrances = w->osm_entrances || is_osm(w->entrances[i]);
    if (w->osm_entrances && w->n_entrances > 1)
        return lc_fail(ctx, LC_ERR_INPUT,
                       "entrances of %s: osm stands beside a layer; give one of them, as they are found differently",
                       category);
    if (w->osm_entrances && !o->n_osm)
        return lc_fail(ctx, LC_ERR_INPUT,
                       "entrances of %s: osm means those of the OpenStreetMap file; name it with --osm", category);
    if (w->osm_entrances) w->n_entrances = 0;
    return LC_OK;
}

lc_status lc_facility_wish_find(lc_context *ctx, const lc_city_options *o, lc_inputs *in, const char *category,
                                lc_facility_wish *out) {
    lc_facility_wish w = {0};
    const char **given = NULL;
    const lc_categories *rules = in->city->categories;
    size_t n = 0;
    lc_status status = given_sources(ctx, rules, "facilities", o->facilities, o->n_facilities, category, &given, &n);
    if (status == LC_OK)
        status = given_sources(ctx, rules, "entrances", o->entrances, o->n_entrances, category, &w.entrances,
                               &w.n_entrances);
    w.source = LC_NEW0(lc_facility_source, n);
    if (status == LC_OK && !w.source) status = lc_fail_memory(ctx);
    for (size_t i = 0; status == LC_OK && i < n; i++) status = find_source(ctx, o, in, category, given[i], &w);
    if (status == LC_OK) status = take_osm_entrances(ctx, o, category, &w);
    if (status == LC_OK && n == 0 && o->n_pois) status = find_rule(ctx, o, in, category, &w.rule);
    free(given);
    if (status == LC_OK)
        *out = w;
    else
        lc_facility_wish_free(&w);
    return status;
}
