/* Paths of files as text. */
#ifndef LC_BASE_PATH_H
#define LC_BASE_PATH_H

#include <stdbool.h>
#include <stddef.h>

/* The folder a path lies in, malloc'ed; "." for a bare name. NULL when memory is out. */
char *lc_path_folder(const char *path);
/* Is it a path of the file system, rather than "PG:dbname=city", or one of GDAL's own, "/vsizip/..."? */
bool lc_path_is_local(const char *path);
/* Such a path from the root, without "." and ".." in it; links stay as they are. malloc'ed; NULL when memory is out. */
char *lc_path_absolute(const char *path);
/* What stands behind the folder: within `path`. */
const char *lc_path_name(const char *path);
/* The one of `endings` that a path has (upper case counts as lower) after a name that is not empty, or NULL. */
const char *lc_path_ending(const char *path, const char *const *endings, size_t n);
/* The file beside a path with this ending that is for something else as well: "gaps.shp" and "places" give
   "gaps_places.shp". malloc'ed; NULL when memory is out. */
char *lc_path_beside(const char *path, const char *ending, const char *name);

#endif
