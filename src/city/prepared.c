#include "city/prepared.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <unistd.h>

#include "base/background.h"
#include "base/hash.h"
#include "base/language.h"
#include "base/memory.h"
#include "base/path.h"
#include "profile/data_dir.h"
#include "source/layer_files.h"
#include "store/prepared.h"

lc_status lc_walk_rules_hash(lc_context *ctx, const char *data_dir, char out[65]) {
    char *path = NULL;
    lc_status status = lc_data_file(ctx, data_dir, "rules/walk.yaml", &path);
    if (status == LC_OK) status = lc_sha256_files(ctx, (const char *const[]){path}, 1, out);
    free(path);
    return status;
}

/* Suffixes say how to read a layer; a prepared network has been read. */
static lc_status refuse_keys(lc_context *ctx, const lc_source *source) {
    const char *rest = source->text + strlen(source->path);
    if (!*rest) return LC_OK;
    return lc_fail(ctx, LC_ERR_INPUT, "%s is a prepared network: give '%s' to 'lifecircle prepare' instead",
                   source->path, rest + 1);
}

static lc_status check_rules(lc_context *ctx, const char *data_dir, const char *path, const lc_prepared *p) {
    char now[65];
    if (!*p->rules_sha256) return LC_OK;
    lc_status status = lc_walk_rules_hash(ctx, data_dir, now);
    if (status != LC_OK || strcmp(now, p->rules_sha256) == 0) return status;
    return lc_fail(ctx, LC_ERR_INPUT,
                   "%s was prepared with other walk rules (rules/walk.yaml has changed); prepare it again with "
                   "'lifecircle prepare'",
                   path);
}

/* The digest of several OpenStreetMap files, whose names stand with commas, when all lie in `folder` (n bytes). */
static lc_status hash_several(lc_context *ctx, const char *folder, size_t n, const char *names, char out[65]) {
    static const char comma[] = ", ";
    const char **path = NULL;
    size_t n_path = 0, capacity = 0;
    lc_status status = LC_OK;
    bool all = true;
    for (const char *at = names; all && at;) {
        const char *end = strstr(at, comma);
        size_t length = end ? (size_t)(end - at) : strlen(at);
        char *file = lc_sprintf("%.*s%.*s", (int)n, folder, (int)length, at);
        if (!file || !LC_ROOM(path, capacity, n_path + 1)) {
            free(file);
            status = lc_fail_memory(ctx);
            break;
        }
        path[n_path++] = file;
        all = access(file, R_OK) == 0;
        at = end ? end + sizeof comma - 1 : NULL;
    }
    if (status == LC_OK && all) status = lc_sha256_files(ctx, path, n_path, out);
    for (size_t i = 0; i < n_path; i++) free((char *)(uintptr_t)path[i]);
    free(path);
    return status;
}

/* The file that a network was prepared from often lies beside it. */
static lc_status check_beside(lc_context *ctx, const char *path, const lc_prepared *p) {
    size_t n = strlen(p->source.file), folder = (size_t)(lc_path_name(path) - path);
    char now[65] = "";
    char *file = lc_sprintf("%.*s%s", (int)folder, path, p->source.file);
    if (!file) return lc_fail_memory(ctx);
    bool shapefile = n > 4 && strcasecmp(p->source.file + n - 4, ".shp") == 0;
    lc_status status = *p->source.sha256 ? lc_layer_hash_files(ctx, file, shapefile, now) : LC_OK;
    bool several = !*now && *p->source.sha256 && strcmp(p->source.role, "osm") == 0;
    if (status == LC_OK && several) status = hash_several(ctx, path, folder, p->source.file, now);
    if (status == LC_OK && *now && strcmp(now, p->source.sha256) != 0)
        status =
            lc_fail(ctx, LC_ERR_INPUT,
                    "%s is out of date: %s has changed since; prepare it again with 'lifecircle prepare'", path, file);
    free(file);
    return status;
}

/* Is it said of paths that are made of an OpenStreetMap file, rather than of the file? */
static bool is_of_paths(const char *code) {
    static const char *const codes[] = {"square_open", "square_incomplete", "square_joints", "way_cut"};
    for (size_t i = 0; i < sizeof codes / sizeof *codes; i++)
        if (strcmp(code, codes[i]) == 0) return true;
    return false;
}

