/* lc_edits_template(): a layer to draw edits in. */
#include "base/output.h"
#include "output/edits_template.h"

lc_status lc_edits_template(lc_context *ctx, const char *data_dir, const char *path) {
    lc_categories *categories = NULL;
    lc_context_begin(ctx);
    lc_status status = lc_output_check(ctx, path);
    if (status == LC_OK) status = lc_categories_load(ctx, data_dir, &categories);
    if (status == LC_OK) status = lc_edits_template_write(ctx, categories, path);
    lc_categories_free(categories);
    return status;
}
