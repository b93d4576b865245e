/* A look at a vector layer as it stands, before anything is repaired or refused. */
#ifndef LC_SOURCE_SURVEY_H
#define LC_SOURCE_SURVEY_H

#include "geo/geoms.h"
#include "source/source.h"

enum { LC_SAMPLES = 3, LC_SURVEY_EXAMPLES = 5 };

typedef struct lc_survey_field {
    char *name;
    const char *type;         /* "text", "integer", "real", "date", "list", "binary" */
    char *sample[LC_SAMPLES]; /* different values, in order of appearance */
    size_t n_samples;
    size_t filled; /* features that have a value */
} lc_survey_field;

/* Features of one kind of trouble, and where the first of them are. */
typedef struct lc_survey_count {
    size_t n;
    char *example[LC_SURVEY_EXAMPLES];
    size_t n_examples;
} lc_survey_count;

typedef struct lc_survey {
    char *format, *layer;
    char *columns;     /* of a table: those with the coordinates; NULL: no table */
    char *crs;         /* NULL: the layer does not say, nor the user */
    char *crs_problem; /* what is wrong with a CRS that was said; NULL: nothing */
    char *encoding;    /* NULL: settled by the format */
    char *unreadable;  /* why it cannot be read to its end; the counts then hold for what came before. NULL: it can */
    lc_survey_field *field;
    size_t n_fields;
    size_t n_features, points, lines, polygons, mixed; /* features by kind; multi-geometries count to their kind */
    /* features in several parts, with curves, with heights or measures, with vertices repeated */
    size_t multi, curves, heights, repeated;
    size_t unplaced;                         /* rows of a table without coordinates */
    lc_survey_count empty, invalid, outside; /* without a geometry; invalid polygons; beyond the range of the CRS */
    lc_box extent;                           /* in the layer's own coordinates; lc_box_empty() without any */
    lc_box lonlat;                           /* the same in degrees, of what is on the globe */
    bool has_lonlat;
    lc_box use; /* where on the globe the CRS is meant to be used, degrees */
    bool has_use;
} lc_survey;

/* A layer of a source that has several. */
typedef struct lc_survey_layer_info {
    char *name;
    const char *geometry; /* "points", "lines", "polygons", "nothing" (a table), "points, lines or polygons" */
    long long features;   /* -1: not known without reading them */
} lc_survey_layer_info;

/*
 * Look at a layer; of several, the only one that has geometries of the kinds wanted (LC_WANT_…). What is wrong with its
 * contents goes into the survey, warnings of the reading into ctx. Errors: LC_ERR_INPUT when there is no such layer, or
 * the source says something impossible of it.
 */
lc_status lc_survey_layer(lc_context *ctx, const lc_source *source, const char *role, int want, lc_survey *out);
void lc_survey_free(lc_survey *survey);

#endif
