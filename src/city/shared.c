#include "city/shared.h"

#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "base/path.h"
#include "source/osm_part.h"

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

lc_status lc_shared_new(lc_context *ctx, const lc_city_options *options, lc_shared **out) {
    lc_shared *shared = LC_NEW0(lc_shared, 1);
    lc_status status = shared && copy_options(options, &shared->options) ? LC_OK : lc_fail_memory(ctx);
    if (status == LC_OK && options->shard && lc_path_ending(options->shard, YAML, 1))
        status = lc_cut_part_read(ctx, options->shard, &shared->cut);
    if (status == LC_OK)
        *out = shared;
    else
        lc_shared_free(shared);
    return status;
}

/* ------------------------------------------------------------------------------------------------------------- layers
 */

static void free_osm(lc_shared_osm *osm) {
    lc_osm_drop(&osm->osm);
    free(osm->way_box);
}

void lc_shared_free(lc_shared *shared) {
    if (!shared) return;
    free_options(&shared->options);
    lc_planes_free(&shared->planes);
    free(shared->index);
    lc_cut_part_free(shared->cut);
    lc_warnings_clear(&shared->warnings);
    for (size_t i = 0; i < shared->n_layers; i++) {
        free(shared->layer[i]->key);
        lc_layer_free(&shared->layer[i]->layer);
        lc_index_free(shared->layer[i]->index);
        free(shared->layer[i]);
    }
    free(shared->layer);
    free_osm(&shared->osm);
    free_osm(&shared->network_osm);
    lc_pois_free(&shared->pois);
    for (size_t i = 0; i < shared->n_categories; i++) free(shared->category[i].name);
    free(shared->category);
    free(shared);
}

/* Source, role and fields, a line each. */
char *lc_shared_key(const char *text, const char *role, const char *const *fields, size_t n) {
    char *key = lc_sprintf("%s\n%s", text, role);
    for (size_t i = 0; key && i < n; i++) {
        char *longer = lc_sprintf("%s\n%s", key, fields[i] ? fields[i] : "");
        free(key);
        key = longer;
    }
    return key;
}

bool lc_shared_has(const lc_shared *shared, const char *text) {
    size_t n = strlen(text);
    for (size_t i = 0; i < shared->n_layers; i++)
        if (strncmp(shared->layer[i]->key, text, n) == 0 && shared->layer[i]->key[n] == '\n') return true;
    return false;
}

const lc_shared_layer *lc_shared_find(const lc_shared *shared, const char *key) {
    for (size_t i = 0; i < shared->n_layers; i++)
        if (strcmp(shared->layer[i]->key, key) == 0) return shared->layer[i];
    return NULL;
}

lc_status lc_shared_keep(lc_context *ctx, lc_shared *shared, const char *key, size_t n_source, lc_layer *layer) {
    if (!LC_ROOM(shared->layer, shared->cap_layers, shared->n_layers + 1)) return lc_fail_memory(ctx);
    lc_shared_layer *to = LC_NEW(lc_shared_layer, 1); /* parts point to it */
    if (!to) return lc_fail_memory(ctx);
    shared->layer[shared->n_layers++] = to;
    *to = (lc_shared_layer){.key = lc_strdup(key), .layer = *layer, .n_source = n_source};
    *layer = (lc_layer){0};
    to->index = lc_geoms_index(&to->layer.geoms);
    return to->key && to->index ? LC_OK : lc_fail_memory(ctx);
}

void lc_shared_warnings(lc_context *ctx, lc_shared *shared) {
    lc_warnings warnings = ctx->warnings;
    ctx->warnings = shared->warnings;
    shared->warnings = warnings;
}

/* ------------------------------------------------------------------------------------------------------ OpenStreetMap
 */

lc_status lc_shared_keep_osm(lc_context *ctx, lc_shared_osm *to, lc_osm *osm) {
    *to = (lc_shared_osm){.osm = osm, .way_box = lc_osm_way_boxes(osm)};
    return to->way_box ? LC_OK : lc_fail_memory(ctx);
}

lc_status lc_shared_osm_part(lc_context *ctx, const lc_shared_osm *from, const lc_box *box, lc_osm **out) {
    lc_osm *part = LC_NEW0(lc_osm, 1);
    lc_status status = part ? lc_osm_part_of(ctx, from->osm, from->way_box, box, part) : lc_fail_memory(ctx);
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
