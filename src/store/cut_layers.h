/* The layers of a part of a check, as `lifecircle cut` stores them: what they were when they had been read, in a SQLite
   database beside part.yaml. */
#ifndef LC_STORE_CUT_LAYERS_H
#define LC_STORE_CUT_LAYERS_H

#include "source/layer.h"

/* A layer, or a part of it, with what the whole one has and what reading that had to say. */
typedef struct lc_cut_layer {
    char *key; /* what tells it from others */
    lc_layer layer;
    lc_layer_whole whole;
    lc_warnings warnings;
} lc_cut_layer;

void lc_cut_layer_clear(lc_cut_layer *layer);

/* A database of them, of which each is read when it is asked for. */
typedef struct lc_cut_layers {
    char *path, **key;
    size_t n, cap;
    bool pois_leveled; /* rows of POI tables tell levels */
} lc_cut_layers;

/* Write n layers, whole or not at all; the same contents give the same bytes. */
lc_status lc_cut_layers_write(lc_context *ctx, const char *path, const lc_cut_layer *layer, size_t n,
                              bool pois_leveled);
/* Open what was written. Errors: LC_ERR_INPUT for a foreign, newer or damaged file. */
lc_status lc_cut_layers_open(lc_context *ctx, const char *path, lc_cut_layers **out);
/* Read the layer with that key; one that is not there is LC_ERR_INPUT. */
lc_status lc_cut_layers_take(lc_context *ctx, const lc_cut_layers *layers, const char *key, lc_cut_layer *out);
void lc_cut_layers_free(lc_cut_layers *layers);

#endif
