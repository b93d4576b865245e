/* What the files of a folder are: each one is inspected, and a file of several layers layer by layer. */
#include <dirent.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "init.h"

static const char *const ENDINGS[] = {".osm", ".osm.gz", ".pbf", ".shp", ".gpkg", ".geojson", ".json", ".fgb", ".kml",
                                      ".tab", ".mif",    ".gdb", ".csv", ".xlsx", ".ods",     ".tif",  ".tiff"};

static bool ends_with(const char *text, const char *ending) {
    size_t n = strlen(text), m = strlen(ending);
    return n > m && strcasecmp(text + n - m, ending) == 0;
}

static int is_data(const struct dirent *entry) {
    for (size_t i = 0; i < sizeof ENDINGS / sizeof *ENDINGS; i++)
        if (entry->d_name[0] != '.' && ends_with(entry->d_name, ENDINGS[i])) return 1;
    return 0;
}

static char *join(const char *a, const char *between, const char *b) {
    size_t n = strlen(a) + strlen(between) + strlen(b) + 1;
    char *text = malloc(n);
    if (text) snprintf(text, n, "%s%s%s", a, between, b);
    return text;
}

/* The better of two fields for a purpose: the exact word before one that contains it, the earlier before the later. */
static void take_field(const char *field, const char *const *words, char **best, int *rank) {
    for (int i = 0; words[i]; i++) {
        int found = strcasecmp(field, words[i]) == 0 ? 2 * i : strstr(field, words[i]) ? 2 * i + 1 : -1;
        if (found < 0 || (*best && found >= *rank)) continue;
        free(*best);
        *best = strdup(field);
        *rank = found;
    }
}

static void take_fact(init_source *s, const lc_fact *fact, int rank[2]) {
    static const char *const names[] = {"name", "名称", "Name", "NAME", "社区", "街道", NULL};
    static const char *const ids[] = {"id", "code", "编码", "代码", "编号", "CODE", NULL};
    if (strcmp(fact->key, "geometry") == 0 && !s->described) s->described = strdup(fact->text);
    if (strcmp(fact->key, "format") == 0 && strcmp(fact->text, "OpenStreetMap") == 0) s->kind = INIT_MAP;
    if (strcmp(fact->key, "role") == 0)
        s->kind = strncmp(fact->text, "network", 7) == 0        ? INIT_LINES
                  : strncmp(fact->text, "communities", 11) == 0 ? INIT_POLYGONS
                                                                : INIT_POINTS;
    if (strcmp(fact->key, "field") != 0) return;
    take_field(fact->label, names, &s->name_field, &rank[0]);
    take_field(fact->label, ids, &s->id_field, &rank[1]);
    s->has_types = s->has_types || strcmp(fact->label, "typecode") == 0 || strcmp(fact->label, "detail_info.tag") == 0;
}

/* A report of ours among the files is an output, not an input. */
static bool is_report(const lc_inspection *found) {
    for (size_t i = 0; i < lc_inspection_fact_count(found); i++) {
        lc_fact fact = lc_inspection_fact(found, i);
        if (strcmp(fact.key, "field") == 0 && ends_with(fact.label, "_verdict")) return true;
    }
    return false;
}

static bool add(init_folder *folder, const char *path, const lc_inspection *found) {
    init_source *longer = realloc(folder->source, (folder->n + 1) * sizeof *longer);
    int rank[2] = {0, 0};
    if (!longer) return false;
    folder->source = longer;
    init_source *s = &folder->source[folder->n++];
    *s = (init_source){.path = strdup(path), .kind = INIT_POINTS};
    if (ends_with(path, ".tif") || ends_with(path, ".tiff")) s->kind = INIT_RASTER;
    if (ends_with(path, ".osm") || ends_with(path, ".osm.gz") || ends_with(path, ".pbf")) s->kind = INIT_MAP;
    for (size_t i = 0; i < lc_inspection_fact_count(found); i++) {
        lc_fact fact = lc_inspection_fact(found, i);
        take_fact(s, &fact, rank);
    }
    /* Pictures and heights are no weights, for which inspect looks at rasters. */
    if (lc_inspection_reason(found) && s->kind != INIT_RASTER) s->problem = strdup(lc_inspection_reason(found));
    return s->path;
}

/* In English, since facts are told apart by their words. */
static int look_at(lc_context *ctx, const char *data_dir, init_folder *folder, const char *source) {
    lc_inspect_options options = LC_INSPECT_OPTIONS_INIT;
    lc_inspection *found = NULL;
    options.data_dir = data_dir;
    char *path = join(folder->path, "/", source);
    int code = CLI_PASSED;
    bool ok = path != NULL, layers = false;
    if (ok && lc_inspect(ctx, path, &options, &found) != LC_OK) code = cli_fail("%s", lc_error_message(ctx));
    for (size_t i = 0; ok && found && code == CLI_PASSED && i < lc_inspection_fact_count(found); i++) {
        lc_fact fact = lc_inspection_fact(found, i);
        if (strcmp(fact.key, "layers") != 0) continue;
        layers = true;
        char *layer = join(source, "|layername=", fact.label);
        ok = layer != NULL;
        if (ok) code = look_at(ctx, data_dir, folder, layer);
        free(layer);
    }
    if (ok && found && !layers && code == CLI_PASSED && !is_report(found)) ok = add(folder, source, found);
    lc_inspection_free(found);
    free(path);
    return ok ? code : cli_fail("out of memory");
}

static void take_category(const char *name, const char *title_en, const char *title_zh, void *user) {
    init_folder *folder = user;
    init_category *longer = realloc(folder->category, (folder->n_categories + 1) * sizeof *longer);
    if (!longer) return;
    folder->category = longer;
    folder->category[folder->n_categories++] =
        (init_category){strdup(name), title_en ? strdup(title_en) : NULL, title_zh ? strdup(title_zh) : NULL};
}

int init_look(lc_context *ctx, const char *data_dir, init_folder *folder) {
    struct dirent **entry = NULL;
    if (lc_category_list(ctx, data_dir, take_category, folder) != LC_OK) return cli_fail("%s", lc_error_message(ctx));
    int n = scandir(folder->path, &entry, is_data, alphasort), code = CLI_PASSED;
    if (n < 0) return cli_fail("%s: there is no such folder", folder->path);
    for (int i = 0; i < n; i++) {
        if (code == CLI_PASSED) code = look_at(ctx, data_dir, folder, entry[i]->d_name);
        free(entry[i]);
    }
    free(entry);
    return code;
}

void init_free(init_folder *folder) {
    for (size_t i = 0; i < folder->n; i++) {
        init_source *s = &folder->source[i];
        free(s->path);
        free(s->described);
        free(s->problem);
        free(s->id_field);
        free(s->name_field);
        free(s->category);
    }
    for (size_t k = 0; k < folder->n_categories; k++) {
        free(folder->category[k].name);
        free(folder->category[k].title_en);
        free(folder->category[k].title_zh);
    }
    free(folder->source);
    free(folder->category);
}
