/* Edits as the page sends them: a GeoJSON FeatureCollection with the fields of docs/edits.md. */
#ifndef LC_SERVE_EDITS_JSON_H
#define LC_SERVE_EDITS_JSON_H

#include "base/context.h"

/*
 * Read edits, in lon/lat. *out is NULL when there are none, else to be freed with lc_edits_free().
 * Errors: LC_ERR_INPUT, with the feature that is wrong.
 */
lc_status lc_edits_from_json(lc_context *ctx, const char *text, size_t size, lc_edits **out);

#endif
