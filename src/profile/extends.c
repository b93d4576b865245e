#include "profile/extends.h"

#include <string.h>
#include <sys/stat.h>

#include "base/language.h"
#include "base/memory.h"
#include "profile/inherit.h"
#include "profile/profile_path.h"

static const char PATH_ADVICE[] = LC_TEXT("check the path, or name a profile that 'lifecircle profiles' lists");

/* The files from the profile that was asked for to the one being opened. */
typedef struct visit {
    const struct visit *before;
    struct stat file;
} visit;

static bool visited(const visit *last, const struct stat *file) {
    for (; last; last = last->before)
        if (last->file.st_dev == file->st_dev && last->file.st_ino == file->st_ino) return true;
    return false;
}

/* The parent's file: a built-in name, or a path from the folder of the file that names it. malloc'ed. */
static lc_status parent_path(lc_yaml *yaml, const char *data_dir, const yaml_node_t *at, const char *name, char **out) {
    if (lc_profile_is_path(name)) {
        const char *slash = strrchr(yaml->file, '/');
        int folder = name[0] == '/' || !slash ? 0 : (int)(slash - yaml->file + 1);
        *out = lc_sprintf("%.*s%s", folder, yaml->file, name);
        return *out ? LC_OK : lc_fail_memory(yaml->ctx);
    }
    lc_status status = lc_profile_path(yaml->ctx, data_dir, name, out);
    if (status != LC_ERR_INPUT) return status;
    char reason[LC_MESSAGE_MAX];
    snprintf(reason, sizeof reason, "%s", lc_error_message(yaml->ctx));
    return lc_yaml_fail(yaml, at, "'extends': %s", reason);
}

static lc_status open_visit(lc_context *ctx, const char *data_dir, const char *path, const visit *before, lc_yaml *out);

static lc_status extend(lc_yaml *yaml, const char *data_dir, const yaml_node_t *at, const visit *here) {
    lc_yaml parent = {0};
    visit next = {.before = here};
    char *path = NULL;
    const char *name;
    lc_status status = lc_yaml_get_text(yaml, at, "'extends'", &name);
    if (!status) status = parent_path(yaml, data_dir, at, name, &path);
    if (status) goto done;
    if (stat(path, &next.file) != 0)
        status =
            lc_yaml_fail(yaml, at, "'extends' names %s, which is not there; %s", path, lc_tr(yaml->ctx, PATH_ADVICE));
    else if (visited(here, &next.file))
        status = lc_yaml_fail(yaml, at, "'extends' goes round in a circle, back to %s; name another profile", path);
    if (!status) status = open_visit(yaml->ctx, data_dir, path, &next, &parent);
    if (!status) status = lc_profile_inherit(yaml, &parent);
done:
    lc_yaml_close(&parent);
    free(path);
    return status;
}

/* Put in what an open profile inherits. */
static lc_status complete(const char *data_dir, const visit *here, lc_yaml *out) {
    const yaml_node_t *root = lc_yaml_root(out);
    if (root->type != YAML_MAPPING_NODE) return LC_OK; /* told by the reader */
    const yaml_node_t *extends = lc_yaml_find(out, root, "extends"), *drop = lc_yaml_find(out, root, "drop");
    if (extends) return extend(out, data_dir, extends, here);
    if (drop) return lc_yaml_fail(out, drop, "'drop' stands without 'extends'; name the profile to drop them from");
    return LC_OK;
}

static lc_status open_visit(lc_context *ctx, const char *data_dir, const char *path, const visit *here, lc_yaml *out) {
    lc_status status = lc_yaml_open(ctx, path, PATH_ADVICE, out);
    return status ? status : complete(data_dir, here, out);
}

lc_status lc_profile_open_text(lc_context *ctx, const char *data_dir, const char *name, const char *text,
                               lc_yaml *out) {
    lc_status status = lc_yaml_open_text(ctx, name, text, out);
    return status ? status : complete(data_dir, NULL, out);
}

lc_status lc_profile_open(lc_context *ctx, const char *data_dir, const char *path, lc_yaml *out) {
    visit here = {0};
    bool there = stat(path, &here.file) == 0; /* else the opening fails, with a message */
    return open_visit(ctx, data_dir, path, there ? &here : NULL, out);
}
