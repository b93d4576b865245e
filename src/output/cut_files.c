#define _XOPEN_SOURCE 700 /* realpath(), st_mtim */

#include "output/cut_files.h"

#include <glob.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "profile/data_dir.h"
#include "profile/profile_path.h"

/* What is listed. */
typedef struct {
    lc_context *ctx;
    lc_cut_files *files;
} listing_t;

static bool is_listed(const lc_cut_files *files, const char *source, const char *path, lc_cut_use use) {
    for (size_t i = 0; i < files->n; i++) {
        const lc_cut_file *file = &files->file[i];
        if (file->use == use && strcmp(file->path, path) == 0 && strcmp(file->source, source) == 0) return true;
    }
    return false;
}

static lc_status add_file(listing_t *l, const char *source, const char *path, lc_cut_use use) {
    lc_cut_file file = {.use = use};
    if (is_listed(l->files, source, path, use) || stat(path, &file.state) != 0) return LC_OK;
    if (!LC_ROOM(l->files->file, l->files->cap, l->files->n + 1)) return lc_fail_memory(l->ctx);
    file.source = lc_strdup(source);
    file.path = lc_strdup(path);
    l->files->file[l->files->n++] = file;
    return file.source && file.path ? LC_OK : lc_fail_memory(l->ctx);
}

/* All that belongs to a shapefile, for glob(), to which some of its own characters may mean something; malloc'ed. */
static char *pattern_of(const char *path) {
    size_t n = strlen(path) - strlen(".shp"), at = 0;
    char *pattern = LC_NEW(char, 2 * n + sizeof ".*");
    for (size_t i = 0; pattern && i < n; i++) {
        if (strchr("*?[\\", path[i])) pattern[at++] = '\\';
        pattern[at++] = path[i];
    }
    if (pattern) memcpy(pattern + at, ".*", sizeof ".*");
    return pattern;
}

static lc_status add_shapefile(listing_t *l, const char *source, const char *path, lc_cut_use use) {
    glob_t found = {0};
    char *pattern = pattern_of(path);
    lc_status status = pattern ? LC_OK : lc_fail_memory(l->ctx);
    int code = pattern ? glob(pattern, 0, NULL, &found) : GLOB_NOMATCH;
    if (code == GLOB_NOSPACE) status = lc_fail_memory(l->ctx);
    if (code != 0) found.gl_pathc = 0;
    for (size_t i = 0; status == LC_OK && i < found.gl_pathc; i++) status = add_file(l, source, found.gl_pathv[i], use);
    globfree(&found);
    free(pattern);
    return status;
}

static lc_status add_source(listing_t *l, const char *source, lc_cut_use use) {
    struct stat st;
    if (!source) return LC_OK;
    char *path = lc_sprintf("%.*s", (int)strcspn(source, "|"), source);
    char *whole = path && stat(path, &st) == 0 && S_ISREG(st.st_mode) ? realpath(path, NULL) : NULL;
    lc_status status = path ? LC_OK : lc_fail_memory(l->ctx);
    size_t n = whole ? strlen(whole) : 0;
    if (n > 4 && strcmp(whole + n - 4, ".shp") == 0)
        status = add_shapefile(l, source, whole, use);
    else if (whole)
        status = add_file(l, source, whole, use);
    free(whole);
    free(path);
    return status;
}

/* CATEGORY=SOURCE, or SOURCE. */
static lc_status add_named(listing_t *l, const char *text) {
    const char *equals = strchr(text, '=');
    return add_source(l, equals ? equals + 1 : text, LC_CUT_SOURCE);
}

static lc_status add_all_named(listing_t *l, const char *const *list, size_t n) {
    lc_status status = LC_OK;
    for (size_t i = 0; status == LC_OK && i < n; i++) status = add_named(l, list[i]);
    return status;
}

static lc_status add_profile(listing_t *l, const lc_cut_options *options, const lc_profile *profile) {
    char *path = NULL;
    lc_status status = lc_profile_path(l->ctx, options->city->data_dir, options->profile, &path);
    if (status == LC_OK) status = add_source(l, path, LC_CUT_SOURCE);
    for (size_t i = 0; status == LC_OK && i < profile->n_parents; i++)
        status = add_source(l, profile->parents[i], LC_CUT_SOURCE);
    for (size_t i = 0; status == LC_OK && i < profile->n_groups; i++) status = add_named(l, profile->groups[i].source);
    free(path);
    return status;
}

static lc_status add_rules(listing_t *l, const char *data_dir) {
    lc_status status = LC_OK;
    for (size_t k = 0; status == LC_OK && k < LC_RULE_FILES; k++) {
        char *path = NULL;
        status = lc_data_file(l->ctx, data_dir, lc_rule_files[k], &path);
        if (status == LC_OK) status = add_source(l, path, LC_CUT_RULES);
        free(path);
    }
    return status;
}

lc_status lc_cut_files_list(lc_context *ctx, const lc_cut_options *options, const lc_profile *profile,
                            lc_cut_files *out) {
    listing_t l = {ctx, out};
    const lc_city_options *o = options->city;
    const char *single[] = {options->project, o->network,   o->communities, o->residential,
                            o->demand,        o->compounds, o->gates,       o->dem};
    lc_status status = LC_OK;
    for (size_t i = 0; status == LC_OK && i < o->n_osm; i++) status = add_source(&l, o->osm[i], LC_CUT_OSM);
    if (status == LC_OK) status = add_all_named(&l, o->facilities, o->n_facilities);
    for (size_t i = 0; status == LC_OK && i < o->n_pois; i++) status = add_source(&l, o->pois[i], LC_CUT_SOURCE);
    if (status == LC_OK) status = add_all_named(&l, o->entrances, o->n_entrances);
    if (status == LC_OK) status = add_all_named(&l, o->groups, o->n_groups);
    for (size_t i = 0; status == LC_OK && i < options->n_edits; i++)
        status = add_source(&l, options->edits[i], LC_CUT_EDITS);
    for (size_t i = 0; status == LC_OK && i < sizeof single / sizeof *single; i++)
        status = add_source(&l, single[i], LC_CUT_SOURCE);
    if (status == LC_OK) status = add_profile(&l, options, profile);
    return status == LC_OK ? add_rules(&l, o->data_dir) : status;
}

static bool same_time(struct timespec a, struct timespec b) {
    return a.tv_sec == b.tv_sec && a.tv_nsec == b.tv_nsec;
}

lc_status lc_cut_file_check(lc_context *ctx, const lc_cut_file *file) {
    struct stat now;
    const struct stat *was = &file->state;
    bool same = stat(file->path, &now) == 0 && now.st_dev == was->st_dev && now.st_ino == was->st_ino &&
                now.st_size == was->st_size && same_time(now.st_mtim, was->st_mtim) &&
                same_time(now.st_ctim, was->st_ctim);
    if (same) return LC_OK;
    return lc_fail(ctx, LC_ERR_INPUT, "%s has changed while it was cut; cut again", file->path);
}

void lc_cut_files_free(lc_cut_files *files) {
    for (size_t i = 0; i < files->n; i++) {
        free(files->file[i].source);
        free(files->file[i].path);
    }
    free(files->file);
    *files = (lc_cut_files){0};
}
