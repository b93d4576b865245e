/* Layers built in memory, feature by feature: what is read of them is what is read of a file with the same contents. */
#ifndef LC_SOURCE_MEMORY_LAYER_H
#define LC_SOURCE_MEMORY_LAYER_H

#include "source/layer.h"

typedef struct lc_memory_layer lc_memory_layer;

/*
 * An empty layer.
 * @param role as in lc_layer_read(); kept
 * @param want LC_WANT_… bits
 * @return NULL when memory is out
 */
lc_memory_layer *lc_memory_layer_new(const char *role, int want, size_t n_fields);
void lc_memory_layer_free(lc_memory_layer *layer);
/* Add a feature with the values of its fields (NULL where there is none), which are copied. */
lc_status lc_memory_layer_add(lc_context *ctx, lc_memory_layer *layer, const lc_geometry *geometry,
                              const char *const *values);
/* Add n points (x, y pairs), a feature each, to a layer without fields. */
lc_status lc_memory_layer_add_points(lc_context *ctx, lc_memory_layer *layer, size_t n, const double *xy);
size_t lc_memory_layer_count(const lc_memory_layer *layer);
/*
 * Read it as lc_layer_read() reads a file.
 * @param crs of the coordinates; NULL: metres in a plane, which stay as they are
 * @param near as in lc_source
 */
lc_status lc_memory_layer_read(lc_context *ctx, const lc_memory_layer *layer, const char *crs, const lc_box *near,
                               lc_layer *out);

#endif
