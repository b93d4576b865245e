#include "city/osm_source.h"

#include <string.h>

#include "base/memory.h"
#include "city/shared.h"
#include "profile/path_class.h"
#include "source/osm_kind.h"
#include "source/osm_read.h"

static const char CRS[] = "EPSG:4326", ENCODING[] = "UTF-8";

bool lc_osm_is_source(const lc_source *source) {
    return !source->layername && !source->layerid && lc_osm_is_name(source->path);
}

/* ------------------------------------------------------------------- tags */

typedef struct {
    const char **key;
    size_t n, cap;
} keys_t;

static bool add_key(keys_t *keys, const char *key) {
    if (!key) return true;
    if (!LC_ROOM(keys->key, keys->cap, keys->n + 1)) return false;
    keys->key[keys->n++] = key;
    return true;
}

static bool add_keys(keys_t *keys, const lc_tag_match *match, size_t n) {
    bool ok = true;
    for (size_t i = 0; ok && i < n; i++) ok = add_key(keys, match[i].key);
    return ok;
}

static bool add_category(keys_t *keys, const lc_category_def *def) {
    return add_keys(keys, def->require, def->n_require) && add_keys(keys, def->any, def->n_any) &&
           add_keys(keys, def->skip, def->n_skip) && (!def->member_of || add_category(keys, def->member_of));
}

static bool add_categories(keys_t *keys, const lc_categories *categories) {
    bool ok = true;
    for (size_t c = 0; ok && categories && c < categories->n; c++) ok = add_category(keys, &categories->category[c]);
    return ok;
}

static bool take_key(void *user, char *key) {
    return add_key(user, key);
}

static bool add_walk(keys_t *keys, const lc_walk_rules *w) {
    return add_key(keys, "highway") && add_keys(keys, w->require, w->n_require) &&
           add_keys(keys, w->exclude, w->n_exclude) && add_keys(keys, w->grant, w->n_grant) &&
           add_keys(keys, w->deny, w->n_deny) && add_keys(keys, w->sidewalk, w->n_sidewalk) &&
           add_keys(keys, w->squares, w->n_squares) && lc_path_classes_keys(&w->classes, take_key, keys);
}

/* Buildings and land use are many: their tags are kept only where they are needed. */
static bool add_land(keys_t *keys, const lc_city_options *o, const lc_inputs *in) {
    bool ok = true;
    if (!o->residential && lc_inputs_want_land(in, o)) ok = add_category(keys, &in->land->residential);
    if (o->demand || !lc_inputs_want(in, LC_POPULATION)) return ok;
    return ok && add_category(keys, &in->land->building) && add_key(keys, in->land->floors);
}

/* Tags that say what facilities supply. */
static bool add_supplies(keys_t *keys, const lc_inputs *in) {
    bool ok = true;
    for (size_t k = 0; k < in->n_profiles; k++)
        for (size_t i = 0; ok && i < in->profile[k]->n_indicators; i++)
            if (in->profile[k]->indicators[i].supply) ok = add_key(keys, in->profile[k]->indicators[i].supply);
    return ok;
}

/* ---------------------------------------------------------------- reading */

/* Frees the keys. */
static lc_status read_all(lc_context *ctx, const char *const *path, size_t n, keys_t *keys, bool ok, lc_osm **out) {
    lc_osm *osm = ok ? LC_NEW0(lc_osm, 1) : NULL;
    lc_status status = osm ? lc_osm_read(ctx, path, n, keys->key, keys->n, osm) : lc_fail_memory(ctx);
    free(keys->key);
    if (status == LC_OK)
        *out = osm;
    else
        free(osm);
    return status;
}

/* An extract goes by the name, and so on, of the file that it was cut from. */
static lc_status name_origin(lc_context *ctx, const lc_cut_osm *origin, lc_osm *osm) {
    char *name = lc_strdup(origin->name), *file = lc_strdup(origin->name);
    if (!name || !file) {
        free(name);
        free(file);
        return lc_fail_memory(ctx);
    }
    free(osm->name);
    osm->name = name;
    memcpy(osm->sha256, origin->sha256, sizeof osm->sha256);
    free(osm->file[0].name);
    osm->file[0].name = file;
    osm->file[0].n_objects = origin->n_objects;
    memcpy(osm->file[0].sha256, origin->sha256, sizeof osm->file[0].sha256);
    return LC_OK;
}

/* What the extract of a part is; NULL for sources as they are. */
static const lc_cut_part *extract_of(const lc_inputs *in, const lc_shared_osm *shared) {
    const lc_cut_part *cut = in->shared ? in->shared->cut : NULL;
    return cut && cut->extract && shared == &in->shared->osm ? cut : NULL;
}

