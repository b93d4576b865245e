/* A part of a layer that has been read: the features of which anything lies in one of some boxes. */
#ifndef LC_SOURCE_LAYER_PART_H
#define LC_SOURCE_LAYER_PART_H

#include "geo/index.h"
#include "source/layer.h"

/*
 * Copy the features of `whole` of which any geometry meets one of n boxes (geo/lonlat.h), each whole, in their order,
 * with their numbers in the source. `whole` may be a part itself.
 * @param index of whole->geoms (lc_lonlat_index())
 */
lc_status lc_layer_part_of(lc_context *ctx, const lc_layer *whole, const lc_index *index, const lc_box *box, size_t n,
                           lc_layer *out);

/* The same of n features, which are put in order, whether they have geometries or not. Neither looks at the others:
   parts of a large layer take the time of what is in them. */
lc_status lc_layer_part_in(lc_context *ctx, const lc_layer *whole, uint32_t *feature, size_t n, lc_layer *out);

/* Find out what parts of a layer must know of it; false when memory is out. */
bool lc_layer_whole_find(const lc_layer *layer, size_t n_source, lc_layer_whole *out);
void lc_layer_whole_free(lc_layer_whole *whole);

#endif
