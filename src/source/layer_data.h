/* A vector layer that has been read: data alone. */
#ifndef LC_SOURCE_LAYER_DATA_H
#define LC_SOURCE_LAYER_DATA_H

#include "geo/geoms.h"

/* Which features a role can use; others are dropped with a warning that counts them. */
enum { LC_WANT_POINTS = 1, LC_WANT_LINES = 2, LC_WANT_POLYGONS = 4, LC_WANT_ALL = 7 };

/* What a part of a layer must know of the whole. */
typedef struct lc_layer_whole {
    size_t n_source;         /* features of the source, before any were left out by a rule */
    int kinds;               /* LC_WANT_... bits of the geometries there are */
    bool *filled, *measured; /* one a field: some feature has a text in it; a number of 0 or more */
} lc_layer_whole;

/*
 * A layer that has been read. Features without a usable geometry stay as features (their geoms are simply absent), so
 * that feature i is the i-th of the source, but in a part of a layer (source/layer_part.h). value[f * n_features + i]
 * is wanted field f of feature i as text, NULL when unset. Polygons are repaired (lc_geoms_make_valid) and repairs
 * counted as warnings.
 */
typedef struct lc_layer {
    lc_geoms geoms;
    double *z; /* geoms.n_xy heights, NaN where there is none; NULL unless the source says heights=z (lines and points
                  alone) */
    size_t n_features;
    char **value;
    size_t n_fields;
    bool *rounded;               /* n_fields: holds whole numbers whose last digits a real number does not keep */
    bool is_cad;                 /* a drawing, whose field "Layer" names the layers of the drawing */
    const lc_layer_whole *whole; /* what this is a part of, borrowed (source/layer_part.h); NULL: it is all of it */
    size_t *number;              /* n_features: which of the source each is, from 0; NULL when they are all of it */
    /* what the report's `inputs` shows */
    char *file, *layer_name, *crs, *encoding;
    char sha256[65]; /* of the data set's file; all parts of a shapefile in name order; "" for databases and services */
} lc_layer;

#endif
