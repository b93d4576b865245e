#include "city/read_inputs.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/memory.h"
#include "city/communities.h"
#include "city/facility_sources.h"
#include "city/land.h"
#include "city/line_network.h"
#include "city/osm_source.h"
#include "city/prepared.h"
#include "city/shared.h"
#include "source/layer_part.h"
#include "source/osm_select.h"
#include "store/prepared.h"

static double or_default(double value, double fallback) {
    return isnan(value) ? fallback : value;
}

/* ---------------------------------------------------------------------------------------------------- communities */

/* Read them, and keep what was read, and what there was to say of it, where they are to be cut. */
static lc_status read_communities(lc_context *ctx, lc_inputs *in, const lc_community_source *from, const char *key,
                                  const char *const *fields) {
    lc_layer layer = {0};
    lc_warnings before = ctx->warnings;
    ctx->warnings = (lc_warnings){0};
    lc_status status =
        lc_inputs_layer(ctx, in, from->name, "communities", LC_WANT_POLYGONS, fields, LC_COMMUNITY_FIELDS, &layer);
    if (status == LC_OK) status = lc_city_take_communities(ctx, &layer, from, in->city, &in->planes);
    lc_warnings told = ctx->warnings;
    ctx->warnings = before;
    bool ok = lc_warnings_add(&ctx->warnings, &told);
    if (in->kept && status == LC_OK && ok) {
        *in->kept = (lc_cut_layer){.key = lc_strdup(key), .layer = layer, .warnings = told};
        ok = in->kept->key && lc_layer_whole_find(&in->kept->layer, layer.n_features, &in->kept->whole);
    } else {
        lc_layer_free(&layer);
        lc_warnings_clear(&told);
    }
    return status == LC_OK && !ok ? lc_fail_memory(ctx) : status;
}

/* Those of a part that was cut; what there was to say of all is said again. */
static lc_status take_cut_communities(lc_context *ctx, lc_inputs *in, const lc_community_source *from,
                                      lc_cut_layer *cut) {
    lc_community_source cells = *from;
    cells.planes = LC_PLANES_CELLS;
    lc_context *beside = lc_context_beside(ctx);
    if (!beside) return lc_fail_memory(ctx);
    lc_status status = lc_city_take_communities(beside, &cut->layer, &cells, in->city, &in->planes);
    if (status != LC_OK) lc_fail_as(ctx, status, beside);
    lc_context_free(beside);
    if (status == LC_OK && !lc_warnings_add(&ctx->warnings, &cut->warnings)) status = lc_fail_memory(ctx);
    in->number = cut->layer.number;
    cut->layer.number = NULL;
    return status == LC_OK ? lc_inputs_note_layer(ctx, in, "communities", &cut->layer, cut->whole.n_source) : status;
}

/* As a file of a part says, or as the source is. */
static lc_status find_communities(lc_context *ctx, const char *shard, lc_inputs *in, const lc_community_source *from,
                                  const char *const *fields) {
    lc_cut_part *part = NULL;
    lc_cut_layers *layers = NULL;
    lc_cut_layer cut = {0};
    char *key = lc_shared_key(from->name, "communities", fields, LC_COMMUNITY_FIELDS);
    lc_status status = key ? lc_shared_open_part(ctx, shard, &part, &layers) : lc_fail_memory(ctx);
    if (status == LC_OK && layers) {
        status = lc_cut_layers_take(ctx, layers, key, &cut);
        if (status == LC_OK) status = take_cut_communities(ctx, in, from, &cut);
    } else if (status == LC_OK) {
        status = read_communities(ctx, in, from, key, fields);
    }
    lc_cut_layer_clear(&cut);
    lc_cut_layers_free(layers);
    lc_cut_part_free(part);
    free(key);
    return status;
}

lc_status lc_inputs_communities(lc_context *ctx, const lc_city_options *o, lc_inputs *in) {
    if (in->shared) return lc_city_take_plane(ctx, in->all, in->plane, in->city);
    lc_community_source from = {
        .name = o->communities, .population = o->population_field, .group = o->group_field, .ids = o->id_field};
    const char *fields[LC_COMMUNITY_FIELDS] = {[LC_COMMUNITY_ID] = o->id_field,
                                               [LC_COMMUNITY_NAME] = o->name_field,
                                               [LC_COMMUNITY_POPULATION] = o->population_field,
                                               [LC_COMMUNITY_GROUP] = o->group_field};
    lc_status status = lc_planes_wish_read(ctx, o->planes, &from.planes);
    return status == LC_OK ? find_communities(ctx, o->shard, in, &from, fields) : status;
}

/* ----------------------------------------------------------------------------------------------------- facilities */

static bool add_category(lc_inputs *in, const char *category, size_t length) {
    for (size_t c = 0; c < in->city->n_facilities; c++) {
        const char *known = in->city->facilities[c].category;
        if (strlen(known) == length && strncmp(known, category, length) == 0) return true;
    }
    if (!LC_ROOM(in->city->facilities, in->city->cap_facilities, in->city->n_facilities + 1)) return false;
    lc_facilities *f = &in->city->facilities[in->city->n_facilities];
    *f = (lc_facilities){.category = lc_sprintf("%.*s", (int)length, category)};
    in->city->n_facilities += f->category != NULL;
    return f->category;
}

