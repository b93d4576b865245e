/*
 * Places that would take a connection. A source string may name one; what is in a file may not: links in GeoJSON,
 * sources of a VRT, functions in the SQL of a subset or of a view, overviews in an .aux.xml.
 */
#ifndef LC_SOURCE_REMOTE_H
#define LC_SOURCE_REMOTE_H

#include <stdbool.h>
#include <stddef.h>

/* Does a path, as GDAL takes it, name a place elsewhere: an address, a file system on the network, a database? */
bool lc_remote_is(const char *path);
/* The path with a time limit on connecting, for a PostgreSQL that names none; malloc'ed. NULL when memory is out. */
char *lc_remote_path(const char *path);

/*
 * Look for places elsewhere in a description that GDAL follows: a VRT and what it takes from other descriptions of this
 * machine, services (WMS, WMTS, WFS, WCS), and the .aux.xml beside `path`. true when there is one, which is then in
 * `reference`.
 */
bool lc_remote_in_file(const char *path, char *reference, size_t size);

/* GDAL's drivers but for those that do nothing without a connection, for GDALOpenEx(); CSLDestroy() frees it. */
char **lc_remote_local_drivers(void);

/* Settings of this thread between lc_remote_block() and lc_remote_unblock(), with which GDAL's clients connect to
   nothing; within a pair of calls, others do nothing. An address that is asked for all the same goes to `refused`. */
typedef struct lc_remote_guard {
    bool blocks;
    void (*refused)(void *user, const char *address);
    void *user;
} lc_remote_guard;
void lc_remote_block(lc_remote_guard *guard);
void lc_remote_unblock(lc_remote_guard *guard);
/* Settings for sources elsewhere: servers that keep silent are given up after a time. */
void lc_remote_limit(void);
void lc_remote_unlimit(void);

#endif
