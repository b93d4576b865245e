#define _GNU_SOURCE /* dladdr() */

#include "profile/data_dir.h"

#include <dlfcn.h>
#include <string.h>
#include <sys/stat.h>

#include "base/hash.h"
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

const char *const lc_rule_files[LC_RULE_FILES] = {"rules/categories.yaml", "rules/entrances.yaml", "rules/land.yaml",
                                                  "rules/levels.yaml",     "rules/poi.yaml",       "rules/walk.yaml",
                                                  "rules/walk_cost.yaml"};

lc_status lc_rules_digest(lc_context *ctx, const char *data_dir, char out[65]) {
    char digest[LC_RULE_FILES][65] = {{0}};
    lc_status status = LC_OK;
    for (size_t k = 0; status == LC_OK && k < LC_RULE_FILES; k++) {
        struct stat st;
        char *path = NULL;
        status = lc_data_file(ctx, data_dir, lc_rule_files[k], &path);
        if (status == LC_OK && stat(path, &st) == 0)
            status = lc_sha256_files(ctx, (const char *const[]){path}, 1, digest[k]);
        free(path);
    }
    if (status == LC_OK) lc_sha256_bytes(&(lc_bytes){digest, sizeof digest}, 1, out);
    return status;
}
