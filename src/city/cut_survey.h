/* What a check is cut by: the length of the paths in each plane, and what the parts must know of an OpenStreetMap file
   that they have an extract of. */
#ifndef LC_CITY_CUT_SURVEY_H
#define LC_CITY_CUT_SURVEY_H

#include "city/city.h"
#include "city/planes.h"
#include "profile/cut_part.h"

/* Add the length of lines to those of the planes (metres, roughly; a path belongs to the plane
   of the cell that its first vertex lies in). */
void lc_cut_survey_lines(const lc_geoms *lines, const lc_planes *planes, double *length_m);

/* Tag expressions for `osmium tags-filter` that keep all paths and all that any category may take: n texts, malloc'ed
   each and together. */
lc_status lc_cut_filters(lc_context *ctx, const char *data_dir, char ***out, size_t *n);
/*
 * The same lengths of a file that was filtered by these; and what the whole file has of the categories.
 * @param[out] osm gets the categories
 * @param[out] highest_node the highest id of a node in it
 */
lc_status lc_cut_survey_osm(lc_context *ctx, const lc_city_options *options, const char *path, const lc_planes *planes,
                            double *length_m, lc_cut_osm *osm, int64_t *highest_node);

#endif
