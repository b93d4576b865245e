/* The table of a shapefile as it stands, byte for byte. GDAL reads its numbers with atof(), which makes 153 of 153,084
   and 15 digits of an id of 20: those fields are taken from here. Everything else is GDAL's. */
#ifndef LC_SOURCE_DBF_H
#define LC_SOURCE_DBF_H

#include <stdbool.h>
#include <stddef.h>

typedef struct lc_dbf lc_dbf;

/* Open; NULL when it cannot be read, or its header is none. */
lc_dbf *lc_dbf_open(const char *path);
void lc_dbf_close(lc_dbf *dbf);

/* Records by the header, and those that the file has bytes for. */
size_t lc_dbf_records(const lc_dbf *dbf);
size_t lc_dbf_whole_records(const lc_dbf *dbf);
size_t lc_dbf_fields(const lc_dbf *dbf);
/* The field's type as written: C, N, F, D, L, M, … */
char lc_dbf_type(const lc_dbf *dbf, size_t field);
/* Records that are marked as deleted. false when memory is out or the file cannot be read. */
bool lc_dbf_deleted(lc_dbf *dbf, size_t *n);

/* The characters of a cell, without blanks around them, malloc'ed; *out NULL for a cell that has none, or only the
   asterisks with which programs write that a number is missing. false when memory is out or the file cannot be read. */
bool lc_dbf_cell(lc_dbf *dbf, size_t record, size_t field, char **out);

#endif
