#include "source/layer_files.h"

#include <cpl_conv.h>
#include <cpl_string.h>
#include <cpl_vsi.h>
#include <string.h>
#include <sys/stat.h>

#include "base/hash.h"
#include "base/memory.h"
#include "base/path.h"

static bool is_file(const char *path) {
    struct stat info;
    return stat(path, &info) == 0 && S_ISREG(info.st_mode);
}

static bool is_folder(const char *path) {
    struct stat info;
    return stat(path, &info) == 0 && S_ISDIR(info.st_mode);
}

bool lc_layer_is_file(const char *path) {
    VSIDIR *folder = VSIOpenDir(path, 0, NULL);
    if (folder) VSICloseDir(folder);
    VSILFILE *file = folder ? NULL : VSIFOpenL(path, "rb");
    if (file) VSIFCloseL(file);
    return file != NULL;
}

/* ---------------------------------------------------------------- archives */

bool lc_layer_is_path(const char *path) {
    return lc_path_is_local(path);
}

char *lc_layer_archive_path(const char *path) {
    bool is_archive = lc_layer_is_path(path) && EQUAL(CPLGetExtension(path), "zip") && is_file(path);
    return is_archive ? lc_sprintf("/vsizip/%s", path) : lc_strdup(path);
}

char *lc_layer_only_entry(const char *folder) {
    char **names = VSIReadDir(folder);
    const char *only = NULL;
    int n = 0;
    for (char **name = names; name && *name; name++) {
        if (**name == '.' || strcmp(*name, "__MACOSX") == 0) continue;
        only = *name;
        n++;
    }
    char *path = n == 1 ? lc_sprintf("%s/%s", folder, only) : NULL;
    CSLDestroy(names);
    return path;
}

bool lc_layer_part(const lc_layer_reader *r, const char *extension, char **out) {
    char **list = GDALGetFileList(r->dataset);
    const char *name = OGR_L_GetName(r->layer);
    bool ok = true;
    *out = NULL;
    for (char **file = list; file && *file && !*out && ok; file++) {
        if (!EQUAL(CPLGetExtension(*file), extension) || strcmp(CPLGetBasename(*file), name) != 0) continue;
        *out = lc_strdup(*file);
        ok = *out != NULL;
    }
    CSLDestroy(list);
    return ok;
}

/* ------------------------------------------------------------------- digests */

/* The file whose digest a source has: of a folder of shapefiles the one that was chosen, of what lies in an archive the
   archive. */
static char *digested_file(const lc_layer_reader *r) {
    const char *path = r->source->path, *end = NULL;
    if (r->is_shapefile && is_folder(path)) return lc_sprintf("%s/%s.shp", path, OGR_L_GetName(r->layer));
    if (strncmp(path, "/vsizip/", 8) != 0) return lc_strdup(path);
    char *archive = lc_strdup(path + 8);
    for (const char *zip = archive; zip && (zip = strstr(zip, ".zip")) != NULL && !end; zip += 4)
        if (zip[4] == '/' || !zip[4]) end = zip + 4;
    if (end) archive[end - archive] = '\0';
    return archive;
}

static lc_status hash_shapefile(lc_context *ctx, const char *path, char out[65]) {
    static const char *const sidecars[] = {"cpg", "dbf", "prj", "shp", "shx"};
    enum { N = sizeof sidecars / sizeof *sidecars };
    char *found[N];
    size_t n = 0;
    lc_status status = LC_OK;
    for (size_t i = 0; i < N && !status; i++) {
        /* CPL's path functions share a buffer: copy between them. */
        char *folder = lc_strdup(CPLGetPath(path)), *stem = lc_strdup(CPLGetBasename(path));
        char *file = folder && stem ? lc_strdup(CPLFormCIFilename(folder, stem, sidecars[i])) : NULL;
        free(folder);
        free(stem);
        if (!file)
            status = lc_fail_memory(ctx);
        else if (is_file(file))
            found[n++] = file;
        else
            free(file);
    }
    if (!status) status = lc_sha256_files(ctx, (const char *const *)found, n, out);
    for (size_t i = 0; i < n; i++) free(found[i]);
    return status;
}

lc_status lc_layer_hash_files(lc_context *ctx, const char *path, bool shapefile, char out[65]) {
    out[0] = '\0';
    if (!is_file(path)) return LC_OK;
    bool parts = shapefile && EQUAL(CPLGetExtension(path), "shp");
    return parts ? hash_shapefile(ctx, path, out) : lc_sha256_files(ctx, &path, 1, out);
}

lc_status lc_layer_hash(lc_layer_reader *r, char out[65]) {
    char *file = digested_file(r);
    lc_status status = file ? lc_layer_hash_files(r->ctx, file, r->is_shapefile, out) : lc_fail_memory(r->ctx);
    free(file);
    return status;
}