/* What reading the source had to say, or its paths, in the words of the time. */
static void warn_again(lc_context *ctx, const lc_warnings *warnings, bool of_paths) {
    for (size_t i = 0; i < warnings->n; i++) {
        const lc_warning_entry *entry = &warnings->entry[i];
        if (is_of_paths(entry->code) != of_paths) continue;
        for (size_t k = 0; k < entry->n_examples; k++)
            lc_warn(ctx, entry->code, entry->message, "%s", entry->examples[k]);
        lc_warn_count(ctx, entry->code, entry->message, entry->count - entry->n_examples);
    }
}

struct lc_reading {
    lc_background *task;
    char *path;
    lc_prepared *prepared; /* of the inputs, which touch it only afterwards */
};

static lc_status read_in_background(lc_context *ctx, void *user) {
    const struct lc_reading *r = user;
    return lc_prepared_read(ctx, r->path, r->prepared);
}

void lc_reading_drop(struct lc_reading *r) {
    if (!r) return;
    lc_background_drop(r->task);
    free(r->path);
    free(r);
}

static lc_status begin(lc_context *ctx, const char *path, lc_inputs *in) {
    struct lc_reading *r = in->reading = LC_NEW0(struct lc_reading, 1);
    in->prepared = LC_NEW0(lc_prepared, 1);
    if (!r || !in->prepared) return lc_fail_memory(ctx);
    r->prepared = in->prepared;
    r->path = lc_strdup(path);
    if (r->path) r->task = lc_background_begin(ctx, read_in_background, r);
    return r->task ? LC_OK : lc_fail_memory(ctx);
}

lc_status lc_reading_begin(lc_context *ctx, const lc_city_options *o, lc_inputs *in) {
    lc_source source = {0};
    if (!o->network) return LC_OK;
    lc_status status = LC_OK;
    if (lc_source_parse(ctx, o->network, &source) == LC_OK && lc_prepared_is(source.path))
        status = begin(ctx, source.path, in);
    lc_source_free(&source);
    return status;
}

static lc_status end_reading(lc_context *ctx, const char *path, lc_inputs *in) {
    lc_status status;
    if (in->reading) {
        lc_background *task = in->reading->task;
        in->reading->task = NULL;
        status = lc_background_end(ctx, task);
    } else {
        in->prepared = LC_NEW0(lc_prepared, 1);
        status = in->prepared ? lc_prepared_read(ctx, path, in->prepared) : lc_fail_memory(ctx);
    }
    lc_reading_drop(in->reading);
    in->reading = NULL;
    return status;
}

lc_status lc_inputs_prepared(lc_context *ctx, const lc_city_options *o, const lc_source *source, lc_inputs *in) {
    const char *path = source->path;
    lc_status status = refuse_keys(ctx, source);
    if (status != LC_OK) return status;
    status = end_reading(ctx, path, in);
    const lc_prepared *p = in->prepared;
    if (status == LC_OK) status = check_rules(ctx, o->data_dir, path, p);
    if (status == LC_OK && p->frozen.lines) {
        in->from_lines = true;
        in->noding = (lc_noding){.all = p->frozen.node_all, .tolerance_m = p->frozen.tolerance_m};
    }
    bool hashed_later = o->n_osm && p && p->source.role && strcmp(p->source.role, "osm") == 0;
    if (status == LC_OK && !hashed_later) status = check_beside(ctx, path, p);
    if (status == LC_OK)
        status = lc_inputs_note(ctx, in, "network", lc_source_basename(source), NULL, "EPSG:4326", NULL, p->frozen.n,
                                p->sha256);
    if (status == LC_OK)
        status = lc_inputs_note(ctx, in, LC_TEXT("network source"), p->source.file, p->source.layer, p->source.crs,
                                p->source.encoding, p->source.features, p->source.sha256);
    /* An OpenStreetMap file that is read as well says it itself. */
    if (status == LC_OK && !hashed_later) warn_again(ctx, &p->warnings, false);
    return status;
}

void lc_prepared_warn_of_paths(lc_context *ctx, const lc_inputs *in) {
    if (in->prepared) warn_again(ctx, &in->prepared->warnings, true);
}

lc_status lc_prepared_check_osm(lc_context *ctx, const lc_city_options *o, const lc_inputs *in) {
    const lc_prepared *p = in->prepared;
    if (!p || !in->osm || strcmp(p->source.role, "osm") != 0) return LC_OK;
    if (strcmp(p->source.sha256, in->osm->sha256) == 0) return LC_OK;
    return lc_fail(ctx, LC_ERR_INPUT,
                   "%s was prepared from another file than %s; prepare it again with 'lifecircle prepare', or leave "
                   "--network out",
                   o->network, in->osm->name);
}
