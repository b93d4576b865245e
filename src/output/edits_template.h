/* A GeoPackage to draw edits in: the fields, the lists of their values, the styles. */
#ifndef LC_OUTPUT_EDITS_TEMPLATE_H
#define LC_OUTPUT_EDITS_TEMPLATE_H

#include "profile/categories.h"

/* Write it to a name that ends in .gpkg, whole or not at all. Errors: LC_ERR_INPUT, LC_ERR_IO, LC_ERR_MEMORY. */
lc_status lc_edits_template_write(lc_context *ctx, const lc_categories *categories, const char *path);

#endif
