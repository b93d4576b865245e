#include "source/osm_read.h"

#include "source/osm.h"

#include <string.h>

#include "base/hash.h"
#include "base/memory.h"
#include "base/path.h"
#include "source/osm_build.h"
#include "source/osm_kind.h"
#include "source/osm_pbf.h"
#include "source/osm_xml.h"

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
