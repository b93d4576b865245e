#include "city/shared.h"

#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "base/path.h"
#include "geo/lonlat.h"
#include "profile/data_dir.h"
#include "source/layer_part.h"
#include "source/osm_part.h"
#include "source/osm_select.h"

/* ------------------------------------------------------------------------------------------------------------ options
 */

static bool copy_list(const char *const **list, size_t n) {
    char **copy = LC_NEW0(char *, n);
    const char *const *from = *list;
    *list = (const char *const *)copy;
    for (size_t i = 0; copy && i < n; i++)
        if (!(copy[i] = lc_strdup(from[i]))) return false;
    return copy;
}

static void free_list(const char *const *list, size_t n) {
    for (size_t i = 0; list && i < n; i++) free((void *)(uintptr_t)list[i]);
    free((void *)(uintptr_t)list);
}

/* All texts of the options. */
enum { N_TEXTS = 18 };
static void texts_of(lc_city_options *o, const char **text[N_TEXTS]) {
    const char **all[N_TEXTS] = {
        &o->network,     &o->communities, &o->id_field,     &o->name_field,   &o->population_field,
        &o->residential, &o->demand,      &o->weight_field, &o->floors_field, &o->compounds,
        &o->gates,       &o->dem,         &o->walk_cost,    &o->data_dir,     &o->planes,
        &o->group_field, &o->shard};
    memcpy(text, all, sizeof all);
}

static bool copy_options(const lc_city_options *from, lc_city_options *to) {
    const char **text[N_TEXTS];
    *to = *from;
    texts_of(to, text);
    bool ok = true;
    for (size_t i = 0; i < N_TEXTS && text[i]; i++) {
        const char *given = *text[i];
        *text[i] = lc_strdup(given);
        ok = ok && (*text[i] || !given);
    }
    ok &= copy_list(&to->osm, to->n_osm);
    ok &= copy_list(&to->groups, to->n_groups);
    ok &= copy_list(&to->facilities, to->n_facilities);
    ok &= copy_list(&to->pois, to->n_pois);
    ok &= copy_list(&to->entrances, to->n_entrances);
    return ok;
}

static void free_options(lc_city_options *o) {
    const char **text[N_TEXTS];
    texts_of(o, text);
    for (size_t i = 0; i < N_TEXTS && text[i]; i++) free((void *)(uintptr_t)*text[i]);
    free_list(o->osm, o->n_osm);
    free_list(o->groups, o->n_groups);
    free_list(o->facilities, o->n_facilities);
    free_list(o->pois, o->n_pois);
    free_list(o->entrances, o->n_entrances);
}

static const char *const YAML[] = {".yaml"};

lc_status lc_shared_open_part(lc_context *ctx, const char *shard, lc_cut_part **part, lc_cut_layers **layers) {
    *part = NULL;
    *layers = NULL;
    if (!shard || !lc_path_ending(shard, YAML, 1)) return LC_OK;
    lc_status status = lc_cut_part_read(ctx, shard, part);
    return status == LC_OK && (*part)->layers ? lc_cut_layers_open(ctx, (*part)->layers, layers) : status;
}

/* Rules say what is cut for which category: with others a part has what nobody asks for, and lacks what is. */
static lc_status check_rules(lc_context *ctx, const lc_cut_part *cut, const char *data_dir) {
    char rules[65];
    if (!cut || !*cut->rules) return LC_OK;
    lc_status status = lc_rules_digest(ctx, data_dir, rules);
    if (status != LC_OK || strcmp(rules, cut->rules) == 0) return status;
    return lc_fail(ctx, LC_ERR_INPUT,
                   "%s: the rules of the data folder (rules/*.yaml) are not those that it was cut by; cut again",
                   cut->file);
}

lc_status lc_shared_new(lc_context *ctx, const lc_city_options *options, lc_shared **out) {
    lc_shared *shared = LC_NEW0(lc_shared, 1);
    lc_status status = shared && copy_options(options, &shared->options) ? LC_OK : lc_fail_memory(ctx);
    if (status == LC_OK) status = lc_shared_open_part(ctx, options->shard, &shared->cut, &shared->cut_layers);
    if (status == LC_OK) status = check_rules(ctx, shared->cut, options->data_dir);
    if (status == LC_OK && shared->cut_layers) shared->pois_leveled = shared->cut_layers->pois_leveled;
    if (status == LC_OK)
        *out = shared;
    else
        lc_shared_free(shared);
    return status;
}

