/* What an OpenStreetMap file is, by its first bytes: names say little of what servers and browsers save. */
#ifndef LC_SOURCE_OSM_KIND_H
#define LC_SOURCE_OSM_KIND_H

#include "base/context.h"

typedef enum lc_osm_kind { LC_OSM_PBF = 0, LC_OSM_XML, LC_OSM_GZIP } lc_osm_kind;

/* The kind of a file that can be read; anything else is LC_ERR_INPUT with what it is and what to do. A file that looks
   like nothing goes by its name. */
lc_status lc_osm_kind_of(lc_context *ctx, const char *path, lc_osm_kind *out);
/* Refuse text that begins with `{` or `[`, as Overpass and others write it when asked for JSON. */
lc_status lc_osm_refuse_json(lc_context *ctx, const char *path, const char *text, size_t n);

/* Is it an OpenStreetMap file by its name? (.pbf, .osm, .osm.gz, .osm.bz2) */
bool lc_osm_is_name(const char *path);

#endif
