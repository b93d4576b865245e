#include "profile/data_dir.h"

#include <sys/stat.h>

#include "base/memory.h"
#include "profile/profile.h"

static bool is_folder(const char *path) {
    struct stat info;
    return stat(path, &info) == 0 && S_ISDIR(info.st_mode);
}

char *lc_data_dir(const char *data_dir) {
    if (data_dir && *data_dir) return lc_strdup(data_dir);
    const char *env = getenv("LIFECIRCLE_DATA");
    if (env && *env) return lc_strdup(env);
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