static bool add_category_named(lc_inputs *in, const char *category) {
    return add_category(in, category, strlen(category));
}

/* Those of the indicators, and those that the profile wants counted. */
static bool list_profile(lc_inputs *in, const lc_profile *profile) {
    bool ok = true;
    for (size_t i = 0; i < profile->n_indicators; i++)
        for (size_t r = 0; ok && r < profile->indicators[i].n_rules; r++)
            ok = add_category_named(in, profile->indicators[i].rules[r].category);
    for (size_t k = 0; ok && k < profile->n_categories; k++) ok = add_category_named(in, profile->categories[k]);
    return ok;
}

/* A category of "CATEGORY=SOURCE", by its name or a title, when the rules know it, or when there is no profile to say
   what is asked for. */
static bool list_given(lc_inputs *in, const char *given) {
    const lc_categories *rules = in->city->categories;
    size_t length = strcspn(given, "=");
    for (size_t c = 0; c < rules->n; c++)
        if (lc_categories_mean(rules, given, length, rules->category[c].name))
            return add_category_named(in, rules->category[c].name);
    return in->n_profiles != 0 || add_category(in, given, length);
}

/* Those of the profiles, and those of the rules that have a source; without a profile all that there may be. */
static bool list_categories(lc_inputs *in, const lc_city_options *o) {
    const lc_categories *rules = in->city->categories;
    bool ok = true;
    for (size_t i = 0; ok && i < in->n_profiles; i++) ok = list_profile(in, in->profile[i]);
    for (size_t c = 0; ok && in->n_profiles == 0 && (o->osm || o->n_pois) && c < rules->n; c++)
        ok = add_category_named(in, rules->category[c].name);
    for (size_t k = 0; ok && k < o->n_facilities; k++) ok = list_given(in, o->facilities[k]);
    return ok;
}

/* Categories become columns, and databases take names that differ in case only for one. */
static lc_status check_categories(lc_context *ctx, const lc_inputs *in) {
    for (size_t c = 0; c < in->city->n_facilities; c++)
        for (size_t k = 0; k < c; k++) {
            const char *one = in->city->facilities[k].category, *other = in->city->facilities[c].category;
            if (strcasecmp(one, other) == 0)
                return lc_fail(ctx, LC_ERR_INPUT,
                               "profile %s: the categories '%s' and '%s' differ in capital letters only; write them "
                               "alike",
                               in->n_profiles ? in->profile[0]->name : "-", one, other);
        }
    return LC_OK;
}

/* ------------------------------------------------------------------------------------------------------------ land */

static lc_status read_residential(lc_context *ctx, const lc_city_options *o, lc_inputs *in) {
    bool wanted = lc_inputs_want_land(in, o), homes = lc_inputs_lay_homes(in, o);
    if (!wanted && !o->residential) return LC_OK;
    if (!wanted) lc_inputs_unused(ctx, "residential");
    lc_layer layer = {0};
    lc_osm_features features = {0};
    lc_status status = LC_OK;
    if (o->residential) {
        status = lc_inputs_layer(ctx, in, o->residential, "residential", LC_WANT_POLYGONS, NULL, 0, &layer);
        if (status == LC_OK) status = lc_city_take_land(ctx, &layer.geoms, homes, in->city);
    } else if (in->osm) {
        status = lc_osm_select(ctx, in->osm, &in->land->residential, &features);
        if (status == LC_OK) status = lc_osm_source_note(ctx, in, "residential", "residential", features.n);
        if (status == LC_OK) status = lc_city_take_land(ctx, &features.geoms, homes, in->city);
    }
    lc_layer_free(&layer);
    lc_osm_features_free(&features);
    return status;
}

/* ------------------------------------------------------------------------------------------------------ compounds */

lc_status lc_inputs_compounds(lc_context *ctx, const lc_city_options *o, lc_inputs *in) {
    if (!o->compounds && !o->gates) return LC_OK;
    if (!o->compounds || !o->gates)
        return lc_fail(ctx, LC_ERR_INPUT, "--compounds and --gates go together: give %s as well",
                       o->gates ? "--compounds" : "--gates");
    lc_layer polygons = {0}, gates = {0};
    lc_status status = lc_inputs_layer(ctx, in, o->compounds, "compounds", LC_WANT_POLYGONS, NULL, 0, &polygons);
    if (status == LC_OK) status = lc_inputs_layer(ctx, in, o->gates, "gates", LC_WANT_POINTS, NULL, 0, &gates);
    if (status == LC_OK) {
        lc_work_crs_project(in->city->crs, polygons.geoms.xy, polygons.geoms.n_xy);
        lc_work_crs_project(in->city->crs, gates.geoms.xy, gates.geoms.n_xy);
        status = lc_compounds_new(ctx, &polygons.geoms, &gates.geoms, &in->city->compounds);
        if (!in->has_network) lc_inputs_unused(ctx, "compounds");
    }
    lc_layer_free(&polygons);
    lc_layer_free(&gates);
    return status;
}

