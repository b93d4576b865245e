#include "base/path.h"

#include <string.h>
#include <strings.h>

#include "base/memory.h"

char *lc_path_folder(const char *path) {
    const char *slash = strrchr(path, '/');
    if (!slash) return lc_strdup(".");
    return lc_sprintf("%.*s", slash == path ? 1 : (int)(slash - path), path);
}

const char *lc_path_ending(const char *path, const char *const *endings, size_t n) {
    const char *slash = strrchr(path, '/'), *name = slash ? slash + 1 : path;
    size_t length = strlen(name);
    for (size_t i = 0; i < n; i++) {
        size_t m = strlen(endings[i]);
        if (length > m && strcasecmp(name + length - m, endings[i]) == 0) return endings[i];
    }
    return NULL;
}

char *lc_path_beside(const char *path, const char *ending, const char *name) {
    int stem = (int)(strlen(path) - strlen(ending));
    return lc_sprintf("%.*s_%s%s", stem, path, name, path + stem);
}
