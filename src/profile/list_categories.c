/* The categories that the rules know, for callers. */
#include "base/context.h"
#include "profile/categories.h"

lc_status lc_category_list(lc_context *ctx, const char *data_dir,
                           void (*fn)(const char *name, const char *title_en, const char *title_zh, void *user),
                           void *user) {
    lc_categories *categories = NULL;
    lc_context_begin(ctx);
    lc_status status = lc_categories_load(ctx, data_dir, &categories);
    for (size_t i = 0; status == LC_OK && i < categories->n; i++)
        fn(categories->category[i].name, categories->category[i].title_en, categories->category[i].title_zh, user);
    lc_categories_free(categories);
    return status;
}
