/* Writing vector layers and rasters through GDAL, whole or not at all. */
#ifndef LC_OUTPUT_WRITE_LAYER_H
#define LC_OUTPUT_WRITE_LAYER_H

#include "geo/geoms.h"
#include "output/out_crs.h"

typedef enum lc_column_type {
    LC_COLUMN_TEXT = 0,
    LC_COLUMN_TIME, /* a text, "1970-01-01T00:00:00Z" */
    LC_COLUMN_REAL,
    LC_COLUMN_INTEGER,
    LC_COLUMN_BOOL
} lc_column_type;

/* What a text may be, with labels for people; GeoPackages keep it (data_column_constraints). */
typedef struct lc_value_list {
    const char *name; /* of the list, its own in the file */
    const char *const *code, *const *label;
    size_t n;
} lc_value_list;

/* A column: text or number of each feature; NULL and NaN are null. */
typedef struct lc_column {
    const char *name;
    const char *short_name; /* for formats with names of at most 10 bytes; NULL where `name` is short enough */
    lc_column_type type;
    int decimals; /* of a real number, for formats that are text */
    bool sparse;  /* formats without a head leave it out where it is null */
    const char *const *text;
    const double *number;
    const lc_value_list *values; /* NULL: anything */
} lc_column;

/* A layer to write: WGS 84 lon/lat, brought into `crs` where there is one, the same for all layers of a call;
   geometries with the same feature index become one multi-geometry. */
typedef struct lc_layer_out {
    const char *name;
    const char *key;       /* column of the feature numbers, where a format has one; NULL for its own name */
    lc_geom_kind kind;     /* of every geometry in it */
    const lc_geoms *geoms; /* NULL: a table without geometry */
    size_t n_features;
    const lc_column *columns;
    size_t n_columns;
    const lc_out_crs *crs; /* NULL: as they are */
} lc_layer_out;

/* Is the ending of `path` one that can be written? LC_ERR_INPUT names those that can. */
lc_status lc_layers_check(lc_context *ctx, const char *path);
/*
 * Write layers to one data set, the format by the ending of `path`: .geojson/.json (RFC 7946; one layer), .gpkg (all),
 * .fgb (one), .shp (one). A GeoJSON in another CRS than WGS 84 is lc_report_layers_write()'s alone.
 * Further layers of one-layer formats go to files beside, NAME_LAYER.ENDING. Layers without
 * features are written empty.
 */
lc_status lc_layers_write(lc_context *ctx, const char *path, const lc_layer_out *layers, size_t n);

/* Does the name end in .gpkg, in .xlsx, in .csv? LC_ERR_INPUT. */
lc_status lc_output_ending(lc_context *ctx, const char *path, const char *ending);

#endif
