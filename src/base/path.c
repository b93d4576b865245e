#define _XOPEN_SOURCE 700 /* getcwd() */

#include "base/path.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <unistd.h>

#include "base/memory.h"

char *lc_path_folder(const char *path) {
    const char *slash = strrchr(path, '/');
    if (!slash) return lc_strdup(".");
    return lc_sprintf("%.*s", slash == path ? 1 : (int)(slash - path), path);
}

bool lc_path_is_local(const char *path) {
    if (strncmp(path, "/vsi", 4) == 0) return false;
    const char *colon = strchr(path, ':'), *slash = strchr(path, '/');
    return !colon || (slash && slash < colon);
}

/* The folder of this process; malloc'ed. */
static char *working_folder(void) {
    for (size_t size = 256; size < (1u << 20); size *= 2) {
        char *folder = malloc(size);
        if (!folder) return NULL;
        if (getcwd(folder, size)) return folder;
        free(folder);
        if (errno != ERANGE) break;
    }
    return lc_strdup("."); /* it is gone: the path stays as it was given */
}

char *lc_path_absolute(const char *path) {
    char *folder = *path == '/' ? lc_strdup("") : working_folder();
    char *whole = folder ? lc_sprintf("%s/%s", folder, path) : NULL;
    free(folder);
    if (!whole) return NULL;
    char *to = whole;
    for (const char *from = whole; *from;) {
        while (*from == '/') from++;
        size_t n = strcspn(from, "/");
        if (n == 2 && from[0] == '.' && from[1] == '.') {
            while (to > whole && *--to != '/') continue;
        } else if (n > 1 || (n == 1 && *from != '.')) {
            *to++ = '/';
            memmove(to, from, n);
            to += n;
        }
        from += n;
    }
    *to = '\0';
    return whole;
}

const char *lc_path_name(const char *path) {
    const char *slash = strrchr(path, '/');
    return slash ? slash + 1 : path;
}

const char *lc_path_ending(const char *path, const char *const *endings, size_t n) {
    const char *name = lc_path_name(path);
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
