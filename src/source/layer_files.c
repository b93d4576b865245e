#include <cpl_conv.h>
#include <string.h>
#include <sys/stat.h>

#include "base/hash.h"
#include "base/memory.h"
#include "source/layer_reader.h"

static bool is_file(const char *path) {
    struct stat info;
    return stat(path, &info) == 0 && S_ISREG(info.st_mode);
}

lc_status lc_layer_hash(lc_layer_reader *r, char out[65]) {
    static const char *const sidecars[] = {"cpg", "dbf", "prj", "shp", "shx"};
    enum { N = sizeof sidecars / sizeof *sidecars };
    const char *path = r->source->path;
    out[0] = '\0';
    if (!is_file(path)) return LC_OK;
    if (!r->is_shapefile || !EQUAL(CPLGetExtension(path), "shp")) return lc_sha256_files(r->ctx, &path, 1, out);

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
            status = lc_fail_memory(r->ctx);
        else if (is_file(file))
            found[n++] = file;
        else
            free(file);
    }
    if (!status) status = lc_sha256_files(r->ctx, (const char *const *)found, n, out);
    for (size_t i = 0; i < n; i++) free(found[i]);
    return status;
}
