/* The table of a GeoPackage in which QGIS looks for styles. */
#ifndef LC_OUTPUT_LAYER_STYLES_H
#define LC_OUTPUT_LAYER_STYLES_H

#include "output/table.h"

/* A style; names are borrowed. */
typedef struct lc_layer_style {
    const char *layer, *name, *title;
    bool is_default; /* QGIS opens the layer with it */
    char *qml;       /* owned */
} lc_layer_style;

typedef struct lc_layer_styles {
    lc_layer_style *style;
    size_t n, capacity;
    lc_table table;
} lc_layer_styles;

/* Takes ownership of `qml`; NULL is out of memory. false when memory is out. */
bool lc_layer_styles_add(lc_layer_styles *styles, const char *layer, const char *name, const char *title,
                         bool is_default, char *qml);
/* Fill the table; false when memory is out. And the table as a layer to write. */
bool lc_layer_styles_table(lc_layer_styles *styles);
lc_layer_out lc_layer_styles_layer(const lc_layer_styles *styles);
void lc_layer_styles_free(lc_layer_styles *styles);

#endif