/* ------------------------------------------------------------------------------------------------------------- layers
 */

void lc_shared_drop_osm(lc_shared_osm *osm) {
    lc_osm_drop(&osm->osm);
    lc_osm_index_free(osm->index);
    *osm = (lc_shared_osm){0};
}

static void free_layer(lc_shared_layer *layer) {
    free(layer->key);
    lc_layer_free(&layer->layer);
    lc_index_free(layer->index);
    lc_layer_whole_free(&layer->whole);
    lc_warnings_clear(&layer->warnings);
    free(layer);
}

void lc_shared_drop_sources(lc_shared *shared) {
    for (size_t i = 0; i < shared->n_layers; i++) free_layer(shared->layer[i]);
    free(shared->layer);
    shared->layer = NULL;
    shared->n_layers = shared->cap_layers = 0;
    lc_cut_layers_free(shared->cut_layers);
    shared->cut_layers = NULL;
    lc_shared_drop_osm(&shared->osm);
    lc_shared_drop_osm(&shared->network_osm);
    lc_pois_free(&shared->pois);
    shared->pois = (lc_pois){0};
}

void lc_shared_free(lc_shared *shared) {
    if (!shared) return;
    lc_shared_drop_sources(shared);
    free_options(&shared->options);
    lc_planes_free(&shared->planes);
    lc_planes_free(&shared->all_planes);
    free(shared->index);
    lc_cut_part_free(shared->cut);
    lc_warnings_clear(&shared->warnings);
    for (size_t i = 0; i < shared->n_categories; i++) free(shared->category[i].name);
    free(shared->category);
    free(shared);
}

/* A source string with its path, where it is one, from the root: malloc'ed, NULL when memory is out. */
static char *shared_source(const char *text) {
    size_t n = strcspn(text, "|");
    char *path = lc_sprintf("%.*s", (int)n, text);
    if (!path || !*path || !lc_path_is_local(path)) {
        free(path);
        return lc_strdup(text);
    }
    char *absolute = lc_path_absolute(path), *whole = absolute ? lc_sprintf("%s%s", absolute, text + n) : NULL;
    free(absolute);
    free(path);
    return whole;
}

/* Source, role and fields, a line each. */
char *lc_shared_key(const char *text, const char *role, const char *const *fields, size_t n) {
    char *source = shared_source(text), *key = source ? lc_sprintf("%s\n%s", source, role) : NULL;
    free(source);
    for (size_t i = 0; key && i < n; i++) {
        char *longer = lc_sprintf("%s\n%s", key, fields[i] ? fields[i] : "");
        free(key);
        key = longer;
    }
    return key;
}

bool lc_shared_key_is_of(const char *key, const char *text) {
    char *source = shared_source(text);
    size_t n = source ? strlen(source) : 0;
    bool is = source && strncmp(key, source, n) == 0 && key[n] == '\n';
    free(source);
    return is;
}

bool lc_shared_has(const lc_shared *shared, const char *text) {
    for (size_t i = 0; i < shared->n_layers; i++)
        if (lc_shared_key_is_of(shared->layer[i]->key, text)) return true;
    for (size_t i = 0; shared->cut_layers && i < shared->cut_layers->n; i++)
        if (lc_shared_key_is_of(shared->cut_layers->key[i], text)) return true;
    return false;
}

static const lc_shared_layer *find(const lc_shared *shared, const char *key) {
    for (size_t i = 0; i < shared->n_layers; i++)
        if (strcmp(shared->layer[i]->key, key) == 0) return shared->layer[i];
    return NULL;
}

/* Make one more layer, empty. */
static lc_shared_layer *add_layer(lc_shared *shared, const char *key) {
    if (!LC_ROOM(shared->layer, shared->cap_layers, shared->n_layers + 1)) return NULL;
    lc_shared_layer *to = LC_NEW0(lc_shared_layer, 1); /* parts point to it */
    if (!to) return NULL;
    shared->layer[shared->n_layers++] = to;
    to->key = lc_strdup(key);
    return to->key ? to : NULL;
}