/* The same; of several planes it is read once, and each takes its part. Frees the keys. */
static lc_status read_with(lc_context *ctx, const char *const *path, size_t n, keys_t *keys, bool ok, lc_inputs *in,
                           lc_shared_osm *shared, lc_osm **out) {
    if (!in->shared) return read_all(ctx, path, n, keys, ok, out);
    lc_osm *whole = NULL;
    lc_status status = LC_OK;
    const lc_cut_part *cut = extract_of(in, shared);
    const char *extract = cut ? cut->extract : NULL;
    lc_shared_warnings(ctx, in->shared);
    if (shared->osm)
        free(keys->key);
    else
        status = read_all(ctx, cut ? &extract : path, cut ? 1 : n, keys, ok, &whole);
    lc_shared_warnings(ctx, in->shared);
    if (status == LC_OK && whole && cut) status = name_origin(ctx, &cut->osm, whole);
    if (status != LC_OK)
        lc_osm_drop(&whole);
    else if (whole)
        status = lc_shared_keep_osm(ctx, shared, whole);
    return status == LC_OK ? lc_shared_osm_part(ctx, shared, &in->box, out) : status;
}

static lc_status note_files(lc_context *ctx, lc_inputs *in, const char *role, const lc_osm *osm) {
    lc_status status = LC_OK;
    for (size_t i = 0; status == LC_OK && i < osm->n_files; i++)
        status = lc_inputs_note(ctx, in, role, osm->file[i].name, NULL, CRS, ENCODING, osm->file[i].n_objects,
                                osm->file[i].sha256);
    return status;
}

lc_status lc_osm_source_check(lc_context *ctx, const lc_city_options *o, lc_inputs *in) {
    keys_t keys = {0};
    if (in->shared && in->shared->gathers) return LC_OK;
    bool ok = add_walk(&keys, in->walk) && add_key(&keys, "name") && add_key(&keys, "name:zh") &&
              add_categories(&keys, in->city->categories) && add_land(&keys, o, in) && add_supplies(&keys, in) &&
              (!in->entrance_rules || add_category(&keys, in->entrance_rules));
    lc_shared_osm *shared = in->shared ? &in->shared->osm : NULL;
    lc_status status = read_with(ctx, o->osm, o->n_osm, &keys, ok, in, shared, &in->osm);
    return status == LC_OK ? note_files(ctx, in, "osm", shared ? shared->osm : in->osm) : status;
}

lc_status lc_osm_source_network(lc_context *ctx, const lc_source *source, lc_inputs *in) {
    const char *path = source->path, *rest = source->text + strlen(path);
    if (*rest)
        return lc_fail(
            ctx, LC_ERR_INPUT,
            "network: '%s' does not go with an OpenStreetMap file, which joins by its nodes; leave it out, or "
            "add '|layername=lines' to have its ways as drawn lines",
            rest + 1);
    if (in->shared && in->shared->gathers) return LC_OK;
    keys_t keys = {0};
    bool ok = add_walk(&keys, in->walk);
    lc_shared_osm *shared = in->shared ? &in->shared->network_osm : NULL;
    lc_status status = read_with(ctx, &path, 1, &keys, ok, in, shared, &in->network_osm);
    return status == LC_OK ? note_files(ctx, in, "network", shared ? shared->osm : in->network_osm) : status;
}

lc_status lc_osm_source_all(lc_context *ctx, const char *const *path, size_t n, lc_inputs *in) {
    keys_t keys = {0};
    bool ok = add_walk(&keys, in->walk) && add_categories(&keys, in->city->categories);
    if (in->land) ok = ok && add_category(&keys, &in->land->residential) && add_category(&keys, &in->land->building);
    return read_all(ctx, path, n, &keys, ok, &in->osm);
}

lc_status lc_osm_source_note(lc_context *ctx, lc_inputs *in, const char *role, const char *layer, size_t features) {
    lc_status status = lc_inputs_note(ctx, in, role, in->osm->name, layer, CRS, ENCODING, features, in->osm->sha256);
    if (status == LC_OK) in->city->info[in->city->n_info - 1].by_plane = in->shared;
    return status;
}

/* ---------------------------------------------------------------- no paths */

lc_status lc_osm_source_without_paths(lc_context *ctx, const lc_osm *osm, bool needed) {
    size_t n = 0;
    for (size_t way = 0; way < osm->n_ways; way++) {
        lc_osm_object object = {&osm->way_tags, way};
        n += lc_osm_tag(&object, "highway") ? 1 : 0;
    }
    if (!needed) {
        lc_warn(ctx, "network_empty", "networks in which no path may be walked", "%s", osm->name);
        return LC_OK;
    }
    if (n == 0)
        return lc_fail(ctx, LC_ERR_INPUT, "%s: there is no path in it (no way with 'highway'); give another file",
                       osm->name);
    return lc_fail(ctx, LC_ERR_INPUT,
                   "%s: none of its %zu ways with 'highway' may be walked, by the walk rules (rules/walk.yaml) or for "
                   "want of their nodes; check the file and the rules",
                   osm->name, n);
}
