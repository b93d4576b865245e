#include "source/osm.h"

#include <string.h>

#include "base/hash.h"
#include "base/memory.h"
#include "base/path.h"
#include "source/osm_build.h"
#include "source/osm_kind.h"

/* ------------------------------------------------------------------ files */

/* Note a file of the extract, in osm->file[osm->n_files]; *known when the same content is there already. */
static lc_status note_file(lc_context *ctx, const char *path, lc_osm *osm, bool *known) {
    lc_osm_file *file = &osm->file[osm->n_files];
    lc_status status = lc_sha256_files(ctx, &path, 1, file->sha256);
    *known = false;
    for (size_t i = 0; !status && i < osm->n_files; i++)
        *known = *known || strcmp(osm->file[i].sha256, file->sha256) == 0;
    if (status || *known) return status;
    file->name = lc_strdup(lc_path_name(path));
    if (!file->name) return lc_fail_memory(ctx);
    osm->n_files++;
    return LC_OK;
}

/* The names and the digest of all: a single file's are its own. */
static lc_status name_files(lc_context *ctx, const char *const *path, size_t n, lc_osm *osm) {
    osm->name = lc_strdup(osm->file[0].name);
    for (size_t i = 1; osm->name && i < osm->n_files; i++) {
        char *longer = lc_sprintf("%s, %s", osm->name, osm->file[i].name);
        free(osm->name);
        osm->name = longer;
    }
    if (!osm->name) return lc_fail_memory(ctx);
    if (osm->n_files > 1) return lc_sha256_files(ctx, path, n, osm->sha256);
    memcpy(osm->sha256, osm->file[0].sha256, sizeof osm->sha256);
    return LC_OK;
}

/* Note what is to be read, each content once, in the order given; `used` and `kind` get the paths and what they are. */
static lc_status note_files(lc_context *ctx, const char *const *path, size_t n, lc_osm *files, const char **used,
                            lc_osm_kind *kind) {
    lc_status status = LC_OK;
    for (size_t i = 0; !status && i < n; i++) {
        bool known = false;
        lc_osm_kind this = LC_OSM_PBF;
        status = lc_osm_kind_of(ctx, path[i], &this);
        if (!status) status = note_file(ctx, path[i], files, &known);
        if (status || known) continue;
        used[files->n_files - 1] = path[i];
        kind[files->n_files - 1] = this;
    }
    return status;
}

static lc_status read_once(lc_context *ctx, const char *const *path, const lc_osm_kind *kind, lc_osm_builder *b,
                           lc_osm *files) {
    lc_status status = LC_OK;
    for (size_t i = 0; !status && i < files->n_files; i++) {
        size_t before = lc_osm_builder_given(b);
        b->path = path[i];
        status = kind[i] == LC_OSM_PBF ? lc_osm_read_pbf(ctx, path[i], b)
                                       : lc_osm_read_xml(ctx, path[i], kind[i] == LC_OSM_GZIP, b);
        files->file[i].n_objects = lc_osm_builder_given(b) - before;
        lc_fail_at(ctx, status, &(lc_where){LC_WHERE(LC_ERROR_SOURCE), .file = path[i]});
    }
    return status;
}

/* Versions cost room and time, and a PBF hardly ever has an object twice: then it is read again, with versions. */
static lc_status read_files(lc_context *ctx, const char *const *path, const lc_osm_kind *kind, const char *const *keys,
                            size_t n_keys, lc_osm *files, lc_osm *out) {
    bool ranked = files->n_files > 1 || kind[0] != LC_OSM_PBF, again;
    lc_status status;
    do {
        lc_osm_builder b = {0};
        again = false;
        status = lc_osm_builder_init(ctx, keys, n_keys, ranked, &b);
        if (!status) status = read_once(ctx, path, kind, &b, files);
        if (!status) status = lc_osm_builder_finish(&b, out, &again);
        lc_osm_builder_free(&b);
        ranked = true;
    } while (!status && again);
    return status;
}

/* -------------------------------------------------------------- positions */

static bool is_placed(const lc_osm *osm, size_t way) {
    for (size_t r = osm->way_start[way]; r < osm->way_start[way + 1]; r++)
        if (lc_osm_find_node(osm, osm->ref[r]) != SIZE_MAX) return true;
    return lc_osm_find_centre(osm, LC_OSM_WAY, osm->way_id[way]) != SIZE_MAX;
}

