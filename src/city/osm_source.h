/* OpenStreetMap files as sources: which tags are kept of them, and what the report says of them. */
#ifndef LC_CITY_OSM_SOURCE_H
#define LC_CITY_OSM_SOURCE_H

#include "city/inputs.h"
#include "source/source.h"

/* An OpenStreetMap file as such, and not one of the layers that GDAL makes of it? */
bool lc_osm_is_source(const lc_source *source);

/* Read options->osm into in->osm, with the tags that the profile and the sources ask for; note each file. */
lc_status lc_osm_source_check(lc_context *ctx, const lc_city_options *options, lc_inputs *in);
/* Read a network of OpenStreetMap into in->network_osm, paths only, and note it. */
lc_status lc_osm_source_network(lc_context *ctx, const lc_source *source, lc_inputs *in);
/* Read files into in->osm, with all tags that the rules in `in` need; the walk rules must be there. Nothing is noted.
 */
lc_status lc_osm_source_all(lc_context *ctx, const char *const *path, size_t n, lc_inputs *in);

/* What was taken out of in->osm, for the report. */
lc_status lc_osm_source_note(lc_context *ctx, lc_inputs *in, const char *role, const char *layer, size_t features);

/* An extract without a path to walk on: LC_ERR_INPUT, with the reason, where the network is needed, else a warning. */
lc_status lc_osm_source_without_paths(lc_context *ctx, const lc_osm *osm, bool needed);

#endif
