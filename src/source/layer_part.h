/* A part of a layer that has been read: the features of which anything lies in a box. */
#ifndef LC_SOURCE_LAYER_PART_H
#define LC_SOURCE_LAYER_PART_H

#include "geo/index.h"
#include "source/layer.h"

/*
 * Copy the features of `whole` of which any geometry meets the box (geo/lonlat.h), each whole, in their order, with
 * their numbers in the source.
 * @param index of whole->geoms
 */
lc_status lc_layer_part_of(lc_context *ctx, const lc_layer *whole, const lc_index *index, const lc_box *box,
                           lc_layer *out);

#endif
