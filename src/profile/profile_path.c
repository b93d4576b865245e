#include "profile/profile_path.h"

#include <dirent.h>
#include <errno.h>
#include <string.h>
#include <unistd.h>

#include "base/language.h"
#include "base/memory.h"
#include "base/utf8.h"
#include "profile/data_dir.h"
#include "profile/yaml_value.h"

#define DATA_ADVICE "set LIFECIRCLE_DATA to the folder that holds profiles/ and rules/"

void lc_profile_names_free(lc_profile_names *list) {
    for (size_t i = 0; i < list->n; i++) free(list->name[i]);
    free(list->name);
}

static bool ends_with(const char *text, const char *end) {
    size_t n = strlen(text), m = strlen(end);
    return n > m && strcmp(text + n - m, end) == 0;
}

static int by_name(const void *a, const void *b) {
    return strcmp(*(char *const *)a, *(char *const *)b);
}

lc_status lc_profile_names_read(lc_context *ctx, const char *data_dir, lc_profile_names *out) {
    char *folder = NULL;
    lc_status status = lc_data_file(ctx, data_dir, "profiles", &folder);
    if (status) return status;
    DIR *dir = opendir(folder);
    if (!dir) {
        status =
            lc_fail(ctx, LC_ERR_IO, "cannot read the folder %s: %s; " DATA_ADVICE, folder, lc_system_text(ctx, errno));
        goto done;
    }
    for (struct dirent *entry; (entry = readdir(dir));) {
        if (entry->d_name[0] == '.' || !ends_with(entry->d_name, ".yaml")) continue;
        char *name = lc_strdup(entry->d_name);
        if (!name || !LC_ROOM(out->name, out->capacity, out->n + 1)) {
            free(name);
            status = lc_fail_memory(ctx);
            goto done;
        }
        name[strlen(name) - strlen(".yaml")] = '\0';
        out->name[out->n++] = name;
    }
    if (out->n) qsort(out->name, out->n, sizeof *out->name, by_name);
done:
    if (dir) closedir(dir);
    free(folder);
    return status;
}

bool lc_profile_is_path(const char *name_or_path) {
    return strchr(name_or_path, '/') || ends_with(name_or_path, ".yaml") || ends_with(name_or_path, ".yml");
}

static lc_status unknown_profile(lc_context *ctx, const char *data_dir, const char *name) {
    lc_profile_names list = {0};
    lc_status status = lc_profile_names_read(ctx, data_dir, &list);
    if (status) goto done;
    char known[LC_MESSAGE_MAX / 2] = "";
    for (size_t i = 0; i < list.n; i++) lc_list_add(known, sizeof known, list.name[i]);
    status = lc_fail(ctx, LC_ERR_INPUT, "there is no profile '%s'; use one of: %s, or the path of a .yaml file",
                     lc_clip_text(name).text, known);
done:
    lc_profile_names_free(&list);
    return status;
}

static lc_status builtin_path(lc_context *ctx, const char *data_dir, const char *name, char **out) {
    char *file = lc_sprintf("profiles/%s.yaml", name);
    if (!file) return lc_fail_memory(ctx);
    lc_status status = lc_data_file(ctx, data_dir, file, out);
    free(file);
    return status;
}

lc_status lc_profile_path(lc_context *ctx, const char *data_dir, const char *name_or_path, char **out) {
    char *path = NULL;
    if (lc_profile_is_path(name_or_path)) {
        path = lc_strdup(name_or_path);
        if (!path) return lc_fail_memory(ctx);
    } else {
        lc_status status = builtin_path(ctx, data_dir, name_or_path, &path);
        if (!status && access(path, F_OK) != 0) status = unknown_profile(ctx, data_dir, name_or_path);
        if (status) {
            free(path);
            return status;
        }
    }
    *out = path;
    return LC_OK;
}
