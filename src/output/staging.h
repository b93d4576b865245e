/*
 * Files that GDAL writes: made in its memory file system, then brought to the disk by us.
 *
 * Until 3.7 GDALClose() tells nobody that the disk was full, and its drivers check few of their own writes. In memory
 * they cannot fail that way, and all parts of a data set (a shapefile has five) reach the disk, or none.
 */
#ifndef LC_OUTPUT_STAGING_H
#define LC_OUTPUT_STAGING_H

#include "base/output.h"
#include "source/gdal_errors.h"

/* The date that formats write into their files: the same data must give the same bytes. */
#define LC_STAGING_DATE "1970-01-01"

/* A file in memory and where it goes. */
typedef struct lc_staged_file {
    char *memory, *target;
    lc_output output;
} lc_staged_file;

typedef struct lc_staging {
    lc_context *ctx;
    const char *path; /* what the user calls it */
    char *root;       /* a folder in GDAL's memory file system, this staging's own */
    size_t n_folders;
    lc_staged_file *file;
    size_t n, capacity;
    char **stale; /* files that may lie beside those replaced, and mean nothing to the new ones */
    size_t n_stale, capacity_stale;
    char *date; /* the thread's setting before ours */
    bool begun;
    lc_gdal_errors errors;
} lc_staging;

/* Start from {0}; end it whatever the result. In between, GDAL's errors go into `errors`. */
lc_status lc_staging_begin(lc_context *ctx, const char *path, lc_staging *out);
void lc_staging_end(lc_staging *staging);

/* A new folder for one data set; malloc'ed, NULL when memory is out. Its files are to be called "data.ENDING". */
char *lc_staging_folder(lc_staging *staging);
/* GDAL's error as ours, unless the work was asked to stop. */
lc_status lc_staging_fail(const lc_staging *staging);
/* All files of a folder are to become `path` and its parts: "data.dbf" goes beside "city.shp" as "city.dbf". */
lc_status lc_staging_take(lc_staging *staging, const char *folder, const char *path, const char *ending);
/* Bring all files to the disk, then rename them into place one after the other; indexes and journals of files that were
   replaced go. */
lc_status lc_staging_commit(lc_staging *staging);

#endif
