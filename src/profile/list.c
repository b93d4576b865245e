/* The built-in profiles. */
#include "base/language.h"
#include "base/memory.h"
#include "profile/profile.h"
#include "profile/profile_path.h"
#include "profile/yaml_load.h"

/* Everything is loaded before the first call, so that a broken file does not leave half a list. */
lc_status lc_profile_list(lc_context *ctx, const char *data_dir,
                          void (*fn)(const char *name, const char *title_en, const char *title_zh, void *user),
                          void *user) {
    lc_profile_names list = {0};
    lc_profile **profiles = NULL;
    lc_status status = lc_profile_names_read(ctx, data_dir, &list);
    if (status) goto done;
    profiles = LC_NEW0(lc_profile *, list.n);
    if (!profiles) {
        status = lc_fail_memory(ctx);
        goto done;
    }
    for (size_t i = 0; i < list.n && !status; i++) status = lc_profile_load(ctx, data_dir, list.name[i], &profiles[i]);
    for (size_t i = 0; i < list.n && !status; i++) fn(list.name[i], profiles[i]->title_en, profiles[i]->title_zh, user);
done:
    for (size_t i = 0; profiles && i < list.n; i++) lc_profile_free(profiles[i]);
    free(profiles);
    lc_profile_names_free(&list);
    return status;
}

lc_status lc_profile_text(lc_context *ctx, const char *data_dir, const char *name, char **text) {
    char *path = NULL;
    size_t size;
    lc_status status = lc_profile_path(ctx, data_dir, name, &path);
    if (!status) status = lc_text_read(ctx, path, LC_TEXT("check the path"), text, &size);
    free(path);
    return status;
}