lc_status lc_shared_keep(lc_context *ctx, lc_shared *shared, const char *key, size_t n_source, lc_layer *layer,
                         lc_warnings *told) {
    lc_shared_layer *to = add_layer(shared, key);
    if (!to) return lc_fail_memory(ctx);
    to->layer = *layer;
    to->warnings = *told;
    *layer = (lc_layer){0};
    *told = (lc_warnings){0};
    to->index = lc_lonlat_index(&to->layer.geoms);
    bool ok = to->index && lc_layer_whole_find(&to->layer, n_source, &to->whole) &&
              lc_warnings_add(&shared->warnings, &to->warnings);
    to->layer.whole = &to->whole;
    return ok ? LC_OK : lc_fail_memory(ctx);
}

/* A layer of a part that was cut. */
static lc_status take_cut(lc_context *ctx, lc_shared *shared, const char *key, const lc_shared_layer **out) {
    lc_shared_layer *to = add_layer(shared, key);
    lc_cut_layer cut = {0};
    if (!to) return lc_fail_memory(ctx);
    lc_status status = lc_cut_layers_take(ctx, shared->cut_layers, key, &cut);
    if (status != LC_OK) return status;
    to->layer = cut.layer;
    to->whole = cut.whole;
    to->warnings = cut.warnings;
    to->layer.whole = &to->whole;
    to->index = lc_lonlat_index(&to->layer.geoms);
    *out = to;
    return to->index && lc_warnings_add(&shared->warnings, &to->warnings) ? LC_OK : lc_fail_memory(ctx);
}

lc_status lc_shared_find(lc_context *ctx, lc_shared *shared, const char *key, const lc_shared_layer **out) {
    *out = find(shared, key);
    return *out || !shared->cut_layers ? LC_OK : take_cut(ctx, shared, key, out);
}

void lc_shared_warnings(lc_context *ctx, lc_shared *shared) {
    lc_warnings warnings = ctx->warnings;
    ctx->warnings = shared->warnings;
    shared->warnings = warnings;
}

/* ------------------------------------------------------------------------------------------------------ OpenStreetMap
 */

lc_status lc_shared_keep_osm(lc_context *ctx, lc_shared_osm *to, lc_osm *osm) {
    *to = (lc_shared_osm){.osm = osm, .index = lc_osm_index_new(osm)};
    return to->index ? LC_OK : lc_fail_memory(ctx);
}

lc_status lc_shared_osm_part(lc_context *ctx, const lc_shared_osm *from, const lc_box *box, lc_osm **out) {
    lc_osm *part = LC_NEW0(lc_osm, 1);
    lc_status status = part ? lc_osm_part_of(ctx, from->osm, from->index, box, part) : lc_fail_memory(ctx);
    if (status == LC_OK)
        *out = part;
    else
        free(part);
    return status;
}

/* Of a part that was cut. */
static lc_status look_up(lc_context *ctx, const lc_cut_part *cut, lc_shared_category *out) {
    for (size_t i = 0; i < cut->osm.n_categories; i++) {
        const lc_cut_category *known = &cut->osm.category[i];
        if (strcmp(known->name, out->name) != 0) continue;
        out->any = known->any;
        out->area = known->area;
        return LC_OK;
    }
    return lc_fail(ctx, LC_ERR_INPUT, "%s does not know the category '%s': the rules have changed; cut again",
                   cut->file, out->name);
}

static lc_status look_for(lc_context *ctx, const lc_shared *shared, const lc_category_def *def,
                          lc_shared_category *out) {
    lc_context *beside = lc_context_beside(ctx);
    if (!beside) return lc_fail_memory(ctx);
    lc_status status = lc_osm_kinds(beside, shared->osm.osm, def, &out->any, &out->area);
    if (status != LC_OK) lc_fail_as(ctx, status, beside);
    lc_context_free(beside);
    return status;
}

lc_status lc_shared_osm_category(lc_context *ctx, lc_shared *shared, const lc_category_def *def,
                                 const lc_shared_category **out) {
    for (size_t i = 0; i < shared->n_categories; i++) {
        *out = &shared->category[i];
        if (strcmp((*out)->name, def->name) == 0) return LC_OK;
    }
    if (!LC_ROOM(shared->category, shared->cap_categories, shared->n_categories + 1)) return lc_fail_memory(ctx);
    lc_shared_category *to = &shared->category[shared->n_categories];
    *to = (lc_shared_category){.name = lc_strdup(def->name)};
    if (!to->name) return lc_fail_memory(ctx);
    shared->n_categories++;
    *out = to;
    return shared->cut && shared->cut->extract ? look_up(ctx, shared->cut, to) : look_for(ctx, shared, def, to);
}
