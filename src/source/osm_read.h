/* OpenStreetMap files, read as one extract. */
#ifndef LC_SOURCE_OSM_READ_H
#define LC_SOURCE_OSM_READ_H

#include "source/osm.h"

/*
 * Read .pbf, .osm and .osm.gz files as one extract: of objects that are given several times the highest version counts,
 * among equal ones one with tags, then the last.
 * @param keys the tag keys to keep (besides `type`); other tags are dropped while reading
 * Errors: LC_ERR_INPUT for a missing or cut-short file, another format, a parser error, ways without any position:
 * never a part of a file.
 */
lc_status lc_osm_read(lc_context *ctx, const char *const *path, size_t n, const char *const *keys, size_t n_keys,
                      lc_osm *out);

#endif