/* Ways of which none has any position would be read as nothing. */
static lc_status check_positions(lc_context *ctx, const lc_osm *osm) {
    bool placed = osm->n_nodes > 0 || osm->n_relations + osm->n_ways == 0;
    if (placed && osm->n_ways) {
        placed = false;
        for (size_t way = 0; !placed && way < osm->n_ways; way++) placed = is_placed(osm, way);
    }
    if (placed) return LC_OK;
    return lc_fail(ctx, LC_ERR_INPUT,
                   "%s: no way in it has a position: their nodes are not in the file; ask Overpass for 'out geom', or "
                   "add '>; out skel;'",
                   osm->name);
}

lc_status lc_osm_read(lc_context *ctx, const char *const *path, size_t n, const char *const *keys, size_t n_keys,
                      lc_osm *out) {
    lc_osm osm = {0}, files = {.file = LC_NEW0(lc_osm_file, n)};
    const char **used = LC_NEW(const char *, n);
    lc_osm_kind *kind = LC_NEW(lc_osm_kind, n);
    lc_status status = files.file && used && kind ? LC_OK : lc_fail_memory(ctx);
    if (!status) status = note_files(ctx, path, n, &files, used, kind);
    if (!status) status = read_files(ctx, used, kind, keys, n_keys, &files, &osm);
    osm.file = files.file;
    osm.n_files = files.n_files;
    if (!status) status = name_files(ctx, used, osm.n_files, &osm);
    if (!status) status = check_positions(ctx, &osm);
    free(kind);
    free(used);
    if (status)
        lc_osm_free(&osm);
    else
        *out = osm;
    return lc_fail_at(ctx, status, &(lc_where){LC_WHERE(LC_ERROR_SOURCE), .file = n == 1 ? path[0] : NULL});
}

static void free_tags(lc_osm_tags *tags) {
    free(tags->start);
    free(tags->key);
    free(tags->value);
    free(tags->text);
}

void lc_osm_free(lc_osm *osm) {
    if (osm->borrows_text) osm->node_tags.text = osm->way_tags.text = osm->relation_tags.text = NULL;
    free(osm->node_id);
    free(osm->node_xy);
    free(osm->tagged_node);
    free_tags(&osm->node_tags);
    free(osm->way_id);
    free(osm->way_start);
    free(osm->ref);
    free_tags(&osm->way_tags);
    free(osm->relation_id);
    free(osm->member_start);
    free(osm->member_type);
    free(osm->member_ref);
    free_tags(&osm->relation_tags);
    for (size_t i = 0; i < osm->n_files; i++) free(osm->file[i].name);
    free(osm->file);
    free(osm->name);
    *osm = (lc_osm){0};
}

void lc_osm_drop(lc_osm **osm) {
    if (*osm) lc_osm_free(*osm);
    free(*osm);
    *osm = NULL;
}

static size_t find_id(const int64_t *id, size_t n, int64_t wanted) {
    size_t low = 0, high = n;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (id[middle] < wanted)
            low = middle + 1;
        else
            high = middle;
    }
    return low < n && id[low] == wanted ? low : SIZE_MAX;
}

size_t lc_osm_find_node(const lc_osm *osm, int64_t id) {
    return find_id(osm->node_id, osm->n_nodes, id);
}

size_t lc_osm_find_node_near(const lc_osm *osm, int64_t id, size_t near) {
    const int64_t *ids = osm->node_id;
    size_t low = near, high = near, step = 1;
    if (near >= osm->n_nodes) return lc_osm_find_node(osm, id);
    while (low > 0 && ids[low] > id) {
        high = low;
        low -= step < low ? step : low;
        step *= 2;
    }
    while (high < osm->n_nodes && ids[high] < id) {
        low = high;
        high += step < osm->n_nodes - high ? step : osm->n_nodes - high;
        step *= 2;
    }
    if (high < osm->n_nodes) high++;
    size_t found = find_id(ids + low, high - low, id);
    return found == SIZE_MAX ? SIZE_MAX : low + found;
}

size_t lc_osm_find_way(const lc_osm *osm, int64_t id) {
    return find_id(osm->way_id, osm->n_ways, id);
}

const char *lc_osm_tag(const void *object, const char *key) {
    const lc_osm_object *o = object;
    const lc_osm_tags *tags = o->tags;
    for (size_t t = tags->start[o->index]; t < tags->start[o->index + 1]; t++)
        if (strcmp(tags->text + tags->key[t], key) == 0) return tags->text + tags->value[t];
    return NULL;
}
