/* The facilities of an extract. */
#ifndef LC_SOURCE_OSM_SELECT_H
#define LC_SOURCE_OSM_SELECT_H

#include "profile/rules.h"
#include "source/osm.h"

/*
 * The facilities of a category: tagged nodes (unless areas only), closed ways and multipolygon relations. Areas as
 * points are put on the surface with `project`ed coordinates being the caller's affair: they stay polygons here and
 * *areas_as_points tells. Invalid outlines are repaired and counted as a warning. A category of lines takes ways as
 * lines, also those of its relations (member_of); they are cut where nodes are missing, which is warned of.
 */
lc_status lc_osm_select(lc_context *ctx, const lc_osm *osm, const lc_category_def *category, lc_osm_features *out);
/* Has an extract anything of a category, and any area of it? */
lc_status lc_osm_kinds(lc_context *ctx, const lc_osm *osm, const lc_category_def *category, bool *any, bool *area);
void lc_osm_features_free(lc_osm_features *features);

#endif
