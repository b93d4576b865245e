/* The pieces of lc_layer_read(): opening, fields, geometries; each in its file. */
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

/* layer_fields.c: is it a CAD drawing, or was it one? */
bool lc_layer_is_cad(const lc_layer_reader *r);

/* layer_open.c: open the data set, choose the layer, set filter, encoding and CRS. */
lc_status lc_layer_open(lc_layer_reader *r);
/* The same in two steps, for a look at a layer whose CRS is missing or wrong. */
lc_status lc_layer_open_without_crs(lc_layer_reader *r);
lc_status lc_layer_set_crs(lc_layer_reader *r);
/* What the layer says of its CRS, borrowed; NULL when that is nothing to go by. */
OGRSpatialReferenceH lc_layer_native_crs(const lc_layer_reader *r);
void lc_layer_close(lc_layer_reader *r);
/* Open the data set alone. */
lc_status lc_layer_open_dataset(lc_layer_reader *r);
/* Choose the layer; open the data set again with other options, and choose it again. */
lc_status lc_layer_choose(lc_layer_reader *r);
lc_status lc_layer_reopen(lc_layer_reader *r, const char *const *options);
/* A GDAL error as ours; `doing` completes "cannot be …". */
lc_status lc_layer_gdal_fail(lc_layer_reader *r, const char *doing);

/* layer_text.c: find out what the text is in, and have it read so. */
lc_status lc_layer_set_encoding(lc_layer_reader *r);
/* The same afterwards, of values read as they stand in a layer that was not settled: decode them all, in place. To be
   called of the others, too: it tells of what was lost. */
lc_status lc_layer_decode_values(lc_layer_reader *r, char **value, size_t n);
/* Settle it by what has been seen of the text, and tell; the codec that the text is to be decoded from. And one value
   of it, in place. */
lc_status lc_layer_settle(lc_layer_reader *r, const lc_text_sample *sample, const char **codec);
lc_status lc_layer_decode_value(lc_layer_reader *r, const char *codec, char **value);

/* layer.c: the error that has just been made is of this feature, counted from 1, or of this row of a table. Returns
   LC_ERR_INPUT. */
lc_status lc_layer_fail_feature(const lc_layer_reader *r, size_t feature);
/* layer.c: n cases of one warning, with the layer as their example; nothing for 0. */
void lc_layer_warn(const lc_layer_reader *r, const char *code, const char *message, size_t n);
/* Warn of one case: "FILE (ROLE)", then `format`. */
void lc_layer_tell(const lc_layer_reader *r, const char *code, const char *message, const char *format, ...)
    LC_PRINTF(4, 5);
/* layer.c: what was found of all features; their geometries repaired, and turned into lon/lat, but for those of a plane
   (without a CRS). */
lc_status lc_layer_settle_geometries(lc_layer_reader *r, lc_geoms *geoms, size_t n_features);
/* layer.c: the next feature, to be destroyed; NULL at the end or after an error. */
OGRFeatureH lc_layer_next(lc_layer_reader *r);

/* layer_whole.c: refuse what says of itself that it is a part of something, and coordinate systems that would have to
   be fetched. The first before GDAL opens it, the second after. */
lc_status lc_layer_check_head(lc_layer_reader *r);
lc_status lc_layer_check_whole(lc_layer_reader *r);
/* And when n features have been read: are these as many as it says? */
lc_status lc_layer_check_count(lc_layer_reader *r, size_t n);

/* layer_limits.c: refuse what would take more memory than is left, before GDAL opens it, and more fields than
   LC_FIELDS_MOST. */
lc_status lc_layer_ask_memory(lc_layer_reader *r);
lc_status lc_layer_check_fields(const lc_layer_reader *r, size_t n);

/* layer_subset.c: have GDAL filter the layer by the source's subset. */
lc_status lc_layer_set_subset(lc_layer_reader *r);

/* layer_gdal.c: tell what GDAL warned of; a number of one of the fields that it cut refuses the layer. */
lc_status lc_layer_tell_gdal(lc_layer_reader *r, const int *index, size_t n);

