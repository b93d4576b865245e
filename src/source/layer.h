/* Vector layers: any OGR format read whole into flat arrays, WGS 84 lon/lat, UTF-8. */
#ifndef LC_SOURCE_LAYER_H
#define LC_SOURCE_LAYER_H

#include "source/layer_data.h"
#include "source/source.h"

/*
 * Read a source.
 * @param role what it is for, used in messages ("communities", "facilities of park", …)
 * @param want LC_WANT_… bits
 * @param fields names of the fields to read; an entry that is NULL gives an all-NULL column; a name that the layer does
 *        not have is LC_ERR_INPUT, naming those it has, unless it is written with a leading '?' (then all NULL)
 * Errors: LC_ERR_INPUT for a missing file, unknown layer, bad subset, no CRS, a feature that cannot be read (the whole
 * layer is refused); each message names the source and what to do.
 */
lc_status lc_layer_read(lc_context *ctx, const lc_source *source, const char *role, int want, const char *const *fields,
                        size_t n_fields, lc_layer *out);
void lc_layer_free(lc_layer *layer);
/* The number of feature i in its source, from 1, as messages give it. */
size_t lc_layer_feature_number(const lc_layer *layer, size_t i);
/* Field f of feature i, or NULL. */
const char *lc_layer_value(const lc_layer *layer, size_t f, size_t i);
/* The same as a number (base/number.h); NaN when unset or not a number. */
double lc_layer_number(const lc_layer *layer, size_t f, size_t i);
/* The same of something that cannot be less than nothing: people, an area. NaN when unset; also, and told under the
   name of its `field`, for what is no number or below 0. */
double lc_layer_quantity(lc_context *ctx, const lc_layer *layer, size_t f, size_t i, const char *field);

#endif
