#define _GNU_SOURCE /* dladdr() */

#include "profile/data_dir.h"

#include <dlfcn.h>
#include <string.h>
#include <sys/stat.h>

#include "base/memory.h"

static bool is_folder(const char *path) {
    struct stat info;
    return stat(path, &info) == 0 && S_ISDIR(info.st_mode);
}

/* The data that were installed with this library, wherever that folder has been moved; NULL when there are none. A
   program that the library was linked into lies in bin, beside share. */
static char *beside_library(void) {
    static const char *const ways[] = {LC_DATA_FROM_LIBRARY, "../share/lifecircle"};
    static const char here = 0;
    Dl_info info;
    if (dladdr(&here, &info) == 0 || !info.dli_fname) return NULL;
    const char *slash = strrchr(info.dli_fname, '/');
    for (size_t i = 0; slash && i < sizeof ways / sizeof *ways; i++) {
        char *path = lc_sprintf("%.*s/%s", (int)(slash - info.dli_fname), info.dli_fname, ways[i]);
        if (path && is_folder(path)) return path;
        free(path);
    }
    return NULL;
}

char *lc_data_dir(const char *data_dir) {
    if (data_dir && *data_dir) return lc_strdup(data_dir);
    const char *env = getenv("LIFECIRCLE_DATA");
    if (env && *env) return lc_strdup(env);
    char *installed = beside_library();
    if (installed) return installed;
    return lc_strdup(is_folder(LC_SOURCE_DATA_DIR) ? LC_SOURCE_DATA_DIR : LC_INSTALL_DATA_DIR);
}

lc_status lc_data_file(lc_context *ctx, const char *data_dir, const char *name, char **out) {
    char *dir = lc_data_dir(data_dir);
    char *path = dir ? lc_sprintf("%s/%s", dir, name) : NULL;
    free(dir);
    if (!path) return lc_fail_memory(ctx);
    *out = path;
    return LC_OK;
}