/* -------------------------------------------------------------------------------------------------------- network */

lc_status lc_inputs_network(lc_context *ctx, const lc_city_options *o, lc_inputs *in) {
    in->has_network = o->n_osm || o->network;
    for (size_t k = 0; !in->has_network && k < in->n_profiles; k++)
        if (lc_profile_walks(in->profile[k]))
            return lc_fail(ctx, LC_ERR_INPUT,
                           "profile %s measures walking distance: give the paths with --osm or --network",
                           in->profile[k]->name);
    if (!o->network) return LC_OK;
    lc_source source = {0};
    lc_status status = lc_source_parse(ctx, o->network, &source);
    if (status == LC_OK)
        status = lc_osm_is_source(&source)     ? lc_osm_source_network(ctx, &source, in)
                 : lc_prepared_is(source.path) ? lc_inputs_prepared(ctx, o, &source, in)
                                               : lc_line_network_read(ctx, o->network, in);
    lc_source_free(&source);
    return status;
}

static void free_prepared(lc_inputs *in) {
    if (in->prepared) lc_prepared_free(in->prepared);
    free(in->prepared);
    in->prepared = NULL;
}

void lc_inputs_drop_paths(lc_inputs *in) {
    free_prepared(in);
    lc_osm_drop(&in->network_osm);
    lc_osm_drop(&in->osm);
}

/* --------------------------------------------------------------------------------------------------------- whole */

static lc_status load_walk_rules(lc_context *ctx, const lc_city_options *o, lc_inputs *in) {
    lc_status status = lc_walk_rules_load(ctx, o->data_dir, &in->walk);
    if (status != LC_OK) return status;
    in->city->rules = (lc_network_rules){.min_component_m = o->min_component_m,
                                         .island_gap_m = or_default(o->island_gap_m, in->walk->island_gap_m)};
    return LC_OK;
}

/* What is asked for, by the rules and the profiles. */
static lc_status plan(lc_context *ctx, const lc_city_options *o, lc_inputs *in) {
    lc_status status = load_walk_rules(ctx, o, in);
    if (status == LC_OK) status = lc_categories_load(ctx, o->data_dir, &in->city->categories);
    if (status == LC_OK) status = lc_land_load(ctx, o->data_dir, &in->land);
    if (status == LC_OK && !list_categories(in, o)) status = lc_fail_memory(ctx);
    if (status == LC_OK) status = check_categories(ctx, in);
    return status == LC_OK ? lc_facility_sources_plan(ctx, o, in) : status;
}

lc_status lc_inputs_read_paths(lc_context *ctx, const lc_city_options *o, lc_inputs *in) {
    lc_status status = plan(ctx, o, in);
    if (status == LC_OK) status = lc_reading_begin(ctx, o, in);
    if (status == LC_OK) status = lc_phase_begin(ctx, "read communities");
    if (status == LC_OK) status = lc_inputs_communities(ctx, o, in);
    if (status != LC_OK || in->planes.n) return status;
    if (status == LC_OK) status = lc_phase_begin(ctx, "read network");
    if (status == LC_OK) status = lc_inputs_network(ctx, o, in);
    if (status == LC_OK && o->n_osm) status = lc_osm_source_check(ctx, o, in);
    if (status == LC_OK) status = lc_prepared_check_osm(ctx, o, in);
    return status;
}

lc_status lc_inputs_read_places(lc_context *ctx, const lc_city_options *o, lc_inputs *in) {
    lc_status status = lc_phase_begin(ctx, "read facilities");
    if (status == LC_OK) status = lc_facility_sources_read(ctx, o, in);
    if (status == LC_OK) status = read_residential(ctx, o, in);
    return status;
}

lc_status lc_inputs_read_facilities(lc_context *ctx, const lc_city_options *o, lc_inputs *in) {
    in->has_network = o->n_osm || o->network;
    lc_status status = plan(ctx, o, in);
    if (status == LC_OK) status = lc_inputs_communities(ctx, o, in);
    if (status == LC_OK && o->n_osm) status = lc_osm_source_check(ctx, o, in);
    return status == LC_OK ? lc_facility_sources_read(ctx, o, in) : status;
}

void lc_inputs_free(lc_inputs *in) {
    lc_walk_rules_free(in->walk);
    lc_land_free(in->land);
    lc_entrance_rules_free(in->entrance_rules);
    lc_levels_free(in->levels);
    lc_poi_rules_free(in->poi_rules);
    lc_pois_free(&in->pois);
    lc_osm_drop(&in->network_osm);
    lc_osm_drop(&in->osm);
    lc_reading_drop(in->reading);
    free_prepared(in);
    lc_layer_free(&in->lines);
    lc_planes_free(&in->planes);
    free(in->number);
    *in = (lc_inputs){0};
}
