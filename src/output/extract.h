/* Extracts of an OpenStreetMap file for the parts of a check, by the program osmium. */
#ifndef LC_OUTPUT_EXTRACT_H
#define LC_OUTPUT_EXTRACT_H

#include "city/city.h"
#include "city/cut_survey.h"

/* The file to be cut, and into what. */
typedef struct lc_extract_job {
    const lc_city_options *options;
    const lc_planes *planes;
    const char *pbf;    /* osm[0] of the options */
    const char *folder; /* of the parts */
    double margin_m;    /* how far an extract reaches beyond the communities of its part */
    double *length_m;   /* of the paths in each plane: filled by the survey, as the next two */
    lc_cut_osm osm;
    int64_t highest_node;
} lc_extract_job;

/* Why the sources of these options are not cut, as a text to be translated; NULL when they are. */
const char *lc_extract_why_not(const lc_city_options *options);
/* Look through the whole file: lengths of paths, categories, digest and number of objects. */
lc_status lc_extract_survey(lc_context *ctx, lc_extract_job *job);
/* Write the extracts of n parts, file[k] of planes first[k] .. first[k + 1] - 1: as many in a pass over the file as
   memory allows. Each has what lies in the boxes of its planes, ways, multipolygons and boundaries whole. */
lc_status lc_extract_write(lc_context *ctx, const lc_extract_job *job, const size_t *first, size_t n,
                           char *const *file);

#endif