/* layer_fields.c: the name of field f in UTF-8 (malloc'ed; NULL when memory is out). */
char *lc_layer_field_name(const lc_layer_reader *r, int f);
/* layer_fields.c: where the wanted fields stand; and one value as UTF-8 text (malloc'ed; NULL when unset). */
enum { LC_FIELD_NONE = -1, LC_FIELD_FID = -2 };
lc_status lc_layer_find_fields(lc_layer_reader *r, const char *const *names, size_t n, int *index);
lc_status lc_layer_field(lc_layer_reader *r, OGRFeatureH feature, int index, char **out);
/* Is this a number that GDAL could not keep all digits of: a real one beyond 2^53, a whole one of more than 64 bits? */
bool lc_layer_is_rounded(const lc_layer_reader *r, OGRFeatureH feature, int index);

/* layer_geometry.c: append a feature's geometry, in the layer's coordinates. */
lc_status lc_layer_geometry(lc_layer_reader *r, OGRFeatureH feature, uint32_t index, lc_geoms *out);

/* layer_lonlat.c: put right coordinates that plainly stand in the wrong order or zone; and turn all of them into
   lon/lat, after what is invalid has been repaired where the user would see it too. */
lc_status lc_layer_put_right(lc_layer_reader *r, lc_geoms *geoms);
lc_status lc_layer_to_lonlat(lc_layer_reader *r, lc_geoms *geoms);
/* A coordinate that is nowhere on the globe, of a feature counted from 1. Returns LC_ERR_INPUT. */
lc_status lc_layer_fail_place(const lc_layer_reader *r, size_t feature, lc_xy at);

/* layer_repairs.c: refuse polygons with vertices that are nowhere on the globe, which a repair might drop. */
lc_status lc_layer_check_places(lc_layer_reader *r, const lc_geoms *geoms);
/* Tell of features whose areas are others than before they were repaired (repaired.h). */
lc_status lc_layer_tell_repairs(lc_layer_reader *r, const lc_geoms *geoms, const double *before, size_t n_features);

/* table.c: coordinates in columns. Before a data set is opened, and when all is done; is it a table? The only sheet
   that has rows, NULL when it is not the only one. */
void lc_table_begin(void);
void lc_table_end(lc_layer_reader *r);
bool lc_table_is(const lc_layer_reader *r);
OGRLayerH lc_table_only_sheet(GDALDatasetH dataset);
/* Find the columns; a table without any is refused. Nothing happens for what is no table. */
lc_status lc_table_find(lc_layer_reader *r);
/* Longitudes and latitudes that do not say their system are an error, unless all of them lie outside China, where the
   three that are in use agree. */
lc_status lc_table_no_crs(lc_layer_reader *r);
/* The place of a row as a point. Rows without one, and after all are read those that are nowhere on the globe, are left
   out with a warning. */
lc_status lc_table_geometry(lc_layer_reader *r, OGRFeatureH feature, uint32_t index, lc_geoms *out);
lc_status lc_table_sift(lc_layer_reader *r, lc_geoms *geoms);

/* layer_files.c: is it a path of the file system, rather than "PG:dbname=city", or one of GDAL's own, "/vsizip/…"? A
   .zip file as GDAL takes it; how to go on in it when what is there cannot be opened: into the only folder or file, or
   NULL (malloc'ed both). And the digest of the source's files. */
bool lc_layer_is_path(const char *path);
char *lc_layer_archive_path(const char *path);
/* Is it a file, and no folder, also in an archive ("/vsizip/…")? */
bool lc_layer_is_file(const char *path);
char *lc_layer_only_entry(const char *folder);
/* The file of the layer that was chosen, of those of its data set that have its name; *out NULL: there is none. false
   when memory is out. */
bool lc_layer_part(const lc_layer_reader *r, const char *extension, char **out);
lc_status lc_layer_hash(lc_layer_reader *r, char out[65]);

#endif
