/* A layer while it is read. */
#ifndef LC_SOURCE_LAYER_READER_H
#define LC_SOURCE_LAYER_READER_H

#include <gdal.h>
#include <ogr_api.h>

#include "source/crs.h"
#include "source/dbf.h"
#include "source/encoding.h"
#include "source/gdal_errors.h"
#include "source/layer_data.h"
#include "source/layer_head.h"
#include "source/odd_cells.h"
#include "source/source.h"
#include "source/text.h"

/* Where a table keeps its coordinates: in fields x and y, or both in one (x == y). */
typedef struct lc_table {
    bool given; /* it is a table, and they have been found */
    int x, y;
    bool lat_first;  /* in one field: "lat,lon" */
    bool degrees;    /* their names say that they are longitudes and latitudes */
    const char *crs; /* what the columns' names say; NULL when nothing */
    char *x_name, *y_name;
    long long *row; /* of each place that has been read */
    size_t n_rows, cap_rows;
} lc_table;

typedef struct lc_layer_reader {
    lc_context *ctx;
    const lc_source *source;
    const char *role;
    const char *shown_role; /* in messages */
    int want;
    lc_gdal_errors errors;

    char *path; /* the source's as GDAL takes it: within a .zip, say */
    GDALDatasetH dataset;
    OGRLayerH layer;
    bool is_osm;        /* layers of an OSM file are read together, GDAL's way */
    lc_layer_head head; /* what the file says of itself */
    bool is_shapefile;
    bool is_csv;            /* read by ourselves */
    char *encoding;         /* what the text is in, for the report; NULL when the format settles it */
    bool settled;           /* what the text is in; it is looked at afterwards when not */
    char *codec;            /* of a shapefile's text, which GDAL decodes */
    char *decode_from;      /* turn text from this encoding into UTF-8; NULL when GDAL does it */
    lc_text_sample decoded; /* what has been seen of it while turning */
    lc_crs *crs;

    lc_xy *ring; /* coordinates of one part, without repetitions */
    size_t cap_ring;
    double *ring_z, *z; /* heights of the part in hand, and of all that has been read, where they are wanted */
    size_t cap_ring_z, n_z, cap_z;
    size_t without_geometry, other_kind, degenerate, curves, heights, repeated; /* features */
    size_t rounded;                                                             /* values */
    size_t closed; /* closed lines that were read as lines, or not at all */

    lc_table table;
    lc_odd_cells odd; /* of the wanted fields, in a database */
    lc_dbf *dbf;      /* of a shapefile that has one */
    bool surveys;     /* what is wrong with rows will be told by another reading */
} lc_layer_reader;

#endif
